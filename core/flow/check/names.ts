import { type Catalogue, catalogueOf, textField } from '#core/contact/field/catalogue.ts'
import type { Check, Say } from '#core/flow/check/world.ts'
import { readFormula } from '#core/flow/formula/formula.ts'
import { type Wrong, wrongSentence } from '#core/flow/formula/wrong.ts'
import type { Refs } from '#core/flow/kind.ts'
import { catalogueIn } from '#core/flow/local/local.ts'
import { mergeFieldsOf, unknownFilters } from '#core/flow/text/merge.ts'
import { isSystemField, typeNamed } from '#core/flow/text/system.ts'

/** Merge fields, formulas, fields and files that are not there. A field that the flow itself fills counts as there. */
export function checkNames({ graph, world, say }: Check): void {
  const fields = new Map(catalogueIn(catalogueOf(world.fields), graph.definition))
  for (const { fills = [] } of graph.refs.values())
    for (const field of fills) if (!fields.has(field)) fields.set(field, textField(field))
  const known: Known = {
    fields,
    files: world.files ? new Set(world.files) : null,
    secrets: world.secrets ? new Set(world.secrets) : null,
  }
  for (const [id, refs] of graph.refs) checkNode(id, refs, known, say)
}

type Known = {
  readonly fields: Catalogue
  readonly files: ReadonlySet<string> | null
  readonly secrets: ReadonlySet<string> | null
}

function checkNode(id: string, refs: Refs, known: Known, say: Say): void {
  const { texts = [], fields = [], files = [], formulas = [], secrets = [] } = refs
  for (const text of texts) checkText(id, text, known.fields, say)
  for (const { text, wanted } of formulas) checkFormula(id, text, wanted, { fields: known.fields, say })
  for (const field of fields)
    if (!known.fields.has(field) && !isSystemField(field)) say(id, 'field-unknown', { field })
  for (const file of files) if (known.files && !known.files.has(file)) say(id, 'file-missing', { file })
  for (const secret of secrets)
    if (known.secrets && !known.secrets.has(secret)) say(id, 'secret-missing', { secret })
}

function checkText(id: string, text: string, fields: Catalogue, say: Say): void {
  const read = mergeFieldsOf(text)
  for (const piece of read.invalid) {
    const field = piece.slice(0, 60)
    const [filter] = unknownFilters(piece)
    if (filter === undefined) say(id, 'merge-invalid', { field })
    else say(id, 'filter-unknown', { field: piece, filter })
  }
  for (const field of read.names)
    if (!fields.has(field) && !isSystemField(field)) say(id, 'merge-unknown', { field: field.slice(0, 60) })
}

type Around = { readonly fields: Catalogue; readonly say: Say }
type Wanted = NonNullable<Refs['formulas']>[number]['wanted']

function checkFormula(id: string, text: string, wanted: Wanted, { fields, say }: Around): void {
  const wrong = judgeFormula(text, wanted, fields)
  if (!wrong) return
  const reason = { id: bare(wrongSentence(wrong, 'id')), en: bare(wrongSentence(wrong, 'en')) }
  say(id, 'formula-invalid', { formula: text.slice(0, 60), reason })
}

function bare(sentence: string): string {
  return sentence.replace(/\.$/, '')
}

/** What is wrong with a formula where its result must be of a type, or fit a field; null when nothing is. */
export function judgeFormula(text: string, wanted: Wanted, fields: Catalogue): Wrong | null {
  const read = readFormula(text, (name) => typeNamed(fields, name))
  if (read.kind === 'wrong') return read
  const type = typeof wanted === 'string' ? wanted : (fields.get(wanted.field)?.type ?? 'text')
  if (read.type === type || type === 'text') return null
  return { kind: 'wrong', code: 'result', from: 0, to: text.length, name: CEL[read.type], wanted: CEL[type] }
}
const CEL = {
  text: 'string',
  number: 'number',
  boolean: 'bool',
  date: 'date',
  datetime: 'datetime',
  list: 'list',
} as const
