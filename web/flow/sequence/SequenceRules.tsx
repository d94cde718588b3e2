import type { SendWindow } from '#core/flow/sequence.ts'
import type { Sequence } from '#core/flow/sequence-api.ts'
import { ClockInput } from '#web/flow/control/ClockInput.tsx'
import { useSequenceWords } from '#web/flow/sequence/words.ts'
import { cx } from '#web/ui/cx.ts'
import { Field } from '#web/ui/Field.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

const NAME_MAX = 80
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const
const OFFICE_HOURS: SendWindow = { days: [1, 2, 3, 4, 5, 6], from: '09:00', to: '17:00' }

type Props = {
  readonly draft: Sequence
  readonly isBad: boolean
  readonly onChange: (draft: Sequence) => void
}

/** What holds for the whole sequence: its name, whether it runs, when it sends, when it ends. */
export function SequenceRules({ draft, isBad, onChange }: Props) {
  const t = useSequenceWords()
  const { window } = draft
  const setWindow = (change: Partial<SendWindow>) =>
    window && onChange({ ...draft, window: { ...window, ...change } })
  return (
    <section className="space-y-4 rounded-lg border border-line bg-surface p-4 shadow-1">
      <Field label={t('name')}>
        <TextInput
          value={draft.name}
          maxLength={NAME_MAX}
          onChange={(name) => onChange({ ...draft, name })}
        />
      </Field>
      <SwitchRow
        label={t('enabled')}
        hint={t('enabledHint')}
        checked={draft.enabled}
        onChange={(enabled) => onChange({ ...draft, enabled })}
      />
      <SwitchRow
        label={t('endsOnReply')}
        hint={t('endsOnReplyHint')}
        checked={draft.endsOnReply}
        onChange={(endsOnReply) => onChange({ ...draft, endsOnReply })}
      />
      <SwitchRow
        label={t('window')}
        hint={t('windowHint')}
        checked={window !== null}
        onChange={(on) => onChange({ ...draft, window: on ? OFFICE_HOURS : null })}
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
                  onClick={() => days.length > 0 && setWindow({ days })}
                  className={cx(
                    'h-8 min-w-0 flex-1 rounded-sm font-medium text-xs max-md:h-10',
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
              <ClockInput value={window.from} onChange={(from) => setWindow({ from })} />
            </Field>
            <Field label={t('to')} error={isBad ? t('windowBad') : undefined}>
              <ClockInput value={window.to} onChange={(to) => setWindow({ to })} />
            </Field>
          </div>
        </div>
      )}
    </section>
  )
}
