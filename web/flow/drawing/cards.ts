import type { Edge, Node } from '@xyflow/react'
import type { Definition, FlowNode, Group, Layout } from '#core/flow/definition.ts'
import type { Drawing, Place } from '#core/flow/edit.ts'
import { stepBox } from '#web/flow/drawing/step-box.ts'

export type StepCard = Node<{ node: FlowNode }, 'step'>
export type NoteCard = Node<{ text: string }, 'note'>
export type FrameCard = Node<Pick<Group, 'title' | 'tone'>, 'frame'>
export type Card = StepCard | NoteCard | FrameCard

/** A sticky note's measures in pixels. */
export const NOTE_WIDTH = 220
export const NOTE_HEIGHT = 132
const NOWHERE: Place = { x: 0, y: 0 }

/** The cards of a drawing; a card whose step and place did not change is the same object as before. */
export function cardsOf({ definition, layout }: Drawing, before: readonly Card[]): Card[] {
  const known = new Map(before.map((card) => [card.id, card]))
  const steps = Object.entries(definition.nodes).map(([id, node]) =>
    stepCard(id, node, layout.at[id] ?? NOWHERE, known.get(id)),
  )
  const notes = layout.notes.map((note) => noteCard(note, known.get(note.id)))
  const frames = layout.groups?.map((group) => frameCard(group, known.get(group.id))) ?? []
  return [...steps, ...notes, ...frames]
}

function stepCard(id: string, node: FlowNode, place: Place, before: Card | undefined): Card {
  const isStep = before?.type === 'step'
  const stays = before?.position.x === place.x && before.position.y === place.y
  if (isStep && before.data.node === node) return stays ? before : { ...before, position: { ...place } }
  const { width, height, handles } = stepBox(node)
  const selected = before?.selected ?? false
  return {
    id,
    type: 'step',
    position: { ...place },
    data: { node },
    width,
    height,
    measured: { width, height },
    handles,
    selected,
  }
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

/** Under everything, also while it is chosen: the canvas lifts what is chosen by 1000. */
const FRAME_DEPTH = -2000

function frameCard({ id, x, y, width, height, title, tone }: Group, before: Card | undefined): Card {
  const isSame = before?.type === 'frame' && before.data.title === title && before.data.tone === tone
  const stays = before?.position.x === x && before.position.y === y
  if (isSame && stays && before.width === width && before.height === height) return before
  return {
    id,
    type: 'frame',
    position: { x, y },
    data: { title, tone },
    ...{ width, height, measured: { width, height } },
    // A lasso begins inside of it; it is chosen by a click on its title alone.
    selectable: false,
    selected: before?.selected ?? false,
    dragHandle: '.frame-head',
    style: { pointerEvents: 'none' },
    zIndex: FRAME_DEPTH,
  }
}

/** The name of the way out of a step by an outlet. */
export function edgeId(source: string, outlet: string): string {
  return `${source}/${outlet}`
}

/**
 * The ways of a drawing; a step that did not change keeps its very same ways, and
 * a drawing without any new way its very same list. Ways to nowhere
 * are left out.
 */
export function edgesOf(definition: Definition, before: readonly Edge[]): readonly Edge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]))
  const edges: Edge[] = []
  for (const [source, node] of Object.entries(definition.nodes)) {
    const outlets = new Set(handlesOf(node))
    for (const [outlet, target] of Object.entries(node.next)) {
      if (!outlets.has(outlet) || !definition.nodes[target]) continue
      const id = edgeId(source, outlet)
      const old = known.get(id)
      edges.push(
        old?.target === target
          ? old
          : { id, source, sourceHandle: outlet, target, targetHandle: 'in', reconnectable: 'target' },
      )
    }
  }
  const isSame = edges.length === before.length && edges.every((edge, at) => edge === before[at])
  return isSame ? before : edges
}

const outletsByNode = new WeakMap<FlowNode, readonly string[]>()

function handlesOf(node: FlowNode): readonly string[] {
  const known = outletsByNode.get(node)
  if (known) return known
  const outlets = stepBox(node).handles.flatMap(({ id, type }) => (type === 'source' && id ? [id] : []))
  outletsByNode.set(node, outlets)
  return outlets
}
