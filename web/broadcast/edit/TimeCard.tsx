import { Clock } from 'lucide-react'
import { useState } from 'react'
import type { SendWindow } from '#core/flow/sequence.ts'
import { StepCard } from '#web/broadcast/edit/StepCard.tsx'
import type { Writing } from '#web/broadcast/edit/use-draft.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { isWindow, SendHours } from '#web/flow/control/SendHours.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

export type When = { readonly kind: 'now' | 'later'; readonly date: string; readonly clock: string }

type Props = { when: When; zone: string; onChange: (when: When) => void; writing: Writing }

/** Nobody likes promotions at night. */
const DAYTIME: SendWindow = { days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '20:00' }

/** Now, or at a wall clock of the workspace, whatever zone the browser is in. */
export function TimeCard({ when, zone, onChange, writing: { draft, change } }: Props) {
  const t = useBroadcastWords()
  const [hours, setHours] = useState(draft.hours)
  return (
    <StepCard step={3} title={t('time')}>
      <Segmented
        label={t('time')}
        value={when.kind}
        onChange={(kind) => onChange({ ...when, kind })}
        options={[
          { value: 'now', label: t('now') },
          { value: 'later', label: t('later') },
        ]}
      />
      {when.kind === 'later' && (
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t('date')}>
            <TextInput type="date" value={when.date} onChange={(date) => onChange({ ...when, date })} />
          </Field>
          <Field label={t('clock')}>
            <TextInput type="time" value={when.clock} onChange={(clock) => onChange({ ...when, clock })} />
          </Field>
          <p className="flex h-8 items-center gap-1.5 text-fg-2 text-sm">
            <Clock aria-hidden className="size-4" />
            {t('zone', { zone })}
          </p>
        </div>
      )}
      <SendHours
        window={hours}
        first={DAYTIME}
        hint={t('hoursHint', { zone })}
        onChange={(next) => {
          setHours(next)
          if (next === null || isWindow(next)) change({ hours: next })
        }}
      />
    </StepCard>
  )
}

/** The wall clock as the server takes it; null: now, undefined: not said yet. */
export function localOf({ kind, date, clock }: When): string | null | undefined {
  if (kind === 'now') return null
  return date !== '' && clock !== '' ? `${date}T${clock.slice(0, 5)}` : undefined
}
