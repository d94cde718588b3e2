import { frameAround, insideOf } from '#web/flow/drawing/frame.ts'
import { loadEdits } from '#web/flow/edits.ts'
import { edit, type FlowStore } from '#web/flow/model/store.ts'

const GRID = 10

/** Lays all steps out from left to right, none over another; one undo brings the old places back. */
export async function tidy(store: FlowStore): Promise<void> {
  const { default: dagre } = await import('@dagrejs/dagre')
  const { cards, edges } = store.getState()
  const graph = new dagre.graphlib.Graph()
    .setGraph({ rankdir: 'LR', nodesep: 36, ranksep: 90, ranker: 'tight-tree' })
    .setDefaultEdgeLabel(() => ({}))
  for (const { id, type, width = 0, height = 0 } of cards)
    if (type === 'step') graph.setNode(id, { width, height })
  for (const { source, target } of edges) graph.setEdge(source, target)
  dagre.layout(graph)
  const at = { ...store.getState().drawing.layout.at }
  for (const id of graph.nodes()) {
    const { x, y, width, height } = graph.node(id)
    at[id] = { x: onGrid(x - width / 2), y: onGrid(y - height / 2) }
  }
  const groups = store.getState().drawing.layout.groups?.map((group) => {
    const inside = insideOf({ ...group, position: group, data: group }, cards)
    const moved = cards.flatMap((card) => {
      const position = inside.includes(card.id) ? (at[card.id] ?? card.position) : undefined
      return position ? [{ ...card, position }] : []
    })
    return { ...group, ...frameAround(moved) }
  })
  const edits = await loadEdits()
  edit(store, { key: 'tidy' }, (drawing) => edits.tidyUp(drawing, { at, ...(groups && { groups }) }))
}

function onGrid(value: number): number {
  return Math.round(value / GRID) * GRID
}
