import type { Audience, BroadcastMessage } from '#core/broadcast/broadcast.ts'
import { brokenIn } from '#core/flow/check/slots.ts'

/** What a draft lacks before it can be sent, in the order of its steps. */
export const LACKS = ['number', 'numbers', 'consent', 'template', 'values'] as const
export type Lack = (typeof LACKS)[number]

export type Written = {
  readonly numberId: string | null
  readonly message: BroadcastMessage
  readonly audience: Audience
  readonly consent: string
  /** Rows of the list of numbers. */
  readonly numbers: number
}

/** Meta: business-initiated messages need the customer's consent; a list from outside says how it was given. */
export function lacksOf({ numberId, message, audience, consent, numbers }: Written): Lack[] {
  const isList = audience.from === 'numbers'
  const lacks: Lack[] = []
  if (numberId === null) lacks.push('number')
  if (isList && numbers === 0) lacks.push('numbers')
  if (isList && consent === '') lacks.push('consent')
  if (!message.template) lacks.push('template')
  else if (brokenIn(message.template, message).length > 0) lacks.push('values')
  return lacks
}
