import type { Definition, FlowNode } from '#core/flow/definition.ts'
import { namesIn, renameIn } from '#core/flow/formula/formula.ts'
import { refsAt } from '#core/flow/kinds.ts'
import { localsOf } from '#core/flow/local/local.ts'
import { FORMER_MAX, indexName, inputName, itemName, outputName } from '#core/flow/local/names.ts'
import { stepsInRounds } from '#core/flow/step/loop.ts'
import { mergeFieldsOf, renameInText } from '#core/flow/text/merge.ts'

/** Where a step uses a field: it writes it, reads it by itself, or reads it in a text or a formula. */
type FieldUse = { readonly node: string; readonly name: string; readonly way: 'fills' | 'reads' }

/** The steps of a flow that use a field under any of its names, each way once. What the flow declares itself is no field. */
export function usesOf(definition: Definition, isMeant: (name: string) => boolean): FieldUse[] {
  const locals = new Set(localsOf(definition).map(({ name }) => name))
  return usesIn(definition, (name) => isMeant(name) && !locals.has(name))
}

function usesIn(definition: Definition, isMeant: (name: string) => boolean): FieldUse[] {
  return Object.entries(definition.nodes).flatMap(([node, step]) => {
    const { fills = [], fields = [], texts = [], formulas = [] } = refsAt(step.kind, step)
    const reads = [
      ...fields,
      ...texts.flatMap((text) => mergeFieldsOf(text).names),
      ...formulas.flatMap(({ text }) => namesIn(text)),
    ]
    const use = { node, name: step.name }
    return [
      ...(fills.some(isMeant) ? [{ ...use, way: 'fills' as const }] : []),
      ...(reads.some(isMeant) ? [{ ...use, way: 'reads' as const }] : []),
    ]
  })
}

/** The definition with a field's names replaced by its new one wherever it is meant; the same object when it is nowhere. */
export function renameField(
  definition: Definition,
  isMeant: (name: string) => boolean,
  to: string,
): Definition {
  const locals = new Set(localsOf(definition).map(({ name }) => name))
  return renamed(definition, (name) => isMeant(name) && !locals.has(name), to)
}

/** The definition with one of its own names (`input_…`, `output_…`, `item_…`, `index_…`) replaced wherever it is used. */
export function renameLocal(definition: Definition, from: string, to: string): Definition {
  return renamed(definition, (name) => name === from, to)
}

/** The definition with the items of a loop called otherwise. Where another loop calls its items the same, its steps keep their name. */
export function renameLoop(definition: Definition, id: string, to: string): Definition {
  const loop = Object.hasOwn(definition.nodes, id) ? definition.nodes[id] : undefined
  if (loop?.kind !== 'foreach' || loop.as === to) return definition
  const { as: from } = loop
  const isShared = Object.entries(definition.nodes).some(
    ([other, node]) => other !== id && node.kind === 'foreach' && node.as === from,
  )
  const within = isShared ? stepsInRounds(definition, id) : undefined
  const declared = { ...definition, nodes: { ...definition.nodes, [id]: { ...loop, as: to } } }
  const named = renamed(declared, (name) => name === itemName(from), itemName(to), within)
  return renamed(named, (name) => name === indexName(from), indexName(to), within)
}

type Declaring = { readonly side: 'inputs' | 'outputs'; readonly at: number; readonly to: string }

/**
 * The definition with the input or output at this place called otherwise, wherever it is read or filled; flows that call it
 * by its former name go on. The same object when the place is empty or the name is taken.
 */
export function renameDeclared(definition: Definition, { side, at, to }: Declaring): Definition {
  const { nodes, start: first } = definition
  const start = Object.hasOwn(nodes, first) ? nodes[first] : undefined
  const all = (start?.kind === 'start' && start[side]) || []
  const one = all[at]
  if (!one || all.some(({ key }) => key === to)) return definition
  const { key: from, former = [] } = one
  const names = [from, ...former.filter((name) => name !== from && name !== to)].slice(0, FORMER_MAX)
  const list = all.map((each, place) => (place === at ? { ...each, key: to, former: names } : each))
  const declared: Definition = {
    ...definition,
    nodes: { ...nodes, [first]: { ...start, [side]: list } as FlowNode }, // the same start with one name exchanged
  }
  const nameOf = side === 'inputs' ? inputName : outputName
  const isLeft = list.some(({ key }) => key === from)
  return isLeft ? declared : renameLocal(declared, nameOf(from), nameOf(to))
}

function renamed(
  definition: Definition,
  isMeant: (name: string) => boolean,
  to: string,
  within?: ReadonlySet<string>,
): Definition {
  const uses = usesIn(definition, isMeant).filter(({ node }) => within?.has(node) ?? true)
  const used = new Set(uses.map(({ node }) => node))
  if (used.size === 0) return definition
  const nodes: Record<string, FlowNode> = {}
  for (const [id, node] of Object.entries(definition.nodes))
    nodes[id] = used.has(id) ? renameInNode(node, isMeant, to) : node
  return { ...definition, nodes }
}

/** One step with a field's names replaced. */
export function renameInNode(node: FlowNode, isMeant: (name: string) => boolean, to: string): FlowNode {
  return inside(node, { isMeant, to, isTop: true }) as FlowNode // the shape stays, only words in it change
}

/** Keys that hold a field's name itself, in every kind of step. */
const NAMING: ReadonlySet<string> = new Set(['field', 'fields', 'source'])
/** What is no text of ours: the ways out, and a template as Meta has it. */
const FOREIGN: ReadonlySet<string> = new Set(['next', 'template'])

type Renaming = { readonly isMeant: (name: string) => boolean; readonly to: string; readonly isTop?: boolean }

function inside(value: unknown, renaming: Renaming, key = ''): unknown {
  const { isMeant, to, isTop } = renaming
  if (typeof value === 'string') {
    if (NAMING.has(key)) return isMeant(value) ? to : value
    return key === 'formula' ? renameIn(value, isMeant, to) : renameInText(value, isMeant, to)
  }
  if (Array.isArray(value))
    return value.map((each) => inside(each, { isMeant, to }, typeof each === 'string' ? key : ''))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      isTop && FOREIGN.has(name) ? each : inside(each, { isMeant, to }, name),
    ]),
  )
}
