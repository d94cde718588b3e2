import type { Millis } from '#core/base/time.ts'
import { type Decision, decideSend, type SendFacts } from '#core/policy/send.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

export type Steps = {
  /** What goes out, in its order. */
  readonly send: readonly Draft[]
  /** The step that stops the rest, and why; null: all go. */
  readonly halt: {
    readonly at: number
    readonly decision: Exclude<Decision, { readonly kind: 'send' }>
  } | null
}

/**
 * Which messages of a sub-flow go out at once. Each is asked of the gate, and the first that may not go holds back all after it, so
 * that nothing overtakes. Hence the guide's rule: outside the window a template is sent only if it is the sub-flow's first
 * message; what follows it waits for the customer's answer.
 */
export function planSteps(
  drafts: readonly Draft[],
  factsOf: (draft: Draft) => SendFacts,
  now: Millis,
): Steps {
  const send: Draft[] = []
  for (const [at, draft] of drafts.entries()) {
    const decision = decideSend(draft, factsOf(draft), now)
    if (decision.kind !== 'send') return { send, halt: { at, decision } }
    send.push(draft)
  }
  return { send, halt: null }
}
