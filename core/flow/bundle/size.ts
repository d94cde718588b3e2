import { isObject } from '#core/base/json.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import { BUNDLE_FLOWS_MAX, BUNDLE_NODES_MAX, BUNDLE_UNITS_MAX } from '#core/flow/bundle/limit.ts'
import { NODES_MAX } from '#core/flow/definition.ts'
import { countWays, measure, WAYS_MAX } from '#core/flow/file.ts'

/** Why a file is refused before its form is looked at: too large in one of its measures, each named, or meant to hurt; null: it is not. */
export function measureBundle(raw: Readonly<Record<string, unknown>>): Refusal | null {
  const wrong = measure(raw, BUNDLE_UNITS_MAX)
  if (wrong === 'too-large') return tooLarge('2 MB', '2 MB')
  if (wrong) {
    const { field, reason } = wrong
    return refuse('bundle-wrong', { place: field, reason: reason.en, reason_id: reason.id })
  }
  const flows = Array.isArray(raw.flows) ? raw.flows : []
  if (flows.length > BUNDLE_FLOWS_MAX)
    return tooLarge(`${BUNDLE_FLOWS_MAX} flow`, `${BUNDLE_FLOWS_MAX} flows`)
  let all = 0
  for (const flow of flows) {
    const nodes = nodesOf(flow)
    all += nodes.length
    if (nodes.length > NODES_MAX)
      return tooLarge(`${NODES_MAX} langkah per flow`, `${NODES_MAX} steps in a flow`)
    if (countWays(nodes) > WAYS_MAX)
      return tooLarge(`${WAYS_MAX} jalur per flow`, `${WAYS_MAX} ways in a flow`)
  }
  if (all <= BUNDLE_NODES_MAX) return null
  return tooLarge(`${BUNDLE_NODES_MAX} langkah`, `${BUNDLE_NODES_MAX} steps`)
}

function nodesOf(flow: unknown): unknown[] {
  if (!isObject(flow) || !isObject(flow.definition) || !isObject(flow.definition.nodes)) return []
  return Object.values(flow.definition.nodes)
}

function tooLarge(id: string, en: string): Refusal {
  return refuse('bundle-too-large', { max: en, max_id: id })
}
