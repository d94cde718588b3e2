import { catalogueOf } from '#core/contact/field/catalogue.ts'
import { readValue } from '#core/contact/field/read.ts'
import type { Bodies } from '#core/flow/check/bodies.ts'
import { checkCalls, TYPES } from '#core/flow/check/calls.ts'
import type { Check } from '#core/flow/check/world.ts'
import { namesIn } from '#core/flow/formula/formula.ts'
import type { Refs } from '#core/flow/kind.ts'
import { catalogueIn, localsOf, signatureOf } from '#core/flow/local/local.ts'
import { indexName, itemName, LOOPS_PER_FLOW_MAX, outputName } from '#core/flow/local/names.ts'
import type { ForeachNode } from '#core/flow/nodes/foreach.ts'
import { mergeFieldsOf } from '#core/flow/text/merge.ts'
import { typeNamed } from '#core/flow/text/system.ts'

/** Inputs, outputs and loops: declared well, given and taken well, read where they hold something. */
export function checkLocals(check: Check): void {
  checkCalls(check)
  if (localsOf(check.graph.definition).length === 0) return
  checkSignature(check)
  checkFills(check)
  checkLoops(check)
}

function checkSignature({ graph, world, say }: Check): void {
  const { definition, refs } = graph
  const { inputs, outputs } = signatureOf(definition)
  for (const all of [inputs, outputs]) {
    const twice = twiceIn(all.map(({ key }) => key))
    if (twice !== undefined) say(definition.start, 'local-twice', { name: twice })
  }
  for (const { key, type, value } of inputs)
    if (value !== undefined && readValue(type, value, 'id') === null)
      say(definition.start, 'input-default', { input: key, type: TYPES[type] })
  const fills = new Set([...refs.values()].flatMap(({ fills = [] }) => fills))
  for (const { key } of outputs)
    if (!fills.has(outputName(key))) say(definition.start, 'output-unfilled', { output: key })
  const fields = catalogueOf(world.fields)
  for (const { name } of localsOf(definition))
    if (fields.has(name)) say(definition.start, 'local-hides', { field: name })
}

function twiceIn(keys: readonly string[]): string | undefined {
  return keys.find((key, at) => keys.indexOf(key) !== at)
}

/** Inputs and the places of loops are not for steps to fill. */
function checkFills({ graph, say }: Check): void {
  const fixed = new Set(localsOf(graph.definition).flatMap(({ name, use }) => (use === 'output' ? [] : name)))
  for (const [id, { fills = [] }] of graph.refs)
    for (const field of fills) if (fixed.has(field)) say(id, 'local-fixed', { field })
}

/** A loop must have a list, and a name of its own inside other loops; its item is read within its rounds alone. */
function checkLoops(check: Check): void {
  const { graph, say } = check
  const count = Object.values(graph.definition.nodes).filter(({ kind }) => kind === 'foreach').length
  if (count > LOOPS_PER_FLOW_MAX) say('', 'loops-many', { count, max: LOOPS_PER_FLOW_MAX })
  const inside = new Map<string, Set<string>>()
  for (const [loop, members] of graph.bodies?.of ?? []) {
    const node = graph.definition.nodes[loop]
    if (node?.kind !== 'foreach') continue
    const rounds = roundsOf(graph.bodies, loop, members)
    checkLoop(check, loop, node, rounds)
    for (const name of [itemName(node.as), indexName(node.as)])
      inside.set(name, new Set([...(inside.get(name) ?? []), ...rounds]))
  }
  if (inside.size === 0) return
  for (const [id, own] of graph.refs)
    for (const name of readIn(own))
      if (inside.get(name)?.has(id) === false) say(id, 'item-outside', { field: name })
}

function checkLoop(
  { graph, world, say }: Check,
  loop: string,
  { as, over }: ForeachNode,
  rounds: ReadonlySet<string>,
): void {
  const { definition } = graph
  const field = over.kind === 'field' ? over.field : undefined
  const type = field && typeNamed(catalogueIn(catalogueOf(world.fields), definition), field)
  if (field && type && type !== 'list') say(loop, 'list-wanted', { field })
  for (const id of rounds) {
    const other = definition.nodes[id]
    if (other?.kind === 'foreach' && other.as === as) say(id, 'loop-name-twice', { name: as })
  }
}

/** The steps of a loop's rounds with those of the loops inside. */
function roundsOf(bodies: Bodies | null, loop: string, members: ReadonlySet<string>): Set<string> {
  const all = new Set(members)
  for (const id of all) if (id !== loop) for (const inner of bodies?.of.get(id) ?? []) all.add(inner)
  return all
}

function readIn({ texts = [], fields = [], formulas = [] }: Refs): string[] {
  return [
    ...fields,
    ...texts.flatMap((text) => mergeFieldsOf(text).names),
    ...formulas.flatMap(({ text }) => namesIn(text)),
  ]
}
