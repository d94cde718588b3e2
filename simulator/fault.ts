import type { GraphFault, SimFaults } from '#core/whatsapp/sim-view.ts'
import { keep, type Sim } from '#simulator/sim.ts'
import { fraction } from '#simulator/wamid.ts'
import type { World } from '#simulator/world.ts'

/** How far webhooks overtake each other. */
const REORDER_WITHIN = 1200
/** Batches gather what happens within this time. */
const BATCH_WITHIN = 500

/** The fault that this call meets, if any; `about`: whether it sends a message, is about a file, or neither. */
export function graphFaultOf(
  sim: Sim,
  world: World,
  about: 'messages' | 'media' | 'other',
): GraphFault | null {
  const { graph } = world.faults
  const on = graph?.on ?? 'messages'
  if (!graph || (on !== 'all' && on !== about) || fraction(sim.options.random) >= graph.share) return null
  return graph.kinds[Math.floor(fraction(sim.options.random) * graph.kinds.length)] ?? null
}

/** Takes one of the forced failures; null = none is left. */
export function takeForced(sim: Sim, world: World): number | null {
  const { force } = world.faults
  if (!force) return null
  const left = force.times - 1
  world.faults = { ...world.faults, force: left > 0 ? { ...force, times: left } : null }
  keep(sim, world)
  return force.code
}

/** Milliseconds that a webhook waits before its first attempt. */
export function waitOf(sim: Sim, faults: SimFaults): number {
  const { random } = sim.options
  if (faults.delay) {
    const { from, to } = faults.delay
    return Math.round(from + fraction(random) * Math.max(0, to - from))
  }
  if (faults.reorder) return Math.round(fraction(random) * REORDER_WITHIN)
  if (faults.batch) return BATCH_WITHIN - (sim.options.now() % BATCH_WITHIN)
  return 0
}

export function copiesOf(sim: Sim, faults: SimFaults): number {
  return faults.duplicate > 0 && fraction(sim.options.random) < faults.duplicate ? 2 : 1
}
