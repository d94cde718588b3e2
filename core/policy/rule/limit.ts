import { HOUR, MINUTE, type Millis, SECOND } from '#core/base/time.ts'
import type { Objection, Rule } from '#core/policy/facts.ts'
import { decideLimit } from '#core/policy/limit/limit.ts'
import { gcra, NUMBER_RATE, PAIR_BURST, PAIR_EVERY } from '#core/policy/pace.ts'
import { isWindowOpen } from '#core/policy/window.ts'

/** When to ask again where nobody knows when a place becomes free. */
const ASK_AGAIN: Millis = HOUR

/** Meta: only so many customers may be written first in 24 hours (error 131048); the next one waits for a free place. */
export const limitFree: Rule = {
  id: 'limit.messaging',
  concerns: (_, { limit, lastInboundAt }, now) => Boolean(limit) && !isWindowOpen(lastInboundAt, now),
  facts: ({ limit }) => ({ limit: limit?.max ?? null, limitUsed: limit?.used ?? null }),
  objects: (_, { limit }, now) => {
    if (!limit) return null
    const { kind, used, nextSlotAt } = decideLimit(limit, false)
    if (kind === 'send') return null
    const until = Math.max(nextSlotAt ?? now + ASK_AGAIN, now)
    const details = { used, max: limit.max, minutes: Math.ceil((until - now) / MINUTE) }
    return { code: 'limit-reached', remedy: { kind: 'wait', until, ask: 'owner-verifies' }, details, until }
  },
}

/** Meta: one message to a customer in six seconds, with a burst on credit (error 131056). */
export const pairPaced: Rule = {
  id: 'pace.pair',
  concerns: (_, { pace }) => pace?.pair !== undefined,
  facts: () => ({ pairEvery: PAIR_EVERY }),
  objects: (_, { pace }, now) => {
    const { at } = gcra(pace?.pair ?? null, now, { every: PAIR_EVERY, burst: PAIR_BURST })
    return at > now ? later('pair-too-fast', at, now) : null
  },
}

/** Meta: a number sends and receives 80 messages a second, 1000 after its upgrade (error 130429); we keep room for what comes in. */
export const numberPaced: Rule = {
  id: 'pace.number',
  concerns: (_, { pace }) => pace?.number !== undefined,
  facts: ({ pace }) => ({ numberRate: pace?.numberRate ?? NUMBER_RATE }),
  objects: (_, { pace }, now) => {
    const every = SECOND / (pace?.numberRate ?? NUMBER_RATE)
    const { at } = gcra(pace?.number ?? null, now, { every, burst: 1 })
    return at > now ? later('number-too-fast', Math.ceil(at), now) : null
  },
}

function later(code: 'pair-too-fast' | 'number-too-fast', until: Millis, now: Millis): Objection {
  const details = { seconds: Math.ceil((until - now) / SECOND) }
  return { code, remedy: { kind: 'wait', until }, details, until }
}
