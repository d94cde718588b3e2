import type { Definition, Layout } from '#core/flow/definition.ts'
import type { Drawing } from '#core/flow/edit.ts'
import { CARD_WIDTH, stepBox } from '#web/flow/drawing/step-box.ts'

/** Pixels between the columns and the cards of a drawing that was never laid out by hand. */
const COLUMN_GAP = 84
const CARD_GAP = 40

/** What the canvas draws of a draft or a version; steps without a place get one. */
export function drawingOf({ definition, layout }: Drawing): Drawing {
  return { definition, layout: placeMissing(definition, layout) }
}

/** Gives a place to every step that has none: columns by distance from the start, lost steps last. */
function placeMissing(definition: Definition, layout: Layout): Layout {
  const ids = Object.keys(definition.nodes)
  const missing = ids.filter((id) => !layout.at[id])
  if (missing.length === 0) return layout
  const columns = columnsOf(definition)
  const tops = new Map<number, number>()
  const at = { ...layout.at }
  for (const id of ids) {
    const node = definition.nodes[id]
    if (!node) continue
    const column = columns.get(id) ?? 0
    const y = tops.get(column) ?? 0
    tops.set(column, y + stepBox(node).height + CARD_GAP)
    at[id] ??= { x: column * (CARD_WIDTH + COLUMN_GAP), y }
  }
  return { ...layout, at }
}

function columnsOf(definition: Definition): ReadonlyMap<string, number> {
  const columns = new Map([[definition.start, 0]])
  const queue = [definition.start]
  for (let head = 0; head < queue.length; head++) {
    const id = queue[head] ?? ''
    const column = (columns.get(id) ?? 0) + 1
    for (const target of Object.values(definition.nodes[id]?.next ?? {})) {
      if (columns.has(target) || !definition.nodes[target]) continue
      columns.set(target, column)
      queue.push(target)
    }
  }
  const last = Math.max(0, ...columns.values()) + 1
  for (const id of Object.keys(definition.nodes)) if (!columns.has(id)) columns.set(id, last)
  return columns
}
