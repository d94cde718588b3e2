import { WAITING_RUNS, type WaitingRuns } from '#core/flow/version/move.ts'
import { useTrialWords } from '#web/flow/trial-words.ts'

type Props = {
  readonly people: number
  readonly value: WaitingRuns
  readonly onChange: (value: WaitingRuns) => void
}

/** What becomes of those who stand inside the flow when a new version is published. */
export function WaitingChoice({ people, value, onChange }: Props) {
  const t = useTrialWords()
  return (
    <fieldset className="space-y-1.5">
      <legend className="mb-1.5 text-sm font-medium">{t('inside', { count: people })}</legend>
      {WAITING_RUNS.map((choice) => (
        <label
          key={choice}
          className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line px-3 py-2 has-checked:border-brand has-checked:bg-brand-soft/40"
        >
          <input
            type="radio"
            name="waiting"
            value={choice}
            checked={value === choice}
            onChange={() => onChange(choice)}
            className="mt-1 accent-(--brand)"
          />
          <span>
            <span className="block text-sm font-medium">{t(`runs_${choice}`)}</span>
            <span className="block text-xs text-fg-3">{t(`runs_${choice}_hint`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
