import type { Check, Say } from '#core/flow/check/world.ts'
import type { Refs } from '#core/flow/kind.ts'
import { KNOWN_NAMES, mergeFieldsOf } from '#core/flow/text/merge.ts'

/** Merge fields, contact fields and files that are not there. A field that the flow itself fills counts as there. */
export function checkNames({ graph, world, say }: Check): void {
  const fields = new Set(world.fields)
  for (const { fills = [] } of graph.refs.values()) for (const field of fills) fields.add(field)
  const known: Known = {
    fields,
    names: new Set([...fields, ...KNOWN_NAMES]),
    files: world.files ? new Set(world.files) : null,
    secrets: world.secrets ? new Set(world.secrets) : null,
  }
  for (const [id, refs] of graph.refs) checkNode(id, refs, known, say)
}

type Known = {
  readonly fields: ReadonlySet<string>
  readonly names: ReadonlySet<string>
  readonly files: ReadonlySet<string> | null
  readonly secrets: ReadonlySet<string> | null
}

function checkNode(
  id: string,
  { texts = [], fields = [], files = [], secrets = [] }: Refs,
  known: Known,
  say: Say,
): void {
  for (const text of texts) checkText(id, text, known.names, say)
  for (const field of fields) if (!known.fields.has(field)) say(id, 'field-unknown', { field })
  for (const file of files) if (known.files && !known.files.has(file)) say(id, 'file-missing', { file })
  for (const secret of secrets)
    if (known.secrets && !known.secrets.has(secret)) say(id, 'secret-missing', { secret })
}

function checkText(id: string, text: string, names: ReadonlySet<string>, say: Say): void {
  const read = mergeFieldsOf(text)
  for (const field of read.invalid) say(id, 'merge-invalid', { field: field.slice(0, 60) })
  for (const field of read.names)
    if (!names.has(field)) say(id, 'merge-unknown', { field: field.slice(0, 60) })
}
