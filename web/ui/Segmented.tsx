import type { KeyboardEvent, ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'

type Choice<V extends string> = {
  readonly value: V
  readonly label: ReactNode
  readonly count?: number | undefined
}
type Props<V extends string> = {
  value: V
  onChange: (value: V) => void
  options: readonly Choice<V>[]
  /** What is being chosen. */
  label: string
  size?: 'sm' | 'md' | undefined
  /** Takes the whole width. */
  wide?: boolean | undefined
}

/** One of two to four, all in sight. Arrow keys move. */
export function Segmented<V extends string>({
  value,
  onChange,
  options,
  label,
  size = 'md',
  wide,
}: Props<V>) {
  const move = (event: KeyboardEvent<HTMLButtonElement>, at: number) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = step === 0 ? undefined : options[(at + step + options.length) % options.length]
    if (!next) return
    event.preventDefault()
    onChange(next.value)
    const sibling = event.currentTarget.parentElement?.children[options.indexOf(next)]
    if (sibling instanceof HTMLElement) sibling.focus()
  }
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={cx('max-w-full flex-wrap rounded-sm bg-hover p-0.5', wide ? 'flex' : 'inline-flex')}
    >
      {options.map((option, at) => {
        const on = option.value === value
        return (
          // biome-ignore lint/a11y/useSemanticElements: a segment is drawn as a button, with a radio's meaning and keys
          <button
            key={option.value}
            type="button"
            role="radio"
            aria-checked={on}
            tabIndex={on ? 0 : -1}
            onClick={() => onChange(option.value)}
            onKeyDown={(event) => move(event, at)}
            className={cx(
              'relative flex items-center justify-center gap-1.5 whitespace-nowrap rounded-[5px] px-2.5 font-medium transition-colors after:absolute after:-inset-y-0.5 after:inset-x-0',
              wide ? 'min-w-0 flex-auto' : 'flex-none',
              size === 'sm' ? 'h-6 text-xs pointer-coarse:h-10' : 'h-7 text-sm pointer-coarse:h-10',
              on ? 'bg-raised text-fg shadow-1' : 'text-fg-2 hover:text-fg',
            )}
          >
            {option.label}
            {option.count !== undefined && (
              <span className={cx('tnum text-2xs', on ? 'text-brand-soft-fg' : 'text-fg-2')}>
                {option.count}
              </span>
            )}
          </button>
        )
      })}
    </div>
  )
}
