import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { orpc } from '#web/base/query.ts'
import { StepCard } from '#web/broadcast/edit/StepCard.tsx'
import type { Writing } from '#web/broadcast/edit/use-draft.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { TemplateFields } from '#web/flow/inspector/TemplateFields.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'

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
      <TemplateFields
        node={draft.message}
        change={(patch) => change({ message: { ...draft.message, ...patch } as typeof draft.message })}
      />
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
