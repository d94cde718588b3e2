import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
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

/** So many fit on every screen; a longer row scrolls on a narrow one. */
const FITS_MAX = 4

/** One of two to four, all in sight; of five, the chosen one. Arrow keys move. */
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
  const row = useRef<HTMLDivElement>(null)
  const isLong = options.length > FITS_MAX
  useEffect(() => {
    const chosen = isLong && row.current?.children[options.findIndex((option) => option.value === value)]
    if (!row.current || !(chosen instanceof HTMLElement)) return
    row.current.scrollLeft =
      chosen.offsetLeft - row.current.offsetLeft - (row.current.clientWidth - chosen.offsetWidth) / 2
  }, [isLong, options, value])
  return (
    <div
      ref={row}
      role="radiogroup"
      aria-label={label}
      className={cx(
        'max-w-full rounded-sm bg-hover p-0.5',
        wide ? 'flex' : 'inline-flex',
        isLong && 'scroll [scrollbar-width:none]',
      )}
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
              'relative flex items-center justify-center gap-1.5 whitespace-nowrap rounded-[5px] font-medium transition-colors after:absolute after:-inset-y-0.5 after:inset-x-0',
              isLong ? 'px-2.5 max-md:px-1.5' : 'px-2.5',
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
