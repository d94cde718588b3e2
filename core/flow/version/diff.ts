import { isObject } from '#core/base/json.ts'
import type { Definition, FlowNode } from '#core/flow/definition.ts'

export type StepChange = 'added' | 'changed' | 'removed'

/** One thing about a step that is different. `null`: it was not there, or is not there any more. */
export type Detail =
  | {
      readonly what: 'value'
      readonly path: readonly string[]
      readonly before: string | null
      readonly after: string | null
    }
  /** Where a way out leads, by the ids of steps. */
  | {
      readonly what: 'way'
      readonly outlet: string
      readonly before: string | null
      readonly after: string | null
    }

export type StepDiff = {
  readonly node: string
  readonly change: StepChange
  /** Of a step that changed, in the order of its form; at most 30. */
  readonly details: readonly Detail[]
}

/** Details that are told of one step. */
const DETAILS_MAX = 30

/** What became of each step between two drawings; steps that stayed the same, and where cards stand, are left out. */
export function compareFlows(before: Definition, after: Definition): readonly StepDiff[] {
  const diffs: StepDiff[] = []
  for (const [node, now] of Object.entries(after.nodes)) {
    const was = Object.hasOwn(before.nodes, node) ? before.nodes[node] : undefined
    if (was === now) continue
    if (!was) diffs.push({ node, change: 'added', details: [] })
    else {
      const details = detailsOf(was, now)
      if (details.length > 0) diffs.push({ node, change: 'changed', details: details.slice(0, DETAILS_MAX) })
    }
  }
  for (const node of Object.keys(before.nodes))
    if (!Object.hasOwn(after.nodes, node)) diffs.push({ node, change: 'removed', details: [] })
  return diffs
}

function detailsOf(
  { next: waysBefore, ...before }: FlowNode,
  { next: waysAfter, ...after }: FlowNode,
): Detail[] {
  const [was, now] = pairOf(before, after).map(leavesOf)
  if (!was || !now) return []
  const values = spoken(changed(was, now)).map(
    ([key, one, other]): Detail => ({ what: 'value', path: key.split('\u0000'), before: one, after: other }),
  )
  const ways = changed(new Map(Object.entries(waysBefore)), new Map(Object.entries(waysAfter))).map(
    ([outlet, one, other]): Detail => ({ what: 'way', outlet, before: one, after: other }),
  )
  return [...values, ...ways]
}

type Bare = Omit<FlowNode, 'next'>

/** Both steps, with what a start declares known by the name that it had before. */
function pairOf(before: Bare, after: Bare): readonly [Bare, Bare] {
  if (!isStart(before) || !isStart(after)) return [before, after]
  const sides = ['inputs', 'outputs'] as const
  const [was, now] = [{ ...before }, { ...after }]
  for (const side of sides) {
    const olds = before[side] ?? []
    was[side] = olds.map((one) => ({ ...one, id: one.key }))
    now[side] = (after[side] ?? []).map((one) => ({ ...one, id: oldNameOf(one, olds) ?? one.key }))
  }
  return [was, now]
}

type Declared = { readonly key: string; readonly former?: string[] | undefined }
type Start = Bare & { inputs?: Declared[] | undefined; outputs?: Declared[] | undefined }

function isStart(node: Bare): node is Start {
  return node.kind === 'start'
}

function oldNameOf({ key, former = [] }: Declared, olds: readonly Declared[]): string | undefined {
  return [key, ...former].find((name) => olds.some((old) => old.key === name))
}

type Changed = readonly [key: string, before: string | null, after: string | null]

function changed(was: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Changed[] {
  return [...new Set([...was.keys(), ...now.keys()])].flatMap((key): Changed[] => {
    const [one, other] = [was.get(key) ?? null, now.get(key) ?? null]
    return one === other ? [] : [[key, one, other]]
  })
}

/** What is meant by an id is told by its name, where that changed too; ids of items and names they had before are not told. */
function spoken(all: readonly Changed[]): readonly Changed[] {
  const keys = new Set(all.map(([key]) => key))
  const told = all.filter(([key]) => !/\0(?:former|(?:in|out)puts\0[^\0]+\0id)(?:\0|$)/.test(`\0${key}`))
  return told.filter(
    ([key]) => !(key.endsWith('\u0000ref') && keys.has(`${key.slice(0, -'ref'.length)}name`)),
  )
}

/** Everything that is written in a step, by where it stands; what has an id is found by it wherever it moved. */
function leavesOf(value: unknown): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>()
  const work: { readonly path: readonly string[]; readonly value: unknown }[] = [{ path: [], value }]
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const { path, value: at } = item
    for (const [key, inner] of partsOf(at)) work.push({ path: [...path, key], value: inner })
    if (typeof at === 'string' ? at !== '' : typeof at === 'number' || typeof at === 'boolean')
      leaves.set(path.join('\u0000'), String(at))
  }
  return new Map([...leaves].toReversed())
}

function partsOf(value: unknown): (readonly [string, unknown])[] {
  if (Array.isArray(value))
    return value.map((item: unknown, at) => [(isObject(item) && nameOf(item)) || String(at), item])
  return isObject(value) ? Object.entries(value) : []
}

/** What an item of a list is known by: its id, or what a call gives or takes. */
function nameOf({ id, input, output }: Record<string, unknown>): string | null {
  for (const own of [id, input, output]) if (typeof own === 'string') return own
  return null
}

/** How many steps were added, changed and removed. */
export function countsOf(diffs: readonly StepDiff[]): Readonly<Record<StepChange, number>> {
  const counts = { added: 0, changed: 0, removed: 0 }
  for (const { change } of diffs) counts[change]++
  return counts
}
