import assert from 'node:assert/strict'
import { type HostileCase, loadSuite } from './hostile.ts'

/** The corpus draws flows in a neutral form of nodes and edges; this turns them into ours, faults and all. */
type Neutral = { readonly nodes?: unknown; readonly edges?: unknown; readonly version?: number }
type NeutralNode = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string }
type NeutralEdge = { readonly from: string; readonly port: string; readonly to: string }

export const SELF = '01890000-0000-7000-8000-000000000001'
const GONE = '01890000-0000-7000-8000-00000000dead'
export const { cases } = loadSuite('flows')

export function flowOf({ flow }: HostileCase): Neutral {
  const recipe = flow as Neutral & { $gen?: string; nodes?: unknown; bytes?: number }
  const count = Number(recipe.nodes ?? 0)
  const line = Array.from({ length: count }, (_, at) => ({
    id: `n${at}`,
    type: at === 0 ? 'start' : 'send',
    text: 'x',
  }))
  const ids = line.map(({ id }) => id)
  switch (recipe.$gen) {
    case 'flow-line':
      return { nodes: line, edges: ids.slice(1).map((to, at) => ({ from: ids[at], port: 'next', to })) }
    case 'flow-clique':
      return {
        nodes: line,
        edges: ids.flatMap((from) => ids.map((to, at) => ({ from, port: `branch:p${at}`, to }))),
      }
    case 'flow-big-text':
      return {
        nodes: [
          { id: 's', type: 'start' },
          { id: 'a', type: 'send', text: 'x'.repeat(recipe.bytes ?? 0) },
        ],
        edges: [{ from: 's', port: 'next', to: 'a' }],
      }
    default:
      return recipe
  }
}

/** The neutral form as a file of ours. Open exits that the corpus leaves out, because it means an end, lead to one. */
export function fileOf({ nodes, edges, version }: Neutral): unknown {
  const drawn = Array.isArray(nodes) ? (nodes as NeutralNode[]) : []
  const entries = drawn.map((node) => [node.id, nodeOf(node)] as const)
  const wrong = nodes !== undefined && !Array.isArray(nodes) ? nodes : undefined
  const definition = { format: 1, start: drawn[0]?.id, nodes: wrong ?? Object.fromEntries(entries) }
  if (!wrong) addWays(definition.nodes as Record<string, NodeForm>, (edges ?? []) as NeutralEdge[])
  return { wetalk: 'flow', format: version ?? 1, name: 'Hostile', definition }
}

type NodeForm = { kind: string; next: Record<string, unknown>; [key: string]: unknown }

function addWays(nodes: Record<string, NodeForm>, edges: readonly NeutralEdge[]): void {
  for (const { from, port, to } of edges) {
    const node = nodes[from]
    if (!node) continue
    const known = node.next[port]
    node.next[port] = known === undefined ? to : [known, to].flat()
  }
  const [first, second] = Object.keys(nodes)
  if (first && second && nodes[first] && Object.keys(nodes[first].next).length === 0)
    nodes[first].next.next = second
  let open = false
  for (const node of Object.values(nodes)) {
    for (const outlet of openEnds(node)) {
      node.next[outlet] = 'end'
      open = true
    }
  }
  if (open) nodes.end = { kind: 'message', text: 'selesai', next: {} }
}

function openEnds(node: NodeForm): string[] {
  if (Object.keys(node.next).length > 0) return []
  if (node.kind === 'condition') return ['yes', 'no']
  if (node.kind === 'question') return ['answered']
  if (node.kind === 'wait') return ['next']
  return Array.isArray(node.buttons) ? node.buttons.map(({ id }) => `button:${id}`) : []
}

function nodeOf({ id: _, type, ...rest }: NeutralNode): NodeForm {
  const next = {}
  switch (type) {
    case 'start':
      return { kind: 'start', next }
    case 'send':
      return { kind: 'message', text: rest.text ?? 'x', next }
    case 'buttons': {
      const buttons = (rest.buttons as { title: string }[]).map(({ title }, at) => ({ id: `b${at}`, title }))
      return { kind: 'message', text: rest.text, buttons, next }
    }
    case 'question': {
      const pattern = (rest.validate as { regex?: string } | undefined)?.regex
      return { kind: 'question', text: rest.text, field: rest.save, pattern, next }
    }
    case 'goto':
      return { kind: 'goto', next: { next: rest.target } }
    case 'delay':
      return { kind: 'wait', wait: { kind: 'for', length: { amount: rest.seconds, unit: 'second' } }, next }
    case 'until':
      return { kind: 'wait', wait: { kind: 'until', clock: rest.local, zone: rest.tz }, next }
    case 'subflow':
      return { kind: 'subflow', flow: rest.flow === '$self' ? SELF : GONE, next }
    case 'set':
      return { kind: 'action', actions: [{ do: 'setField', field: rest.name, value: rest.value }], next }
    case 'hours': {
      const days = [1, 2, 3, 4, 5, 6, 7]
      const rule = { fact: 'time', is: 'within', from: rest.open, to: rest.close, days, zone: rest.tz }
      return { kind: 'condition', when: { match: 'all', groups: [{ match: 'all', rules: [rule] }] }, next }
    }
    case 'http': {
      const headers = Object.entries((rest.headers ?? {}) as Record<string, string>).map(([name, value]) => ({
        name,
        value,
      }))
      const secret =
        rest.credential === undefined ? [] : [{ name: 'authorization', value: '', secret: rest.credential }]
      const url = String(rest.url)
        .replace('{{TEST_SERVER}}', 'https://uji.example')
        .replace('{{CANARY}}', 'x')
      return { kind: 'http', url, headers: [...headers, ...secret], next }
    }
    default:
      // Kinds that this product has not: a condition by expression, products, waiting for a webhook.
      return { ...rest, kind: type === 'condition' ? 'expression' : type, next }
  }
}

export function caseOf(id: string): HostileCase {
  const found = cases.find((one) => one.id === id)
  assert(found, id)
  return found
}
