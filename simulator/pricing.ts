import { DAY } from '#core/base/time.ts'
import { type Charge, chargeOf } from '#core/policy/price/charge.ts'
import { NEW_PAIR, type PairClock } from '#core/policy/price/clock.ts'
import { CATEGORIES, type Category, regimeOf } from '#core/policy/price/regime.ts'
import { tariffAt } from '#core/policy/price/tariff.ts'
import { type Bubble, lastHeardAt, servicesSince } from '#simulator/bubbles.ts'
import { keep, type Sim, worldNow } from '#simulator/sim.ts'
import { type Billed, customerOf, type OpenConversation, type World } from '#simulator/world.ts'

/** From this version status webhooks carry no conversation any more. */
const NO_CONVERSATION_FROM = 24
/** Meta bills by days of the account's time zone; a world's account stands in this one. */
const ZONE = 'UTC'

/** A bill, and what makes it true: nothing is opened or counted before the message goes. */
type Bill = { readonly billed: Billed; readonly settle: () => void }

/** What a message that is about to be sent costs, by the world's regime and date, as our own price list says it. */
export function quote(sim: Sim, world: World, bubble: Bubble): Bill {
  const now = worldNow(sim, world)
  const key = `${bubble.numberId}/${bubble.customerId}`
  const customer = customerOf(world, bubble.customerId)
  const payer = {
    portfolioId: world.businessId,
    wabaId: world.wabaId,
    phoneNumberId: bubble.numberId,
    zone: ZONE,
  }
  const held = world.regime === '2022' ? { regime: regimeOf('cbp-2022') } : {}
  const account = { payer, currency: 'USD', cards: [], ...held }
  const services = bubble.extra.category === 'service' ? servicesBefore(sim, bubble) : 0
  const tariff = tariffAt(now, customer?.waId ?? bubble.customerId, account, ({ kind }) =>
    kind === 'allowance' ? services : 0,
  )
  const { unit, entryPoint } = tariff.regime
  const before = clockOf(sim, world, { bubble, key, entryPoint })
  const { category, insideWindow: inWindow } = bubble.extra
  const sent = { sentAt: bubble.at, deliveredAt: now, category: categoryOf(category), inWindow }
  const { charge, clock } = chargeOf(before, sent, tariff)
  const conversation =
    unit === 'conversation' ? conversationFor(world, { bubble, key, clock, charge, now }) : null
  return {
    billed: { unit, type: charge.type, conversation },
    settle: () => {
      if (bubble.extra.category === 'service') sim.services.set(monthKey(bubble), services + 1)
      if (clock === before) return
      if (clock.entryEndsAt !== before.entryEndsAt) answerEntry(world, key, now)
      if (conversation) world.conversations = { ...world.conversations, [key]: [conversation] }
      keep(sim, world)
    },
  }
}

/** The `pricing` object of a status. In conversations even the free ones of the month count as billable, as Meta writes it. */
export function priceOf({ unit, type, conversation }: Billed, category: string) {
  if (unit === 'conversation') {
    const origin = conversation?.origin ?? category
    return { billable: origin !== ENTRY, pricing_model: 'CBP', category: origin }
  }
  const isEntry = type === 'free_entry_point'
  const billable = type === 'regular'
  return {
    billable,
    pricing_model: 'PMP',
    type: billable || isEntry ? type : 'free_customer_service',
    category: isEntry ? ENTRY : category,
  }
}

/** The `conversation` object, for payload versions that still carry one; when it ends is told with `sent` only. */
export function conversationOf(world: World, { extra, wamid, at }: Bubble, status: string) {
  const { billed } = extra
  const isEntry = billed?.type === 'free_entry_point'
  const version = Number.parseInt(world.webhookVersion.slice(1), 10)
  if (!billed?.conversation && version >= NO_CONVERSATION_FROM && !isEntry) return null
  const { id, endsAt, origin } = billed?.conversation ?? {
    id: Buffer.from(wamid).toString('hex').slice(-34, -2),
    endsAt: at + DAY,
    origin: isEntry ? ENTRY : extra.category,
  }
  const ends = String(Math.floor(endsAt / 1000))
  return { id, ...(status === 'sent' ? { expiration_timestamp: ends } : {}), origin: { type: origin } }
}

/** Meta's word for a free entry point. */
const ENTRY = 'referral_conversion'

function categoryOf(name: string): Category {
  return CATEGORIES.find((known) => known === name) ?? 'marketing'
}

type Asked = { readonly bubble: Bubble; readonly key: string; readonly entryPoint: number }

/** The pair's clocks as the world remembers them. */
function clockOf(sim: Sim, world: World, { bubble, key, entryPoint }: Asked): PairClock {
  const entry = world.entryPoints[key]
  const open = Object.values(world.conversations?.[key] ?? {})
  return {
    ...NEW_PAIR,
    heardAt: lastHeardAt(sim.store, bubble),
    entryAt: entry && entry.repliedAt === null ? entry.referredAt : null,
    entryEndsAt: entry && entry.repliedAt !== null ? entry.repliedAt + entryPoint : null,
    conversations: Object.fromEntries(open.map(({ origin, endsAt }) => [origin, endsAt])),
  }
}

function answerEntry(world: World, key: string, now: number): void {
  const entry = world.entryPoints[key]
  if (entry) entry.repliedAt = now
}

type Joined = {
  readonly bubble: Bubble
  readonly key: string
  readonly clock: PairClock
  readonly charge: Charge
  readonly now: number
}

/** The conversation of a message: a new one where the charge opened one, else the one that is open. */
function conversationFor(world: World, { bubble, key, clock, charge, now }: Joined): OpenConversation {
  const known = Object.values(world.conversations?.[key] ?? {}).filter(({ endsAt }) => now < endsAt)
  const [open] = known
  if (charge.type === 'in_conversation' && open) return open
  const isEntry = charge.type === 'free_entry_point'
  const origin = isEntry ? ENTRY : String(charge.rated)
  const endsAt = (isEntry ? clock.entryEndsAt : clock.conversations[charge.rated as Category]) ?? now + DAY
  return { id: Buffer.from(bubble.wamid).toString('hex').slice(-34, -2), origin, endsAt }
}

/** How many service messages of the number were sent in this month before this one. */
function servicesBefore(sim: Sim, bubble: Bubble): number {
  const known = sim.services.get(monthKey(bubble))
  if (known !== undefined) return known
  const { worldId, numberId, at } = bubble
  const day = new Date(at)
  const since = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1)
  return Math.max(0, servicesSince(sim.store, worldId, numberId, since) - 1)
}

function monthKey({ numberId, at }: Bubble): string {
  return `${numberId}/${new Date(at).toISOString().slice(0, 7)}`
}
