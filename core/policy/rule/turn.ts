import type { RefusalCode } from '#core/base/refusal.ts'
import type { Millis } from '#core/base/time.ts'
import type { Behind, Rule } from '#core/policy/facts.ts'
import { NO_REMEDY } from '#core/policy/remedy.ts'

/**
 * What one turn of a flow says goes in its order: the first message that may not go holds back all behind it. Hence the guide's rule: outside the
 * window a template goes only as a turn's first message; what follows it waits for the customer's answer.
 */
export const turnInOrder: Rule = {
  id: 'turn.order',
  concerns: (_, { behind }) => Boolean(behind),
  facts: ({ behind }) => ({ before: behind?.code ?? null }),
  objects: (_, { behind }) => {
    if (!behind) return null
    const { code, until } = behind
    if (until === null) return { code: 'behind-refused', remedy: NO_REMEDY, details: { before: code } }
    return { code: 'behind-waiting', remedy: { kind: 'wait' }, details: { before: code }, until }
  },
}

type Answer =
  | { readonly kind: 'send' }
  | { readonly kind: 'wait'; readonly code: RefusalCode; readonly until: Millis }
  | { readonly kind: 'refusal'; readonly code: RefusalCode }

/** What the messages behind this one stand behind; the first of a turn that may not go is what counts. */
export function behindAfter(known: Behind | null, answer: Answer): Behind | null {
  if (known || answer.kind === 'send') return known
  return { code: answer.code, until: answer.kind === 'wait' ? answer.until : null }
}
