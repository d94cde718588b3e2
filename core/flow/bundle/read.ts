import { placeOfIssue } from '#core/base/issue.ts'
import { isObject } from '#core/base/json.ts'
import type { Words } from '#core/base/language.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { canonicalValue } from '#core/contact/field/value.ts'
import { Bundle, type BundleField } from '#core/flow/bundle/form.ts'
import { keysOf } from '#core/flow/bundle/key.ts'
import { BUNDLE_FORMAT } from '#core/flow/bundle/limit.ts'
import { segmentKey } from '#core/flow/bundle/meant.ts'
import { type Referred, refer } from '#core/flow/bundle/refer.ts'
import { measureBundle } from '#core/flow/bundle/size.ts'
import { Definition } from '#core/flow/definition.ts'
import { readFlowFile } from '#core/flow/file.ts'
import { fieldsOf } from '#core/flow/uses.ts'

/** A file that was read. Its flows name each other, and sequences, by stand-ins of ids, which `real` ids replace when it is brought in. */
export type Read = Omit<Bundle, 'flows'> & {
  /** The file tells the types of its fields; else they are guessed from the steps that fill them. */
  readonly told: boolean
  readonly flows: readonly (Omit<Bundle['flows'][number], 'definition'> & {
    readonly id: string
    readonly definition: Definition
  })[]
  /** The stand-in of every key, of what is in the file and what is outside of it. */
  readonly ids: Readonly<Record<Referred, ReadonlyMap<string, string>>>
}

/**
 * A bot or flow from a file, or why it is refused, with the place in the file. Looks at size before form, so a hostile file costs no more
 * than its reading. A flow file of format 1 is read too.
 */
export function readBundle(raw: unknown): Read | Refusal {
  if (!isObject(raw) || (raw.wetalk !== 'bot' && raw.wetalk !== 'flow')) return wrong('wetalk', NO_FILE)
  const size = measureBundle(raw)
  if (size) return size
  if (typeof raw.format === 'number' && raw.format > BUNDLE_FORMAT) return wrong('format', NEWER)
  if (raw.format === 1 && raw.wetalk === 'flow') return readSingle(raw)
  const parsed = Bundle.safeParse(raw)
  if (!parsed.success) return wrongIn(raw, parsed.error.issues[0])
  const bundle = parsed.data
  const odd = oddities(bundle)
  if (odd) return odd
  const ids = idsFor(bundle)
  const flows: Read['flows'][number][] = []
  for (const [at, flow] of bundle.flows.entries()) {
    const id = ids.flow.get(flow.key) ?? ''
    const definition = definitionOf(flow.definition, ids)
    if (typeof definition === 'object' && 'place' in definition)
      return wrongIn(raw, { ...definition.issue, path: ['flows', at, 'definition', ...definition.place] })
    flows.push({ ...flow, id, definition })
  }
  return { ...bundle, told: true, flows, ids }
}

const NO_FILE: Words = {
  id: 'bukan berkas bot atau flow Wetalk',
  en: 'is no file of a Wetalk bot or flow',
}
const NEWER: Words = {
  id: `lebih baru dari yang dibaca versi ini (${BUNDLE_FORMAT})`,
  en: `newer than this version reads (${BUNDLE_FORMAT})`,
}

/** One flow in its former form, which told nothing of its fields. */
function readSingle(raw: Readonly<Record<string, unknown>>): Read | Refusal {
  const file = readFlowFile(raw)
  if (isRefusal(file)) {
    const { field = '', reason = '', reason_id, reason_en } = file.details ?? {}
    if (file.code !== 'bad-input') return file
    return refuse('bundle-wrong', {
      place: field,
      ...{ reason: reason_en ?? reason, ...(reason_id ? { reason_id } : {}) },
    })
  }
  const { name, definition, layout, tests } = file
  const { fills, tags } = fieldsOf(definition)
  const key = keysOf()(name, 'flow')
  return {
    ...{
      wetalk: 'flow',
      format: BUNDLE_FORMAT,
      name,
      told: false,
      tags: [...tags],
      templates: [],
      toFill: [],
    },
    outside: { flows: [], sequences: [] },
    fields: fills.map((field): BundleField => ({ ...BLANK, ...field, label: labelOf(field.key) })),
    flows: [{ key, id: standIn(0), name, testsRequired: false, definition, layout, tests }],
    ...{ sequences: [], segments: [], files: [] },
    ids: { flow: new Map([[key, standIn(0)]]), sequence: new Map() },
  }
}
const BLANK = { scope: 'contact', folder: '', description: '', default: '' } as const

/** `order_no` → `Order no`: a beginning that people change as they like. */
export function labelOf(key: string): string {
  const words = key.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What the form alone does not forbid: the same key twice, a default that is none of its type, a step of a sequence to nowhere. */
function oddities({ wetalk, flows, sequences, outside, fields, segments, files }: Bundle): Refusal | null {
  const lists: [string, readonly { readonly key: string }[]][] = [
    ['fields', fields],
    ['flows', [...flows, ...outside.flows]],
    ['sequences', [...sequences, ...outside.sequences]],
    ['segments', segments.map(({ name }) => ({ key: segmentKey(name) }))],
    ['files', files],
  ]
  for (const [place, list] of lists) {
    const keys = list.map(({ key }) => key)
    const twice = keys.find((key, at) => keys.indexOf(key) !== at)
    if (twice !== undefined)
      return wrong(place, { id: `“${twice}” ada dua kali`, en: `“${twice}” stands twice` })
  }
  if (wetalk === 'flow' && flows.length !== 1) return wrong('flows', ONE_FLOW)
  const bad = fields.findIndex(({ type, default: begin }) => canonicalValue(type, begin) === null)
  if (bad >= 0) return wrong(`fields[${bad}].default`, NO_VALUE)
  const known = new Set([...flows, ...outside.flows].map(({ key }) => key))
  for (const [at, { steps }] of sequences.entries())
    for (const [step, { flow }] of steps.entries())
      if (!known.has(flow)) return wrong(`sequences[${at}].steps[${step}].flow`, unknownKey(flow))
  return null
}
const ONE_FLOW: Words = {
  id: 'berkas flow berisi tepat satu flow',
  en: 'the file of a flow holds exactly one',
}
const NO_VALUE: Words = { id: 'bukan nilai dari jenis field ini', en: 'is no value of this type of field' }

function unknownKey(key: string): Words {
  return { id: `“${key}” tidak ada di berkas ini`, en: `“${key}” is not in this file` }
}

function idsFor({ flows, sequences, outside }: Bundle): Read['ids'] {
  let next = 0
  const given = (list: readonly { readonly key: string }[]) =>
    new Map(list.map(({ key }) => [key, standIn(next++)]))
  return {
    flow: given([...flows, ...outside.flows]),
    sequence: given([...sequences, ...outside.sequences]),
  }
}

/** Of the form of an id, and never one: no real id is made in 1970. */
function standIn(at: number): string {
  return `00000000-0000-7000-8000-${at.toString(16).padStart(12, '0')}`
}

type Odd = { readonly place: readonly PropertyKey[]; readonly issue: object }

function definitionOf(raw: Bundle['flows'][number]['definition'], ids: Read['ids']): Definition | Odd {
  let lost: Odd | undefined
  const nodes = refer(raw.nodes, (what, key, node) => {
    const id = ids[what].get(key)
    if (id === undefined) lost ??= { place: ['nodes', node, what], issue: { said: unknownKey(key) } }
    return id
  })
  if (lost) return lost
  const parsed = Definition.safeParse({ ...raw, nodes })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  return { place: issue?.path ?? [], issue: issue ?? {} }
}

function wrong(place: string, { id, en }: Words): Refusal {
  return refuse('bundle-wrong', { place, reason: en, reason_id: id })
}

/** The place as a person finds it: the flow by its name, the rest by the names in the file. */
function wrongIn(raw: Readonly<Record<string, unknown>>, issue: unknown): Refusal {
  const { path, words } = placeOfIssue(issue)
  return wrong(placeIn(raw, path), isObject(issue) && 'said' in issue ? (issue.said as Words) : words)
}

function placeIn(raw: Readonly<Record<string, unknown>>, path: readonly unknown[]): string {
  const text = path.reduce<string>(
    (told, part) =>
      typeof part === 'number' ? `${told}[${part}]` : told === '' ? String(part) : `${told}.${String(part)}`,
    '',
  )
  const flow = path[0] === 'flows' && Array.isArray(raw.flows) ? raw.flows[Number(path[1])] : undefined
  const name = isObject(flow) && typeof flow.name === 'string' ? flow.name.slice(0, 80) : ''
  return name === '' ? text || 'file' : `${text} (${name})`
}
