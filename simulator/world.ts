import type { PriceType } from '#core/policy/price/charge.ts'
import type { Regime } from '#core/policy/price/regime.ts'
import type { SimFaults, SimWorld } from '#core/whatsapp/sim-view.ts'
import { NO_FAULTS } from '#core/whatsapp/sim-view.ts'
import { APPROVED_TEMPLATES, type Template } from '#simulator/template-seed.ts'
import { digits, hex, newBsuid, type Random } from '#simulator/wamid.ts'

export const CUSTOMERS_MAX = 200
export const RECIPIENTS_MAX = 5
export const NUMBERS_MAX = 25

export type Callback = {
  readonly url: string
  readonly verifyToken: string
  readonly fields: readonly string[]
  /** Posts there carry no signature, as a partner's do. */
  readonly unsigned?: boolean
}

/** What a person has allowed an app at Meta's dialog. */
export type Approval = {
  readonly code: string
  readonly token: string
  readonly redirectUri: string
  readonly worldIds: readonly string[]
  readonly scopes: readonly string[]
  /** By the clock of the app's world. */
  readonly at: number
  used: boolean
}

/** The key of 360dialog's door to one number, and where that posts to. */
export type Partner = { readonly key: string; readonly numberId: string; url: string | null }

export type PhoneNumber = {
  readonly id: string
  readonly digits: string
  readonly display: string
  readonly country: string
  name: string
  /** Meta's word about the display name; absent in worlds of older state: approved. */
  nameStatus?: string
  readonly test: boolean
  recipients: string[]
  status: string
  quality: string
  verified: boolean
  code: string | null
  pin: string | null
  /** When it was registered of late, by the world's clock; absent in worlds of older state. */
  registeredAt?: readonly number[]
  throughput: number
  callback: Callback | null
  profile: Record<string, unknown>
}

export type Customer = {
  readonly id: string
  name: string
  readonly waId: string
  readonly bsuid: string
  username: string | null
  readReceipts: boolean
  onWhatsApp: boolean
  usernameOnly: boolean
  marketingStopped: boolean
}

/** A conversation that is paid for; `origin` says who began it. */
export type OpenConversation = { readonly id: string; readonly origin: string; readonly endsAt: number }

/** What Meta bills for a message: settled once, so that every status says the same. */
export type Billed = {
  readonly unit: Regime['unit']
  readonly type: PriceType
  /** The conversation that it opened or joined; null where messages are charged. */
  readonly conversation: OpenConversation | null
}

/** One business and everything it has at Meta. Worlds never see each other. */
export type World = {
  readonly id: string
  readonly key: string
  readonly name: string
  /** Who manages it; what one person manages is offered together in the dialog. Absent: nobody else. */
  readonly person?: string
  /** The business that the account is shared with; its own is then not among the person's. */
  readonly clientOf?: string
  /** Absent: the business has the account's name. */
  readonly businessName?: string
  readonly businessId: string
  readonly wabaId: string
  readonly appId: string
  readonly appSecret: string
  readonly token: string
  /** What became of the token; absent: it is whole and for ever. */
  tokenFate?: { readonly revoked?: boolean; readonly expiresAt?: number; readonly scopes?: readonly string[] }
  readonly verifyToken: string
  readonly createdAt: number
  /** The app's own callback; a subscription of the account may override it for messages. */
  callback: Callback | null
  subscribed: boolean
  /** The world whose app is subscribed, where it is not the own one. */
  subscriberId?: string
  /** What people have allowed this world's app. */
  approvals?: Approval[]
  /** Absent in worlds of older state. */
  partner?: Partner
  override: Callback | null
  clockOffset: number
  autoRead: boolean
  regime: 'today' | '2022'
  webhookVersion: string
  portfolioLimit: number
  pairLimit: boolean
  marketingDisabled: boolean
  /** Absent in worlds of older state: it has a payment method. */
  funded?: boolean
  reviewAfter: number
  /** What Meta decides then; absent or `NONE`: it approves. */
  reviewReason?: SimWorld['reviewReason']
  /** By `number/customer`: when the customer came by an advertisement, and when the business first replied. */
  entryPoints: Record<string, { referredAt: number; repliedAt: number | null }>
  /** By `number/customer`: the conversations that Meta charged (regime of 2022); absent in worlds of older state. */
  conversations?: Record<string, readonly OpenConversation[]>
  faults: SimFaults
  numbers: PhoneNumber[]
  customers: Customer[]
  templates: Template[]
}

export type Person = { readonly name: string; readonly phone: string }

const PEOPLE: readonly Person[] = [
  { name: 'Dewi Lestari', phone: '+62 812-8841-2093' },
  { name: 'Hendra Gunawan', phone: '+62 857-1120-4410' },
  { name: 'Sarah Lim', phone: '+65 8123 4471' },
]

type Seed = {
  readonly name: string
  readonly verifyToken?: string | undefined
  readonly customers?: readonly Person[] | undefined
  readonly person?: string | undefined
  readonly business?: { readonly id: string; readonly name: string } | undefined
  readonly clientOf?: string | undefined
}

/** A new business: a test number with its verified recipients, a connected real number, four approved templates. */
export function createWorld(seed: Seed, now: number, random: Random): World {
  const name = seed.name || 'Kopi Senja'
  const { person, business, clientOf } = seed
  const customers = (seed.customers ?? PEOPLE).map((person) => newCustomer(person, random))
  const numbers = seedNumbers(name, customers, random)
  const [, real] = numbers
  return {
    id: hex(16, random),
    key: hex(32, random),
    name,
    ...(person === undefined ? {} : { person }),
    ...(clientOf === undefined ? {} : { clientOf }),
    ...(business === undefined ? {} : { businessName: business.name }),
    businessId: business?.id ?? digits(15, random),
    wabaId: digits(15, random),
    appId: digits(15, random),
    appSecret: hex(32, random),
    token: `EAA${hex(96, random)}`,
    verifyToken: seed.verifyToken ?? hex(24, random),
    createdAt: now,
    callback: null,
    subscribed: false,
    override: null,
    clockOffset: 0,
    autoRead: false,
    regime: 'today',
    webhookVersion: 'v25.0',
    portfolioLimit: 2000,
    pairLimit: true,
    marketingDisabled: false,
    reviewAfter: 5000,
    entryPoints: {},
    faults: NO_FAULTS,
    numbers,
    ...(real && { partner: { key: `D360-${hex(40, random)}`, numberId: real.id, url: null } }),
    customers,
    templates: APPROVED_TEMPLATES.map((template) => ({ ...template, id: digits(15, random) })),
  }
}

function seedNumbers(name: string, customers: readonly Customer[], random: Random): PhoneNumber[] {
  const tail = digits(4, random)
  const test = newNumber(
    { digits: `1555${digits(3, random)}${tail}`, country: '1', name: 'Test Number' },
    random,
  )
  const real = newNumber({ digits: `628110${digits(7, random)}`, country: '62', name }, random)
  const recipients = customers.slice(0, RECIPIENTS_MAX).map((customer) => customer.waId)
  return [{ ...test, test: true, recipients }, real]
}

export function newNumber(
  { digits: all, country, name }: { digits: string; country: string; name: string },
  random: Random,
): PhoneNumber {
  return {
    id: digits(15, random),
    digits: all,
    display: displayOf(all, country),
    country,
    name,
    test: false,
    recipients: [],
    status: 'CONNECTED',
    quality: 'GREEN',
    verified: true,
    code: null,
    pin: null,
    throughput: 80,
    callback: null,
    profile: { about: '', vertical: 'RESTAURANT' },
  }
}

function displayOf(all: string, country: string): string {
  const rest = all.slice(country.length)
  return `+${country} ${rest.slice(0, 3)}-${rest.slice(3, 7)}${rest.length > 7 ? `-${rest.slice(7)}` : ''}`
}

export function newCustomer(person: Person, random: Random): Customer {
  const waId = person.phone.replace(/\D/g, '').slice(0, 15)
  return {
    id: hex(12, random),
    name: person.name,
    waId,
    bsuid: newBsuid(countryOf(waId), random),
    username: null,
    readReceipts: true,
    onWhatsApp: true,
    usernameOnly: false,
    marketingStopped: false,
  }
}

const COUNTRIES = [
  ['62', 'ID'],
  ['65', 'SG'],
  ['60', 'MY'],
  ['91', 'IN'],
  ['55', 'BR'],
  ['52', 'MX'],
  ['44', 'GB'],
  ['1', 'US'],
] as const

function countryOf(waId: string): string {
  return COUNTRIES.find(([prefix]) => waId.startsWith(prefix))?.[1] ?? 'ID'
}

export function numberOf(world: World, id: string): PhoneNumber | undefined {
  return world.numbers.find((number) => number.id === id)
}

export function customerOf(world: World, id: string): Customer | undefined {
  return world.customers.find((customer) => customer.id === id)
}

/** The world's present time. */
export function timeOf(world: World, now: number): number {
  return now + world.clockOffset
}

/** The messaging limit by Meta's name: of the portfolio today, of each number in 2022. */
export function tierOf({ portfolioLimit, regime }: World): string {
  const steps = regime === '2022' ? TIERS_2022 : TIERS
  return steps.find(([max]) => portfolioLimit >= 0 && portfolioLimit <= max)?.[1] ?? TOP[regime]
}

const TIERS = [
  [250, 'TIER_250'],
  [2000, 'TIER_2K'],
  [10_000, 'TIER_10K'],
  [100_000, 'TIER_100K'],
] as const
const TIERS_2022 = [
  [50, 'TIER_50'],
  [1000, 'TIER_1K'],
  [10_000, 'TIER_10K'],
] as const
const TOP = { today: 'TIER_UNLIMITED', '2022': 'TIER_100K' } as const

/** What a verified business may reach in 24 hours when it comes into an era. */
export const FIRST_LIMIT = { today: 2000, '2022': 1000 } as const
