import { isObject } from '#core/base/json.ts'

/** What a step of a flow names besides fields and tags: other flows, and sequences. */
export type Referred = 'flow' | 'sequence'
/** Says what stands for a name; undefined: it stays away. */
type Refer = (what: Referred, name: string, node: string) => string | undefined

/**
 * The nodes with each flow and sequence that they name replaced. Takes them as they come from a file: what is not of the form stays as it
 * is, for the schema to judge.
 */
export function refer(nodes: Readonly<Record<string, unknown>>, to: Refer): Record<string, unknown> {
  return Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, referIn(id, node, to)]))
}

function referIn(id: string, node: unknown, to: Refer): unknown {
  if (!isObject(node)) return node
  const { kind, flow, actions } = node
  if ((kind === 'goto' || kind === 'subflow') && typeof flow === 'string') {
    const meant = to('flow', flow, id)
    const { flow: _, ...without } = node
    return meant === undefined ? without : { ...node, flow: meant }
  }
  if (kind === 'action' && Array.isArray(actions))
    return { ...node, actions: actions.map((action) => actionTo(id, action, to)) }
  return node
}

function actionTo(id: string, action: unknown, to: Refer): unknown {
  if (!isObject(action) || action.do !== 'sequence') return action
  const { sequence } = action
  if (typeof sequence !== 'string' || sequence === '') return action
  return { ...action, sequence: to('sequence', sequence, id) ?? '' }
}
