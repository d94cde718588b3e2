import { MapPin } from 'lucide-react'
import { NumberInput } from '#web/flow/control/NumberInput.tsx'
import type { NodeOf } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

type Location = NonNullable<NodeOf<'message'>['location']>
type Props = {
  readonly location: Location | undefined
  readonly onChange: (location: Location | undefined, field?: string) => void
}

/** Monas, Jakarta: where a new place begins. */
const BEGIN: Location = { latitude: -6.1754, longitude: 106.8272, name: '' }

/** A place on the map in place of a picture. */
export function LocationField({ location, onChange }: Props) {
  const words = useWords()
  if (!location)
    return (
      <Button size="sm" tone="ghost" icon={<MapPin />} onClick={() => onChange(BEGIN)}>
        {words('location.add')}
      </Button>
    )
  const set = (patch: Partial<Location>, field: string) =>
    onChange({ ...location, ...patch }, `location.${field}`)
  return (
    <section className="space-y-2.5 rounded-md bg-sunken p-2.5">
      <div className="flex items-center justify-between">
        <h3 className="font-sans text-sm font-medium">{words('line.location')}</h3>
        <Button size="sm" tone="ghost" onClick={() => onChange(undefined)}>
          {words('location.remove')}
        </Button>
      </div>
      <div className="grid grid-cols-2 gap-2">
        <Field label={words('location.latitude')}>
          <NumberInput
            min={-90}
            max={90}
            value={location.latitude}
            onChange={(latitude) => latitude !== undefined && set({ latitude }, 'latitude')}
          />
        </Field>
        <Field label={words('location.longitude')}>
          <NumberInput
            min={-180}
            max={180}
            value={location.longitude}
            onChange={(longitude) => longitude !== undefined && set({ longitude }, 'longitude')}
          />
        </Field>
      </div>
      <Field label={words('location.name')}>
        <TextInput value={location.name ?? ''} maxLength={100} onChange={(name) => set({ name }, 'name')} />
      </Field>
      <Field label={words('location.address')}>
        <TextInput
          value={location.address ?? ''}
          maxLength={200}
          onChange={(address) => set({ address }, 'address')}
        />
      </Field>
    </section>
  )
}
