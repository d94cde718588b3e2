import { createContext, type ReactNode, useContext, useId } from 'react'
import { cx } from '#web/ui/cx.ts'
import { useUiWords } from '#web/ui/words.ts'

type Wiring = { readonly id: string; readonly describedBy: string | undefined; readonly invalid: boolean }
const Context = createContext<Wiring | null>(null)

type Props = {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  /** At the right of the label, for example `<Counter value={text.length} max={20} />`. */
  counter?: ReactNode
  /** The label is only for those who do not see the field. */
  hideLabel?: boolean | undefined
  className?: string | undefined
  children: ReactNode
}

/** Label, hint and error around one control; the kit's controls find their id and description by themselves. */
export function Field({ label, hint, error, counter, hideLabel, className, children }: Props) {
  const id = useId()
  const note = error ? `${id}-error` : hint ? `${id}-hint` : undefined
  return (
    <Context.Provider value={{ id, describedBy: note, invalid: Boolean(error) }}>
      <div className={className}>
        <div
          className={cx(
            'mb-1.5 flex items-baseline justify-between gap-2',
            hideLabel && !counter && 'sr-only',
          )}
        >
          <label htmlFor={id} className={cx('font-medium text-sm', hideLabel && 'sr-only')}>
            {label}
          </label>
          {counter}
        </div>
        {children}
        {error ? (
          <p id={note} className="mt-1.5 text-danger-fg text-xs">
            {error}
          </p>
        ) : (
          hint && (
            <p id={note} className="mt-1.5 text-fg-3 text-xs">
              {hint}
            </p>
          )
        )}
      </div>
    </Context.Provider>
  )
}

/** 19/20, red above the limit. */
export function Counter({ value, max }: { value: number; max: number }) {
  const { number } = useUiWords()
  return (
    <span
      className={cx('tnum shrink-0 text-2xs', value > max ? 'font-semibold text-danger-fg' : 'text-fg-3')}
    >
      {number(value)}/{number(max)}
    </span>
  )
}

/** What a control inside a Field takes over; nothing outside of one. */
export function useField(): { id?: string; 'aria-describedby'?: string; 'aria-invalid'?: true } {
  const wiring = useContext(Context)
  if (!wiring) return {}
  return {
    id: wiring.id,
    ...(wiring.describedBy ? { 'aria-describedby': wiring.describedBy } : {}),
    ...(wiring.invalid ? { 'aria-invalid': true as const } : {}),
  }
}

/** The look of everything one types into. */
export const INPUT =
  'w-full rounded-sm border border-control bg-surface px-2.5 text-sm shadow-1 outline-offset-0 focus:border-brand focus:outline-2 focus:outline-brand/25 disabled:opacity-55 aria-invalid:border-danger read-only:bg-sunken'
