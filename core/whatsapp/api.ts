import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { Media } from '#core/whatsapp/draft-part.ts'
import { Said } from '#core/whatsapp/finding.ts'
import { PROVIDERS } from '#core/whatsapp/provider.ts'

/** The workspace's line to ONE WhatsApp Business Account. Secrets are written, never read back. */
export const Channel = z.object({
  id: Id,
  name: z.string(),
  provider: z.enum(PROVIDERS),
  graphUrl: z.string(),
  graphVersion: z.string(),
  wabaId: z.string(),
  appId: z.string(),
  /** Where Meta must post to, and the word it must say; empty for agents, because the address is half a secret. */
  webhookUrl: z.string(),
  verifyToken: z.string(),
  tokenEnd: z.string(),
  appSecretEnd: z.string(),
  /** The handshake was seen; null = not yet. */
  verifiedAt: z.number().nullable(),
  lastWebhookAt: z.number().nullable(),
  /** The app was subscribed to the account's webhooks; null = not yet. */
  subscribedAt: z.number().nullable(),
  /** Open breaker: sending stands still until somebody has mended the cause and calls `resume`. */
  trouble: z
    .object({
      code: z.number(),
      reason: Said,
      since: z.number(),
      /** All of it, or only what the business begins. */
      stops: z.enum(['all', 'broadcasts', 'templates']),
    })
    .nullable(),
  /** Milliseconds by which this channel's clock runs ahead of ours; not 0 only where time is simulated. */
  clockOffset: z.number(),
})
export type Channel = z.infer<typeof Channel>

export const PhoneNumber = z.object({
  id: Id,
  graphId: z.string(),
  display: z.string(),
  name: z.string(),
  state: z.string(),
  quality: z.string(),
  test: z.boolean(),
  /** Chosen by the workspace; one that is not is silent. */
  used: z.boolean(),
  /** Meta's words: state of the display name, messaging limit (`TIER_2K`, empty: not told), throughput, verification by code. */
  nameStatus: z.string(),
  tier: z.string(),
  throughput: z.string(),
  verification: z.string(),
  /** The display name under review or declined, and Meta's reason. */
  wantedName: z.string().nullable(),
  nameReason: z.string().nullable(),
  /** When the display name was last asked for here: after registration a change waits 30 days. */
  nameAskedAt: z.number().nullable(),
  /** Meta's badge of an official business account. */
  official: z.boolean(),
  /** The number has a two-step PIN at Meta. */
  pinSet: z.boolean(),
  syncedAt: z.number().nullable(),
  bot: z.object({ id: Id, name: z.string() }).nullable(),
})
export type PhoneNumber = z.infer<typeof PhoneNumber>

export const ConnectBody = z.object({
  name: z.string().trim().max(80).default(''),
  /** For example `https://graph.facebook.com`. */
  graphUrl: z.url({ protocol: /^https?$/ }).max(500),
  graphVersion: z
    .string()
    .regex(/^v\d{1,2}\.\d$/)
    .default('v25.0'),
  wabaId: z
    .string()
    .trim()
    .regex(/^\d{1,32}$/),
  /** Absent: only the access is checked and kept; webhook and numbers are separate steps. */
  phoneNumberId: z
    .string()
    .trim()
    .regex(/^\d{1,32}$/)
    .optional(),
  /** Further numbers of the account. */
  otherPhoneNumberIds: z
    .array(
      z
        .string()
        .trim()
        .regex(/^\d{1,32}$/),
    )
    .max(19)
    .default([]),
  token: z.string().trim().min(1).max(2000),
  appId: z
    .string()
    .trim()
    .regex(/^\d{0,32}$/)
    .default(''),
  appSecret: z.string().trim().min(1).max(500),
  verifyToken: z.string().trim().min(8).max(200),
})

const Done = z.object({ done: z.literal(true) })
const tag = 'whatsapp'

export const whatsappApi = {
  channel: endpoint({
    method: 'GET',
    path: '/api/channel',
    allow: 'agent',
    tag,
    summary: 'The channel of this workspace',
  }).output(z.object({ channel: Channel.nullable(), numbers: z.array(PhoneNumber) })),
  /**
   * Checks the token at the Graph endpoint and keeps the secrets encrypted. With a phone number it is checked and used,
   * and the webhooks are subscribed at once; without one these steps are left to `subscribe` and `syncNumbers`.
   */
  connect: endpoint({
    method: 'POST',
    path: '/api/channel',
    allow: 'admin',
    tag,
    summary: 'Connect a Graph endpoint',
  })
    .input(ConnectBody)
    .output(z.object({ channel: Channel, numbers: z.array(PhoneNumber) })),
  connectSimulator: endpoint({
    method: 'POST',
    path: '/api/channel/simulator',
    allow: 'admin',
    tag,
    summary: 'Connect a new simulated account',
  }).output(z.object({ channel: Channel, numbers: z.array(PhoneNumber) })),
  /** Contacts, chats and flows stay. `confirm` is the word PUTUSKAN or DISCONNECT. */
  disconnect: endpoint({
    method: 'POST',
    path: '/api/channel/disconnect',
    allow: 'admin',
    tag,
    summary: 'Disconnect the channel',
  })
    .input(z.object({ confirm: z.string().max(40) }))
    .output(Done),
  /**
   * Closes every open breaker and forgets that Meta disabled or restricted the account: what waits goes out again. A cause that is not
   * mended opens it again at the next try.
   */
  resume: endpoint({
    method: 'POST',
    path: '/api/channel/resume',
    allow: 'admin',
    tag,
    summary: 'Try sending again after a trouble',
  }).output(Done),
  /** Where the simulator of this workspace is, and the key of its world; null when the channel is another. */
  simulator: endpoint({
    method: 'GET',
    path: '/api/simulator',
    allow: 'agent',
    tag,
    summary: 'The simulated world behind the channel',
  }).output(
    z.object({
      world: z.object({ url: z.string(), id: z.string(), key: z.string() }).nullable(),
      /** Whether this installation has a simulator at all. */
      offered: z.boolean(),
    }),
  ),
  /** `confirm` is the word LINK. */
  link: endpoint({
    method: 'POST',
    path: '/api/numbers/{id}/link',
    allow: 'admin',
    tag,
    summary: 'Link a bot to a number',
  })
    .input(z.object({ id: Id, botId: Id, confirm: z.string().max(40) }))
    .output(PhoneNumber),
  /** `confirm` is the word UNLINK. */
  unlink: endpoint({
    method: 'POST',
    path: '/api/numbers/{id}/unlink',
    allow: 'admin',
    tag,
    summary: 'Unlink the bot from a number',
  })
    .input(z.object({ id: Id, confirm: z.string().max(40) }))
    .output(PhoneNumber),
  /** A file to be sent later; at most 100 MB, kinds that WhatsApp takes. `GET /api/files/{id}` gives it back. */
  upload: endpoint({ method: 'POST', path: '/api/files', allow: 'agent', tag, summary: 'Upload a file' })
    .input(z.object({ file: z.file().max(100 * 1024 * 1024) }))
    .output(z.object({ id: Id, name: z.string(), mime: z.string(), size: z.number(), media: Media })),
}
