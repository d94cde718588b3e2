import { DayPicker } from '#web/flow/control/DayPicker.tsx'
import { DurationField } from '#web/flow/control/DurationField.tsx'
import { FieldPicker } from '#web/flow/control/FieldPicker.tsx'
import { useZone } from '#web/flow/control/fields.ts'
import { ZonePicker } from '#web/flow/control/ZonePicker.tsx'
import { HoursHint } from '#web/flow/inspector/PlaceRules.tsx'
import type { InspectorProps, NodeOf } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Field } from '#web/ui/Field.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { ClockInput } from '#web/workspace/ClockInput.tsx'

type Wait = NodeOf<'wait'>['wait']
type Of<K extends Wait['kind']> = Extract<Wait, { kind: K }>
type Set<W> = (wait: W, field?: string) => void

const KINDS = ['for', 'until', 'weekday', 'open', 'hours', 'date'] as const
const WORKDAYS = [1, 2, 3, 4, 5]

export function WaitInspector({ node: { wait }, change }: InspectorProps<'wait'>) {
  const words = useWords()
  const zone = useZone()
  const set: Set<Wait> = (next, field) => change({ wait: next }, field)
  return (
    <>
      <Field label={words('wait.how')}>
        <Select
          value={wait.kind}
          onChange={(kind) => kind !== wait.kind && set(newWait(kind, zone))}
          options={KINDS.map((kind) => ({ value: kind, label: words(`wait.${kind}`) }))}
        />
      </Field>
      <WaitForm wait={wait} set={set} />
      <p className="text-xs text-fg-3">{words('wait.hint')}</p>
    </>
  )
}

function newWait(kind: Wait['kind'], zone: string): Wait {
  switch (kind) {
    case 'for':
      return { kind, length: { amount: 1, unit: 'hour' } }
    case 'until':
      return { kind, clock: '08:00', zone }
    case 'weekday':
      return { kind, days: [1], clock: '08:00' }
    case 'hours':
      return { kind, days: WORKDAYS, from: '08:00', to: '17:00', zone }
    case 'open':
      return { kind }
    case 'date':
      return { kind, clock: '08:00' }
  }
}

function WaitForm({ wait, set }: { wait: Wait; set: Set<Wait> }) {
  const words = useWords()
  switch (wait.kind) {
    case 'for':
      return (
        <div>
          <p className="mb-1.5 text-sm font-medium">{words('wait.length')}</p>
          <DurationField
            label={words('wait.length')}
            value={wait.length}
            onChange={(length) => set({ kind: 'for', length }, 'length')}
          />
        </div>
      )
    case 'until':
      return (
        <>
          <ClockField value={wait.clock} onChange={(clock) => set({ ...wait, clock }, 'clock')} />
          <ZoneField value={wait.zone} onChange={(zone) => set({ ...wait, zone })} />
        </>
      )
    case 'weekday':
      return (
        <>
          <DayPicker days={wait.days} onChange={(days) => set({ ...wait, days })} />
          <ClockField value={wait.clock} onChange={(clock) => set({ ...wait, clock }, 'clock')} />
          <p className="text-xs text-fg-3">{words('wait.contactZone')}</p>
        </>
      )
    case 'hours':
      return <HoursForm wait={wait} set={set} />
    case 'open':
      return <HoursHint />
    case 'date':
      return <DateForm wait={wait} set={set} />
  }
}

function HoursForm({ wait, set }: { wait: Of<'hours'>; set: Set<Of<'hours'>> }) {
  const words = useWords()
  return (
    <>
      <DayPicker days={wait.days} onChange={(days) => set({ ...wait, days })} />
      <div className="flex items-center gap-2">
        <ClockInput
          aria-label={words('rule.from')}
          value={wait.from}
          onChange={(from) => set({ ...wait, from }, 'from')}
        />
        <span aria-hidden>–</span>
        <ClockInput
          aria-label={words('rule.to')}
          value={wait.to}
          onChange={(to) => set({ ...wait, to }, 'to')}
        />
      </div>
      <ZoneField value={wait.zone} onChange={(zone) => set({ ...wait, zone })} />
      <p className="text-xs text-fg-3">{words('wait.hoursHint')}</p>
    </>
  )
}

function DateForm({ wait, set }: { wait: Of<'date'>; set: Set<Of<'date'>> }) {
  const words = useWords()
  const { shift, ...bare } = wait
  const side = shift?.to ?? 'on'
  const setSide = (to: 'before' | 'on' | 'after') =>
    set(to === 'on' ? bare : { ...bare, shift: { amount: 1, unit: 'day', ...shift, to } })
  return (
    <>
      <Field label={words('wait.field')} hint={words('wait.fieldHint')}>
        <FieldPicker
          value={wait.field}
          onChange={(field) => {
            const { field: _, ...rest } = wait
            set(field === undefined ? rest : { ...rest, field })
          }}
        />
      </Field>
      <Segmented
        wide
        size="sm"
        label={words('wait.shift')}
        value={side}
        onChange={setSide}
        options={[
          { value: 'before', label: words('wait.before') },
          { value: 'on', label: words('wait.on') },
          { value: 'after', label: words('wait.after') },
        ]}
      />
      {shift && (
        <DurationField
          label={words('wait.shift')}
          value={shift}
          onChange={(length) => set({ ...wait, shift: { ...length, to: shift.to } }, 'shift')}
        />
      )}
      <ClockField value={wait.clock} onChange={(clock) => set({ ...wait, clock }, 'clock')} />
      <p className="text-xs text-fg-3">{words('wait.dateHint')}</p>
    </>
  )
}

function ClockField({ value, onChange }: { value: string; onChange: (clock: string) => void }) {
  const words = useWords()
  return (
    <Field label={words('wait.clock')}>
      <ClockInput value={value} onChange={onChange} />
    </Field>
  )
}

function ZoneField({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const words = useWords()
  return (
    <Field label={words('wait.zone')}>
      <ZonePicker value={value} onChange={onChange} />
    </Field>
  )
}
