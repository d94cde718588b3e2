import { DAY } from '#core/base/time.ts'
import type { SimContent } from '#core/whatsapp/sim-view.ts'
import { type Extra, insertBubble, lastHeardAt, reachedOutside, trimThread } from '#simulator/bubbles.ts'
import { contentOf, type MediaOf } from '#simulator/content.ts'
import { comesLater, isMetaError, type MetaError } from '#simulator/errors.ts'
import { takeForced } from '#simulator/fault.ts'
import { review } from '#simulator/graph-template.ts'
import { mediumOf, viewOf } from '#simulator/media.ts'
import { goOn } from '#simulator/progress.ts'
import { keyOf, publishThread, type Sim, worldNow } from '#simulator/sim.ts'
import type { Template } from '#simulator/template-seed.ts'
import { checkParameters, hydrate, templateFor } from '#simulator/templates.ts'
import { checkBody, pathOf } from '#simulator/validate.ts'
import { newWamid } from '#simulator/wamid.ts'
import { isWire, objectOf, textOf, type Wire } from '#simulator/wire.ts'
import type { Customer, PhoneNumber, World } from '#simulator/world.ts'

/** Meta's customer service window. */
export const WINDOW = DAY
/** One message per 6 s to one customer, borrowing up to 45. */
const PAIR_BURST = 45
const PAIR_INTERVAL = 6000
const BUCKETS_MAX = 20_000

type Recipient = { readonly waId: string; readonly customer: Customer | undefined; readonly byBsuid: boolean }
type Draft = { readonly content: SimContent; readonly template: Template | null }

/** `POST /{phone-number-id}/messages`: Meta's checks in Meta's order, then 200 and everything else by webhook. */
export function sendMessage(sim: Sim, world: World, number: PhoneNumber, body: Wire): Wire | MetaError {
  const error = checkBody(body)
  if (error) return error
  if (number.status !== 'CONNECTED')
    return { code: 133010, details: 'The account is not registered on the platform.' }
  if (body.recipient_type === 'group') return { code: 131041, details: 'The group does not exist.' }
  const to = recipientOf(world, number, body)
  const refused = checkRecipient(number, to)
  if (refused) return refused
  const draft = draftOf(sim, world, number, body)
  if (isMetaError(draft)) return draft
  const extra = extraOf(sim, world, { number, to, body, draft })
  const limited =
    checkTemplateUse(sim, world, { number, to, draft, extra }) ?? checkRates(sim, world, number, to)
  if (limited) return limited
  const forced = takeForced(sim, world)
  if (forced !== null && !comesLater(forced)) return { code: forced }
  const wamid = accept(sim, world, {
    number,
    to,
    draft,
    extra: forced === null ? extra : { ...extra, forced },
    replyTo: quotedBy(body),
  })
  return answerOf(body, to, wamid, draft)
}

function recipientOf(world: World, number: PhoneNumber, body: Wire): Recipient {
  if (body.to === undefined) {
    const bsuid = textOf(body.recipient)
    const customer = world.customers.find((one) => one.bsuid === bsuid)
    return { waId: customer?.waId ?? bsuid, customer, byBsuid: true }
  }
  const waId = waIdOf(world, number, textOf(body.to))
  return { waId, customer: world.customers.find((one) => one.waId === waId), byBsuid: false }
}

/** Without `+` Meta puts the business's country code before what is not a full number already. */
function waIdOf(world: World, number: PhoneNumber, to: string): string {
  const plain = to.replace(/\D/g, '')
  if (to.trim().startsWith('+') || world.customers.some((one) => one.waId === plain)) return plain
  return plain.startsWith('0') || plain.length < 11 ? `${number.country}${plain.replace(/^0+/, '')}` : plain
}

function checkRecipient(number: PhoneNumber, to: Recipient): MetaError | null {
  if (!to.byBsuid && !/^\d{7,15}$/.test(to.waId)) {
    return { code: 131009, details: 'The recipient is not a valid phone number' }
  }
  if (to.waId === number.digits) {
    return { code: 131021, details: 'Sender and recipient phone number is the same.' }
  }
  if (number.test && !number.recipients.includes(to.waId)) {
    return {
      code: 131030,
      details:
        'Recipient phone number not in allowed list: Add recipient phone number to recipient list and try again.',
    }
  }
  return null
}

function draftOf(sim: Sim, world: World, number: PhoneNumber, body: Wire): Draft | MetaError {
  const strange = findMedia(body, []).find(({ id }) => mediumOf(sim, world, id)?.numberId !== number.id)
  const mediaOf: MediaOf = (id) => {
    const medium = mediumOf(sim, world, id)
    return medium && viewOf(world, medium)
  }
  const part = objectOf(body.template)
  if (body.type === 'template') review(sim, world)
  const template = body.type === 'template' ? templateFor(world, part) : null
  if (isMetaError(template)) return template
  if (strange) {
    return {
      code: 100,
      message: `Param ${pathOf(strange.path)} is not a valid whatsapp business account media attachment ID`,
    }
  }
  if (!template) return { content: contentOf(body, mediaOf), template: null }
  return checkParameters(template, part) ?? { content: hydrate(template, part, mediaOf), template }
}

const MEDIA = ['image', 'video', 'audio', 'document', 'sticker']
const DEPTH_MAX = 12

/** Every media id in the body, with the way to it. */
function findMedia(value: unknown, path: readonly string[]): { id: string; path: readonly string[] }[] {
  if (path.length > DEPTH_MAX) return []
  if (Array.isArray(value)) return value.flatMap((one, index) => findMedia(one, [...path, String(index)]))
  if (!isWire(value)) return []
  const here = MEDIA.includes(path.at(-1) ?? '') && typeof value.id === 'string'
  const own = here ? [{ id: textOf(value.id), path: [...path, 'id'] }] : []
  return [...own, ...Object.entries(value).flatMap(([name, one]) => findMedia(one, [...path, name]))]
}

function findLink(value: unknown, depth = 0): string | undefined {
  if (depth > DEPTH_MAX || typeof value !== 'object' || value === null) return undefined
  for (const [name, one] of Object.entries(value)) {
    if (MEDIA.includes(name) && isWire(one) && typeof one.link === 'string') return one.link
    const deeper = findLink(one, depth + 1)
    if (deeper) return deeper
  }
  return undefined
}

type Sending = {
  readonly number: PhoneNumber
  readonly to: Recipient
  readonly body: Wire
  readonly draft: Draft
}

function extraOf(sim: Sim, world: World, { number, to, body, draft }: Sending): Extra {
  const customerId = to.customer?.id ?? to.waId
  const heard = lastHeardAt(sim.store, { worldId: world.id, numberId: number.id, customerId })
  const link = draft.content.media?.path ? undefined : findLink(body)
  return {
    category: draft.template?.category.toLowerCase() ?? 'service',
    insideWindow: heard !== null && worldNow(sim, world) - heard < WINDOW,
    toBsuid: to.byBsuid,
    ...(body.biz_opaque_callback_data === undefined ? {} : { opaque: textOf(body.biz_opaque_callback_data) }),
    ...(body.recipient_identity_key_hash === undefined
      ? {}
      : { identity: textOf(body.recipient_identity_key_hash) }),
    ...(link === undefined ? {} : { link }),
  }
}

function checkTemplateUse(
  sim: Sim,
  world: World,
  { number, to, draft: { template }, extra }: Omit<Sending, 'body'> & { readonly extra: Extra },
): MetaError | null {
  if (!template) return null
  if (template.category === 'AUTHENTICATION' && to.byBsuid) {
    return {
      code: 131062,
      details: 'Business-scoped User ID (BSUID) recipients are not supported for this message.',
    }
  }
  if (template.category === 'MARKETING' && world.marketingDisabled) {
    return {
      code: 131063,
      details:
        'Your template is categorized as Marketing, but marketing templates are currently disabled for your Cloud API configuration.',
    }
  }
  if (extra.insideWindow || world.portfolioLimit < 0) return null
  const since = worldNow(sim, world) - WINDOW
  // the limit is the portfolio's; in 2022 it was each number's own
  const ids = world.regime === '2022' ? [number.id] : world.numbers.map(({ id }) => id)
  const reached = reachedOutside(sim.store, world.id, ids, since)
  if (reached.has(to.customer?.id ?? to.waId) || reached.size < world.portfolioLimit) return null
  return {
    code: 131048,
    details:
      'Message failed to send because there are restrictions on how many messages can be sent from this phone number.',
  }
}

function checkRates(sim: Sim, world: World, number: PhoneNumber, to: Recipient): MetaError | null {
  const now = worldNow(sim, world)
  const { throughput } = number
  if (!take(sim, number.id, now, { size: throughput, every: 1000 / Math.max(1, throughput) })) {
    return { code: 130429, details: 'Cloud API message throughput has been reached.', subcode: 2494055 }
  }
  if (!world.pairLimit) return null
  if (!take(sim, `${number.id}/${to.waId}`, now, { size: PAIR_BURST, every: PAIR_INTERVAL })) {
    return {
      code: 131056,
      details:
        'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.',
      subcode: 2494071,
    }
  }
  return null
}

/** A bucket of `size` tokens that gains one in `every` milliseconds of the world. */
function take(sim: Sim, key: string, now: number, { size, every }: { size: number; every: number }): boolean {
  if (sim.buckets.size > BUCKETS_MAX) sim.buckets.clear()
  const bucket = sim.buckets.get(key) ?? { tokens: size, at: now }
  const gained = Math.max(0, now - bucket.at) / every
  const tokens = Math.min(size, bucket.tokens + gained)
  const taken = tokens >= 1
  sim.buckets.set(key, { tokens: taken ? tokens - 1 : tokens, at: now })
  return taken
}

function quotedBy(body: Wire): string | null {
  const target =
    body.type === 'reaction' ? objectOf(body.reaction).message_id : objectOf(body.context).message_id
  return textOf(target) || null
}

type Accepted = Omit<Sending, 'body'> & { readonly extra: Extra; readonly replyTo: string | null }

function accept(sim: Sim, world: World, { number, to, draft, extra, replyTo }: Accepted): string {
  const customerId = to.customer?.id ?? to.waId
  const thread = { worldId: world.id, numberId: number.id, customerId }
  const wamid = newWamid(to.waId, 'business', sim.options.random)
  const progress = { wamid, status: 'accepted', next: 'send' } as const
  insertBubble(sim.store, {
    ...thread,
    ...progress,
    from: 'business',
    at: worldNow(sim, world),
    content: draft.content,
    replyTo,
    extra,
  })
  if (sim.options.random(1)[0] === 0) trimThread(sim.store, thread)
  sim.typing.delete(keyOf(thread))
  publishThread(sim, thread)
  goOn(sim, { ...thread, ...progress })
  return wamid
}

function answerOf(body: Wire, to: Recipient, wamid: string, { template }: Draft): Wire {
  const contact = to.byBsuid
    ? { input: body.recipient, user_id: to.customer?.bsuid ?? body.recipient }
    : { input: body.to, wa_id: to.waId, ...(to.customer ? { user_id: to.customer.bsuid } : {}) }
  return {
    messaging_product: 'whatsapp',
    contacts: [contact],
    messages: [{ id: wamid, ...(template ? { message_status: 'accepted' } : {}) }],
  }
}
