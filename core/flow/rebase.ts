import { type Definition, FlowNode, type Group, type Layout } from '#core/flow/definition.ts'
import type { Drawing, Place } from '#core/flow/edit.ts'
import { outletsOf } from '#core/flow/outlets.ts'

/** One part of a step: a property, or the way out by an outlet (`next.<outlet>`); `''` is the step as a whole. */
export type Part = { readonly node: string; readonly part: string }
type Change<T> = { readonly before: T | undefined; readonly after: T | undefined }
type Note = Layout['notes'][number]

/** What somebody else did between two drawings; of steps, places and notes only those that differ. */
type Delta = {
  readonly start: Change<string> | null
  readonly nodes: ReadonlyMap<string, Change<FlowNode>>
  readonly places: ReadonlyMap<string, Change<Place>>
  readonly notes: ReadonlyMap<string, Change<Note>>
  readonly groups: ReadonlyMap<string, Change<Group>>
}

export function deltaOf(before: Drawing, after: Drawing): Delta {
  const [was, is] = [before.definition, after.definition]
  return {
    start: was.start === is.start ? null : { before: was.start, after: is.start },
    nodes: changesOf(was.nodes, is.nodes),
    places: changesOf(before.layout.at, after.layout.at),
    notes: changesOf(byId(before.layout.notes), byId(after.layout.notes)),
    groups: changesOf(byId(before.layout.groups), byId(after.layout.groups)),
  }
}

export function isEmpty({ start, ...maps }: Delta): boolean {
  return start === null && Object.values(maps).every(({ size }) => size === 0)
}

/** The parts of steps that a delta touches, and the words of notes and frames. */
export function partsOf({ nodes, notes, groups }: Delta): readonly Part[] {
  const steps = [...nodes].flatMap(([node, { before, after }]) =>
    before && after ? namesOf(before, after).map((part) => ({ node, part })) : [{ node, part: '' }],
  )
  const words = [...notes, ...groups].flatMap(([node, { before, after }]) =>
    before && after && wordsOf(before) !== wordsOf(after) ? [{ node, part: partOfWords(after) }] : [],
  )
  return [...steps, ...words]
}

function partOfWords(one: Note | Group): string {
  return 'text' in one ? 'text' : 'title'
}

/** What is written on a note or frame. */
function wordsOf(one: Note | Group): string {
  return 'text' in one ? one.text : one.title
}

/**
 * Our drawing with somebody else's changes under ours. Part by part: what only they changed becomes theirs, what only
 * we changed stays ours, and what both changed differently stays ours and is told as a clash, because we save last. A
 * step that one of us took away while the other changed it stays with who changed it. Ways that lead to no step are
 * dropped.
 */
export function rebase(mine: Drawing, delta: Delta): { drawing: Drawing; clashes: readonly Part[] } {
  if (isEmpty(delta)) return { drawing: mine, clashes: [] }
  const clashes: Part[] = []
  const nodes = { ...mine.definition.nodes }
  for (const [id, change] of delta.nodes) {
    const merged = mergeNode(id, own(nodes, id), change, clashes)
    if (merged) nodes[id] = merged
    else delete nodes[id]
  }
  const { start } = mine.definition
  const wished = delta.start?.before === start ? (delta.start.after ?? start) : start
  const whole = { ...mine.definition, nodes, start: Object.hasOwn(nodes, wished) ? wished : start }
  const definition = withoutLooseWays(whole, delta.nodes)
  return { drawing: { definition, layout: mergeLayout(mine.layout, delta, definition, clashes) }, clashes }
}

function mergeNode(
  id: string,
  mine: FlowNode | undefined,
  { before, after }: Change<FlowNode>,
  clashes: Part[],
): FlowNode | undefined {
  if (same(mine, before)) return after
  if (same(mine, after)) return mine
  if (!mine || !before || !after) {
    clashes.push({ node: id, part: '' })
    return mine ?? (before ? after : undefined)
  }
  const { node, parts } = mergeParts(mine, before, after)
  clashes.push(...parts.map((part) => ({ node: id, part })))
  return node
}

/** Ours with each part that only they changed; ours as it is when the two together would be no step of the kind. */
function mergeParts(mine: FlowNode, before: FlowNode, after: FlowNode) {
  const [ours, was, theirs] = [flat(mine), flat(before), flat(after)]
  const merged = new Map(ours)
  const parts: string[] = []
  for (const part of namesOf(before, after)) {
    const wish = theirs.get(part)
    if (same(ours.get(part), wish)) continue
    if (!same(ours.get(part), was.get(part))) parts.push(part)
    else if (wish === undefined) merged.delete(part)
    else merged.set(part, wish)
  }
  const parsed = FlowNode.safeParse(unflat(merged))
  return parsed.success ? { node: parsed.data, parts } : { node: mine, parts: [''] }
}

/** The parts of a step by name, each way on a name of its own. */
function flat(node: FlowNode): Map<string, unknown> {
  const { next, ...rest } = node
  const ways = Object.entries(next).map(([outlet, to]) => [`next.${outlet}`, to] as const)
  return new Map<string, unknown>([...Object.entries(rest), ...ways])
}

function unflat(parts: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const isWay = (name: string) => name.startsWith('next.')
  const rest = [...parts].filter(([name]) => !isWay(name))
  const ways = [...parts]
    .filter(([name]) => isWay(name))
    .map(([name, to]) => [name.slice('next.'.length), to])
  return { ...Object.fromEntries(rest), next: Object.fromEntries(ways) }
}

function namesOf(before: FlowNode, after: FlowNode): string[] {
  const [was, is] = [flat(before), flat(after)]
  return [...new Set([...was.keys(), ...is.keys()])].filter((name) => !same(was.get(name), is.get(name)))
}

/** Takes away the ways that lead to no step, and of the steps that both may have changed, those whose exit is gone. */
function withoutLooseWays(definition: Definition, touched: Delta['nodes']): Definition {
  const isLoose = (node: FlowNode, outlet: string) => !own(definition.nodes, node.next[outlet] ?? '')
  const entries = Object.entries(definition.nodes).map(([id, node]) => {
    const ways = Object.keys(node.next)
    const exits = touched.has(id) ? outletsOf(node).map(({ name }) => name) : ways
    const kept = ways.filter((outlet) => exits.includes(outlet) && !isLoose(node, outlet))
    if (kept.length === ways.length) return [id, node] as const
    return [
      id,
      { ...node, next: Object.fromEntries(kept.map((outlet) => [outlet, node.next[outlet] ?? ''])) },
    ] as const
  })
  return { ...definition, nodes: Object.fromEntries(entries) }
}

function mergeLayout(
  mine: Layout,
  { places, notes, groups }: Delta,
  { nodes }: Definition,
  clashes: Part[],
): Layout {
  const at = { ...mine.at }
  for (const [id, { before, after }] of places) if (after && same(own(at, id), before)) at[id] = after
  for (const id of Object.keys(at)) if (!Object.hasOwn(nodes, id)) delete at[id]
  const frames = mergeList(mine.groups ?? [], groups, clashes)
  return {
    at,
    notes: mergeList(mine.notes, notes, clashes),
    ...(mine.groups || frames.length > 0 ? { groups: frames } : {}),
  }
}

/** Ours with what only they changed, took away or added; of one that both changed, part by part. What is written and stays ours alone is a clash. */
function mergeList<T extends Note | Group>(
  mine: readonly T[],
  theirs: ReadonlyMap<string, Change<T>>,
  clashes: Part[],
): T[] {
  const kept = mine.flatMap((one) => {
    const change = theirs.get(one.id)
    if (!change || same(one, change.after)) return one
    if (same(one, change.before)) return change.after ?? []
    if (!change.before || !change.after) return one
    return mergeOne(one, change.before, change.after, clashes)
  })
  const known = new Set(mine.map(({ id }) => id))
  const fresh = [...theirs.values()].flatMap(({ before, after }) =>
    !before && after && !known.has(after.id) ? after : [],
  )
  return [...kept, ...fresh]
}

function mergeOne<T extends Note | Group>(mine: T, before: T, after: T, clashes: Part[]): T {
  const [ours, was, theirs] = [mine, before, after].map((one) => new Map(Object.entries(one)))
  if (!ours || !was || !theirs) return mine
  for (const part of new Set([...was.keys(), ...theirs.keys()])) {
    const wish = theirs.get(part)
    if (same(was.get(part), wish) || same(ours.get(part), wish)) continue
    const isOurs = !same(ours.get(part), was.get(part))
    if (isOurs && WRITTEN.has(part)) clashes.push({ node: mine.id, part })
    else if (!isOurs && wish === undefined) ours.delete(part)
    else if (!isOurs) ours.set(part, wish)
  }
  return Object.fromEntries(ours) as T // each part is one that a T had
}

/** What people write on notes and frames; a place or a colour is no words of theirs. */
const WRITTEN: ReadonlySet<string> = new Set(['text', 'title'])

function changesOf<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
): ReadonlyMap<string, Change<T>> {
  const changes = new Map<string, Change<T>>()
  for (const id of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const change = { before: own(before, id), after: own(after, id) }
    if (!same(change.before, change.after)) changes.set(id, change)
  }
  return changes
}

function byId<T extends { readonly id: string }>(list: readonly T[] = []): Record<string, T> {
  return Object.fromEntries(list.map((one) => [one.id, one]))
}

function own<T>(record: Readonly<Record<string, T>>, id: string): T | undefined {
  return Object.hasOwn(record, id) ? record[id] : undefined
}

/** Equal as data: the order of keys does not count, an absent part and an undefined one are the same. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  return [...new Set([...left.keys(), ...right.keys()])].every((key) => same(left.get(key), right.get(key)))
}
