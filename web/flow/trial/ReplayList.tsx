import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Script } from '#core/flow/trial/script.ts'
import type { PastRun } from '#core/flow/trial-api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useZone } from '#web/flow/control/fields.ts'
import { Talk } from '#web/flow/trial/TestRow.tsx'
import { useTrial } from '#web/flow/trial/use-trials.ts'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { cx } from '#web/ui/cx.ts'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { RecordTest } from '#web/whatsapp/trace/RecordTest.tsx'

/** Runs of the past, played again on the draft: what would come otherwise now. */
export function ReplayList() {
  const t = useTrialWords()
  const say = useProblemWords()
  const flowId = useFlow((state) => state.flowId)
  const runs = useQuery(orpc.trial.runs.queryOptions({ input: { id: flowId } }))
  const [open, setOpen] = useState<string | null>(null)
  if (runs.error) return <p className="px-4 py-3 text-sm text-danger-fg">{say(runs.error)}</p>
  if (!runs.data || runs.data.length === 0) return null
  return (
    <section aria-label={t('replay')} className="border-t border-line py-3">
      <h3 className="px-4 font-sans text-sm font-medium">{t('replay')}</h3>
      <p className="mb-1 px-4 text-xs text-fg-3">{t('replayHint')}</p>
      <ul>
        {runs.data.map((run) => (
          <Run
            key={run.turnId}
            run={run}
            open={open === run.turnId}
            onToggle={() => setOpen(open === run.turnId ? null : run.turnId)}
          />
        ))}
      </ul>
    </section>
  )
}

function Run({ run, open, onToggle }: { run: PastRun; open: boolean; onToggle: () => void }) {
  const t = useTrialWords()
  const formats = useFormats(useZone())
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex min-h-9 w-full items-center gap-2 px-4 py-1 text-left text-xs hover:bg-hover"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">
            {run.contact} · “{run.heard}”
          </span>
          <span className="tnum block text-fg-3">
            {formats.moment(run.at)} · {run.version === null ? t('draftVersion') : `v${run.version}`}
          </span>
        </span>
        <ChevronRight
          aria-hidden
          className={cx('size-4 shrink-0 text-fg-3 transition-transform', open && 'rotate-90')}
        />
      </button>
      {open && <Replay run={run} />}
    </li>
  )
}

function Replay({ run: { chatId, turnId } }: { run: PastRun }) {
  const t = useTrialWords()
  const say = useProblemWords()
  const flowId = useFlow((state) => state.flowId)
  const recorded = useQuery(orpc.trial.recordTest.queryOptions({ input: { id: flowId, chatId, turnId } }))
  const script = useMemo(() => (recorded.data ? Script.parse(recorded.data.script) : null), [recorded.data])
  const trial = useTrial(script)
  if (recorded.error) return <p className="px-4 py-2 text-xs text-danger-fg">{say(recorded.error)}</p>
  if (!trial) return <Skeleton className="mx-4 my-2 h-16" />
  const count = new Set(trial.differences.map(({ step }) => step)).size
  return (
    <div data-testid="replay">
      <div className="flex items-center gap-2 px-4 py-1.5">
        <Badge tone={count === 0 ? 'brand' : 'danger'}>
          {count === 0 ? t('replaySame') : t('replayOther', { count })}
        </Badge>
        <span className="ml-auto">
          <RecordTest chatId={chatId} flowId={flowId} turnId={turnId} />
        </span>
      </div>
      <Talk trial={trial} />
    </div>
  )
}
