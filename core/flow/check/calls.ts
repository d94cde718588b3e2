import type { Words } from '#core/base/language.ts'
import { type Catalogue, catalogueOf } from '#core/contact/field/catalogue.ts'
import { readValue } from '#core/contact/field/read.ts'
import type { FieldType } from '#core/contact/field/value.ts'
import type { Say, World } from '#core/flow/check/world.ts'
import type { Definition } from '#core/flow/definition.ts'
import { catalogueIn, declaredAs, signatureOf, writtenFor } from '#core/flow/local/local.ts'
import type { FlowInput, FlowOutput } from '#core/flow/local/shape.ts'
import type { SubflowNode } from '#core/flow/nodes/subflow.ts'
import { onlyName } from '#core/flow/text/merge.ts'
import { typeNamed } from '#core/flow/text/system.ts'

/** What of a check is looked at here. */
type Check = {
  readonly graph: { readonly definition: Definition }
  readonly world: Pick<World, 'flow' | 'flows' | 'fields'>
  readonly say: Say
}

/** What each call gives to a flow and takes from it, against what that flow's start declares. */
export function checkCalls(check: Check): void {
  const { graph, world } = check
  for (const [id, node] of Object.entries(graph.definition.nodes)) {
    if ((node.kind !== 'subflow' && node.kind !== 'goto') || node.flow === undefined) continue
    const called =
      node.flow === world.flow
        ? graph.definition
        : world.flows.find((flow) => flow.id === node.flow)?.definition
    if (called && node.kind === 'goto') checkJump(check, id, called)
    else if (called && node.kind === 'subflow') checkCall(check, id, node, called)
  }
}

/** A flow that one goes over to for good is given nothing. */
function checkJump({ say }: Check, id: string, called: Definition): void {
  for (const { key, value } of signatureOf(called).inputs)
    if (value === undefined) say(id, 'input-lost', { input: key })
}

function checkCall(check: Check, id: string, node: SubflowNode, called: Definition): void {
  const { inputs, outputs } = signatureOf(called)
  const fields = catalogueIn(catalogueOf(check.world.fields), check.graph.definition)
  for (const input of inputs) checkInput(check, id, { node, input, inputs, fields })
  for (const { input } of node.inputs ?? [])
    if (!declaredAs(inputs, input)) check.say(id, 'input-unknown', { input })
  checkOutputs(check, id, { node, outputs, fields })
}

type Giving = {
  readonly node: SubflowNode
  readonly input: FlowInput
  readonly inputs: readonly FlowInput[]
  readonly fields: Catalogue
}

function checkInput({ say }: Check, id: string, { node, input, inputs, fields }: Giving): void {
  const { key, type, value } = input
  const written = writtenFor(inputs, key, node.inputs ?? [], ({ input: name }) => name)
  const given = written?.value.trim() ?? ''
  if (given !== '') {
    if (!mayBe(type, given, fields)) say(id, 'input-type', { input: key, type: TYPES[type] })
  } else if (value === undefined) say(id, 'input-missing', { input: key })
}

type Taking = {
  readonly node: SubflowNode
  readonly outputs: readonly FlowOutput[]
  readonly fields: Catalogue
}

function checkOutputs({ say }: Check, id: string, { node, outputs, fields }: Taking): void {
  for (const { output, field } of node.outputs ?? []) {
    const made = declaredAs(outputs, output)
    const type = fields.get(field)?.type
    if (!made) say(id, 'output-unknown', { output })
    else if (type && !fits(made.type, type)) say(id, 'output-type', { output, field, type: TYPES[type] })
  }
}

/** Whether what is written may come to a value of the type: what fields will hold is not known. */
function mayBe(type: FieldType, written: string, fields: Catalogue): boolean {
  const name = onlyName(written)
  if (name !== null) return fits(typeNamed(fields, name) ?? 'text', type)
  return written.includes('{{') || readValue(type, written, 'id') !== null
}

/** Every value has a text, a list may be of one; a text may hold anything. */
function fits(from: FieldType, to: FieldType): boolean {
  return from === to || to === 'text' || to === 'list' || from === 'text'
}

/** Types as a problem's sentence says them. */
export const TYPES: Readonly<Record<FieldType, Words>> = {
  text: { id: 'teks', en: 'a text' },
  number: { id: 'angka', en: 'a number' },
  boolean: { id: 'ya/tidak', en: 'yes or no' },
  date: { id: 'tanggal', en: 'a date' },
  datetime: { id: 'tanggal dan jam', en: 'a date and time' },
  list: { id: 'daftar', en: 'a list' },
}
