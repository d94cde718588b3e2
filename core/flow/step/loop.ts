import type { Definition } from '#core/flow/definition.ts'
import type { Frame, Loop } from '#core/flow/local/frame.ts'
import { indexName, itemName, LOOPS_MAX } from '#core/flow/local/names.ts'

/**
 * The frame with a loop's next round, or without the loop when it is over. Loops that stood inside it are over too.
 * Null: too many stand inside each other.
 */
export function frameInLoop(frame: Frame, node: string, loop: Loop | null): Frame | null {
  const { loops = [] } = frame
  const found = loops.findIndex((one) => one.node === node)
  const below = found < 0 ? loops : loops.slice(0, found)
  if (loop && below.length >= LOOPS_MAX) return null
  return withLoops(frame, loop ? [...below, loop] : below)
}

/** The same place of another step: loops whose rounds the step stands outside of are left. */
export function frameAt(frame: Frame, node: string, definition: Definition): Frame {
  const { loops } = frame
  if (!loops) return { ...frame, node }
  const out = loops.findIndex((loop) => !isInBody(definition, loop.node, node))
  const moved = { ...frame, node }
  return out < 0 ? moved : withLoops(moved, loops.slice(0, out))
}

/** What the names of the loops mean is kept beside the inputs, so that reading them costs nothing. */
function withLoops({ locals = {}, loops: _, ...frame }: Frame, loops: readonly Loop[]): Frame {
  const kept = Object.entries(locals).filter(
    ([name]) => !name.startsWith('item_') && !name.startsWith('index_'),
  )
  const made: Record<string, string> = Object.fromEntries(kept)
  for (const { as, items, at } of loops) {
    made[itemName(as)] = items[at] ?? ''
    made[indexName(as)] = String(at + 1)
  }
  return { ...frame, locals: made, ...(loops.length > 0 && { loops }) }
}

/** Whether a step can be reached from a loop's rounds without passing the loop again. */
function isInBody({ nodes }: Definition, loop: string, node: string): boolean {
  const first = Object.hasOwn(nodes, loop) ? nodes[loop]?.next.each : undefined
  const seen = new Set(first === undefined ? [] : [first])
  for (const at of seen) {
    if (at === node) return true
    const next = at !== loop && Object.hasOwn(nodes, at) ? nodes[at]?.next : undefined
    for (const to of Object.values(next ?? {})) seen.add(to)
  }
  return false
}
