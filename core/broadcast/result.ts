import type { MessageState } from '#core/chat/status.ts'
import { ruleOfCode } from '#core/whatsapp/fault-table.ts'

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

/** Meta's codes after which another try makes sense once somebody or some time has mended the cause. */
const MENDABLE: ReadonlySet<number> = new Set([
  131_049, 130_472, 132_001, 132_015, 132_016, 131_037, 133_010, 131_045,
])

/**
 * Whether a failed message may be tried again: the world was down or the account stood still. Whoever cannot be reached, does not want it or
 * may not get it is not asked twice; a message nobody knows the fate of is never sent again.
 */
export function isRetryable(code: number): boolean {
  const found = ruleOfCode(code)?.class
  return (
    found === 'retry' ||
    found === 'pace' ||
    found === 'stop-waba' ||
    found === 'stop-number' ||
    MENDABLE.has(code)
  )
}

/** A reason of Meta's in both languages; a code that is not in the table is named by its number. */
export function faultWords(code: number): { readonly id: string; readonly en: string } {
  return (
    ruleOfCode(code)?.reason ?? {
      id: `Meta menolak dengan kode ${code}.`,
      en: `Meta refused with code ${code}.`,
    }
  )
}
