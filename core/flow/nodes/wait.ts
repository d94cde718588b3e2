import { z } from 'zod'
import { Duration, nodeBase } from '#core/flow/nodes/base.ts'

/**
 * Sleeps. Outlet: `next`. A customer's message in between wakes nothing here: it is answered by other flows,
 * or kept for people.
 */
export const WaitNode = z.object({
  kind: z.literal('wait'),
  ...nodeBase,
  wait: z.union([
    z.object({ kind: z.literal('for'), length: Duration }),
    /** The next time the clock shows this time in that zone. In a spring gap: the first moment after it. */
    z.object({
      kind: z.literal('until'),
      clock: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      zone: z.string().max(64),
    }),
  ]),
})
export type WaitNode = z.infer<typeof WaitNode>
