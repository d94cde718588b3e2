import type { Catalogue, NamedShape } from '#core/contact/field/catalogue.ts'
import type { FieldType } from '#core/contact/field/value.ts'
import type { Definition } from '#core/flow/definition.ts'
import { indexName, inputName, itemName, outputName } from '#core/flow/local/names.ts'

/** What a name of the run is: given by the caller, given back to it, or where a loop stands. */
type LocalUse = 'input' | 'output' | 'item' | 'index'
export type Local = { readonly name: string; readonly type: FieldType; readonly use: LocalUse }

/** The names that live in the runs of a flow and in no contact, each once; outputs alone are filled by steps. */
export function localsOf(definition: Definition): readonly Local[] {
  const known = declared.get(definition)
  if (known) return known
  const found = new Map<string, Local>()
  for (const local of declaredIn(definition)) if (!found.has(local.name)) found.set(local.name, local)
  const made = sameAs([...found.values()])
  declared.set(definition, made)
  return made
}
const declared = new WeakMap<Definition, readonly Local[]>()

/** Definitions that declare the same share one list, so that an edit elsewhere changes nothing for those who read it. */
function sameAs(locals: readonly Local[]): readonly Local[] {
  if (locals.length === 0) return NONE
  const key = locals.map(({ name, type }) => `${name} ${type}`).join('\n')
  const before = lists.get(key)
  if (before) return before
  if (lists.size >= LISTS_MAX) lists.clear()
  lists.set(key, locals)
  return locals
}
const NONE: readonly Local[] = []
const LISTS_MAX = 500
const lists = new Map<string, readonly Local[]>()

function declaredIn({ nodes, start }: Definition): Local[] {
  const made: Local[] = []
  const first = Object.hasOwn(nodes, start) ? nodes[start] : undefined
  if (first?.kind === 'start') {
    for (const { key, type } of first.inputs ?? []) made.push({ name: inputName(key), type, use: 'input' })
    for (const { key, type } of first.outputs ?? []) made.push({ name: outputName(key), type, use: 'output' })
  }
  for (const node of Object.values(nodes)) {
    if (node.kind !== 'foreach') continue
    made.push({ name: itemName(node.as), type: 'text', use: 'item' })
    made.push({ name: indexName(node.as), type: 'number', use: 'index' })
  }
  return made
}

/** What a flow takes and gives back, as its start says. */
export function signatureOf({ nodes, start }: Definition) {
  const first = Object.hasOwn(nodes, start) ? nodes[start] : undefined
  return first?.kind === 'start'
    ? { inputs: first.inputs ?? [], outputs: first.outputs ?? [] }
    : { inputs: [], outputs: [] }
}

type Declared = { readonly key: string; readonly former?: readonly string[] | undefined }

/** The input or output that a caller means by a name: what is called so now, else what was called so before. */
export function declaredAs<T extends Declared>(all: readonly T[], name: string): T | undefined {
  return all.find(({ key }) => key === name) ?? all.find(({ former }) => former?.includes(name))
}

/** What a caller wrote for one of them; what stands under its present name wins. */
export function writtenFor<W>(
  all: readonly Declared[],
  key: string,
  written: readonly W[],
  nameOf: (one: W) => string,
): W | undefined {
  const meant = written.filter((one) => declaredAs(all, nameOf(one))?.key === key)
  return meant.find((one) => nameOf(one) === key) ?? meant[0]
}

/** The fields of a workspace together with the names of a flow's runs, which win. */
export function catalogueIn(fields: Catalogue, definition: Definition): Catalogue {
  return withLocals(fields, localsOf(definition))
}

export function withLocals(fields: Catalogue, locals: readonly Local[]): Catalogue {
  if (locals.length === 0) return fields
  const known = merged.get(locals)
  if (known?.fields === fields) return known.catalogue
  const catalogue = new Map(fields)
  for (const { name, type } of locals) catalogue.set(name, shapeOf(name, type))
  merged.set(locals, { fields, catalogue })
  return catalogue
}
const merged = new WeakMap<readonly Local[], { readonly fields: Catalogue; readonly catalogue: Catalogue }>()

function shapeOf(name: string, type: FieldType): NamedShape {
  return { id: name, key: name, type, scope: 'run', former: [] }
}
