import { HOUR, MINUTE, type Millis } from '#core/base/time.ts'
import type { Rule } from '#core/policy/facts.ts'
import { hasPlace } from '#core/policy/limit/limit.ts'
import { isWindowOpen } from '#core/policy/window.ts'

/** When to ask again where nobody knows when a place becomes free. */
const ASK_AGAIN: Millis = HOUR

/** Meta: only so many customers may be written first in 24 hours (error 131048); the next one waits for a free place. */
export const limitFree: Rule = {
  id: 'limit.messaging',
  concerns: (_, { limit, lastInboundAt }, now) => Boolean(limit) && !isWindowOpen(lastInboundAt, now),
  facts: ({ limit }) => ({ limit: limit?.max ?? null, limitUsed: limit?.used ?? null }),
  objects: (_, { limit }, now) => {
    if (!limit || hasPlace(limit)) return null
    const { used, max, nextSlotAt } = limit
    const until = Math.max(nextSlotAt ?? now + ASK_AGAIN, now)
    const details = { used, max, minutes: Math.ceil((until - now) / MINUTE) }
    return { code: 'limit-reached', remedy: { kind: 'wait', until, ask: 'owner-verifies' }, details, until }
  },
}
