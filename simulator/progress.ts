import {
  type Bubble,
  type BubbleError,
  bubbleOf,
  type Step,
  setContent,
  setExtra,
  setFailed,
  setReaction,
  setStatus,
  unfinished,
} from '#simulator/bubbles.ts'
import { titleOf } from '#simulator/errors.ts'
import { fetchLink } from '#simulator/link.ts'
import { fits, keepMedium, type MediaKind, SIZE_MAX, viewOf } from '#simulator/media.ts'
import { tellStatus } from '#simulator/notices.ts'
import { priceOf, quote } from '#simulator/pricing.ts'
import { keyOf, later, publishThread, report, type Sim } from '#simulator/sim.ts'
import { atOnce } from '#simulator/store.ts'
import { type Billed, type Customer, customerOf, numberOf, type World } from '#simulator/world.ts'

/** Real milliseconds from one step of a message to the next. */
const WAIT: Readonly<Record<Step, number>> = { send: 0, deliver: 25, read: 50 }

/** Sets an accepted message on its way: sent, delivered, read, or failed. */
export function goOn(sim: Sim, { worldId, wamid, next }: Pick<Bubble, 'worldId' | 'wamid' | 'next'>): void {
  if (next) later(sim, WAIT[next], () => void step(sim, worldId, wamid).catch((error) => report(sim, error)))
}

/** After a restart: messages that were accepted go on from where they stood. */
export function resumeProgress(sim: Sim): void {
  for (const bubble of unfinished(sim.store)) goOn(sim, bubble)
}

/** The customer is looking at the chat right now, or reads everything anyhow. */
function isLooking(sim: Sim, world: World, bubble: Bubble, customer: Customer | undefined): boolean {
  if (!customer?.readReceipts) return false
  return world.autoRead || (sim.looking.get(keyOf(bubble)) ?? 0) > sim.options.now()
}

/** One status: stored, queued as a webhook, shown on the phone. */
export function record(sim: Sim, world: World, bubble: Bubble, status: 'sent' | 'delivered' | 'read'): void {
  const customer = customerOf(world, bubble.customerId)
  const next = followUp(sim, world, bubble, status, customer)
  atOnce(sim.store, () => {
    setStatus(sim.store, bubble.wamid, status, next)
    if (status === 'sent') setExtra(sim.store, bubble.wamid, bubble.extra)
    tellStatus(sim, world, bubble, status)
  })
  publishThread(sim, bubble)
  goOn(sim, { ...bubble, next })
}

async function step(sim: Sim, worldId: string, wamid: string): Promise<void> {
  const world = sim.worlds.get(worldId)
  const bubble = bubbleOf(sim.store, worldId, wamid)
  if (!world || !bubble) return
  if (bubble.next === 'send') await send(sim, world, bubble)
  else if (bubble.next === 'deliver') record(sim, world, bubble, 'delivered')
  else if (bubble.next === 'read') record(sim, world, bubble, 'read')
}

async function send(sim: Sim, world: World, bubble: Bubble): Promise<void> {
  const customer = customerOf(world, bubble.customerId)
  const bill = bubble.content.type === 'reaction' ? undefined : quote(sim, world, bubble)
  const error =
    failureOf(bubble, customer) ??
    unpaid(world, bubble, bill?.billed) ??
    (await mediaFailure(sim, world, bubble))
  if (sim.closed) return
  if (error) return fail(sim, world, { ...bubble, error })
  bill?.settle()
  if (bubble.content.type === 'reaction' && bubble.replyTo) {
    const emoji = bubble.content.text || null
    setReaction(sim.store, bubble, { to: bubble.replyTo, from: 'business', emoji })
  }
  const extra = bill ? { ...bubble.extra, billed: bill.billed } : bubble.extra
  record(sim, world, { ...bubble, extra }, 'sent')
}

function followUp(
  sim: Sim,
  world: World,
  bubble: Bubble,
  status: 'sent' | 'delivered' | 'read',
  customer: Customer | undefined,
): Step | null {
  if (status === 'sent') return bubble.content.type === 'reaction' ? null : 'deliver'
  return status === 'delivered' && isLooking(sim, world, bubble, customer) ? 'read' : null
}

function fail(sim: Sim, world: World, bubble: Bubble & { readonly error: BubbleError }): void {
  atOnce(sim.store, () => {
    setFailed(sim.store, bubble.wamid, bubble.error)
    tellStatus(sim, world, bubble, 'failed')
  })
  publishThread(sim, bubble)
}

/** The reasons for which Meta accepts a message and fails it afterwards. */
function failureOf({ extra }: Bubble, customer: Customer | undefined): BubbleError | null {
  if (extra.forced !== undefined) return errorOf(extra.forced, titleOf(extra.forced))
  if (!customer?.onWhatsApp) return errorOf(131026, 'Message Undeliverable.')
  if (extra.category === 'service' && !extra.insideWindow) {
    return errorOf(
      131047,
      'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
    )
  }
  if (extra.category === 'marketing' && customer.marketingStopped) {
    return errorOf(
      131050,
      'Unable to deliver the message. This recipient has chosen to stop receiving marketing messages.',
    )
  }
  if (extra.identity !== undefined) return errorOf(137000, 'Identity key of the recipient has changed.')
  return null
}

/** Without a payment method nothing that costs goes out; a test number costs nothing. */
function unpaid(world: World, bubble: Bubble, billed: Billed | undefined): BubbleError | null {
  if (world.funded !== false || numberOf(world, bubble.numberId)?.test) return null
  if (!billed || !priceOf(billed, bubble.extra.category).billable) return null
  return errorOf(
    131042,
    'Message failed to send because there were one or more errors related to your payment method.',
  )
}

async function mediaFailure(sim: Sim, world: World, bubble: Bubble): Promise<BubbleError | null> {
  const { link } = bubble.extra
  const shown = bubble.content.media
  if (!shown) return null
  if (shown.path) {
    const error = unfit(shown.kind, shown.mime, shown.size)
    return error ? errorOf(131053, error) : null
  }
  if (!link) return null
  const fetched = await fetchLink(sim, link)
  if (!fetched.ok) return errorOf(131053, fetched.why)
  const error = unfit(shown.kind, fetched.mime, fetched.bytes.length)
  if (error) return errorOf(131053, error)
  const { filename, voice, kind } = shown
  const made = { bytes: fetched.bytes, mime: fetched.mime, numberId: bubble.numberId, filename, voice }
  const medium = await keepMedium(sim, world, { ...made, source: 'business' })
  if (!medium) return errorOf(131053, 'Too many media.')
  setContent(sim.store, bubble.wamid, { ...bubble.content, media: { ...viewOf(world, medium), kind } })
  return null
}

/** Why a file cannot be sent as this kind, or null. */
function unfit(kind: MediaKind, mime: string, size: number): string | null {
  if (!fits(kind, mime)) return `Unsupported ${kind} mime type ${mime}`
  return size > SIZE_MAX[kind] ? `The file is bigger than ${SIZE_MAX[kind]} bytes` : null
}

function errorOf(code: number, details: string): BubbleError {
  return { code, title: titleOf(code), details }
}
