import type { MessageState } from '#core/chat/status.ts'

/** Where a recipient stands. Each stands in exactly one, so that they add up to the whole. */
export const PLACES = [
  'waiting',
  'underway',
  'sent',
  'delivered',
  'read',
  'failed',
  'unsure',
  'skipped',
  'cancelled',
] as const
export type Place = (typeof PLACES)[number]

type Row = {
  readonly state: 'planned' | 'handed' | 'skipped' | 'cancelled'
  /** Of its message. */
  readonly message: MessageState | null
}

/** `sent`: Meta has sent it on, `underway`: it is at our post or Meta took it, `unsure`: nobody can say whether it went out. */
export function placeOf({ state, message }: Row): Place {
  if (state === 'planned') return 'waiting'
  if (state === 'skipped' || state === 'cancelled') return state
  switch (message) {
    case 'sent':
    case 'delivered':
    case 'read':
    case 'failed':
      return message
    case 'played':
      return 'read'
    case 'refused':
      return 'failed'
    case 'uncertain':
    case 'held':
      return 'unsure'
    default:
      return 'underway'
  }
}
