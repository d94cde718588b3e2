import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { FlowTest, FlowTests } from '#core/flow/trial-api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'
import { titleOf } from '#web/flow/drawing/title.ts'
import { ReplayList } from '#web/flow/trial/ReplayList.tsx'
import { ScriptDialog } from '#web/flow/trial/ScriptDialog.tsx'
import { TestRow } from '#web/flow/trial/TestRow.tsx'
import { type Trials, useTrials } from '#web/flow/trial/use-trials.ts'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Meter } from '#web/ui/Meter.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** The tests of the flow, played on the draft as it stands: which pass, what differs, what no test has seen. */
export function TestsTab() {
  const t = useTrialWords()
  const say = useProblemWords()
  const store = useFlowStore()
  const flowId = useFlow((state) => state.flowId)
  const canEdit = useFlow((state) => state.canEdit)
  const query = useQuery(orpc.trial.tests.queryOptions({ input: { id: flowId } }))
  const trials = useTrials(query.data?.tests)
  useEffect(() => store.setState({ trace: [] }), [store])
  const [edited, setEdited] = useState<FlowTest | 'new' | null>(null)
  if (query.error)
    return (
      <EmptyState
        icon={<TriangleAlert />}
        title={say(query.error)}
        action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}
      />
    )
  if (!query.data) return <Skeleton className="m-4 h-24" />
  return (
    <div className="scroll min-h-0 flex-1">
      {query.data.tests.length === 0 ? (
        <EmptyState title={t('noTests')}>{t('noTestsText')}</EmptyState>
      ) : (
        <>
          <Summary trials={trials} />
          <ol aria-label={t('tests')}>
            {trials?.tried.map(({ test, trial }) => (
              <TestRow key={test.id} test={test} trial={trial} onEdit={() => setEdited(test)} />
            ))}
          </ol>
          {trials && <Missed trials={trials} />}
        </>
      )}
      {canEdit && (
        <div className="space-y-4 border-t border-line p-4">
          <Button size="sm" icon={<Plus />} onClick={() => setEdited('new')}>
            {t('newTest')}
          </Button>
          <Required tests={query.data} />
        </div>
      )}
      <ReplayList />
      {edited && <ScriptDialog test={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </div>
  )
}

function Summary({ trials }: { trials: Trials | null }) {
  const t = useTrialWords()
  if (!trials) return <Skeleton className="m-4 h-10" />
  const { tried, coverage } = trials
  const passed = tried.filter(({ trial }) => trial.differences.length === 0).length
  const isGood = passed === tried.length
  return (
    <div className="space-y-2 border-b border-line px-4 py-3">
      <p
        role="status"
        className={isGood ? 'font-semibold text-brand-soft-fg' : 'font-semibold text-danger-fg'}
      >
        {t('passed', { passed, all: tried.length })}
      </p>
      <div>
        <p className="tnum mb-1 text-xs text-fg-2">
          {t('ways', { taken: coverage.taken, all: coverage.all })}
        </p>
        <Meter value={coverage.taken} max={Math.max(coverage.all, 1)} tone="brand" label={t('coverage')} />
      </div>
    </div>
  )
}

/** Steps that are named before a press asks for the rest. */
const NAMED_MAX = 12

function Missed({ trials }: { trials: Trials }) {
  const t = useTrialWords()
  const words = useWords()
  const goTo = useGoTo()
  const nodes = useFlow((state) => state.drawing.definition.nodes)
  const [showsAll, setShowsAll] = useState(false)
  const list = useRef<HTMLUListElement | null>(null)
  const missed = trials.coverage.missed.filter((id) => nodes[id])
  const more = showsAll ? 0 : missed.length - NAMED_MAX
  if (missed.length === 0) return null
  return (
    <section className="px-4 py-3">
      <h3 className="mb-1.5 text-xs font-medium text-fg-2">{t('missed', { count: missed.length })}</h3>
      <ul ref={list} className="flex flex-wrap gap-1.5">
        {missed.slice(0, missed.length - Math.max(more, 0)).map((id) => {
          const node = nodes[id]
          return (
            node && (
              <li key={id}>
                <Button size="sm" onClick={() => goTo(id)}>
                  <span className="max-w-40 truncate">{titleOf(node, words)}</span>
                </Button>
              </li>
            )
          )
        })}
        {more > 0 && (
          <li>
            <Button
              size="sm"
              tone="ghost"
              onClick={() => {
                flushSync(() => setShowsAll(true))
                // The keyboard goes on at the first that has come.
                list.current?.querySelectorAll('button')[NAMED_MAX]?.focus()
              }}
            >
              {t('more', { count: more })}
            </Button>
          </li>
        )}
      </ul>
    </section>
  )
}

function Required({ tests }: { tests: FlowTests }) {
  const t = useTrialWords()
  const say = useProblemWords()
  const flowId = useFlow((state) => state.flowId)
  const require = useMutation({
    mutationFn: (required: boolean) => client.trial.requireTests({ id: flowId, required }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: orpc.trial.key() }),
    onError: (error) => toast(say(error), { tone: 'problem' }),
  })
  return (
    <SwitchRow
      label={t('required')}
      hint={t('requiredHint')}
      checked={require.isPending ? require.variables : tests.required}
      onChange={(required) => require.mutate(required)}
    />
  )
}
