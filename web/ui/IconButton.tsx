import type { ComponentProps } from 'react'
import { Spinner, WAITS } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { type Side, Tip } from '#web/ui/Tip.tsx'

type Props = ComponentProps<'button'> & {
  /** The name, also shown as its tooltip. */
  label: string
  shortcut?: string | undefined
  size?: 'sm' | 'md' | 'lg' | undefined
  /** Given: a toggle that is on or off. */
  active?: boolean | undefined
  side?: Side | undefined
  /** An answer is awaited: as of a `Button`. */
  busy?: boolean | undefined
  tone?: 'ghost' | 'outline' | undefined
}

const SIZES = {
  sm: 'size-7 pointer-coarse:size-11',
  md: 'size-8 pointer-coarse:size-11',
  lg: 'size-10 pointer-coarse:size-11',
} as const

/** A button that is only a picture. */
export function IconButton({
  label,
  shortcut,
  size = 'md',
  active,
  side,
  tone = 'ghost',
  busy,
  className,
  children,
  ...rest
}: Props) {
  return (
    <Tip label={label} shortcut={shortcut} side={side}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={active}
        {...rest}
        {...(busy && WAITS)}
        className={cx(
          'inline-grid shrink-0 place-items-center rounded-sm text-fg-2 transition-colors hover:bg-hover hover:text-fg',
          'disabled:pointer-events-none disabled:opacity-40 [&_svg]:size-[17px] aria-disabled:opacity-45',
          SIZES[size],
          tone === 'outline' && 'border border-line-strong bg-surface shadow-1',
          active && 'bg-brand-soft text-brand-soft-fg hover:bg-brand-soft',
          className,
        )}
      >
        {busy ? <Spinner /> : children}
      </button>
    </Tip>
  )
}
