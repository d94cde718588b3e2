import { DAY, type Millis } from '#core/base/time.ts'
import { ruleOfCode } from '#core/whatsapp/fault-table.ts'

/**
 * What a person can do about a message that failed: send the same `again`; send a `template` instead; mend the number or the account on the
 * page of `channels`, then send it again; or `none`, because the same message would fail the same way.
 */
export type FaultRemedy = 'again' | 'template' | 'channels' | 'none'

/** Codes whose cure is not that of their class (Cloud API error reference, October 2026). */
const OWN: ReadonlyMap<number, FaultRemedy> = new Map<number, FaultRemedy>([
  // the template is missing, paused, disabled, or not filled as it wants: another one, or this one filled anew
  ...[132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132018].map(
    (code) => [code, 'template'] as const,
  ),
  // the app, the number or the account lacks something
  ...[3, 10, 33, 131005, 131030, 131037, 131045, 131048, 131063, 133010, 133016, 134011].map(
    (code) => [code, 'channels'] as const,
  ),
  // this customer must not get it, or Meta never takes it in this form
  ...[130403, 130497, 131050, 131021, 131008, 131009, 131051, 131053, 131062, 132068].map(
    (code) => [code, 'none'] as const,
  ),
])

/** Meta withheld it for the customer's sake, and asks not to try again within 24 hours. */
const WITHHELD = 131_049

/** The remedy for a code of Meta's about a message of this age; the same again for one that is not known. */
export function remedyOfFault(code: number, age: Millis): FaultRemedy {
  const own = OWN.get(code)
  if (own) return own
  if (code === WITHHELD && age < DAY) return 'none'
  if (code >= 200 && code <= 299) return 'channels' // permissions, whatever their number
  switch (ruleOfCode(code)?.class) {
    case 'window':
      return 'template'
    case 'stop-waba':
      return 'channels'
    default:
      return 'again'
  }
}
