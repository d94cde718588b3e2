import { useState } from 'react'
import type { SayBody } from '#core/whatsapp/sim-api.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { useWords } from '#web/whatsapp/words.ts'

type Kind = 'location' | 'contact'
type Body = Extract<SayBody, { kind: 'location' | 'contacts' }>
type Props = { kind: Kind | null; onClose: () => void; onSend: (body: Body) => void }

/** Alun-alun Bandung: a place to begin from. */
const BANDUNG = { latitude: '-6.92182', longitude: '107.60703' }

/** A place or a person to send, typed in: the simulator has no map and no address book. */
export function AttachForm({ kind, onClose, onSend }: Props) {
  const t = useWords()
  const base = useBaseWords()
  const [place, setPlace] = useState({ ...BANDUNG, name: '' })
  const [person, setPerson] = useState({ name: '', phone: '' })
  const body = kind === 'contact' ? personOf(person) : placeOf(place)
  return (
    <Dialog
      open={kind !== null}
      onOpenChange={(open) => !open && onClose()}
      title={kind === 'contact' ? t('attachContact') : t('attachLocation')}
      footer={
        <>
          <CloseWith>
            <Button>{base('cancel')}</Button>
          </CloseWith>
          <Button tone="primary" disabled={body === null} onClick={() => body && onSend(body)}>
            {t('send')}
          </Button>
        </>
      }
    >
      {kind === 'contact' ? (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t('personName')}>
            <TextInput value={person.name} onChange={(name) => setPerson({ ...person, name })} />
          </Field>
          <Field label={t('personPhone')}>
            <TextInput
              type="tel"
              value={person.phone}
              onChange={(phone) => setPerson({ ...person, phone })}
            />
          </Field>
        </div>
      ) : (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t('placeName')} className="sm:col-span-2">
            <TextInput value={place.name} onChange={(name) => setPlace({ ...place, name })} />
          </Field>
          <Field label={t('latitude')}>
            <TextInput
              inputMode="decimal"
              value={place.latitude}
              onChange={(latitude) => setPlace({ ...place, latitude })}
            />
          </Field>
          <Field label={t('longitude')}>
            <TextInput
              inputMode="decimal"
              value={place.longitude}
              onChange={(longitude) => setPlace({ ...place, longitude })}
            />
          </Field>
        </div>
      )}
    </Dialog>
  )
}

function personOf({ name, phone }: { name: string; phone: string }): Body | null {
  return name.trim() && phone.trim()
    ? { kind: 'contacts', contacts: [{ name: name.trim(), phone: phone.trim() }] }
    : null
}

function placeOf({
  latitude,
  longitude,
  name,
}: {
  latitude: string
  longitude: string
  name: string
}): Body | null {
  const [north, east] = [Number(latitude), Number(longitude)]
  const isOnEarth =
    latitude.trim() !== '' && longitude.trim() !== '' && Math.abs(north) <= 90 && Math.abs(east) <= 180
  if (!isOnEarth) return null
  return { kind: 'location', latitude: north, longitude: east, ...(name.trim() ? { name: name.trim() } : {}) }
}
