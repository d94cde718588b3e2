import type { Duration } from '#core/flow/nodes/base.ts'
import { NumberInput } from '#web/flow/control/NumberInput.tsx'
import { useWords } from '#web/flow/use-words.ts'
import { Select } from '#web/ui/Select.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'

const AMOUNT_MAX = 10_000

type Props = {
  readonly value: Duration
  readonly onChange: (value: Duration) => void
  readonly label: string
}

/** A length of time: a number and its unit. */
export function DurationField({ value, onChange, label }: Props) {
  const words = useWords()
  const units = (['second', 'minute', 'hour', 'day'] as const).map((unit) => ({
    value: unit,
    label: words(`units.${unit}`),
  }))
  return (
    <div className="flex gap-2">
      <NumberInput
        whole
        min={1}
        max={AMOUNT_MAX}
        value={value.amount}
        onChange={(amount) => amount !== undefined && onChange({ ...value, amount })}
        aria-label={label}
        className="w-24!"
      />
      <Select
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit })}
        options={units}
        label={words('units.label')}
      />
    </div>
  )
}

type OptionalProps = {
  readonly value: Duration | undefined
  readonly usual: Duration
  readonly onChange: (value: Duration | undefined) => void
  readonly label: string
  readonly hint?: string
}

/** A length of time that may be left out. */
export function OptionalDuration({ value, usual, onChange, label, hint }: OptionalProps) {
  return (
    <div className="space-y-2">
      <SwitchRow
        label={label}
        hint={hint}
        checked={value !== undefined}
        onChange={(on) => onChange(on ? usual : undefined)}
      />
      {value && <DurationField value={value} onChange={onChange} label={label} />}
    </div>
  )
}
