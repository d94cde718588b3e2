import type { SendWindow } from '#core/flow/sequence.ts'
import { useSequenceWords } from '#web/flow/sequence/words.ts'
import { cx } from '#web/ui/cx.ts'
import { Field } from '#web/ui/Field.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'
import { ClockInput } from '#web/workspace/ClockInput.tsx'

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const

type Props = {
  readonly window: SendWindow | null
  /** What it begins with when it is switched on. */
  readonly first: SendWindow
  readonly hint: string
  /** Also with hours that end before they begin; these are marked here, and nobody takes them. */
  readonly onChange: (window: SendWindow | null) => void
}

export function isWindow({ from, to }: SendWindow): boolean {
  return from < to
}

/** Days and hours in which something is sent; none: at any time. */
export function SendHours({ window, first, hint, onChange }: Props) {
  const t = useSequenceWords()
  return (
    <>
      <SwitchRow
        label={t('window')}
        hint={hint}
        checked={window !== null}
        onChange={(on) => onChange(on ? first : null)}
      />
      {window && (
        <div className="space-y-3">
          <fieldset className="flex max-w-md gap-1">
            <legend className="sr-only">{t('days')}</legend>
            {DAYS.map((day) => {
              const on = window.days.includes(day)
              const days = on ? window.days.filter((one) => one !== day) : [...window.days, day].sort()
              return (
                <button
                  key={day}
                  type="button"
                  aria-pressed={on}
                  onClick={() => days.length > 0 && onChange({ ...window, days })}
                  className={cx(
                    'h-8 min-w-0 flex-1 rounded-sm font-medium text-xs max-md:h-11',
                    on ? 'bg-brand-soft text-brand-soft-fg' : 'bg-sunken text-fg-2 hover:bg-hover',
                  )}
                >
                  {t(`day.${day}`)}
                </button>
              )
            })}
          </fieldset>
          <div className="grid max-w-xs grid-cols-2 gap-3">
            <Field label={t('from')}>
              <ClockInput value={window.from} onChange={(from) => onChange({ ...window, from })} />
            </Field>
            <Field label={t('to')} error={isWindow(window) ? undefined : t('windowBad')}>
              <ClockInput value={window.to} onChange={(to) => onChange({ ...window, to })} />
            </Field>
          </div>
        </div>
      )}
    </>
  )
}
