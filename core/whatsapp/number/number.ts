import { type Foreign, idAt, labelAt, objectAt, own } from '#core/whatsapp/read.ts'

/** What Meta says of one phone number. Words of Meta stay as they are: its lists grow (Graph API, Phone Number node). */
export type NumberFacts = {
  readonly graphId: string
  readonly display: string
  readonly name: string
  /** `CONNECTED`, `PENDING` … ; only a connected one sends. */
  readonly state: string
  /** `GREEN`, `YELLOW`, `RED`, `UNKNOWN`. */
  readonly quality: string
  readonly test: boolean
  /** Messages a second that we may send. */
  readonly rate: number
  readonly nameStatus: string
  /** `TIER_250`, `TIER_2K` … ; empty where Meta has not set one. */
  readonly tier: string
  /** `STANDARD`, `HIGH`, `NOT_APPLICABLE`. */
  readonly throughput: string
  /** `VERIFIED`, `NOT_VERIFIED`, `EXPIRED`; empty: not told. */
  readonly verification: string
  readonly official: boolean
  readonly pinSet: boolean
}

/** The fields that are asked for, and those that every account has where one of the others is refused. */
export const NUMBER_FIELDS =
  'id,display_phone_number,verified_name,quality_rating,status,account_mode,throughput,name_status,code_verification_status,is_official_business_account,is_pin_enabled,whatsapp_business_manager_messaging_limit'
export const NUMBER_FIELDS_PLAIN =
  'id,display_phone_number,verified_name,quality_rating,status,account_mode,throughput'

/** Messages a second: of the 80 (1,000 after Meta's upgrade) that count both ways, what we may send. */
const RATE_STANDARD = 60
const RATE_HIGH = 750
const WORD_MAX = 60
const NAME_MAX = 200

/** A phone number node as Meta sends it. Total: what is missing or strange becomes what is least harmful. */
export function decodeNumber(node: Foreign, graphId: string): NumberFacts {
  const word = (key: string, fallback: string) => labelAt(node, key, WORD_MAX) || fallback
  const display = labelAt(node, 'display_phone_number', NAME_MAX) || graphId
  const throughput = objectAt(node, 'throughput')
  const level = (throughput && labelAt(throughput, 'level', WORD_MAX)) || 'STANDARD'
  return {
    graphId,
    display,
    name: labelAt(node, 'verified_name', NAME_MAX) || display,
    state: word('status', 'CONNECTED'),
    quality: word('quality_rating', 'UNKNOWN'),
    test: own(node, 'account_mode') === 'SANDBOX',
    rate: rateOf(level),
    nameStatus: word('name_status', 'NONE'),
    tier: word('whatsapp_business_manager_messaging_limit', ''),
    throughput: level,
    verification: word('code_verification_status', ''),
    official: own(node, 'is_official_business_account') === true,
    pinSet: own(node, 'is_pin_enabled') === true,
  }
}

/** The numbers of a list; a node without an id is none. */
export function decodeNumbers(nodes: readonly Foreign[]): NumberFacts[] {
  return nodes.flatMap((node) => {
    const id = idAt(node, 'id')
    return id ? [decodeNumber(node, id)] : []
  })
}

export function rateOf(throughput: string): number {
  return throughput === 'HIGH' ? RATE_HIGH : RATE_STANDARD
}

/** Meta's word for a limit that it tells as a number, −1 for unlimited; `limitOfTier` of core/policy reads it. */
export function tierOfLimit(limit: number): string {
  if (limit < 0) return 'TIER_UNLIMITED'
  return limit >= 1000 && limit % 1000 === 0 ? `TIER_${limit / 1000}K` : `TIER_${limit}`
}
