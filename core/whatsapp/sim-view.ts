import { z } from 'zod'

/** What the simulator shows to the phone page. All times are milliseconds of the world's clock. */

const share = z.number().min(0).max(1)
const flag = z.boolean()
const SimId = z.string().max(80)

/** What a review by itself may come to, in the words of `rejected_reason`; `NONE` approves. */
const REVIEW_REASONS = ['NONE', 'PROMOTIONAL', 'INVALID_FORMAT', 'TAG_CONTENT_MISMATCH'] as const

/** How the Graph API misbehaves when it is called. `resetAfter` and `hangAfter` do what is asked first. */
const GRAPH_FAULTS = [
  'throttle',
  'rate',
  'server',
  'resetBefore',
  'resetAfter',
  'hangBefore',
  'hangAfter',
  'slow',
] as const
export const GraphFault = z.enum(GRAPH_FAULTS)
export type GraphFault = z.infer<typeof GraphFault>

export const SimFaults = z.object({
  /** Each webhook waits a random time in this range; null = none. */
  delay: z
    .object({ from: z.number().int().min(0).max(60_000), to: z.number().int().min(0).max(60_000) })
    .nullable(),
  /** Share of webhooks that are delivered twice. */
  duplicate: share,
  /** Webhooks overtake each other within about a second. */
  reorder: flag,
  /** The first attempt of every webhook gets lost; the retry comes a second later. */
  dropFirst: flag,
  /** Updates are gathered and come many in one POST. */
  batch: flag,
  /** No status webhooks at all. */
  statusOff: flag,
  /**
   * A share of calls meets one of these faults, taken at random; null = none. `on`: posts of messages, as where it is not
   * said; files that come and go; or every call.
   */
  graph: z
    .object({
      kinds: z.array(GraphFault).min(1).max(GRAPH_FAULTS.length),
      share,
      on: z.enum(['messages', 'media', 'all']).optional(),
    })
    .nullable(),
  /** The next `times` messages end with this code of Meta's: at once or as a `failed` status, as Meta does it. */
  force: z
    .object({ code: z.number().int().min(0).max(99_999_999), times: z.number().int().min(1).max(100_000) })
    .nullable(),
})
export type SimFaults = z.infer<typeof SimFaults>

export const NO_FAULTS: SimFaults = {
  delay: null,
  duplicate: 0,
  reorder: false,
  dropFirst: false,
  batch: false,
  statusOff: false,
  graph: null,
  force: null,
}

/**
 * `2022` = conversations opened by user or business and a limit of each number, as the old guides tell; `today` = the regime of the
 * world's date and the portfolio's limit. A change sets the limit to what a verified business has in that era.
 */
const PriceRegime = z.enum(['today', '2022'])

export const SimCustomer = z.object({
  id: SimId,
  name: z.string(),
  /** Digits only, with country code. */
  waId: z.string(),
  bsuid: z.string(),
  username: z.string().nullable(),
  readReceipts: flag,
  onWhatsApp: flag,
  /** Meta hides the phone number: webhooks name the customer by business-scoped user id only. */
  usernameOnly: flag,
  marketingStopped: flag,
})
export type SimCustomer = z.infer<typeof SimCustomer>

export const SimNumber = z.object({
  id: SimId,
  display: z.string(),
  digits: z.string(),
  name: z.string(),
  test: flag,
  status: z.string(),
  /** The code that came by SMS after `request_code`, or null. */
  code: z.string().nullable(),
  quality: z.string(),
  /** Messages per second. */
  throughput: z.number(),
  /** Digits of the (at most 5) phones that a test number may write to. */
  recipients: z.array(z.string()),
})
export type SimNumber = z.infer<typeof SimNumber>

export const SimTemplate = z.object({
  id: SimId,
  name: z.string(),
  language: z.string(),
  category: z.string(),
  status: z.string(),
  components: z.array(z.record(z.string(), z.unknown())),
})
export type SimTemplate = z.infer<typeof SimTemplate>

export const WorldSettings = {
  /** Customers read everything at once, without looking at the phone. */
  autoRead: flag,
  regime: PriceRegime,
  /** Version of the webhook payloads, for example `v25.0`. */
  webhookVersion: z.string().regex(/^v\d{1,2}\.\d$/),
  /** Unique customers per 24 h outside the window, of the portfolio, in 2022 of each number; -1 = unlimited. */
  portfolioLimit: z.number().int().min(-1).max(1_000_000),
  /** Meta's limit of one message per 6 s and customer, burst 45. */
  pairLimit: flag,
  /** Marketing templates are switched off on the Cloud API (131063). */
  marketingDisabled: flag,
  /** The account has a payment method; without one Meta accepts what costs and fails it afterwards (131042). */
  funded: flag,
  /** World time from the creation of a template to Meta's decision. */
  reviewAfter: z.number().int().min(0).max(86_400_000),
  /** What Meta decides then: `NONE` approves, any other word of `rejected_reason` rejects. */
  reviewReason: z.enum(REVIEW_REASONS).optional(),
}

export const SimWorld = z.object({
  id: SimId,
  name: z.string(),
  wabaId: z.string(),
  clock: z.object({ now: z.number(), offset: z.number() }),
  ...WorldSettings,
  faults: SimFaults,
  numbers: z.array(SimNumber),
  customers: z.array(SimCustomer),
  templates: z.array(SimTemplate),
  /** Where webhooks go; null = nobody subscribed. `waiting` = not yet answered with 200. */
  webhook: z.object({ url: z.string().nullable(), waiting: z.number() }),
})
export type SimWorld = z.infer<typeof SimWorld>

export const SimMedia = z.object({
  kind: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
  /** Path below the base URL; append `?key=`. Null: the medium could not be had. */
  path: z.string().nullable(),
  mime: z.string(),
  size: z.number(),
  filename: z.string().nullable(),
  voice: flag,
})
export type SimMedia = z.infer<typeof SimMedia>

/**
 * `reply`, `form` (a WhatsApp form that is filled in) and `contact` (the customer's own number) answer the business by a tap, `location` by
 * a place that quotes the request; `url`, `call`, `code`, `catalog` act on the phone only; `other` is shown, not tappable.
 */
export const SimButton = z.object({
  kind: z.enum(['reply', 'url', 'call', 'code', 'form', 'catalog', 'contact', 'location', 'other']),
  id: z.string(),
  title: z.string(),
  value: z.string().nullable(),
})
export type SimButton = z.infer<typeof SimButton>

const SimRow = z.object({ id: z.string(), title: z.string(), description: z.string().nullable() })
const SimCard = z.object({ text: z.string(), media: SimMedia.nullable(), buttons: z.array(SimButton) })

/** One message as a phone draws it: absent parts are null or empty. */
export const SimContent = z.object({
  /** Meta's type, for example `text`, `image`, `interactive`, `template`, `button`, `order`; `form`: a form that was filled in. */
  type: z.string(),
  header: z.string().nullable(),
  text: z.string(),
  footer: z.string().nullable(),
  media: SimMedia.nullable(),
  location: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().nullable(),
      address: z.string().nullable(),
    })
    .nullable(),
  contacts: z.array(z.object({ name: z.string(), phones: z.array(z.string()) })),
  buttons: z.array(SimButton),
  list: z
    .object({
      button: z.string(),
      sections: z.array(z.object({ title: z.string().nullable(), rows: z.array(SimRow) })),
    })
    .nullable(),
  cards: z.array(SimCard),
  /** The line of a limited-time offer, and when it ends. */
  offer: z.object({ text: z.string(), endsAt: z.number().nullable() }).nullish(),
  order: z
    .object({
      catalogId: z.string(),
      items: z.array(
        z.object({ sku: z.string(), quantity: z.number(), price: z.number(), currency: z.string() }),
      ),
    })
    .nullable(),
  template: z.object({ name: z.string(), language: z.string() }).nullable(),
})
export type SimContent = z.infer<typeof SimContent>

export const SimBubble = z.object({
  wamid: z.string(),
  from: z.enum(['customer', 'business']),
  at: z.number(),
  /**
   * Business: accepted (200 given) → sent → delivered → read, or failed.
   * Customer: sent → delivered (the webhook was answered with 200) → read.
   */
  status: z.enum(['accepted', 'sent', 'delivered', 'read', 'failed']),
  error: z.object({ code: z.number(), title: z.string(), details: z.string() }).nullable(),
  content: SimContent,
  quoted: z
    .object({
      wamid: z.string(),
      from: z.enum(['customer', 'business']),
      /** The kind of its medium, else Meta's type. */
      kind: z.string(),
      /** Its words; empty where it has none, as a picture or a place. */
      text: z.string(),
    })
    .nullable(),
  /** Emoji that each side put on it. */
  reactions: z.object({ customer: z.string().nullable(), business: z.string().nullable() }),
})
export type SimBubble = z.infer<typeof SimBubble>

export const SimThread = z.object({
  number: SimNumber,
  customer: SimCustomer,
  /** Oldest first; at most the last 500. Failed messages are in it: a phone should not draw them. */
  bubbles: z.array(SimBubble),
  /** The 24-hour window by the world's clock. */
  window: z.object({ open: flag, closesAt: z.number().nullable() }),
  /** The business is typing until this time of the world, or null. */
  typingUntil: z.number().nullable(),
})
export type SimThread = z.infer<typeof SimThread>

export const SimLogEntry = z.object({
  at: z.number(),
  /** `graph`: a call that came in; `webhook`: a POST or handshake that went out. */
  kind: z.enum(['graph', 'webhook']),
  method: z.string(),
  path: z.string(),
  /** 0 = no answer: reset, timeout, dropped by a fault, or nobody subscribed (see `note`). */
  status: z.number(),
  ms: z.number(),
  request: z.string(),
  response: z.string(),
  note: z.string().nullable(),
})
export type SimLogEntry = z.infer<typeof SimLogEntry>

/** `data` of one server-sent event named `change`: what to fetch again. */
export const SimChange = z.object({
  what: z.enum(['world', 'thread', 'log']),
  numberId: z.string().nullable(),
  customerId: z.string().nullable(),
})
export type SimChange = z.infer<typeof SimChange>
