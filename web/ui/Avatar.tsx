import type { ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'

const TONES = [
  'bg-brand-soft text-brand-soft-fg',
  'bg-info-soft text-info-fg',
  'bg-violet-soft text-violet-fg',
  'bg-orange-soft text-orange-fg',
  'bg-rose-soft text-rose-fg',
  'bg-teal-soft text-teal-fg',
  'bg-warn-soft text-warn-fg',
]

type Props = {
  name: string
  size?: number | undefined
  badge?: ReactNode
  /** Given: a dot that says whether they are there; whoever draws it says so in words too. */
  online?: boolean | undefined
  solid?: boolean | undefined
  className?: string | undefined
}

/** Initials on a colour that always follows from the name. Decoration: the name stands beside it. */
export function Avatar({ name, size = 36, badge, online, solid, className }: Props) {
  return (
    <span
      aria-hidden
      style={{ width: size, height: size, fontSize: size * 0.36 }}
      className={cx(
        'relative inline-grid shrink-0 select-none place-items-center rounded-full font-semibold tracking-tight',
        solid ? 'bg-fg text-bg' : TONES[numberOf(name) % TONES.length],
        className,
      )}
    >
      {initialsOf(name)}
      {online !== undefined && (
        <span
          className={cx(
            'absolute -right-0.5 -bottom-0.5 size-2.5 rounded-full border-2 border-surface',
            online ? 'bg-brand' : 'bg-control',
          )}
        />
      )}
      {badge && (
        <span className="absolute -right-0.5 -bottom-0.5 grid size-[17px] place-items-center rounded-full border-2 border-surface bg-violet-soft text-violet-fg [&_svg]:size-[11px]">
          {badge}
        </span>
      )}
    </span>
  )
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).slice(0, 2)
  return (
    words
      .map((word) => [...word][0] ?? '')
      .join('')
      .toUpperCase() || '?'
  )
}

function numberOf(name: string): number {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return sum
}
