import { HOUR } from '#core/base/time.ts'
import { afterIn, leakAt } from '#core/flow/check/inside.ts'
import { longestSilence, pathTo, speaks, WINDOW_RISK } from '#core/flow/check/window.ts'
import type { Check } from '#core/flow/check/world.ts'

/**
 * Steps that are never reached, and free-form messages that may leave after Meta's 24 hours, here or in the flows that
 * this one leads into; each with the path that takes so long.
 */
export function checkReach({ graph, inside, world, say }: Check): void {
  const { start: from, nodes } = graph.definition
  const silence = longestSilence(graph, { from, begin: 0 }, afterIn(graph, inside))
  for (const [id, node] of Object.entries(nodes)) {
    const elapsed = silence.get(id)?.elapsed
    if (elapsed === undefined) {
      if (node.kind !== 'start') say(id, 'unreachable')
      continue
    }
    if (elapsed >= WINDOW_RISK && speaks(node)) {
      say(id, 'window-leak', { hours: hoursOf(elapsed) }, pathTo(graph, silence, id))
    }
    const leak = leakAt(node, elapsed, inside)
    if (!leak) continue
    const flow = world.flows.find((other) => other.id === leak.flow)?.name || leak.flow
    const atOnce = leak.elapsed === elapsed
    const details = { hours: hoursOf(leak.elapsed), flow, step: leak.step, atOnce }
    say(id, 'window-leak-inside', details, pathTo(graph, silence, id))
  }
}

function hoursOf(elapsed: number): number {
  return Math.round(elapsed / HOUR)
}
