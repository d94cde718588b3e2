import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ReactFlowProvider } from '@xyflow/react'
import { TriangleAlert } from 'lucide-react'
import { Suspense, useEffect, useState } from 'react'
import type { FlowDraft } from '#core/flow/api.ts'
import { atLeast } from '#core/workspace/role.ts'
import { problemOf } from '#web/base/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { Builder } from '#web/flow/Builder.tsx'
import { loadEdits } from '#web/flow/edits.ts'
import { FlowContext } from '#web/flow/flow-context.ts'
import type { FlowStore } from '#web/flow/model/store.ts'
import { draftOptions, openDraft } from '#web/flow/open-draft.ts'
import { keepSaved, meetDraft } from '#web/flow/saving.ts'
import { useProblems } from '#web/flow/use-problems.ts'
import { useIsWide } from '#web/flow/use-wide.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { patient } from '#web/ui/patient.ts'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'

// A screen with room never sees it. The edits come along, else the first keys would be lost while they are fetched.
const Outline = patient(async () => {
  const [file] = await Promise.all([import('#web/flow/panels/Outline.tsx'), loadEdits()])
  return file.Outline
})

/** The builder of one flow; on a phone its outline. */
export function BuilderPage() {
  const words = useWords()
  const sayProblem = useProblemWords()
  const { id = '' }: { id?: string } = useParams({ strict: false })
  const draft = useQuery(draftOptions(id))
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  usePageTitle(draft.data?.flow.name ?? '')
  if (draft.error && !draft.data && problemOf(draft.error)?.code === 'not-found')
    return (
      <EmptyState
        className="flex-1"
        icon={<TriangleAlert />}
        title={words('builder.gone')}
        action={
          <Link to="/flows" className={buttonClass({})}>
            {words('builder.toFlows')}
          </Link>
        }
      >
        {words('builder.goneAbout')}
      </EmptyState>
    )
  if (draft.error && !draft.data)
    return (
      <EmptyState
        className="flex-1"
        icon={<TriangleAlert />}
        title={words('builder.failed')}
        action={<Button onClick={() => void draft.refetch()}>{words('save.retry')}</Button>}
      >
        {sayProblem(draft.error)}
      </EmptyState>
    )
  if (!draft.data || !me?.workspace) return <Loading />
  return <OpenFlow key={id} draft={draft.data} canEdit={atLeast(me.workspace.role, 'admin')} />
}

function OpenFlow({ draft, canEdit }: { draft: FlowDraft; canEdit: boolean }) {
  const isWide = useIsWide()
  const store = useDraftStore(draft, canEdit)
  useProblems(store, draft.flow.id)
  if (!store) return <Loading />
  return (
    <FlowContext value={store}>
      {isWide ? (
        <ReactFlowProvider>
          <Builder flow={draft.flow} />
        </ReactFlowProvider>
      ) : (
        <Suspense fallback={<Loading />}>
          <Outline flow={draft.flow} />
        </Suspense>
      )}
    </FlowContext>
  )
}

/** The state of the open draft. What others save comes under it; our own work stays. */
function useDraftStore(draft: FlowDraft, canEdit: boolean): FlowStore | null {
  const [store, setStore] = useState<FlowStore | null>(null)
  const [first] = useState(draft)
  useEffect(() => {
    let isGone = false
    void openDraft(first, canEdit).then((opened) => {
      if (!isGone) setStore(opened)
    })
    return () => {
      isGone = true
    }
  }, [first, canEdit])
  useEffect(() => (store && canEdit ? keepSaved(store) : undefined), [store, canEdit])
  useEffect(() => {
    if (!store) return
    const take = () => {
      if (draft.revision > store.getState().saving.revision) void meetDraft(store, draft)
    }
    take()
    return store.subscribe((state, before) => state.saving !== before.saving && take())
  }, [store, draft])
  return store
}

function Loading() {
  const words = useWords()
  return (
    <Patience label={words('builder.loading')}>
      <div className="flex h-[52px] shrink-0 items-center gap-3 border-b border-line bg-surface px-4">
        <Skeleton className="h-5 w-40" />
        <Skeleton className="ml-auto h-8 w-24" />
      </div>
      <div className="relative flex-1 bg-canvas">
        <Skeleton className="absolute top-40 left-20 h-32 w-56 rounded-lg" />
        <Skeleton className="absolute top-24 left-96 h-52 w-56 rounded-lg" />
      </div>
    </Patience>
  )
}
