import type { Edge, Node, NodeHandle, Position } from '@xyflow/react'
import type { Definition, FlowNode, Group, Layout, NodeKind } from '#core/flow/definition.ts'
import type { Drawing, Place } from '#core/flow/edit.ts'
import {
  FOLDED_HEIGHT,
  FOLDED_WAY,
  FOLDED_WIDTH,
  FRAME_IN,
  FRAME_OUT,
  foldsOf,
} from '#web/flow/drawing/fold.ts'
import { type StepBox, stepBox } from '#web/flow/drawing/step-box.ts'

/** A step's place and size alone: what stands on its card is read by the card, so that typing moves nothing. */
export type StepCard = Node<{ kind: NodeKind }, 'step'>
export type NoteCard = Node<{ text: string }, 'note'>
/** `folded`: what it stands for when it is drawn folded. */
export type FrameCard = Node<
  Pick<Group, 'title' | 'tone'> & { folded?: readonly string[] | undefined },
  'frame'
>
export type Card = StepCard | NoteCard | FrameCard

/** A sticky note's measures in pixels. */
const NOTE_WIDTH = 220
const NOTE_HEIGHT = 132
const NOWHERE: Place = { x: 0, y: 0 }

/**
 * The cards of a drawing; a card whose size and place did not change is the same object as before. `opened`: folded frames that are
 * looked into.
 */
export function cardsOf(
  { definition, layout }: Drawing,
  before: readonly Card[],
  opened: ReadonlySet<string> = NOTHING_OPENED,
): Card[] {
  const known = new Map(before.map((card) => [card.id, card]))
  const steps = Object.entries(definition.nodes).map(([id, node]) =>
    stepCard(id, node, layout.at[id] ?? NOWHERE, known.get(id)),
  )
  const notes = layout.notes.map((note) => noteCard(note, known.get(note.id)))
  const frames =
    layout.groups?.map((group) => {
      const { folded: _, ...open } = group
      return frameCard(opened.has(group.id) ? open : group, known.get(group.id))
    }) ?? []
  const folds = foldsOf(layout.groups, opened)
  return [...steps, ...notes, ...frames].map((card) => hiddenOr(card, folds.has(card.id)))
}
const NOTHING_OPENED: ReadonlySet<string> = new Set()

/** What is folded away is not drawn, and chosen no more. */
function hiddenOr(card: Card, isHidden: boolean): Card {
  if ((card.hidden ?? false) === isHidden) return card
  return { ...card, hidden: isHidden, selected: !isHidden && (card.selected ?? false) }
}

function stepCard(id: string, node: FlowNode, place: Place, before: Card | undefined): Card {
  const isStep = before?.type === 'step'
  const stays = before?.position.x === place.x && before.position.y === place.y
  const box = boxOf(node)
  if (isStep && before.data.kind === node.kind && isSameBox(before, box))
    return stays ? before : { ...before, position: { ...place } }
  const { width, height, handles } = box
  const selected = before?.selected ?? false
  return {
    id,
    type: 'step',
    position: { ...place },
    data: { kind: node.kind },
    width,
    height,
    measured: { width, height },
    handles,
    selected,
    domAttributes: named(id),
  }
}

/** A step is never changed, only replaced: its box is reckoned once. */
const boxes = new WeakMap<FlowNode, StepBox>()

function boxOf(node: FlowNode): StepBox {
  const known = boxes.get(node) ?? stepBox(node)
  boxes.set(node, known)
  return known
}

/** Whether nothing moves on the canvas between two drawings: the very same steps with the same boxes and ways. */
export function isDrawnSame(before: Drawing, after: Drawing): boolean {
  if (before.layout !== after.layout) return false
  const [were, are] = [before.definition.nodes, after.definition.nodes]
  const ids = Object.keys(are)
  return ids.length === Object.keys(were).length && ids.every((id) => isSameShape(were[id], are[id]))
}

function isSameShape(was: FlowNode | undefined, is: FlowNode | undefined): boolean {
  if (was === is) return true
  if (!was || was.kind !== is?.kind) return false
  const ways = Object.entries(is.next)
  const isLed =
    ways.length === Object.keys(was.next).length && ways.every(([outlet, to]) => was.next[outlet] === to)
  return isLed && isSameBox(boxOf(was), boxOf(is))
}

/** The height and the exits give all the places of a box. */
function isSameBox(one: Partial<StepBox>, other: StepBox): boolean {
  const { height, handles = [] } = one
  if (height !== other.height || handles.length !== other.handles.length) return false
  return handles.every(({ id }, at) => id === other.handles[at]?.id)
}

/** The words of a card that it is called by, for those who do not see it. */
export function titleId(step: string): string {
  return `step-title-${step}`
}

/** The library's own role is an English word. */
function named(id: string): NonNullable<StepCard['domAttributes']> {
  return { 'aria-labelledby': titleId(id), 'aria-roledescription': undefined }
}

/** Ways are no stops of the Tab key: where they lead is said, and changed, in the panel of their step. */
const UNHEARD: Partial<Edge> = {
  focusable: false,
  ariaRole: 'presentation',
  domAttributes: { 'aria-hidden': true, 'aria-roledescription': undefined },
}

function noteCard(note: Layout['notes'][number], before: Card | undefined): Card {
  const isSame = before?.type === 'note' && before.data.text === note.text
  if (isSame && before.position.x === note.x && before.position.y === note.y) return before
  return {
    id: note.id,
    type: 'note',
    position: { x: note.x, y: note.y },
    data: { text: note.text },
    width: NOTE_WIDTH,
    height: NOTE_HEIGHT,
    measured: { width: NOTE_WIDTH, height: NOTE_HEIGHT },
    selected: before?.selected ?? false,
    zIndex: -1,
  }
}

/** The field in which the title of a frame stands. */
export function frameTitleId(frame: string): string {
  return `frame-title-${frame}`
}

/** Under everything, also while it is chosen: the canvas lifts what is chosen by 1000. */
const FRAME_DEPTH = -2000

function frameCard({ id, x, y, title, tone, folded, ...open }: Group, before: Card | undefined): Card {
  const { width, height } = folded ? { width: FOLDED_WIDTH, height: FOLDED_HEIGHT } : open
  const isSame =
    before?.type === 'frame' &&
    before.data.title === title &&
    before.data.tone === tone &&
    before.data.folded === folded
  const stays = before?.position.x === x && before.position.y === y
  if (isSame && stays && before.width === width && before.height === height) return before
  return {
    id,
    type: 'frame',
    position: { x, y },
    data: { title, tone, folded },
    ...{ width, height, measured: { width, height } },
    // A lasso begins inside of it; it is chosen by a click on its title alone.
    selectable: false,
    selected: before?.selected ?? false,
    dragHandle: '.frame-head,.frame-folded',
    ...(folded && { handles: FOLDED_HANDLES }),
    style: { pointerEvents: 'none' },
    domAttributes: {
      'aria-roledescription': undefined,
      ...(title ? { 'aria-label': title } : { 'aria-labelledby': frameTitleId(id) }),
    },
    zIndex: FRAME_DEPTH,
  }
}

const FOLDED_HANDLES: NodeHandle[] = (
  [
    [FRAME_IN, 'target', 'left', 0],
    [FRAME_OUT, 'source', 'right', FOLDED_WIDTH],
  ] as const
).map(([id, type, side, x]) => ({
  ...{ id, type, position: side as Position },
  ...{ x, y: FOLDED_WAY, width: 1, height: 1 },
}))

/** The name of the way out of a step by an outlet. */
function edgeId(source: string, outlet: string): string {
  return `${source}/${outlet}`
}

/**
 * The ways of a drawing; a step that did not change keeps its very same ways, and
 * a drawing without any new way its very same list. Ways to nowhere
 * are left out.
 */
export function edgesOf({ nodes }: Definition, before: readonly Edge[]): readonly Edge[] {
  const edges = Object.entries(nodes)
    .flatMap(([source, node]) => keptWays(source, node) ?? makeWays(source, node, before))
    .filter(({ target }) => nodes[target])
  const isSame = edges.length === before.length && edges.every((edge, at) => edge === before[at])
  return isSame ? before : edges
}

/** A step is never changed, only replaced: its ways are worked out once. */
const waysByNode = new WeakMap<FlowNode, readonly Edge[]>()

/** A copied step may be the same object under another name. */
function keptWays(source: string, node: FlowNode): readonly Edge[] | undefined {
  const ways = waysByNode.get(node)
  return ways?.every((way) => way.source === source) ? ways : undefined
}

function makeWays(source: string, node: FlowNode, before: readonly Edge[]): readonly Edge[] {
  const outlets = new Set(stepBox(node).handles.map(({ id, type }) => (type === 'source' ? id : null)))
  const known = before.filter((edge) => edge.source === source)
  const ways = Object.entries(node.next)
    .filter(([outlet]) => outlets.has(outlet))
    .map(([outlet, target]) => {
      const id = edgeId(source, outlet)
      const same = known.find((edge) => edge.id === id && edge.target === target)
      return (
        same ?? {
          id,
          source,
          sourceHandle: outlet,
          target,
          targetHandle: 'in',
          reconnectable: 'target' as const,
          ...UNHEARD,
        }
      )
    })
  waysByNode.set(node, ways)
  return ways
}
