import type { Group, NodeKind } from '#core/flow/definition.ts'
import type { Drawing, Fragment, Place } from '#core/flow/edit.ts'
import { type Arrangement, arranged } from '#web/flow/drawing/align.ts'
import type { Card } from '#web/flow/drawing/cards.ts'
import { foldsOf } from '#web/flow/drawing/fold.ts'
import { FRAME_HEIGHT, FRAME_WIDTH, foldable, frameAround, insideOf } from '#web/flow/drawing/frame.ts'
import { areasOf, freeBy, onGrid } from '#web/flow/drawing/free.ts'
import { newNode } from '#web/flow/drawing/new-node.ts'
import { type Edits, loadEdits, withEdits } from '#web/flow/edits.ts'
import type { Label } from '#web/flow/model/history.ts'
import {
  type EditOptions,
  edit,
  endCarrying,
  type FlowState,
  type FlowStore,
  lookInto,
  selectedIds,
  view,
} from '#web/flow/model/store.ts'

/** Pixels by which a copy stands off from its original. */
const COPY_OFFSET = 40
const ID_LENGTH = 10
/** Folded frames that may lie in one another. */
const FOLDS_MAX = 100

export type Way = { readonly source: string; readonly outlet: string }
/** What an edit is called, and the field that is being typed into. */
type Naming = { readonly key: Label['key']; readonly field?: string }

/** A new name for a step, a button or a note; short, and as good as never given before. */
export function freshId(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, ID_LENGTH)
}

/** Adds a step, chosen and connected to the way it was pulled from. Gives its id. */
export function addStep(store: FlowStore, kind: NodeKind, place: Place, from?: Way): string {
  const id = freshId()
  const node = newNode(kind, freshId)
  const way = from && { node: from.source, outlet: from.outlet }
  act(
    store,
    { key: 'add' },
    (edits, drawing) => edits.addNode(drawing, { id, node, at: onGrid(place), from: way }),
    {
      select: [id],
    },
  )
  return id
}

/** Leads a way to a step, or nowhere. */
export function connect(store: FlowStore, { source: from, outlet }: Way, to: string | undefined): void {
  act(store, { key: to ? 'connect' : 'disconnect' }, (edits, drawing) =>
    to ? edits.connect(drawing, { from, outlet, to }) : edits.disconnect(drawing, { from, outlet }),
  )
}

/** Changes properties of a step; ways whose exit is gone go with it. */
export function patchNode(store: FlowStore, id: string, patch: object, { key, field }: Naming): void {
  const name = store.getState().drawing.definition.nodes[id]?.name
  act(
    store,
    { key, ...(name ? { name } : {}) },
    (edits, drawing) => edits.setNode(drawing, { id, patch: { ...patch } }),
    field ? { group: `${id}.${field}` } : {},
  )
}

/** Takes the chosen steps, notes, frames and ways away; the start stays, and so does what lies in a frame. */
export function removeSelected(store: FlowStore): void {
  const state = store.getState()
  const ids = selectedIds(state)
  const ways = [...state.selectedWays].map(wayOf)
  const name = ids.length === 1 ? state.drawing.definition.nodes[ids[0] ?? '']?.name : undefined
  act(
    store,
    { key: ids.length > 0 ? 'remove' : 'disconnect', ...(name ? { name } : {}) },
    (edits, drawing) => {
      const bare = edits.removeGroups(edits.removeNodes(drawing, { ids }), { ids })
      const fewer = edits.removeNotes(bare, { ids })
      return ways.reduce(edits.disconnect, fewer)
    },
    { select: [] },
  )
}

/** Copies the chosen steps and frames beside them, to where nothing lies; the copies are chosen. */
export function duplicateSelected(store: FlowStore): void {
  const { cards, drawing } = store.getState()
  const chosen = chosenWithin(store.getState()).filter((id) => id !== drawing.definition.start)
  const ids = Object.fromEntries(chosen.map((id) => [id, freshId()]))
  const pieces = areasOf(cards.filter(({ id }) => chosen.includes(id)))
  const by = onGrid(freeBy(pieces, areasOf(cards), { x: COPY_OFFSET, y: COPY_OFFSET }))
  act(store, { key: 'duplicate' }, (edits, drawing) => edits.duplicateNodes(drawing, { ids, by }), {
    select: Object.values(ids),
  })
}

/** The chosen cards with what lies in the chosen frames. */
export function chosenWithin(state: FlowState): readonly string[] {
  const chosen = state.cards.filter((card) => card.selected)
  const within = chosen.flatMap((card) => (card.type === 'frame' ? insideOf(card, state.cards) : []))
  return [...new Set([...chosen.map(({ id }) => id), ...within])]
}

/** Puts the chosen cards in one line, or at equal distances: one step of undo. */
export function arrangeSelected(store: FlowStore, how: Arrangement): void {
  const chosen = store.getState().cards.filter((card) => card.selected)
  if (chosen.length < 2) return
  const places = Object.entries(arranged(chosen, how)).map(([id, place]) => [id, onGrid(place)] as const)
  const to = withContent(store.getState().cards, new Map(places))
  act(store, { key: 'align' }, (edits, before) => edits.moveNodes(before, { to }))
}

/** New places of cards, and of what lies in the frames among them. */
function withContent(cards: readonly Card[], places: ReadonlyMap<string, Place>): Record<string, Place> {
  const to = Object.fromEntries(places)
  for (const frame of cards) {
    const place = frame.type === 'frame' ? places.get(frame.id) : undefined
    if (!place) continue
    const by = { x: place.x - frame.position.x, y: place.y - frame.position.y }
    const inside = new Set(insideOf(frame, cards))
    for (const { id, position } of cards)
      if (inside.has(id) && !places.has(id)) to[id] = { x: position.x + by.x, y: position.y + by.y }
  }
  return to
}

/** Adds copied steps, chosen, around a place or beside it, where nothing lies. Gives their ids; none when the flow has no room for them. */
export async function pasteClip(
  store: FlowStore,
  fragment: Fragment,
  middle: Place,
): Promise<readonly string[]> {
  const { pasteAt } = await import('#web/flow/model/clip.ts')
  await loadEdits()
  const { drawing: before, cards } = store.getState()
  const paste = pasteAt(fragment, { middle, cards }, freshId)
  const select = Object.values(paste.ids)
  act(store, { key: 'paste' }, (edits, drawing) => edits.pasteFragment(drawing, paste), { select })
  return store.getState().drawing === before ? [] : select
}

export function addNote(store: FlowStore, place: Place): void {
  const note = { id: freshId(), ...onGrid(place), text: '' }
  act(store, { key: 'addNote' }, (edits, drawing) => edits.addNote(drawing, { note }), { select: [note.id] })
}

export function editNote(store: FlowStore, id: string, text: string): void {
  act(store, { key: 'note' }, (edits, drawing) => edits.setNote(drawing, { id, text }), {
    group: `${id}.text`,
  })
}

/** Adds a frame around the chosen steps, else at a place, chosen so that its title can be written. Gives its id. */
export function addFrame(store: FlowStore, place: Place): string {
  const chosen = store.getState().cards.filter((card) => card.selected && card.type !== 'frame')
  const area = frameAround(chosen) ?? { ...onGrid(place), width: FRAME_WIDTH, height: FRAME_HEIGHT }
  const group: Group = { id: freshId(), ...area, title: '', tone: 'slate' }
  act(store, { key: 'addFrame' }, (edits, drawing) => edits.addGroup(drawing, { group }), {
    select: [group.id],
  })
  return group.id
}

/** Changes the title, colour or size of a frame; `field` is what is being typed into. */
export function patchFrame(
  store: FlowStore,
  id: string,
  patch: Partial<Omit<Group, 'id'>>,
  field?: string,
): void {
  act(
    store,
    { key: 'frame' },
    (edits, drawing) => edits.setGroup(drawing, { id, patch }),
    field ? { group: `${id}.${field}` } : {},
  )
}

/** Folds a frame over what lies in it, or opens it. Who may not change the drawing looks into it alone. */
export function toggleFold(store: FlowStore, id: string): void {
  const { cards, canEdit, viewing, opened } = store.getState()
  const frame = cards.find((card) => card.id === id)
  if (frame?.type !== 'frame') return
  const isFolded = frame.data.folded !== undefined
  const isFixed = !canEdit || viewing !== null
  if (isFixed) lookInto(store, id, isFolded)
  else if (opened.has(id)) foldAgain(store, id, foldable(frame, cards))
  else fold(store, id, isFolded ? null : foldable(frame, cards))
}

function fold(store: FlowStore, id: string, folded: readonly string[] | null): void {
  act(store, { key: folded ? 'fold' : 'unfold' }, (edits, drawing) =>
    edits.foldGroup(drawing, { id, folded }),
  )
}

/** A frame that was looked into is folded over what lies in it now. */
function foldAgain(store: FlowStore, id: string, within: readonly string[]): void {
  lookInto(store, id, false)
  const before = store.getState().drawing.layout.groups?.find((group) => group.id === id)?.folded ?? []
  if (before.length === within.length && within.every((one) => before.includes(one))) return
  act(store, { key: 'fold' }, (edits, drawing) =>
    edits.foldGroup(edits.foldGroup(drawing, { id, folded: null }), { id, folded: within }),
  )
}

/** Opens the frames over a card that is to be seen, the outermost first; the drawing stays as it is. */
export function showFolded(store: FlowStore, id: string): void {
  for (let left = FOLDS_MAX; left > 0; left--) {
    const { drawing, viewing, opened } = store.getState()
    const over = foldsOf((viewing?.drawing ?? drawing).layout.groups, opened).get(id)
    if (over === undefined) return
    lookInto(store, over, true)
  }
}

/** Writes the places of dragged cards into the draft: one step of undo for the whole drag. */
export function settleMove(store: FlowStore, group?: string): void {
  const { cards, drawing } = store.getState()
  if (!group) endCarrying(store)
  const { at, notes, groups = [] } = drawing.layout
  const known = new Map<string, Place>([
    ...Object.entries(at),
    ...[...notes, ...groups].map((one) => [one.id, one] as const),
  ])
  const moved = cards.filter(({ id, position }) => {
    const place = known.get(id)
    return place?.x !== position.x || place.y !== position.y
  })
  if (moved.length === 0) return
  const to = Object.fromEntries(moved.map(({ id, position: { x, y } }) => [id, { x, y }]))
  act(store, { key: 'move' }, (edits, before) => edits.moveNodes(before, { to }), group ? { group } : {})
}

/** Puts a published version in place of the draft; undo brings the draft back. */
export function restore(store: FlowStore, drawing: Drawing, version: number): void {
  view(store, null)
  edit(store, { key: 'restore', name: `v${version}` }, () => drawing)
}

type Change = (edits: Edits, drawing: Drawing) => Drawing

function act(store: FlowStore, label: Label, change: Change, options: EditOptions = {}): void {
  withEdits((edits) => edit(store, label, (drawing) => change(edits, drawing), options))
}

function wayOf(name: string): { from: string; outlet: string } {
  const [from = '', outlet = ''] = name.split('/')
  return { from, outlet }
}
