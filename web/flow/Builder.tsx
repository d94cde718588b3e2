import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useOnViewportChange } from '@xyflow/react'
import { Suspense, useEffect, useState } from 'react'
import type { FlowRow } from '#core/flow/api.ts'
import { forget, keep, kept } from '#web/base/keep.ts'
import { orpc } from '#web/base/query.ts'
import { Canvas } from '#web/flow/canvas/Canvas.tsx'
import { focusComment } from '#web/flow/canvas/focus.ts'
import { useCanvasKeys } from '#web/flow/canvas/use-canvas-keys.ts'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'
import { useLook } from '#web/flow/canvas/use-look.ts'
import { useNamedStep } from '#web/flow/canvas/use-named-step.ts'
import { useReveal } from '#web/flow/canvas/use-reveal.ts'
import { loadEdits } from '#web/flow/edits.ts'
import { useRowActions } from '#web/flow/list/use-row-actions.ts'
import { selectedIds, selectOnly, view } from '#web/flow/model/store.ts'
import { MetNotice } from '#web/flow/panels/MetNotice.tsx'
import { Palette } from '#web/flow/panels/Palette.tsx'
import { ProblemsBar } from '#web/flow/panels/ProblemsBar.tsx'
import { SaveBar } from '#web/flow/panels/SaveBar.tsx'
import { type Side, TopBar } from '#web/flow/panels/TopBar.tsx'
import { ViewingBar } from '#web/flow/panels/ViewingBar.tsx'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { patient, wholly } from '#web/ui/patient.ts'

const loadInspector = () => import('#web/flow/inspector/Inspector.tsx')
const Inspector = patient(async () => {
  // What is typed must stand in the field at once, so the edits come together with the inspector.
  const [file] = await Promise.all([loadInspector(), loadEdits()])
  return file.Inspector
})
const loadForms = () => import('#web/flow/nodes/inspectors.ts')
const HistoryPanel = patient(async () => (await import('#web/flow/panels/HistoryPanel.tsx')).HistoryPanel)
const PublishDialog = patient(async () => (await import('#web/flow/panels/PublishDialog.tsx')).PublishDialog)
const CommentSide = patient(async () => (await import('#web/flow/comment/CommentSide.tsx')).CommentSide)
const TestPanel = patient(async () => (await import('#web/flow/trial/TestPanel.tsx')).TestPanel)
const RenameDialog = patient(async () => (await import('#web/flow/list/RenameDialog.tsx')).RenameDialog)

const IDLE_MS = 1500

/** The builder on a screen with room: palette, canvas, problems, and one panel at the right. */
export function Builder({ flow }: { flow: FlowRow }) {
  const words = useWords()
  const store = useFlowStore()
  const [side, setSide] = useSide()
  const [dialog, setDialog] = useState<'publish' | 'rename' | null>(null)
  const [viewport] = useState(() => keptViewport(flow.id))
  const { duplicate, exportFile } = useRowActions()
  const { data: simulated } = useQuery(orpc.whatsapp.simulator.queryOptions())
  const goTo = useGoTo()
  const chosen = useChosenStep()
  const leaveView = useReveal(chosen)
  useLook(flow.id, chosen)
  useStepKeeper(flow.id, chosen)
  useNamedStep()
  useViewportKeeper(flow.id, leaveView)
  useIdlePreload()
  useCanvasKeys({
    onTest: () => setSide(side === 'test' ? null : 'test'),
    onPublish: () => setDialog('publish'),
    onComments: () => {
      setSide('comments')
      focusComment()
    },
  })
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <TopBar
        flow={flow}
        side={side}
        onSide={setSide}
        onPublish={() => setDialog('publish')}
        onRename={() => setDialog('rename')}
        onDuplicate={() => duplicate(flow)}
        onExport={() => exportFile(flow)}
      />
      <SaveBar name={flow.name} />
      <MetNotice />
      <div className="flex min-h-0 flex-1">
        <Palette onNear={preload} />
        <div className="relative flex min-w-0 flex-1 flex-col">
          <ViewingBar />
          <Canvas viewport={viewport} onOpen={() => side === 'history' && setSide(null)} />
          <ProblemsBar />
        </div>
        <Suspense fallback={<div className="w-[348px] shrink-0 border-l border-line bg-surface" />}>
          {side === 'test' && simulated && (
            <TestPanel world={simulated.world} flow={flow} onClose={() => setSide(null)} />
          )}
          {side === 'comments' && <CommentSide step={chosen} onClose={() => setSide(null)} />}
          {side === 'history' && <HistoryPanel onClose={() => setSide(null)} />}
          {side === null && chosen && (
            <Inspector key={chosen} id={chosen} onClose={() => selectOnly(store, [])} />
          )}
        </Suspense>
      </div>
      <Suspense>
        {dialog === 'publish' && (
          <PublishDialog flow={flow} open onOpenChange={() => setDialog(null)} onShow={goTo} />
        )}
        {dialog === 'rename' && <RenameDialog flow={flow} onClose={() => setDialog(null)} />}
      </Suspense>
      <p className="sr-only">{words('canvas.keys')}</p>
    </div>
  )
}

/** The step that is open in the inspector: the only one that is chosen. */
function useChosenStep(): string | null {
  return useFlow((state) => {
    const [id, ...more] = selectedIds(state)
    const { definition } = (state.viewing ?? state).drawing
    return id !== undefined && more.length === 0 && Object.hasOwn(definition.nodes, id) ? id : null
  })
}

const SIDES = ['history', 'test', 'comments'] as const

/** The open panel stands in the address, so that a reload and Back keep it. */
function useSide(): readonly [Side, (side: Side) => void] {
  const store = useFlowStore()
  const navigate = useNavigate()
  const search: { readonly panel?: unknown } = useSearch({ strict: false })
  const side = SIDES.find((one) => one === search.panel) ?? null
  const set = (next: Side) => {
    if (next !== 'history') {
      store.setState({ comparing: false, changes: {} })
      if (store.getState().viewing?.compared) view(store, null)
    }
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, panel: next ?? undefined }),
      replace: true,
    })
  }
  return [side, set]
}

/** Inspectors are fetched while nothing else happens, or when somebody is about to add a step, so that the first one opens at once. */
function useIdlePreload(): void {
  useEffect(() => {
    const timer = setTimeout(preload, IDLE_MS)
    return () => clearTimeout(timer)
  }, [])
}

const fetchAhead = wholly(async () => {
  const [forms] = await Promise.all([loadForms(), loadEdits(), loadInspector()])
  await forms.preloadInspectors()
})

/** What does not come is asked for again, and told of, when it is wanted. */
function preload(): void {
  fetchAhead().catch(() => {})
}

/** The open step comes back with the page. */
function useStepKeeper(flowId: string, chosen: string | null): void {
  const store = useFlowStore()
  const [first] = useState(() => kept(stepKey(flowId)))
  useEffect(() => {
    if (first && store.getState().drawing.definition.nodes[first]) selectOnly(store, [first])
  }, [first, store])
  useEffect(() => (chosen ? keep(stepKey(flowId), chosen) : forget(stepKey(flowId))), [flowId, chosen])
}

function stepKey(flowId: string): string {
  return `flow-step:${flowId}`
}

type Viewport = { readonly x: number; readonly y: number; readonly zoom: number }

function useViewportKeeper(flowId: string, onStart: () => void): void {
  useOnViewportChange({ onStart, onEnd: (viewport) => keep(viewKey(flowId), JSON.stringify(viewport)) })
}

function keptViewport(flowId: string): Viewport | null {
  const numbers = /^\{"x":(-?[\d.e+-]+),"y":(-?[\d.e+-]+),"zoom":([\d.]+)\}$/.exec(
    kept(viewKey(flowId)) ?? '',
  )
  const [x, y, zoom] = (numbers ?? []).slice(1).map(Number)
  if (x !== undefined && y !== undefined && zoom) return { x, y, zoom }
  forget(viewKey(flowId))
  return null
}

function viewKey(flowId: string): string {
  return `flow-view:${flowId}`
}
