import { placeOfIssue } from '#core/base/issue.ts'
import { isObject } from '#core/base/json.ts'
import type { Words } from '#core/base/language.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import { DEFINITION_BYTES_MAX, type Definition, FlowFile, NODES_MAX } from '#core/flow/definition.ts'

/** Ways of one flow, all steps together. */
export const WAYS_MAX = 4000
/** The newest form of a flow that this version can read. */
const FORMAT = 1

/**
 * A flow file from outside, or why it is refused: too large, newer than this version, or not of the form, with the
 * place of the first mistake. Looks at size before form, so a hostile file costs no more than its reading.
 */
export function readFlowFile(raw: unknown): FlowFile | Refusal {
  if (!isObject(raw)) return refuse('bad-input', { field: 'file', reason: 'not a flow file' })
  const size = checkSize(raw)
  if (size) return size
  if (isNewer(raw.format) || (isObject(raw.definition) && isNewer(raw.definition.format))) {
    return refuse('bad-input', { field: 'format', reason: `newer than this version reads (${FORMAT})` })
  }
  const parsed = FlowFile.safeParse(raw)
  if (parsed.success) return parsed.data
  const { path, words } = placeOfIssue(parsed.error.issues[0])
  return refuse('bad-input', {
    field: path.map(String).join('.') || 'file',
    ...{ reason: words.en, reason_id: words.id },
  })
}

/** Whether a flow is small enough to keep: its steps, its ways, all its texts. */
export function checkFlowSize(definition: Definition): Refusal | null {
  return checkSize({ definition })
}

function isNewer(format: unknown): boolean {
  return typeof format === 'number' && format > FORMAT
}

/** Deeper than any flow; a file that nests further is meant to hurt. */
const DEPTH_MAX = 30
const VALUES_MAX = 200_000

function checkSize(raw: Readonly<Record<string, unknown>>): Refusal | null {
  const wrong = measure(raw, DEFINITION_BYTES_MAX)
  if (wrong) return wrong === 'too-large' ? refuse('flow-too-large', { max: '2 MB' }) : refuseFile(wrong)
  const definition = raw.definition
  const nodes = isObject(definition) && isObject(definition.nodes) ? Object.values(definition.nodes) : []
  if (nodes.length > NODES_MAX) return refuse('flow-too-large', { max: `${NODES_MAX} nodes` })
  return countWays(nodes) > WAYS_MAX ? refuse('flow-too-large', { max: `${WAYS_MAX} ways` }) : null
}

/** Ways of nodes that nobody has looked at yet. */
export function countWays(nodes: readonly unknown[]): number {
  let ways = 0
  for (const node of nodes) if (isObject(node) && isObject(node.next)) ways += Object.keys(node.next).length
  return ways
}

function refuseFile({ field, reason }: Wrong): Refusal {
  return refuse('bad-input', { field, reason: reason.en, reason_id: reason.id })
}

/** What of a file from outside is meant to hurt, and where. */
export type Wrong = { readonly field: string; readonly reason: Words }
const TOO_DEEP = { id: 'bersarang terlalu dalam', en: 'nested too deeply' }
const RESERVED_NAME = { id: 'nama yang tidak boleh dipakai', en: 'reserved name' }

/** Walks through all of it without recursion and stops at the first bound it meets; `unitsMax`: of all texts and names together. */
export function measure(raw: unknown, unitsMax: number): Wrong | 'too-large' | null {
  const walk: Walk = { work: [{ value: raw, depth: 0 }], units: 0, values: 0 }
  for (let item = walk.work.pop(); item !== undefined; item = walk.work.pop()) {
    const wrong = measureOne(item, walk, unitsMax)
    if (wrong) return wrong
  }
  return null
}

type Item = { readonly value: unknown; readonly depth: number }
type Walk = { readonly work: Item[]; units: number; values: number }

function measureOne({ value, depth }: Item, walk: Walk, unitsMax: number): Wrong | 'too-large' | null {
  walk.values++
  if (typeof value === 'string') walk.units += value.length
  if (walk.units > unitsMax || walk.values > VALUES_MAX) return 'too-large'
  if (typeof value !== 'object' || value === null) return null
  if (depth > DEPTH_MAX) return { field: 'file', reason: TOO_DEEP }
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__') return { field: key, reason: RESERVED_NAME }
    walk.units += key.length
    walk.work.push({ value: inner, depth: depth + 1 })
  }
  return null
}
