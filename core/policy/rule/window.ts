import { SECOND } from '#core/base/time.ts'
import { isFreeForm, type Rule } from '#core/policy/facts.ts'
import { isWindowOpen, WINDOW_GUARD, windowEndsAt } from '#core/policy/window.ts'

const INSTEAD = { kind: 'template', ask: 'customer-writes' } as const

/** Meta: outside the 24-hour customer service window only templates pass (error 131047). */
export const windowOpen: Rule = {
  id: 'window.24h',
  concerns: isFreeForm,
  facts: ({ lastInboundAt }, now) => ({ lastInboundAt, windowEndsAt: windowEndsAt(lastInboundAt), now }),
  objects: (_, { lastInboundAt }, now) => {
    if (lastInboundAt === null) return { code: 'window-never-opened', remedy: INSTEAD }
    return isWindowOpen(lastInboundAt, now) ? null : { code: 'window-closed', remedy: INSTEAD }
  },
}

/** Ours, not Meta's: an automatic message keeps a minute from the end, so that it cannot arrive after it. */
export const windowGuard: Rule = {
  id: 'window.guard',
  concerns: (draft, { automatic }) => automatic && isFreeForm(draft),
  facts: () => ({ guard: WINDOW_GUARD }),
  objects: (_, { lastInboundAt }, now) => {
    const left = (windowEndsAt(lastInboundAt) ?? now) - now
    if (left > WINDOW_GUARD) return null
    return { code: 'window-closing', remedy: INSTEAD, details: { seconds: Math.ceil(left / SECOND) } }
  },
}
