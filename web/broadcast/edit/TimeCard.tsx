import { Clock } from 'lucide-react'
import { StepCard } from '#web/broadcast/edit/StepCard.tsx'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Field } from '#web/ui/Field.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

export type When = { readonly kind: 'now' | 'later'; readonly date: string; readonly clock: string }

type Props = { when: When; zone: string; onChange: (when: When) => void }

/** Now, or at a wall clock of the workspace, whatever zone the browser is in. */
export function TimeCard({ when, zone, onChange }: Props) {
  const t = useBroadcastWords()
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
    </StepCard>
  )
}

/** The wall clock as the server takes it; null: now, undefined: not said yet. */
export function localOf({ kind, date, clock }: When): string | null | undefined {
  if (kind === 'now') return null
  return date !== '' && clock !== '' ? `${date}T${clock.slice(0, 5)}` : undefined
}
