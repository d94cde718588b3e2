import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Suspense } from 'react'
import { orpc } from '#web/base/query.ts'
import { StepCard } from '#web/broadcast/edit/StepCard.tsx'
import type { Writing } from '#web/broadcast/edit/use-draft.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Field } from '#web/ui/Field.tsx'
import { patient } from '#web/ui/patient.ts'
import { Select } from '#web/ui/Select.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'

/** Fields with merge fields are half of the page: the rest stands before they are here. */
const TemplateFields = patient(
  async () => (await import('#web/flow/inspector/TemplateFields.tsx')).TemplateFields,
)

/** From which number, which template, and what stands for its variables. */
export function MessageCard({ writing: { draft, change } }: { writing: Writing }) {
  const t = useBroadcastWords()
  const { data } = useQuery(orpc.whatsapp.channel.queryOptions())
  const numbers = data?.numbers ?? []
  const isTest = numbers.some(({ id, test }) => test && id === draft.numberId)
  return (
    <StepCard step={2} title={t('message')}>
      <Field
        label={t('number')}
        hint={data && numbers.length === 0 ? <NoNumber /> : isTest ? t('testNumber') : undefined}
      >
        <Select
          value={draft.numberId}
          placeholder={t('chooseNumber')}
          disabled={numbers.length === 0}
          onChange={(numberId) => change({ numberId })}
          options={numbers.map(({ id, name, display }) => ({
            value: id,
            label: name || display,
            hint: display,
          }))}
        />
      </Field>
      <Suspense fallback={<Skeleton className="h-14" />}>
        <TemplateFields
          node={draft.message}
          change={(patch) => change({ message: { ...draft.message, ...patch } as typeof draft.message })}
        />
      </Suspense>
    </StepCard>
  )
}

function NoNumber() {
  const t = useBroadcastWords()
  return (
    <>
      {t('noNumber')}{' '}
      <Link to="/channels" className="font-medium text-brand-soft-fg underline underline-offset-2">
        {t('toChannels')}
      </Link>
    </>
  )
}
