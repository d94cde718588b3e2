import type { Cost } from '#core/policy/facts.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'

/** What a verdict says that the message is expected to cost; null where nobody said. */
export function costIn({ cost, currency, costType }: Verdict['facts']): Cost | null {
  if (typeof costType !== 'string' || (typeof cost !== 'string' && cost !== null)) return null
  return { amount: cost, currency: String(currency ?? ''), type: costType }
}

/** Whether a message of ours waits for its moment. */
export function isWaiting(message: {
  readonly state: string | null
  readonly verdict: Verdict | null
}): boolean {
  return message.state === 'queued' && message.verdict?.allowed === false
}
