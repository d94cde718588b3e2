import { isObject } from '#core/base/json.ts'
import { listAt, textAt } from '#core/whatsapp/read.ts'

/** Kinds of business that Meta knows (Graph API, WhatsApp Business Profile). */
export const VERTICALS = [
  'OTHER',
  'AUTO',
  'BEAUTY',
  'APPAREL',
  'EDU',
  'ENTERTAIN',
  'EVENT_PLAN',
  'FINANCE',
  'GROCERY',
  'GOVT',
  'HOTEL',
  'HEALTH',
  'NONPROFIT',
  'PROF_SERVICES',
  'RETAIL',
  'TRAVEL',
  'RESTAURANT',
  'ALCOHOL',
  'ONLINE_GAMBLING',
  'PHYSICAL_GAMBLING',
  'OTC_DRUGS',
] as const

/** Characters that Meta takes of each field, and websites. */
export const PROFILE_MAX = {
  about: 139,
  address: 256,
  description: 512,
  email: 128,
  website: 256,
  websites: 2,
}

/** What customers see of a business behind its number. Empty fields are not shown. */
export type Profile = {
  about: string
  address: string
  description: string
  email: string
  websites: string[]
  vertical: (typeof VERTICALS)[number]
}

export const PROFILE_FIELDS = 'about,address,description,email,websites,vertical'

/** The profile as Meta tells it; what is missing is empty, a kind that is new to us is `OTHER`. */
export function decodeProfile(body: unknown): Profile {
  const data = isObject(body) ? (listAt(body, 'data') ?? [])[0] : undefined
  const node = isObject(data) ? data : {}
  const text = (key: 'about' | 'address' | 'description' | 'email') =>
    textAt(node, key, PROFILE_MAX[key]) ?? ''
  const websites = (listAt(node, 'websites') ?? []).filter((site): site is string => typeof site === 'string')
  return {
    about: text('about'),
    address: text('address'),
    description: text('description'),
    email: text('email'),
    websites: websites.slice(0, PROFILE_MAX.websites),
    vertical: VERTICALS.find((known) => known === textAt(node, 'vertical')) ?? 'OTHER',
  }
}

/** The profile as Meta wants it. `about` may not be emptied there, so an empty one is not sent. */
export function encodeProfile({ about, ...rest }: Profile) {
  return { messaging_product: 'whatsapp', ...(about === '' ? {} : { about }), ...rest }
}
