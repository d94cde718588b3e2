import { z } from 'zod'
import { type Definition, FlowNode, Group, type Layout, NODES_MAX } from '#core/flow/definition.ts'
import { NodeId } from '#core/flow/nodes/base.ts'
import { outletsOf } from '#core/flow/outlets.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/** What the canvas edits: the flow and where its cards lie. Undo is a list of these. */
export type Drawing = { readonly definition: Definition; readonly layout: Layout }
export type Place = { readonly x: number; readonly y: number }

/**
 * Every change that a person can make to a drawing. The builder loads them when the canvas is drawn (web/flow/edits.ts).
 * Each is pure and returns the same drawing when there is nothing to change or the change is not allowed. New ids come
 * from outside; an id that is taken is refused.
 */
export const EDITS = {
  addNode,
  removeNodes,
  putBefore,
  connect,
  disconnect,
  setNode,
  moveNodes,
  pasteFragment,
  duplicateNodes,
  addNote,
  setNote,
  removeNotes,
  addGroup,
  setGroup,
  foldGroup,
  removeGroups,
  tidyUp,
} as const

type AddNode = {
  readonly id: string
  readonly node: FlowNode
  readonly at: Place
  /** The exit from which it was drawn; it is connected at once. */
  readonly from?: { readonly node: string; readonly outlet: string } | undefined
}

export function addNode(drawing: Drawing, { id, node, at, from }: AddNode): Drawing {
  const { definition, layout } = drawing
  if (!isFree(definition, id) || Object.keys(definition.nodes).length >= NODES_MAX) return drawing
  const added = {
    definition: { ...definition, nodes: { ...definition.nodes, [id]: node } },
    layout: { ...layout, at: { ...layout.at, [id]: at } },
  }
  return from ? connect(added, { from: from.node, outlet: from.outlet, to: id }) : added
}

/** Takes steps away together with every way that led to them. The starting step stays. */
export function removeNodes(drawing: Drawing, { ids }: { readonly ids: readonly string[] }): Drawing {
  const { definition, layout } = drawing
  const gone = new Set(ids.filter((id) => id !== definition.start && ownNode(definition, id)))
  if (gone.size === 0) return drawing
  const kept = Object.entries(definition.nodes).filter(([id]) => !gone.has(id))
  const nodes = Object.fromEntries(kept.map(([id, node]) => [id, waysWhere(node, (to) => !gone.has(to))]))
  const at = Object.fromEntries(Object.entries(layout.at).filter(([id]) => !gone.has(id)))
  return { definition: { ...definition, nodes }, layout: { ...layout, at } }
}

type PutBefore = {
  readonly id: string
  readonly node: FlowNode
  /** The exit of the new step that leads on. */
  readonly outlet: string
  readonly before: string
  /** Only the ways of these steps are led over the new one; without it all are. */
  readonly from?: readonly string[]
}

/**
 * Puts a new step in front of another: ways that led there lead to the new one, which leads on. It takes the other's
 * place on the canvas; everything from there to the right makes room.
 */
export function putBefore(drawing: Drawing, { id, node, outlet, before, from }: PutBefore): Drawing {
  const { definition, layout } = drawing
  const at = layout.at[before] ?? { x: 0, y: 0 }
  const room = Object.entries(layout.at).map(([each, { x, y }]) => [each, { x: x >= at.x ? x + ROOM : x, y }])
  const moved = { definition, layout: { ...layout, at: Object.fromEntries(room) } }
  const added = addNode(moved, { id, node, at })
  if (added === moved || !ownNode(definition, before)) return drawing
  const nodes = Object.entries(added.definition.nodes).map(([each, own]) => {
    const isLed = each !== id && (!from || from.includes(each))
    const ways = Object.entries(own.next).map(([name, to]) => [name, isLed && to === before ? id : to])
    return [each, { ...own, next: Object.fromEntries(ways) }]
  })
  const led = { ...added, definition: { ...definition, nodes: Object.fromEntries(nodes) } }
  return connect(led, { from: id, outlet, to: before })
}
/** Pixels between the left edges of two columns of cards. */
const ROOM = 360

type Connection = { readonly from: string; readonly outlet: string; readonly to: string }

/** Leads an exit to a step; an exit has one way. Nothing leads back into a start. */
export function connect(drawing: Drawing, { from, outlet, to }: Connection): Drawing {
  const node = ownNode(drawing.definition, from)
  const target = ownNode(drawing.definition, to)
  if (!node || !target || target.kind === 'start' || node.next[outlet] === to) return drawing
  if (!outletsOf(node).some(({ name }) => name === outlet)) return drawing
  return withNode(drawing, from, { ...node, next: { ...node.next, [outlet]: to } })
}

export function disconnect(drawing: Drawing, { from, outlet }: Omit<Connection, 'to'>): Drawing {
  const node = ownNode(drawing.definition, from)
  if (!node || !Object.hasOwn(node.next, outlet)) return drawing
  const { [outlet]: _, ...next } = node.next
  return withNode(drawing, from, { ...node, next })
}

type Patch = { readonly id: string; readonly patch: Readonly<Record<string, unknown>> }

/**
 * Changes parts of a step; an undefined part is taken away. Exits that the step lost with it (a button deleted) lose
 * their ways. A patch after which it would be no step of its kind changes nothing.
 */
export function setNode(drawing: Drawing, { id, patch }: Patch): Drawing {
  const node = ownNode(drawing.definition, id)
  if (!node) return drawing
  const merged = Object.entries({ ...node, ...patch, kind: node.kind }).filter(
    ([, value]) => value !== undefined,
  )
  const parsed = FlowNode.safeParse(Object.fromEntries(merged))
  if (!parsed.success) return drawing
  const names = new Set(outletsOf(parsed.data).map(({ name }) => name))
  return withNode(
    drawing,
    id,
    waysWhere(parsed.data, (_, outlet) => names.has(outlet)),
  )
}

/** Puts cards, notes and frames where they were dragged. */
export function moveNodes(
  drawing: Drawing,
  { to }: { readonly to: Readonly<Record<string, Place>> },
): Drawing {
  const { definition, layout } = drawing
  const moved = Object.entries(to).filter(([id]) => ownNode(definition, id))
  const put = <T extends { id: string }>(one: T): T =>
    Object.hasOwn(to, one.id) ? { ...one, ...to[one.id] } : one
  const groups = layout.groups?.map(put)
  const at = { ...layout.at, ...Object.fromEntries(moved) }
  return { definition, layout: { ...layout, notes: layout.notes.map(put), at, ...(groups && { groups }) } }
}

/** Frames of one drawing. */
const GROUPS_MAX = 100

/** Steps cut out of a drawing, with the ways between them: what the clipboard holds. */
export const Fragment = z.object({
  wetalk: z.literal('fragment'),
  nodes: z.record(NodeId, FlowNode),
  at: z.record(NodeId, z.object({ x: z.number(), y: z.number() })),
  groups: z.array(Group).max(GROUPS_MAX).optional(),
})
export type Fragment = z.infer<typeof Fragment>

/** The chosen steps and frames, without the start and without ways that lead out of the choice. */
export function copyFragment({ definition, layout }: Drawing, ids: readonly string[]): Fragment {
  const chosen = new Set(ids.filter((id) => id !== definition.start && ownNode(definition, id)))
  const nodes: Record<string, FlowNode> = {}
  const at: Record<string, Place> = {}
  for (const id of chosen) {
    const node = ownNode(definition, id)
    if (node) nodes[id] = waysWhere(node, (to) => chosen.has(to))
    at[id] = layout.at[id] ?? { x: 0, y: 0 }
  }
  const groups = layout.groups?.filter(({ id }) => ids.includes(id)) ?? []
  return { wetalk: 'fragment', nodes, at, ...(groups.length > 0 && { groups }) }
}

type Paste = {
  readonly fragment: Fragment
  /** The new id of each of its steps. */
  readonly ids: Readonly<Record<string, string>>
  /** How far from their old places. */
  readonly by: Place
}

export function pasteFragment(drawing: Drawing, { fragment, ids, by }: Paste): Drawing {
  const { definition, layout } = drawing
  const entries = Object.entries(fragment.nodes).filter(([, node]) => node.kind !== 'start')
  const idOf = (old: string) => (Object.hasOwn(ids, old) ? (ids[old] ?? '') : '')
  const fresh = new Map(entries.map(([old]) => [old, idOf(old)]))
  const groups = (fragment.groups ?? []).map(({ folded = [], ...group }) => {
    const kept = folded.map(idOf).filter((id) => id !== '')
    const place = { x: group.x + by.x, y: group.y + by.y }
    return { ...group, id: idOf(group.id), ...place, ...(kept.length > 0 && { folded: kept }) }
  })
  const allowed =
    [...fresh.values()].every((id) => isFree(definition, id)) && new Set(fresh.values()).size === fresh.size
  if (!allowed || fresh.size + groups.length === 0) return drawing
  if (Object.keys(definition.nodes).length + fresh.size > NODES_MAX) return drawing
  const nodes: Record<string, FlowNode> = { ...definition.nodes }
  const at: Record<string, Place> = { ...layout.at }
  for (const [old, node] of entries) {
    const id = fresh.get(old) ?? ''
    const next = Object.entries(node.next).flatMap(([outlet, to]) => {
      const target = fresh.get(to)
      return target === undefined ? [] : [[outlet, target] as const]
    })
    nodes[id] = { ...node, next: Object.fromEntries(next) }
    const place = fragment.at[old] ?? { x: 0, y: 0 }
    at[id] = { x: place.x + by.x, y: place.y + by.y }
  }
  const pasted = { definition: { ...definition, nodes }, layout: { ...layout, at } }
  return groups.reduce((now, group) => addGroup(now, { group }), pasted)
}

export function duplicateNodes(
  drawing: Drawing,
  { ids, by }: { readonly ids: Readonly<Record<string, string>>; readonly by: Place },
): Drawing {
  return pasteFragment(drawing, { fragment: copyFragment(drawing, Object.keys(ids)), ids, by })
}

type Note = Layout['notes'][number]
const NOTES_MAX = 200
const NOTE_MAX = 2000

export function addNote(drawing: Drawing, { note }: { readonly note: Note }): Drawing {
  const { notes } = drawing.layout
  const refused =
    notes.length >= NOTES_MAX || notes.some(({ id }) => id === note.id) || !NodeId.safeParse(note.id).success
  return refused ? drawing : withNotes(drawing, [...notes, { ...note, text: note.text.slice(0, NOTE_MAX) }])
}

export function setNote(
  drawing: Drawing,
  { id, text }: { readonly id: string; readonly text: string },
): Drawing {
  const cut = text.slice(0, NOTE_MAX)
  return withNotes(
    drawing,
    drawing.layout.notes.map((note) => (note.id === id ? { ...note, text: cut } : note)),
  )
}

export function removeNotes(drawing: Drawing, { ids }: { readonly ids: readonly string[] }): Drawing {
  const kept = drawing.layout.notes.filter(({ id }) => !ids.includes(id))
  return kept.length === drawing.layout.notes.length ? drawing : withNotes(drawing, kept)
}

/** A frame with an id that nothing has yet. */
export function addGroup(drawing: Drawing, { group }: { readonly group: Group }): Drawing {
  const { groups = [], notes } = drawing.layout
  const taken =
    !isFree(drawing.definition, group.id) || [...groups, ...notes].some(({ id }) => id === group.id)
  if (taken || groups.length >= GROUPS_MAX || !Group.safeParse(group).success) return drawing
  return withGroups(drawing, [...groups, group])
}

type GroupPatch = { readonly id: string; readonly patch: Partial<Omit<Group, 'id'>> }

/** Changes the title, colour or measures of a frame; what would be no frame any more changes nothing. */
export function setGroup(drawing: Drawing, { id, patch }: GroupPatch): Drawing {
  const { groups = [] } = drawing.layout
  const before = groups.find((group) => group.id === id)
  const after = Group.safeParse({ ...before, ...patch, id })
  if (!before || !after.success || isSame(before, after.data)) return drawing
  return withGroups(
    drawing,
    groups.map((group) => (group === before ? after.data : group)),
  )
}

function isSame(before: Group, after: Group): boolean {
  return JSON.stringify(Object.entries(before).sort()) === JSON.stringify(Object.entries(after).sort())
}

type Folding = { readonly id: string; readonly folded: readonly string[] | null }

/** Folds a frame over what lies in it, or opens it (`null`). */
export function foldGroup(drawing: Drawing, { id, folded }: Folding): Drawing {
  const { groups = [], notes } = drawing.layout
  const before = groups.find((group) => group.id === id)
  if (!before || (folded === null) === (before.folded === undefined)) return drawing
  const others = new Set([...groups, ...notes].flatMap((one) => (one.id === id ? [] : [one.id])))
  const isThere = (one: string) => others.has(one) || ownNode(drawing.definition, one) !== undefined
  const { folded: _, ...open } = before
  const after = folded === null ? open : { ...open, folded: folded.filter(isThere) }
  return withGroups(
    drawing,
    groups.map((group) => (group === before ? after : group)),
  )
}

/** Takes frames away; what lies in them stays. */
export function removeGroups(drawing: Drawing, { ids }: { readonly ids: readonly string[] }): Drawing {
  const { groups = [] } = drawing.layout
  const kept = groups.filter(({ id }) => !ids.includes(id))
  return kept.length === groups.length ? drawing : withGroups(drawing, kept)
}

type Tidy = { readonly at: Layout['at']; readonly groups?: readonly Group[] }

/** New places for all cards at once, and for the frames around them. */
export function tidyUp(drawing: Drawing, { at, groups }: Tidy): Drawing {
  return { ...drawing, layout: { ...drawing.layout, at, ...(groups && { groups: [...groups] }) } }
}

function isFree(definition: Definition, id: string): boolean {
  return NodeId.safeParse(id).success && !ownNode(definition, id)
}

function withNode({ definition, layout }: Drawing, id: string, node: FlowNode): Drawing {
  return { definition: { ...definition, nodes: { ...definition.nodes, [id]: node } }, layout }
}

function withGroups({ definition, layout }: Drawing, groups: Group[]): Drawing {
  return { definition, layout: { ...layout, groups } }
}

function withNotes({ definition, layout }: Drawing, notes: Note[]): Drawing {
  return { definition, layout: { ...layout, notes } }
}

function waysWhere(node: FlowNode, keep: (to: string, outlet: string) => boolean): FlowNode {
  const ways = Object.entries(node.next)
  const kept = ways.filter(([outlet, to]) => keep(to, outlet))
  return kept.length === ways.length ? node : { ...node, next: Object.fromEntries(kept) }
}
