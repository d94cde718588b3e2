import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import type { Millis } from '#core/base/time.ts'
import type { Turn } from '#core/chat/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useBaseWords } from '#web/base/words.ts'
import { traceOptions } from '#web/chat/data/trace.ts'
import { type PanelKey, type PanelWords, usePanelWords } from '#web/chat/panel/words.ts'
import { Section } from '#web/contact/Section.tsx'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { useStepName, useStepWas, useWayOut } from '#web/whatsapp/trace/step-words.ts'
import { WhySilent } from '#web/whatsapp/trace/WhySilent.tsx'

const DOTS: Readonly<Record<string, string>> = {
  waiting: 'bg-violet',
  ended: 'bg-brand',
  'handed-over': 'bg-rose',
  failed: 'bg-danger',
}

/** Which flows the customer went through, step by step, newest first. */
export function Journey({ chatId, zone, now }: { chatId: string; zone: string | undefined; now: Millis }) {
  const t = usePanelWords()
  const base = useBaseWords()
  const query = useQuery(traceOptions(chatId))
  const turns = (query.data ?? []).filter((turn) => turn.flow !== null || turn.steps.length > 0)
  return (
    <Section title={t('journey.title')}>
      {query.isError && (
        <p className="flex items-center gap-2 text-fg-2">
          {t('journey.failed')}
          <Button size="sm" onClick={() => void query.refetch()}>
            {base('retry')}
          </Button>
        </p>
      )}
      {query.data && turns.length === 0 && <p className="text-fg-3">{t('journey.none')}</p>}
      <div className="mb-3">
        <WhySilent chatId={chatId} />
      </div>
      <ol className="relative space-y-2.5 border-line border-l pl-4">
        {turns.map((turn) => (
          <TurnLine key={turn.id} turn={turn} zone={zone} now={now} t={t} />
        ))}
      </ol>
    </Section>
  )
}

type LineProps = { turn: Turn; zone: string | undefined; now: Millis; t: PanelWords }

function TurnLine({ turn, zone, now, t }: LineProps) {
  const format = useFormats(zone)
  return (
    <li className="relative">
      <span
        aria-hidden="true"
        className={cx(
          '-left-[20.5px] absolute top-[5px] size-2 rounded-full ring-3 ring-surface',
          DOTS[turn.outcome] ?? 'bg-info',
        )}
      />
      <p>
        {turn.flow ? t('journey.flow', { flow: turn.flow.name }) : t('journey.noFlow')}
        {' · '}
        {t(outcomeKey(turn.outcome))}
      </p>
      <p className="tnum text-2xs text-fg-3 [overflow-wrap:anywhere]">
        {format.stamp(turn.at, now)}
        {turn.flow?.version ? ` · v${turn.flow.version}` : ''}
        {turn.heard.text && <> · “{turn.heard.text.slice(0, 60)}”</>}
      </p>
      {turn.steps.length > 0 && <Steps turn={turn} t={t} />}
    </li>
  )
}

function Steps({ turn, t }: { turn: Turn; t: PanelWords }) {
  const stepName = useStepName()
  const wayOut = useWayOut()
  const stepWas = useStepWas()
  return (
    <details className="group mt-0.5 [overflow-wrap:anywhere]">
      <summary className="flex min-h-6 cursor-pointer list-none items-center gap-1 rounded-sm text-fg-2 text-xs hover:text-fg max-md:min-h-11">
        <ChevronRight aria-hidden="true" className="size-3.5 transition-transform group-open:rotate-90" />
        {t('journey.steps', { count: turn.steps.length })}
      </summary>
      <ol className="mt-1 space-y-1 pl-[18px] text-xs">
        {turn.steps.map((step, at) => (
          <li key={at}>
            <span className="font-medium">{stepName(step)}</span>
            {step.outlet && <span className="text-fg-3"> → {wayOut(turn, step)}</span>}
            {step.tags.length > 0 && <span className="text-fg-3"> · {step.tags.join(' ')}</span>}
            {step.fault && <span className="text-danger-fg"> · {step.fault}</span>}
            {Object.entries(step.set).map(([key, value]) => (
              <span key={key} className="block truncate text-fg-3">
                {key} = {value || '–'}
                {step.was[key] !== undefined && ` (${stepWas(step.was[key])})`}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </details>
  )
}

function outcomeKey(outcome: string): PanelKey {
  return (OUTCOMES.includes(outcome) ? `outcome.${outcome}` : 'outcome.other') as PanelKey
}

const OUTCOMES: readonly string[] = ['waiting', 'ended', 'handed-over', 'failed', 'ignored']
