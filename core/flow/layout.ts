import { type Graph, graphOf } from '#core/flow/check/graph.ts'
import type { Definition, FlowNode, Layout } from '#core/flow/definition.ts'
import { draftsAt } from '#core/flow/kinds.ts'
import { outletsOf } from '#core/flow/outlets.ts'

/** Pixels of a card, and between the left edges of two columns. */
export const CARD_WIDTH = 256
export const COLUMN = 360
const GAP = 64
const HEADER = 56
const LINE = 20
const LINES_MAX = 6
const LINE_LETTERS = 34
const EXIT = 34

/**
 * Places for all cards: columns from left to right by the shortest way from the start, each column from top to bottom
 * in the order in which the column before leads to it. What the start never reaches stands in columns of its own
 * below. No card lies on another.
 */
export function tidy(definition: Definition): Layout['at'] {
  const graph = graphOf(definition)
  const at: Layout['at'] = {}
  const placed = new Set<string>()
  let top = 0
  for (const root of [definition.start, ...Object.keys(definition.nodes)]) {
    if (placed.has(root) || !graph.ways.has(root)) continue
    top = placeFrom(graph, root, { at, placed, top })
  }
  return at
}

type Board = { readonly at: Layout['at']; readonly placed: Set<string>; readonly top: number }

/** Places what a root leads to, and says where the next root may begin. */
function placeFrom(graph: Graph, root: string, { at, placed, top }: Board): number {
  let column = [root]
  placed.add(root)
  let bottom = top
  for (let x = 0; column.length > 0; x += COLUMN) {
    let y = top
    for (const id of column) {
      at[id] = { x, y }
      y += heightOf(graph.definition.nodes[id]) + GAP
    }
    bottom = Math.max(bottom, y)
    column = nextColumn(graph, column, placed)
  }
  return bottom
}

function nextColumn(graph: Graph, column: readonly string[], placed: Set<string>): string[] {
  const next: string[] = []
  for (const id of column) {
    for (const { to } of graph.ways.get(id) ?? []) {
      if (placed.has(to)) continue
      placed.add(to)
      next.push(to)
    }
  }
  return next
}

/** About as high as the card is drawn. */
function heightOf(node: FlowNode | undefined): number {
  if (!node) return HEADER
  const [draft] = draftsAt(node.kind, node, (text) => text)
  const said = draft && 'text' in draft ? draft.text : undefined
  const text = node.kind === 'template' ? (node.template?.body.text ?? '') : (said ?? '')
  const lines = Math.min(LINES_MAX, Math.ceil(text.length / LINE_LETTERS) + text.split('\n').length)
  const media = draft?.kind === 'media' || (draft?.kind === 'buttons' && draft.header) ? 120 : 0
  return HEADER + media + lines * LINE + outletsOf(node).length * EXIT
}
