import { z } from 'zod'
import {
  SimCustomer,
  SimFaults,
  SimLogEntry,
  SimMedia,
  SimNumber,
  SimTemplate,
  SimThread,
  SimWorld,
  WorldSettings,
} from '#core/whatsapp/sim-view.ts'

/**
 * The control API of the simulator ("Meta in a box"): what the phone page shows and does. Paths are relative to
 * the simulator's base URL, which ends in `/sim`. `world` doors want the world's key in the header `x-world-key`
 * or the query `key`; `admin` doors want the simulator's key in `x-admin-key`. All times are milliseconds.
 * An error is `{ error: { code, message } }` with 400, 401, 404, 409 or 413; `code` is one of `SIM_PROBLEMS`.
 */

export const WORLD_KEY_HEADER = 'x-world-key'
export const ADMIN_KEY_HEADER = 'x-admin-key'

const flag = z.boolean()
const short = z.string().trim().min(1).max(200)
const SimId = z.string().max(80)

export const CreateWorldBody = z.object({
  name: z.string().trim().max(80).default(''),
  /** Token the webhook handshake says, for subscriptions that name none. */
  verifyToken: z.string().min(8).max(200).optional(),
  customers: z
    .array(z.object({ name: short, phone: z.string().max(40) }))
    .max(200)
    .optional(),
  /** Whoever manages it: worlds with the same person are offered together in Meta's dialog. */
  person: z.string().trim().min(1).max(80).optional(),
  /** The business that owns the account, for a second account of one business. */
  business: z.object({ id: z.string().regex(/^\d{1,32}$/), name: short }).optional(),
  /** A business of the same person that the account is shared with, as agencies have it. */
  clientOf: z
    .string()
    .regex(/^\d{1,32}$/)
    .optional(),
})

/** Everything one needs to connect this world like a real account. Secrets are told here and never again. */
export const CreatedWorld = z.object({
  id: SimId,
  key: z.string(),
  /** The simulator's base URL, ending in `/sim`. */
  url: z.string(),
  graphUrl: z.string(),
  businessId: z.string(),
  wabaId: z.string(),
  appId: z.string(),
  appSecret: z.string(),
  token: z.string(),
  verifyToken: z.string(),
  /** Meta's dialog is at `/v25.0/dialog/oauth` below this. */
  dialogUrl: z.string(),
  /** The door of 360dialog to the real number. */
  partnerUrl: z.string(),
  partnerKey: z.string(),
  numbers: z.array(SimNumber),
  customers: z.array(SimCustomer),
})
export type CreatedWorld = z.infer<typeof CreatedWorld>

const PatchWorldBody = z
  .object(WorldSettings)
  .partial()
  .extend({
    faults: SimFaults.partial().optional(),
    /** What has become of the access token at Meta: taken back, running out (seconds since 1970, 0 = never), with less permissions. */
    token: z
      .object({
        revoked: flag,
        expiresAt: z.number().int().min(0),
        scopes: z.array(z.string().max(80)).max(10),
      })
      .partial()
      .optional(),
  })
const ClockBody = z.union([
  z.object({
    advance: z
      .number()
      .int()
      .min(0)
      .max(366 * 86_400_000),
  }),
  z.object({ reset: z.literal(true) }),
])
const customerFields = {
  name: short,
  username: short.nullable(),
  readReceipts: flag,
  onWhatsApp: flag,
  usernameOnly: flag,
  marketingStopped: flag,
}
/** `verified` makes the phone a recipient of the test number too, while it has fewer than 5. */
const AddCustomerBody = z.object({
  name: short,
  phone: z.string().min(5).max(40),
  verified: flag.default(true),
})
const PatchCustomerBody = z.object(customerFields).partial()
const PatchNumberBody = z
  .object({
    status: z.string().max(40),
    quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']),
    throughput: z.number().int().min(0).max(1000),
    /** Meta's decision about the display name, told by webhook; `reason` goes with a declined one. */
    nameStatus: z.enum(['APPROVED', 'DECLINED', 'PENDING_REVIEW']),
    nameReason: z.string().max(80),
    recipients: z.array(z.string().max(20)).max(5),
  })
  .partial()
const PatchTemplateBody = z.object({
  status: z.enum(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']),
  reason: z.string().max(80).optional(),
})

const replyTo = z.string().max(300).optional()
const words = z.string().max(65_536)
/** What the customer does. `replyTo`, `to` = wamid of a bubble of this thread. */
export const SayBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: words.min(1),
    replyTo,
    forwarded: flag.optional(),
    /** Came by an advertisement: its title. */
    advertisement: short.optional(),
  }),
  /** `mediaId` from `uploadMedia`. */
  z.object({
    kind: z.literal('media'),
    mediaId: short,
    caption: words.optional(),
    voice: flag.optional(),
    replyTo,
  }),
  z.object({
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: short.optional(),
    address: short.optional(),
    replyTo,
  }),
  z.object({
    kind: z.literal('contacts'),
    contacts: z
      .array(z.object({ name: short, phone: z.string().max(40) }))
      .min(1)
      .max(257),
    replyTo,
  }),
  /** `emoji` null takes the reaction away. */
  z.object({ kind: z.literal('reaction'), to: short, emoji: z.string().max(64).nullable() }),
  /** Taps a button or a list row of that bubble: `id` as the bubble shows it. `answers`: what was filled into a form. */
  z.object({
    kind: z.literal('tap'),
    to: z.string().max(300),
    id: z.string().max(300),
    answers: z.record(z.string().max(80), z.string().max(1000)).optional(),
  }),
  z.object({
    kind: z.literal('order'),
    catalogId: short,
    text: words.optional(),
    items: z
      .array(
        z.object({
          sku: short,
          quantity: z.number().int().min(1).max(99),
          price: z.number().min(0),
          currency: z.string().length(3),
        }),
      )
      .min(1)
      .max(100),
    replyTo,
  }),
])
export type SayBody = z.infer<typeof SayBody>

/** `open` true: the customer keeps the chat open, so that what comes in the next 30 s is read at once; false: closes it. */
const LookBody = z.object({ open: flag.default(true) })

export const SimMail = z.object({
  id: z.number(),
  at: z.number(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
})
export const MailBody = z.object({
  to: z.string().min(3).max(320),
  subject: z.string().max(1000),
  text: z.string().max(100_000),
})

const Done = z.object({ done: z.literal(true) })
const Wamid = z.object({ wamid: z.string() })

/** Every door of the control API: `{name}` parts are filled in by the caller. */
export const simApi = {
  createWorld: {
    method: 'POST',
    path: '/worlds',
    key: 'admin',
    input: CreateWorldBody,
    output: CreatedWorld,
  },
  deleteWorld: { method: 'DELETE', path: '/worlds/{worldId}', key: 'admin', input: null, output: Done },
  world: { method: 'GET', path: '/worlds/{worldId}', key: 'world', input: null, output: SimWorld },
  patchWorld: {
    method: 'PATCH',
    path: '/worlds/{worldId}',
    key: 'world',
    input: PatchWorldBody,
    output: SimWorld,
  },
  /** A signed webhook without entries follows at once, so that the receiver reads the new `Date` header. */
  clock: {
    method: 'POST',
    path: '/worlds/{worldId}/clock',
    key: 'world',
    input: ClockBody,
    output: SimWorld,
  },
  addCustomer: {
    method: 'POST',
    path: '/worlds/{worldId}/customers',
    key: 'world',
    input: AddCustomerBody,
    output: SimCustomer,
  },
  patchCustomer: {
    method: 'PATCH',
    path: '/worlds/{worldId}/customers/{customerId}',
    key: 'world',
    input: PatchCustomerBody,
    output: SimCustomer,
  },
  patchNumber: {
    method: 'PATCH',
    path: '/worlds/{worldId}/numbers/{numberId}',
    key: 'world',
    input: PatchNumberBody,
    output: SimNumber,
  },
  patchTemplate: {
    method: 'PATCH',
    path: '/worlds/{worldId}/templates/{templateId}',
    key: 'world',
    input: PatchTemplateBody,
    output: SimTemplate,
  },
  thread: {
    method: 'GET',
    path: '/worlds/{worldId}/threads/{numberId}/{customerId}',
    key: 'world',
    input: null,
    output: SimThread,
  },
  say: {
    method: 'POST',
    path: '/worlds/{worldId}/threads/{numberId}/{customerId}/say',
    key: 'world',
    input: SayBody,
    output: Wamid,
  },
  look: {
    method: 'POST',
    path: '/worlds/{worldId}/threads/{numberId}/{customerId}/look',
    key: 'world',
    input: LookBody,
    output: Done,
  },
  /** Forgets everything this customer and this number wrote to each other. */
  restart: {
    method: 'POST',
    path: '/worlds/{worldId}/threads/{numberId}/{customerId}/restart',
    key: 'world',
    input: null,
    output: Done,
  },
  /** The body is the file itself, `content-type` its kind, the query `filename` its name. */
  uploadMedia: {
    method: 'POST',
    path: '/worlds/{worldId}/media',
    key: 'world',
    input: null,
    output: z.object({ mediaId: z.string(), media: SimMedia }),
  },
  /** The last 200 calls and webhooks, newest first. */
  log: {
    method: 'GET',
    path: '/worlds/{worldId}/log',
    key: 'world',
    input: null,
    output: z.object({ entries: z.array(SimLogEntry) }),
  },
  mail: { method: 'POST', path: '/mailbox', key: 'admin', input: MailBody, output: SimMail },
  mailbox: {
    method: 'GET',
    path: '/mailbox',
    key: 'admin',
    input: null,
    output: z.object({ mails: z.array(SimMail) }),
  },
} as const

/** The live stream: server-sent events `change` with a `SimChange`, at most 20 listeners per world. */
export const SIM_LIVE_PATH = '/worlds/{worldId}/live'
export type SimDoor = keyof typeof simApi
