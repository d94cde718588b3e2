import {
  type AriaLabelConfig,
  Background,
  BackgroundVariant,
  type Edge,
  type EdgeTypes,
  type NodeTypes,
  ReactFlow,
  type ReactFlowInstance,
  type ReactFlowProps,
  SelectionMode,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { patient } from '#web/ui/patient.ts'
import '#web/flow/canvas/canvas.css'
import {
  type DragEvent,
  type MouseEvent as ReactMouseEvent,
  Suspense,
  useCallback,
  useMemo,
  useState,
} from 'react'
import { connect, settleMove, type Way } from '#web/flow/actions.ts'
import { DRAGGED, dropOnCanvas } from '#web/flow/canvas/drop.ts'
import { FarEdges, FlowEdge } from '#web/flow/canvas/FlowEdge.tsx'
import { FrameFar, FrameSlot } from '#web/flow/canvas/FrameSlot.tsx'
import { MiniMap } from '#web/flow/canvas/MiniMap.tsx'
import { NoteCard } from '#web/flow/canvas/NoteCard.tsx'
import { SelectionBar } from '#web/flow/canvas/SelectionBar.tsx'
import { StepCard } from '#web/flow/canvas/StepCard.tsx'
import { FAR_ZOOM, NoteFar, StepFar } from '#web/flow/canvas/StepFar.tsx'
import { type Picking, StepMenu } from '#web/flow/canvas/StepMenu.tsx'
import { TrafficPanel } from '#web/flow/canvas/TrafficPanel.tsx'
import { ZoomBar } from '#web/flow/canvas/ZoomBar.tsx'
import { type CanvasKey, useCanvasWords } from '#web/flow/canvas-words.ts'
import type { Card } from '#web/flow/drawing/cards.ts'
import { foldEdges, foldsOf } from '#web/flow/drawing/fold.ts'
import { isOnPath } from '#web/flow/drawing/path.ts'
import { type FlowStore, onCardChanges, selectedIds, selectOnly, selectWays } from '#web/flow/model/store.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'

const CommentLayer = patient(async () => (await import('#web/flow/comment/CommentLayer.tsx')).CommentLayer)
const NEAR_NODES: NodeTypes = { step: StepCard, note: NoteCard, frame: FrameSlot }
const FAR_NODES: NodeTypes = { step: StepFar, note: NoteFar, frame: FrameFar }
const EDGES: EdgeTypes = { default: FlowEdge }
/** Held while clicking, they add a card to those that are chosen. */
const MULTI_KEYS = ['Shift', 'Control', 'Meta']
const NO_EDGES: Edge[] = []
/** The left button draws a frame around cards, the others move the canvas. */
const PAN_BUTTONS = [1, 2]
const GRID: [number, number] = [10, 10]
const FIT = { padding: 0.14, maxZoom: 0.9 }
/** A flow that would have to be smaller than this to be seen whole is first shown by its beginning. */
const READABLE_ZOOM = 0.55
/** Below this zoom names are no larger than their dots, and are not drawn. */
const LEGIBLE_ZOOM = 0.15
const FIRST_ZOOM = 0.74
const FIRST_MARGIN = 40

type Props = { readonly viewport: { x: number; y: number; zoom: number } | null; readonly onOpen: () => void }

/** The drawing: steps, ways and notes; cards outside the window are not in the page. */
export function Canvas({ viewport, onOpen }: Props) {
  const store = useFlowStore()
  const cards = useFlow((state) => state.cards)
  const isFixed = useFlow(({ canEdit, viewing }) => !canEdit || viewing !== null)
  const isFar = useStore((state) => state.transform[2] < FAR_ZOOM)
  const isLegible = useStore((state) => state.transform[2] >= LEGIBLE_ZOOM)
  const { screenToFlowPosition } = useReactFlow()
  const edges = useShownEdges()
  const shown = useMemo(() => (isFar ? cards.map(farCopy) : cards), [cards, isFar])
  const [picking, setPicking] = useState<Picking | null>(null)
  const acts = useActs(setPicking)
  const labels = useLabels()
  const click = useCallback(
    (event: ReactMouseEvent, card: Card) => {
      if (card.type === 'frame') chooseFrame(store, card.id, event)
      onOpen()
    },
    [store, onOpen],
  )
  const drop = (event: DragEvent) => {
    const done = dropOnCanvas(store, event, screenToFlowPosition)
    if (done) onOpen()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping from the palette is a second way; a click there is the first
    <div
      className="relative min-h-0 flex-1 bg-canvas"
      data-illegible={!isLegible || undefined}
      onDrop={drop}
      onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
    >
      <ReactFlow<Card>
        nodes={shown as Card[]}
        edges={isFar ? NO_EDGES : edges}
        nodeTypes={isFar ? FAR_NODES : NEAR_NODES}
        edgeTypes={EDGES}
        {...acts}
        edgesReconnectable={!isFixed}
        reconnectRadius={14}
        onNodeClick={click}
        nodesDraggable={!isFixed}
        nodesConnectable={!isFixed}
        onlyRenderVisibleElements
        connectionRadius={28}
        minZoom={0.02}
        maxZoom={1.6}
        panOnScroll
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        panOnDrag={PAN_BUTTONS}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={MULTI_KEYS}
        disableKeyboardA11y={false}
        snapToGrid
        snapGrid={GRID}
        {...(viewport ? { defaultViewport: viewport } : {})}
        onInit={(flow) => !viewport && showFirst(store, flow)}
        ariaLabelConfig={labels}
      >
        {isFar && <FarEdges cards={cards} edges={edges} />}
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />
        <ZoomBar />
        <TrafficPanel />
        <Suspense>
          <CommentLayer />
        </Suspense>
        <MiniMap />
        <SelectionBar />
      </ReactFlow>
      {picking && <StepMenu picking={picking} onClose={() => setPicking(null)} onAdded={onOpen} />}
    </div>
  )
}

/**
 * A card as it stands far out, another object than the near one. A box without handles is measured to have none, and the library goes
 * on believing that for as long as the card is the same: no way would be drawn to it once the view comes near.
 */
function farCopy(card: Card): Card {
  const copy = farCopies.get(card) ?? { ...card }
  farCopies.set(card, copy)
  return copy
}
const farCopies = new WeakMap<Card, Card>()

/** What the library says to those who do not see the canvas. */
function useLabels(): Partial<AriaLabelConfig> {
  const words = useWords()
  const canvasWords = useCanvasWords()
  return useMemo(
    () => ({
      'node.a11yDescription.default': words('canvas.stepHelp'),
      'node.a11yDescription.ariaLiveMessage': ({ direction }) =>
        canvasWords(DIRECTIONS[direction] ?? 'moved.here'),
    }),
    [words, canvasWords],
  )
}
const DIRECTIONS: Readonly<Record<string, CanvasKey>> = {
  up: 'moved.up',
  down: 'moved.down',
  left: 'moved.left',
  right: 'moved.right',
}

type Acts = Required<
  Pick<
    ReactFlowProps<Card>,
    | 'onNodesChange'
    | 'onEdgesChange'
    | 'onConnect'
    | 'onReconnect'
    | 'onConnectEnd'
    | 'onNodeDragStart'
    | 'onNodeDragStop'
    | 'onSelectionDragStart'
    | 'onSelectionDragStop'
    | 'isValidConnection'
  >
>

/** What the canvas does. The functions stay the same, for the library tells every step of each one that changes. */
function useActs(onPick: (picking: Picking) => void): Acts {
  const store = useFlowStore()
  return useMemo(() => {
    let isDragging = false
    const hold = () => {
      isDragging = true
    }
    const settle = () => {
      settleMove(store)
      isDragging = false
    }
    const lead: Acts['onConnect'] = ({ source, sourceHandle, target }) =>
      sourceHandle && connect(store, { source, outlet: sourceHandle }, target)
    return {
      onNodesChange: (changes) => {
        onCardChanges(store, changes)
        // Arrow keys move without a drag; a run of them is one step of undo.
        if (!isDragging && changes.some(({ type }) => type === 'position')) settleMove(store, 'arrows')
      },
      onEdgesChange: (changes) => selectWays(store, changes),
      onConnect: lead,
      onReconnect: (_, way) => lead(way),
      onConnectEnd: (event, { fromNode, fromHandle, isValid }) => {
        if (isValid || !fromNode || !fromHandle?.id || fromHandle.type !== 'source') return
        dropWay(store, { source: fromNode.id, outlet: fromHandle.id }, event, onPick)
      },
      onNodeDragStart: hold,
      onSelectionDragStart: hold,
      onNodeDragStop: settle,
      onSelectionDragStop: settle,
      isValidConnection: ({ target }) => {
        const { start, nodes } = store.getState().drawing.definition
        return target !== start && nodes[target] !== undefined
      },
    }
  }, [store, onPick])
}

/** On a card a way leads to it, on empty canvas it asks what comes next, on a panel it leads nowhere. */
function dropWay(
  store: FlowStore,
  from: Way,
  event: MouseEvent | TouchEvent,
  onPick: (picking: Picking) => void,
): void {
  const point = 'changedTouches' in event ? event.changedTouches[0] : event
  const under = point && document.elementFromPoint(point.clientX, point.clientY)
  if (!point || !under?.closest('.react-flow')) return
  const step = under.closest('.react-flow__node-step')?.getAttribute('data-id')
  if (!step) onPick({ from, screen: { x: point.clientX, y: point.clientY } })
  else if (step !== from.source) connect(store, from, step)
}

/** A small flow is first seen whole, a large one by its start at the left. */
function showFirst(store: FlowStore, flow: ReactFlowInstance<Card>): void {
  const { cards, drawing } = store.getState()
  const canvas = document.querySelector('.react-flow')?.getBoundingClientRect()
  if (!canvas || cards.length === 0) return
  const { width, height } = flow.getNodesBounds(cards.filter(({ hidden }) => !hidden))
  const zoom = Math.min(canvas.width / width, canvas.height / height) / (1 + FIT.padding)
  if (zoom >= READABLE_ZOOM) return void flow.fitView(FIT)
  const start = cards.find((card) => card.id === drawing.definition.start) ?? cards[0]
  const { x = 0, y = 0 } = start?.position ?? {}
  void flow.setViewport({
    x: FIRST_MARGIN - x * FIRST_ZOOM,
    y: canvas.height / 2 - (y + (start?.height ?? 0) / 2) * FIRST_ZOOM,
    zoom: FIRST_ZOOM,
  })
}

/** A click on a frame's title chooses it; with a key held, besides what is chosen already. */
function chooseFrame(
  store: FlowStore,
  id: string,
  event: Pick<ReactMouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>,
): void {
  const isMore = event.shiftKey || event.ctrlKey || event.metaKey
  selectOnly(store, isMore ? [...selectedIds(store.getState()), id] : [id])
}

/** The ways, those of the traced run and of the problem that is looked at marked. */
function useShownEdges(): Edge[] {
  const edges = useFlow((state) => state.edges)
  const selected = useFlow((state) => state.selectedWays)
  const trace = useFlow((state) => state.trace)
  const marked = useFlow((state) => state.marked)
  const groups = useFlow(({ viewing, drawing }) => (viewing?.drawing ?? drawing).layout.groups)
  const opened = useFlow((state) => state.opened)
  const folds = useMemo(() => foldsOf(groups, opened), [groups, opened])
  return useMemo(() => {
    if (trace.length === 0 && selected.size === 0 && !marked) return foldEdges(edges, folds) as Edge[]
    const shown = edges.map((edge) => {
      const isNext = trace.some((id, at) => id === edge.source && trace[at + 1] === edge.target)
      const isMarked = marked !== null && isOnPath(marked, edge)
      if (!isNext && !isMarked && !selected.has(edge.id)) return edge
      return {
        ...edge,
        selected: selected.has(edge.id),
        ...(isMarked ? { className: 'marked' } : {}),
        ...(isNext ? { className: 'traced', animated: true } : {}),
      }
    })
    return foldEdges(shown, folds) as Edge[]
  }, [edges, folds, selected, trace, marked])
}
