import { type Bubble, servicesSince } from '#simulator/bubbles.ts'
import { type Sim, worldNow } from '#simulator/sim.ts'
import type { World } from '#simulator/world.ts'

/** From this day Meta charges service messages and utility templates inside the window again. */
const SERVICE_CHARGED_FROM = Date.UTC(2026, 9, 1)
/** Free service messages per number and calendar month since then. */
const SERVICES_FREE = 1000
/** From this version status webhooks carry no conversation any more. */
const NO_CONVERSATION_FROM = 24

type Price = {
  readonly billable: boolean
  readonly pricing_model: string
  readonly type?: string
  readonly category: string
}

/** The `pricing` object of a status, by the world's regime and date. */
export function priceOf(sim: Sim, world: World, bubble: Bubble): Price {
  const { category } = bubble.extra
  if (world.regime === '2022') {
    return { billable: !bubble.extra.entryPoint, pricing_model: 'CBP', category: originOf(world, bubble) }
  }
  if (bubble.extra.entryPoint) {
    return {
      billable: false,
      pricing_model: 'PMP',
      type: 'free_entry_point',
      category: 'referral_conversion',
    }
  }
  const free = isFree(sim, world, bubble)
  return {
    billable: !free,
    pricing_model: 'PMP',
    type: free ? 'free_customer_service' : 'regular',
    category,
  }
}

/** The `conversation` object, for payload versions that still carry one. */
export function conversationOf(world: World, bubble: Bubble, status: string) {
  const version = Number.parseInt(world.webhookVersion.slice(1), 10)
  const entryPoint = bubble.extra.entryPoint === true
  if (world.regime !== '2022' && version >= NO_CONVERSATION_FROM && !entryPoint) return null
  const ends = String(Math.floor(bubble.at / 1000) + 86_400)
  return {
    id: Buffer.from(bubble.wamid).toString('hex').slice(-34, -2),
    ...(status === 'sent' ? { expiration_timestamp: ends } : {}),
    origin: { type: originOf(world, bubble) },
  }
}

function originOf(world: World, { extra }: Bubble): string {
  if (extra.entryPoint) return 'referral_conversion'
  if (world.regime !== '2022') return extra.category
  return extra.insideWindow ? 'user_initiated' : 'business_initiated'
}

/** A business message was sent: it counts against the free service messages of the month. */
export function countService(sim: Sim, bubble: Bubble): void {
  if (bubble.extra.category !== 'service') return
  const key = monthKey(bubble)
  const known = sim.services.get(key)
  if (known !== undefined) sim.services.set(key, known + 1)
}

function isFree(sim: Sim, world: World, bubble: Bubble): boolean {
  const { category, insideWindow } = bubble.extra
  const charged = worldNow(sim, world) >= SERVICE_CHARGED_FROM
  if (category === 'service') return !charged || servicesOf(sim, bubble) <= SERVICES_FREE
  return category === 'utility' && insideWindow && !charged
}

function servicesOf(sim: Sim, bubble: Bubble): number {
  const key = monthKey(bubble)
  const known = sim.services.get(key)
  if (known !== undefined) return known
  const day = new Date(bubble.at)
  const since = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1)
  const many = servicesSince(sim.store, bubble.worldId, bubble.numberId, since)
  sim.services.set(key, many)
  return many
}

function monthKey(bubble: Bubble): string {
  return `${bubble.numberId}/${new Date(bubble.at).toISOString().slice(0, 7)}`
}
