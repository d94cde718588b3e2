import type { SayBody } from '#core/whatsapp/sim-api.ts'
import type { SimProblem } from '#core/whatsapp/sim-problem.ts'
import type { SimBubble, SimContent, SimThread } from '#core/whatsapp/sim-view.ts'
import {
  type Bubble,
  bubbleOf,
  forgetThread,
  insertBubble,
  lastHeardAt,
  setReaction,
  type Thread,
  threadOf,
  unreadOf,
} from '#simulator/bubbles.ts'
import { EMPTY } from '#simulator/content.ts'
import { kindOf, type Medium, mediumOf, plainMime, urlOf, viewOf } from '#simulator/media.ts'
import { tellMessage } from '#simulator/notices.ts'
import { record } from '#simulator/progress.ts'
import { WINDOW } from '#simulator/send.ts'
import { keep, keyOf, publishThread, type Sim, worldNow } from '#simulator/sim.ts'
import { atOnce } from '#simulator/store.ts'
import { viewNumber } from '#simulator/view.ts'
import { digits, newWamid } from '#simulator/wamid.ts'
import type { Customer, PhoneNumber, World } from '#simulator/world.ts'

/** A chat stays open on the phone for this long after the last look at it. */
const LOOK_FOR = 30_000

/** A customer's phone with the chat of one number in it. */
export type Phone = { readonly world: World; readonly number: PhoneNumber; readonly customer: Customer }
/** Meta's message object, without sender, id and time, and how the phone draws it. */
type Said = { readonly message: Record<string, unknown>; readonly content: SimContent }

function threadKey({ world, number, customer }: Phone): Thread {
  return { worldId: world.id, numberId: number.id, customerId: customer.id }
}

/** The customer says or does something; the answer is its wamid, or a sentence that says why it cannot be done. */
export function say(
  sim: Sim,
  phone: Phone,
  body: SayBody,
): { wamid: string } | { code: SimProblem; problem: string } {
  const { world, number, customer } = phone
  const quoted = quotedBy(sim, phone, body)
  if (quoted === 'missing') return { code: 'message-gone', problem: 'There is no such message in this chat.' }
  const said = saidBy(sim, phone, body, quoted)
  if (!said)
    return { code: 'not-sendable', problem: 'That cannot be sent: the medium or the button is not there.' }
  const wamid = newWamid(
    customer.usernameOnly ? customer.bsuid : customer.waId,
    'customer',
    sim.options.random,
  )
  const at = worldNow(sim, world)
  const context = contextOf(phone, body, quoted)
  atOnce(sim.store, () => {
    insertBubble(sim.store, {
      ...threadKey(phone),
      wamid,
      from: 'customer',
      at,
      status: 'sent',
      next: null,
      content: said.content,
      replyTo: quoted?.wamid ?? null,
      extra: { category: 'service', insideWindow: true, toBsuid: false },
    })
    if (body.kind === 'text' && body.advertisement) referred(sim, phone, at)
    if (body.kind === 'reaction' && quoted)
      setReaction(sim.store, threadKey(phone), { to: quoted.wamid, from: 'customer', emoji: body.emoji })
    tellMessage(sim, world, { number, customer, wamid, at }, { ...context, ...said.message })
  })
  publishThread(sim, threadKey(phone))
  return { wamid }
}

/** Who comes by an advertisement opens a free entry point as soon as the business replies. */
function referred(sim: Sim, { world, number, customer }: Phone, at: number): void {
  world.entryPoints[`${number.id}/${customer.id}`] = { referredAt: at, repliedAt: null }
  keep(sim, world)
}

/** The customer opens the chat: everything delivered is read now, and what comes soon is read at once. */
export function look(sim: Sim, phone: Phone, open: boolean): void {
  const thread = threadKey(phone)
  if (!open) {
    sim.looking.delete(keyOf(thread))
    return
  }
  sim.looking.set(keyOf(thread), sim.options.now() + LOOK_FOR)
  if (!phone.customer.readReceipts) return
  for (const bubble of unreadOf(sim.store, thread)) record(sim, phone.world, bubble, 'read')
}

export function restart(sim: Sim, phone: Phone): void {
  forgetThread(sim.store, threadKey(phone))
  publishThread(sim, threadKey(phone))
}

export function showThread(sim: Sim, phone: Phone): SimThread {
  const thread = threadKey(phone)
  const bubbles = threadOf(sim.store, thread)
  const known = new Map(bubbles.map((bubble) => [bubble.wamid, bubble]))
  const heard = lastHeardAt(sim.store, thread)
  const now = worldNow(sim, phone.world)
  const closesAt = heard === null ? null : heard + WINDOW
  const typing = sim.typing.get(keyOf(thread)) ?? 0
  return {
    number: viewNumber(phone.number),
    customer: phone.customer,
    bubbles: bubbles
      .filter(({ content }) => content.type !== 'reaction')
      .map((bubble) => showBubble(bubble, bubble.replyTo ? known.get(bubble.replyTo) : undefined)),
    window: { open: closesAt !== null && now < closesAt, closesAt },
    typingUntil: typing > now ? typing : null,
  }
}

function showBubble(bubble: Bubble, quoted: Bubble | undefined): SimBubble {
  const { wamid, from, at, status, error, content, reactions } = bubble
  return {
    wamid,
    from,
    at,
    status,
    error,
    content,
    quoted: quoted
      ? {
          wamid: quoted.wamid,
          from: quoted.from,
          kind: quoted.content.media?.kind ?? quoted.content.type,
          text: shortOf(quoted.content),
        }
      : null,
    reactions,
  }
}

function shortOf(content: SimContent): string {
  return (content.text || content.header || content.media?.filename || '').slice(0, 200)
}

/** The bubble that is answered, tapped or reacted to; `missing` when the chat has no such one. */
function quotedBy(sim: Sim, phone: Phone, body: SayBody): Bubble | null | 'missing' {
  const wamid = body.kind === 'tap' || body.kind === 'reaction' ? body.to : body.replyTo
  if (wamid === undefined) return null
  const bubble = bubbleOf(sim.store, phone.world.id, wamid)
  const here = bubble?.numberId === phone.number.id && bubble.customerId === phone.customer.id
  return bubble && here ? bubble : 'missing'
}

function contextOf(
  { number, customer }: Phone,
  body: SayBody,
  quoted: Bubble | null,
): Record<string, unknown> {
  if (body.kind === 'reaction') return {}
  if (body.kind === 'text' && body.forwarded) return { context: { forwarded: true } }
  if (!quoted) return {}
  const own = customer.usernameOnly ? customer.bsuid : customer.waId
  return { context: { from: quoted.from === 'business' ? number.digits : own, id: quoted.wamid } }
}

function saidBy(sim: Sim, phone: Phone, body: SayBody, quoted: Bubble | null): Said | null {
  switch (body.kind) {
    case 'text':
      return sayText(sim, body)
    case 'media':
      return sayMedia(sim, phone.world, body)
    case 'location':
      return sayLocation(body)
    case 'contacts':
      return sayContacts(body)
    case 'reaction':
      return sayReaction(body, quoted)
    case 'tap':
      return quoted ? sayTap(quoted, body, phone.customer) : null
    case 'order':
      return sayOrder(body)
    default:
      return body satisfies never
  }
}

type Of<K extends SayBody['kind']> = Extract<SayBody, { kind: K }>

function sayText(sim: Sim, { text, advertisement }: Of<'text'>): Said {
  const referral = advertisement && {
    source_url: 'https://fb.me/example',
    source_id: digits(15, sim.options.random),
    source_type: 'ad',
    headline: advertisement,
    body: advertisement,
    media_type: 'image',
    image_url: 'https://example.com/advertisement.jpg',
    ctwa_clid: Buffer.from(sim.options.random(24)).toString('base64url'),
  }
  return {
    message: { ...(referral ? { referral } : {}), type: 'text', text: { body: text } },
    content: { ...EMPTY, text },
  }
}

function sayMedia(sim: Sim, world: World, { mediaId, caption, voice }: Of<'media'>): Said | null {
  const medium = mediumOf(sim, world, mediaId)
  if (!medium) return null
  const kind = kindOf(medium.mime)
  const text = caption && kind !== 'audio' && kind !== 'sticker' ? caption : undefined
  return {
    message: { type: kind, [kind]: mediaObject(sim, world, medium, { text, voice: voice === true }) },
    content: {
      ...EMPTY,
      type: kind,
      text: text ?? '',
      media: { ...viewOf(world, medium), voice: voice === true },
    },
  }
}

function mediaObject(
  sim: Sim,
  world: World,
  medium: Medium,
  { text, voice }: { text: string | undefined; voice: boolean },
) {
  const kind = kindOf(medium.mime)
  const mime = plainMime(medium.mime)
  return {
    ...(text === undefined ? {} : { caption: text }),
    ...(kind === 'document' ? { filename: medium.filename ?? 'document' } : {}),
    mime_type: voice && mime === 'audio/ogg' ? 'audio/ogg; codecs=opus' : mime,
    sha256: Buffer.from(medium.sha256, 'hex').toString('base64'),
    id: medium.id,
    url: urlOf(sim, world, medium),
    ...(kind === 'audio' ? { voice } : {}),
    ...(kind === 'sticker' ? { animated: false } : {}),
  }
}

function sayLocation({ latitude, longitude, name, address }: Of<'location'>): Said {
  const location = { latitude, longitude, ...(name ? { name } : {}), ...(address ? { address } : {}) }
  return {
    message: { type: 'location', location },
    content: {
      ...EMPTY,
      type: 'location',
      location: { latitude, longitude, name: name ?? null, address: address ?? null },
    },
  }
}

function sayContacts({ contacts }: Pick<Of<'contacts'>, 'contacts'>): Said {
  const cards = contacts.map(({ name, phone }) => ({
    name: { formatted_name: name, first_name: name.split(' ')[0] ?? name },
    phones: [{ phone, wa_id: phone.replace(/\D/g, ''), type: 'CELL' }],
  }))
  return {
    message: { type: 'contacts', contacts: cards },
    content: {
      ...EMPTY,
      type: 'contacts',
      contacts: contacts.map(({ name, phone }) => ({ name, phones: [phone] })),
    },
  }
}

function sayReaction({ emoji }: Of<'reaction'>, quoted: Bubble | null): Said | null {
  if (!quoted) return null
  const reaction = { message_id: quoted.wamid, ...(emoji ? { emoji } : {}) }
  return {
    message: { type: 'reaction', reaction },
    content: { ...EMPTY, type: 'reaction', text: emoji ?? '' },
  }
}

/** A tap on a reply button, a list row, or a template's quick reply, form or request for the contact. */
function sayTap({ content, from }: Bubble, { id, answers }: Of<'tap'>, customer: Customer): Said | null {
  if (from !== 'business') return null
  const rows = content.list?.sections.flatMap((section) => section.rows) ?? []
  const row = rows.find((one) => one.id === id)
  if (row) {
    const described = row.description === null ? {} : { description: row.description }
    return tapped('list_reply', { id: row.id, title: row.title, ...described })
  }
  const buttons = [...content.buttons, ...content.cards.flatMap((card) => card.buttons)]
  const button = buttons.find((one) => one.id === id)
  if (button?.kind === 'form') return sentForm(button.value ?? 'unused', answers)
  if (button?.kind === 'contact')
    return sayContacts({ contacts: [{ name: customer.name, phone: customer.waId }] })
  if (button?.kind !== 'reply') return null
  if (content.type !== 'template') return tapped('button_reply', { id, title: button.title })
  return {
    message: { type: 'button', button: { payload: id, text: button.title } },
    content: { ...EMPTY, type: 'button', text: button.title },
  }
}

function tapped(type: 'button_reply' | 'list_reply', reply: { id: string; title: string }): Said {
  return {
    message: { type: 'interactive', interactive: { type, [type]: reply } },
    content: { ...EMPTY, type: 'interactive', text: reply.title },
  }
}

/** A form that was filled in comes back with the token that it was sent with. */
function sentForm(token: string, answers: Readonly<Record<string, string>> = {}): Said {
  const response_json = JSON.stringify({ ...answers, flow_token: token })
  const reply = { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json } }
  return {
    message: { type: 'interactive', interactive: reply },
    content: { ...EMPTY, type: 'form' },
  }
}

function sayOrder({ catalogId, text, items }: Of<'order'>): Said {
  const product_items = items.map(({ sku, quantity, price, currency }) => ({
    product_retailer_id: sku,
    quantity,
    item_price: price,
    currency,
  }))
  const order = { catalog_id: catalogId, ...(text ? { text } : {}), product_items }
  return {
    message: { type: 'order', order },
    content: { ...EMPTY, type: 'order', text: text ?? '', order: { catalogId, items } },
  }
}
