import { dayKey } from '#web/flow/drawing/summary.ts'
import { useWords } from '#web/flow/use-words.ts'
import { cx } from '#web/ui/cx.ts'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]

/** Days of the week, of which at least one stays chosen; 1 is Monday. */
export function DayPicker({
  days,
  onChange,
}: {
  days: readonly number[]
  onChange: (days: number[]) => void
}) {
  const words = useWords()
  const set = (day: number, on: boolean) => {
    const next = on ? [...days, day].sort() : days.filter((each) => each !== day)
    if (next.length > 0) onChange(next)
  }
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">{words('rule.days')}</legend>
      {WEEKDAYS.map((day) => {
        const on = days.includes(day)
        return (
          <button
            key={day}
            type="button"
            aria-pressed={on}
            onClick={() => set(day, !on)}
            className={cx(
              'h-7 min-w-0 flex-1 rounded-sm text-2xs font-medium',
              on ? 'bg-brand-soft text-brand-soft-fg' : 'bg-sunken text-fg-2 hover:bg-hover',
            )}
          >
            {words(dayKey(day))}
          </button>
        )
      })}
    </fieldset>
  )
}
