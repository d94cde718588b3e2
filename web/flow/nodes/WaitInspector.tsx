import { ClockInput } from '#web/flow/control/ClockInput.tsx'
import { DurationField } from '#web/flow/control/DurationField.tsx'
import { useZone } from '#web/flow/control/fields.ts'
import { ZonePicker } from '#web/flow/control/ZonePicker.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Field } from '#web/ui/Field.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'

export function WaitInspector({ node: { wait }, change }: InspectorProps<'wait'>) {
  const words = useWords()
  const zone = useZone()
  const setKind = (kind: 'for' | 'until') => {
    if (kind === wait.kind) return
    if (kind === 'for') change({ wait: { kind, length: { amount: 1, unit: 'hour' } } })
    else change({ wait: { kind, clock: '08:00', zone } })
  }
  return (
    <>
      <Segmented
        wide
        label={words('wait.how')}
        value={wait.kind}
        onChange={setKind}
        options={[
          { value: 'for', label: words('wait.for') },
          { value: 'until', label: words('wait.until') },
        ]}
      />
      {wait.kind === 'for' ? (
        <div>
          <p className="mb-1.5 text-sm font-medium">{words('wait.length')}</p>
          <DurationField
            label={words('wait.length')}
            value={wait.length}
            onChange={(length) => change({ wait: { kind: 'for', length } }, 'length')}
          />
        </div>
      ) : (
        <>
          <Field label={words('wait.clock')}>
            <ClockInput
              value={wait.clock}
              onChange={(clock) => change({ wait: { ...wait, clock } }, 'clock')}
            />
          </Field>
          <Field label={words('wait.zone')}>
            <ZonePicker value={wait.zone} onChange={(next) => change({ wait: { ...wait, zone: next } })} />
          </Field>
        </>
      )}
      <p className="text-xs text-fg-3">{words('wait.hint')}</p>
    </>
  )
}
