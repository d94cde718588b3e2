import { ChevronRight, CircleCheck, CircleX, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Difference } from '#core/flow/trial/compare.ts'
import type { Played } from '#core/flow/trial/play.ts'
import type { Trial } from '#core/flow/trial/trial.ts'
import { differenceSentence } from '#core/flow/trial/words.ts'
import type { FlowTest } from '#core/flow/trial-api.ts'
import { client } from '#web/base/api.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { toast } from '#web/ui/Toast.tsx'

type Props = { readonly test: FlowTest; readonly trial: Trial; readonly onEdit: () => void }

/** One test: whether it passes, what differs, and its talk step by step. */
export function TestRow({ test, trial, onEdit }: Props) {
  const t = useTrialWords()
  const say = useProblemWords()
  const flowId = useFlow((state) => state.flowId)
  const canEdit = useFlow((state) => state.canEdit)
  const [open, setOpen] = useState(false)
  const isGood = trial.differences.length === 0
  const remove = async () => {
    try {
      await client.trial.removeTest({ id: flowId, testId: test.id })
      toast(t('removed', { name: test.script.name }), {
        undo: () => void client.trial.saveTest({ id: flowId, script: test.script }).then(refresh),
      })
    } catch (error) {
      toast(say(error), { tone: 'problem' })
    }
    refresh()
  }
  return (
    <li className="border-b border-line" data-passed={isGood}>
      <div className="flex items-center gap-1 py-1 pr-2 pl-3">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex min-h-9 min-w-0 flex-1 items-center gap-2 text-left"
        >
          {isGood ? (
            <CircleCheck role="img" aria-label={t('good')} className="size-4 shrink-0 text-brand" />
          ) : (
            <CircleX role="img" aria-label={t('bad')} className="size-4 shrink-0 text-danger" />
          )}
          <span className="min-w-0 flex-1 truncate text-sm font-medium">{test.script.name}</span>
          <ChevronRight
            aria-hidden
            className={cx('size-4 shrink-0 text-fg-3 transition-transform', open && 'rotate-90')}
          />
        </button>
        {canEdit && (
          <>
            <IconButton size="sm" label={t('edit', { name: test.script.name })} onClick={onEdit}>
              <Pencil />
            </IconButton>
            <IconButton
              size="sm"
              label={t('remove', { name: test.script.name })}
              onClick={() => void remove()}
            >
              <Trash2 />
            </IconButton>
          </>
        )}
      </div>
      {open ? <Talk trial={trial} /> : <Differences differences={trial.differences} />}
    </li>
  )
}

export function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: orpc.trial.key() })
}

/** What came otherwise, in words; pressing one shows its step on the canvas. */
function Differences({ differences }: { differences: readonly Difference[] }) {
  const language = useLanguage()
  const goTo = useGoTo()
  const t = useTrialWords()
  const definition = useFlow((state) => state.drawing.definition)
  return (
    <ul>
      {differences.map((difference, at) => (
        <li key={at}>
          <button
            type="button"
            disabled={difference.node === null}
            onClick={() => difference.node !== null && goTo(difference.node)}
            className="block w-full px-3 py-1.5 pl-9 text-left text-xs text-danger-fg enabled:hover:bg-hover"
          >
            <span className="text-fg-3">{t('atStep', { step: difference.step + 1 })}</span>{' '}
            {differenceSentence(difference, definition, language)}
          </button>
        </li>
      ))}
    </ul>
  )
}

/** The talk as it went on the draft; pressing a step lights up the way up to there. */
export function Talk({ trial }: { trial: Trial }) {
  const store = useFlowStore()
  const t = useTrialWords()
  const flowId = useFlow((state) => state.flowId)
  const language = useLanguage()
  const definition = useFlow((state) => state.drawing.definition)
  const [here, setHere] = useState<number | null>(null)
  const bad = new Set(trial.differences.map(({ step }) => step))
  const show = (at: number) => {
    setHere(at)
    const steps = trial.played.slice(0, at + 1).flatMap(({ trace }) => trace)
    store.setState({ trace: steps.filter(({ version }) => version === flowId).map(({ node }) => node) })
  }
  return (
    <ol className="pb-2" aria-label={t('talk')}>
      {trial.played.map((played, at) => (
        <li key={at}>
          <button
            type="button"
            aria-pressed={here === at}
            onClick={() => show(at)}
            className={cx(
              'block w-full px-3 py-1.5 pl-9 text-left text-xs hover:bg-hover',
              here === at && 'bg-brand-soft/60',
              bad.has(at) && 'border-l-2 border-danger',
            )}
          >
            <span className="block font-medium">
              {at + 1}. <Act played={played} />
            </span>
            {played.spoken.map((bubble, index) => (
              <span key={index} className="mt-0.5 block truncate text-fg-2">
                {bubble.refused === null ? '← ' : `✕ ${bubble.refused} · `}
                {bubble.text}
              </span>
            ))}
            {played.spoken.length === 0 && <span className="block text-fg-3">{t('silent')}</span>}
            {trial.differences
              .filter(({ step }) => step === at)
              .map((difference, index) => (
                <span key={index} className="mt-0.5 block text-danger-fg">
                  {differenceSentence(difference, definition, language)}
                </span>
              ))}
          </button>
        </li>
      ))}
    </ol>
  )
}

function Act({ played: { step } }: { played: Played }) {
  const t = useTrialWords()
  if ('says' in step) return <>“{step.says}”</>
  if ('taps' in step) return <>{t('taps', { title: step.taps })}</>
  if ('sends' in step) return <>{t('sends', { what: t(`what_${step.sends}` as const) })}</>
  if ('waits' in step) return <>{t('waits', { length: step.waits })}</>
  return <>{t('starts')}</>
}
