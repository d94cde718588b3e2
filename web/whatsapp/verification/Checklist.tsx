import { useMutation, useQuery } from '@tanstack/react-query'
import { PREPARATION, REQUEST_STEPS, type Step } from '#core/whatsapp/verification.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'

/** What is prepared and asked for, ticked by whoever did it. */
export function Checklist({ may }: { may: boolean }) {
  const t = useChannelWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const found = useQuery(orpc.whatsapp.verification.queryOptions())
  const tick = useMutation(
    orpc.whatsapp.tickVerification.mutationOptions({
      onSuccess: (ticks) => queryClient.setQueryData(orpc.whatsapp.verification.queryKey(), ticks),
      onError: (error) => toast(say(error), { tone: 'problem' }),
      scope: { id: 'verification' }, // each answer tells all ticks: an older one that came last would take one away
    }),
  )
  if (found.isPending) return <Skeleton className="h-80 rounded-lg" />
  if (found.isError) {
    return (
      <EmptyState
        title={say(found.error)}
        action={<Button onClick={() => void found.refetch()}>{base('retry')}</Button>}
      />
    )
  }
  const { done, of } = found.data
  const props = {
    done,
    disabled: !may,
    onTick: (step: string, on: boolean) => tick.mutate({ step, done: on }),
  }
  return (
    <Card
      title={t('checklist')}
      action={
        <Badge tone={done.length >= of ? 'brand' : 'warn'}>
          {done.length}/{of}
        </Badge>
      }
      bodyClass="space-y-4 px-4 pb-4"
    >
      <Group title={t('prepare')} prefix="prepare" steps={PREPARATION} {...props} />
      <Group title={t('request')} prefix="request" steps={REQUEST_STEPS} {...props} />
      <Checkbox
        checked={done.includes('approved')}
        disabled={!may}
        onChange={(on) => props.onTick('approved', on)}
      >
        <span className="font-semibold">{t('approved')}</span>
      </Checkbox>
    </Card>
  )
}

type GroupProps = {
  title: string
  prefix: string
  steps: readonly Step[]
  done: readonly string[]
  disabled: boolean
  onTick: (step: string, on: boolean) => void
}

function Group({ title, prefix, steps, done, disabled, onTick }: GroupProps) {
  const language = useLanguage()
  return (
    <section>
      <h3 className="mb-1.5 font-semibold text-sm">{title}</h3>
      <ul className="space-y-1.5">
        {steps.map(({ key, words }) => {
          const step = `${prefix}.${key}`
          return (
            <li key={key}>
              <Checkbox checked={done.includes(step)} disabled={disabled} onChange={(on) => onTick(step, on)}>
                {words[language]}
              </Checkbox>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
