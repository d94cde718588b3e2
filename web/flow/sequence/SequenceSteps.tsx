import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import type { SequenceStep } from '#core/flow/sequence.ts'
import type { Sequence } from '#core/flow/sequence-api.ts'
import { orpc } from '#web/base/query.ts'
import { OptionalDuration } from '#web/flow/control/DurationField.tsx'
import { useSequenceWords } from '#web/flow/sequence/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Combobox } from '#web/ui/Combobox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'

const STEPS_MAX = 30

type Props = {
  readonly draft: Sequence
  readonly counts: Sequence['counts']
  /** The steps as they are saved: to them the counts belong. */
  readonly was: readonly SequenceStep[]
  readonly onChange: (draft: Sequence) => void
}

/** The steps in their order, each with its wait, its flow, and how many people stand there. */
export function SequenceSteps({ draft, counts, was, onChange }: Props) {
  const t = useSequenceWords()
  const { steps } = draft
  const set = (next: SequenceStep[]) => onChange({ ...draft, steps: next })
  const add = () => {
    const delay = steps.length === 0 ? null : ({ amount: 1, unit: 'day' } as const)
    set([...steps, { id: crypto.randomUUID().slice(0, 8), delay, flow: '' }])
  }
  const swap = (at: number, with_: number) => {
    const [one, other] = [steps[at], steps[with_]]
    if (one && other) set(steps.map((step, place) => (place === at ? other : place === with_ ? one : step)))
  }
  return (
    <section className="space-y-3">
      <h2 className="font-semibold text-lg">{t('steps')}</h2>
      <p className="text-fg-3 text-xs">{t(steps.length === 0 ? 'stepsEmpty' : 'templateHint')}</p>
      <ol className="space-y-3">
        {steps.map((step, at) => (
          <StepCard
            key={step.id}
            at={at}
            step={step}
            botId={draft.bot.id}
            count={counts[was.findIndex(({ id }) => id === step.id)]}
            onChange={(next) => set(steps.map((one) => (one.id === step.id ? next : one)))}
            onRemove={() => set(steps.filter(({ id }) => id !== step.id))}
            onUp={at > 0 ? () => swap(at, at - 1) : null}
            onDown={at < steps.length - 1 ? () => swap(at, at + 1) : null}
          />
        ))}
      </ol>
      <Button icon={<Plus />} disabled={steps.length >= STEPS_MAX} onClick={add}>
        {t('addStep')}
      </Button>
    </section>
  )
}

type CardProps = {
  readonly at: number
  readonly step: SequenceStep
  readonly botId: string
  readonly count: Sequence['counts'][number] | undefined
  readonly onChange: (step: SequenceStep) => void
  readonly onRemove: () => void
  readonly onUp: (() => void) | null
  readonly onDown: (() => void) | null
}

function StepCard({ at, step, botId, count, onChange, onRemove, onUp, onDown }: CardProps) {
  const t = useSequenceWords()
  return (
    <li className="space-y-3 rounded-lg border border-line bg-surface p-4 shadow-1">
      <header className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 font-semibold text-sm">
          {t('stepN', { n: at + 1 })}
          {count && (
            <span className="tnum block font-normal text-fg-3 text-xs md:ml-2 md:inline">
              {t('waiting', { n: count.waiting })} · {t('passed', { n: count.passed })}
            </span>
          )}
        </h3>
        <IconButton size="sm" label={t('up')} disabled={!onUp} onClick={() => onUp?.()}>
          <ArrowUp />
        </IconButton>
        <IconButton size="sm" label={t('down')} disabled={!onDown} onClick={() => onDown?.()}>
          <ArrowDown />
        </IconButton>
        <IconButton size="sm" label={t('removeStep')} onClick={onRemove}>
          <Trash2 />
        </IconButton>
      </header>
      <div className="grid gap-4 md:grid-cols-2">
        <OptionalDuration
          label={t('wait')}
          hint={t(at === 0 ? 'first' : 'after')}
          value={step.delay ?? undefined}
          usual={{ amount: 1, unit: 'day' }}
          onChange={(delay) => onChange({ ...step, delay: delay ?? null })}
        />
        <FlowChoice botId={botId} value={step.flow} onChange={(flow) => onChange({ ...step, flow })} />
      </div>
    </li>
  )
}

function FlowChoice({
  botId,
  value,
  onChange,
}: {
  botId: string
  value: string
  onChange: (flow: string) => void
}) {
  const t = useSequenceWords()
  const { data } = useQuery(orpc.flow.flows.queryOptions())
  const flows = (data ?? []).filter((flow) => flow.botId === botId)
  const chosen = flows.find(({ id }) => id === value)
  const isDead = chosen && (chosen.version === null || !chosen.enabled)
  const isGone = data !== undefined && value !== '' && !chosen
  return (
    <Field label={t('flow')} error={isGone ? t('flowGone') : isDead ? t('flowDead') : undefined}>
      <Combobox
        value={isGone ? null : value || null}
        onChange={(flow) => onChange(flow ?? '')}
        placeholder={t('flowChoose')}
        empty={t('flowNone')}
        options={flows.map(({ id, name, version, enabled }) => ({
          value: id,
          label: name,
          ...(version === null ? { hint: t('flowDraft') } : enabled ? {} : { hint: t('flowOff') }),
        }))}
      />
    </Field>
  )
}
