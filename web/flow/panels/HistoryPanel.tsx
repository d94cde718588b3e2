import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Version } from '#core/flow/api.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import { client } from '#web/base/api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { restore } from '#web/flow/actions.ts'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'
import { useZone } from '#web/flow/control/fields.ts'
import { diffOf, type StepChange } from '#web/flow/drawing/diff.ts'
import { drawingOf } from '#web/flow/drawing/place.ts'
import { titleOf } from '#web/flow/drawing/title.ts'
import { view } from '#web/flow/model/store.ts'
import type { Words } from '#web/flow/model/words.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** Published versions: looked at on the canvas, or brought back into the draft. */
export function HistoryPanel({ onClose }: { onClose: () => void }) {
  const words = useWords()
  const sayProblem = useProblemWords()
  const flowId = useFlow((state) => state.flowId)
  const versions = useQuery(orpc.flow.versions.queryOptions({ input: { id: flowId } }))
  const live = versions.data?.find((version) => version.live)
  return (
    <aside
      aria-label={words('history.label')}
      className="flex w-[348px] shrink-0 flex-col border-l border-line bg-surface"
    >
      <header className="flex items-center gap-2 px-4 pt-3.5 pb-3">
        <h2 className="flex-1 text-base font-semibold">{words('history.label')}</h2>
        <IconButton size="sm" label={words('act.close')} onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <div className="scroll min-h-0 flex-1 border-t border-line">
        {live && <DraftEntry live={live} />}
        {versions.isPending && (
          <div className="space-y-3 p-4">
            <Skeleton className="h-14" />
            <Skeleton className="h-14" />
          </div>
        )}
        {versions.error && (
          <EmptyState
            title={words('history.failed')}
            action={<Button onClick={() => void versions.refetch()}>{words('save.retry')}</Button>}
          >
            {sayProblem(versions.error)}
          </EmptyState>
        )}
        {versions.data?.length === 0 && (
          <EmptyState title={words('history.empty')}>{words('history.emptyText')}</EmptyState>
        )}
        <ol>
          {versions.data?.map((version) => (
            <VersionEntry key={version.id} version={version} />
          ))}
        </ol>
      </div>
    </aside>
  )
}

const CHANGES: readonly { readonly change: StepChange; readonly mark: string; readonly tone: string }[] = [
  { change: 'added', mark: '+', tone: 'bg-brand-soft text-brand-soft-fg' },
  { change: 'changed', mark: '~', tone: 'bg-warn-soft text-warn-fg' },
  { change: 'removed', mark: '−', tone: 'bg-danger-soft text-danger-fg' },
]
/** Changed steps that are named one by one. */
const NAMED_MAX = 30

/** What the draft would change for the version that runs. */
function DraftEntry({ live }: { live: Version }) {
  const words = useWords()
  const store = useFlowStore()
  const goTo = useGoTo()
  const { flowId } = store.getState()
  const draft = useFlow((state) => state.drawing.definition)
  const isCompared = useFlow((state) => state.comparing)
  const { data } = useQuery(orpc.flow.version.queryOptions({ input: { id: flowId, versionId: live.id } }))
  const diff = useMemo(() => (data ? Object.entries(diffOf(data.definition, draft)) : []), [data, draft])
  if (!data) return null
  const compare = () => {
    view(store, null)
    store.setState({ comparing: !isCompared, changes: isCompared ? {} : Object.fromEntries(diff) })
  }
  return (
    <section className="border-b border-line bg-sunken px-4 py-3">
      <div className="flex items-center gap-2">
        <h3 className="font-sans text-sm font-medium">{words('history.draft')}</h3>
        <Badge tone={diff.length > 0 ? 'warn' : 'neutral'} className="ml-auto">
          <span className="tnum">
            {CHANGES.map(({ change, mark }) => mark + countOf(diff, change)).join(' ')}
          </span>
        </Badge>
      </div>
      {diff.length === 0 && <p className="mt-1 text-xs text-fg-3">{words('history.same')}</p>}
      <ul className="mt-1.5">
        {diff.slice(0, NAMED_MAX).map(([id, change]) => (
          <li key={id}>
            <button
              type="button"
              disabled={change === 'removed'}
              onClick={() => goTo(id)}
              className="flex min-h-7 w-full items-center gap-2 rounded-sm px-1 text-left text-xs enabled:hover:bg-hover"
            >
              <Mark change={change} />
              <span className="truncate font-medium">
                {stepName(draft.nodes[id] ?? data.definition.nodes[id], words)}
              </span>
              <span className="ml-auto text-fg-3">{words(`history.${change}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      {diff.length > 0 && (
        <Button size="sm" className="mt-2" aria-pressed={isCompared} onClick={compare}>
          {words(isCompared ? 'history.stopComparing' : 'history.compare')}
        </Button>
      )}
    </section>
  )
}

function countOf(diff: readonly (readonly [string, StepChange])[], change: StepChange): number {
  return diff.filter(([, each]) => each === change).length
}

function stepName(node: FlowNode | undefined, words: Words): string {
  return node ? titleOf(node, words) : ''
}

function Mark({ change }: { change: StepChange }) {
  const look = CHANGES.find((each) => each.change === change)
  return (
    <span
      aria-hidden
      className={cx('grid size-4 shrink-0 place-items-center rounded-xs font-mono font-semibold', look?.tone)}
    >
      {look?.mark}
    </span>
  )
}

function VersionEntry({ version }: { version: Version }) {
  const words = useWords()
  const formats = useFormats(useZone())
  const sayProblem = useProblemWords()
  const store = useFlowStore()
  const canEdit = useFlow((state) => state.canEdit)
  const isViewed = useFlow((state) => state.viewing?.versionId === version.id)
  const [isBusy, setBusy] = useState(false)
  const open = async (act: 'view' | 'restore') => {
    setBusy(true)
    try {
      const found = await client.flow.version({ id: store.getState().flowId, versionId: version.id })
      const drawing = drawingOf(found)
      if (act === 'restore') {
        restore(store, drawing, version.number)
        toast(words('history.restored', { version: version.number }))
      } else view(store, { version: version.number, versionId: version.id, drawing })
    } catch (error) {
      toast(sayProblem(error), { tone: 'problem' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <li className={cx('border-b border-line px-4 py-3', isViewed && 'bg-brand-soft/40')}>
      <div className="flex items-center gap-2">
        <span className="tnum font-display text-sm font-semibold">v{version.number}</span>
        <span className="min-w-0 truncate text-sm">{version.note}</span>
        {version.live && (
          <Badge tone="brand" className="ml-auto">
            {words('history.live')}
          </Badge>
        )}
      </div>
      <p className="mt-0.5 text-2xs text-fg-3">
        {version.by} · {formats.moment(version.publishedAt)}
      </p>
      <div className="mt-2.5 flex gap-1.5">
        <Button size="sm" disabled={isBusy || isViewed} onClick={() => void open('view')}>
          {words('history.view')}
        </Button>
        {canEdit && (
          <Button size="sm" tone="ghost" disabled={isBusy} onClick={() => void open('restore')}>
            {words('history.restore')}
          </Button>
        )}
      </div>
    </li>
  )
}
