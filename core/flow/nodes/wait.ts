import { z } from 'zod'
import { DAY, type Millis } from '#core/base/time.ts'
import { isZone, nextClock } from '#core/base/zone.ts'
import type { Kind, View } from '#core/flow/kind.ts'
import { Duration, nodeBase } from '#core/flow/nodes/base.ts'
import { millisOf } from '#core/flow/time/duration.ts'

/**
 * Sleeps. Outlet: `next`. A customer's message in between wakes nothing here: it is answered by other flows,
 * or kept for people.
 */
export const WaitNode = z.object({
  kind: z.literal('wait'),
  ...nodeBase,
  wait: z.union([
    z.object({ kind: z.literal('for'), length: Duration }),
    /**
     * The next time the clock shows this time in that zone. In a spring gap: as much later as the clocks spring
     * (02:30 becomes 03:30). When clocks fall back, the first of the two.
     */
    z.object({
      kind: z.literal('until'),
      clock: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      zone: z.string().max(64),
    }),
  ]),
})
export type WaitNode = z.infer<typeof WaitNode>

export const waitKind: Kind<WaitNode> = {
  enter: (node, scene) => ({ to: 'wait', for: 'time', until: wakeAt(node, scene) }),
  late: 'next',
  refs: () => ({}),
  check: (node, report) => {
    if (node.wait.kind === 'until' && !isZone(node.wait.zone))
      report('zone-unknown', { zone: node.wait.zone })
  },
}

/** An unknown zone counts as the workspace's own, else as UTC: a sleeper must wake. */
function wakeAt(node: WaitNode, view: View): Millis {
  const wait = node.wait
  if (wait.kind === 'for') return view.now + millisOf(wait.length)
  for (const zone of [wait.zone, view.workspace.zone, 'UTC']) {
    const at = nextClock(view.now, wait.clock, zone)
    if (at !== undefined) return at
  }
  return view.now + DAY
}
