import { HOUR, type Millis } from '#core/base/time.ts'
import { type Graph, ringsOf } from '#core/flow/check/graph.ts'
import { burstOf, timeOf } from '#core/flow/check/passage.ts'
import type { Way } from '#core/flow/check/way.ts'
import type { Check } from '#core/flow/check/world.ts'
import { MESSAGES_PER_HAPPENING_MAX, ownNode, STEPS_PER_HAPPENING_MAX } from '#core/flow/step/turn.ts'

/** A ring that repeats by itself sooner than this is a bother to the customer. */
const RING_SHORT: Millis = HOUR

/** Rings that never wait are errors; rings that go on by themselves after a short wait are warned of. */
export function checkRings({ graph, through, say }: Check): void {
  const endless = new Set<string>()
  // A loop over a list comes to its end; a ring that leads into its rounds does too.
  const passes = (way: Way, below: Millis) =>
    way.outlet.word !== 'each' && way.back !== 'open' && timeOf(graph, way, through) < below
  for (const ring of ringsOf(graph, (way) => passes(way, 1))) {
    for (const id of ring) endless.add(id)
    say(first(ring, graph), 'loop-endless', { steps: namesOf(ring, graph) }, ring)
  }
  for (const ring of ringsOf(graph, (way) => passes(way, RING_SHORT))) {
    if (ring.some((id) => endless.has(id))) continue
    say(first(ring, graph), 'loop-short', { steps: namesOf(ring, graph) }, ring)
  }
  if (endless.size === 0) checkBurst({ graph, through, say })
}

/** A run that does too much between two waits is stopped by the interpreter; here it is said before. */
function checkBurst({ graph, through, say }: Pick<Check, 'graph' | 'through' | 'say'>): void {
  const { steps, messages } = burstOf(graph, through)
  if (steps > STEPS_PER_HAPPENING_MAX) say('', 'steps-many', { count: steps, max: STEPS_PER_HAPPENING_MAX })
  if (messages > MESSAGES_PER_HAPPENING_MAX) {
    say('', 'messages-many', { count: messages, max: MESSAGES_PER_HAPPENING_MAX })
  }
}

/** The member that was drawn first, so that the same drawing always names the same step. */
function first(ring: readonly string[], { definition }: Graph): string {
  const members = new Set(ring)
  return Object.keys(definition.nodes).find((id) => members.has(id)) ?? ''
}

const NAMES_MAX = 5

function namesOf(ring: readonly string[], { definition }: Graph): string {
  const names = ring.slice(0, NAMES_MAX).map((id) => ownNode(definition, id)?.name || id)
  return `${names.join(', ')}${ring.length > NAMES_MAX ? ', …' : ''}`
}
