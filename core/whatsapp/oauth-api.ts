import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Channel, PhoneNumber } from '#core/whatsapp/api.ts'

const tag = 'whatsapp'
const MetaId = z
  .string()
  .trim()
  .regex(/^\d{1,32}$/)

/** Why an entry of the list cannot be chosen: another workspace holds it, or it was left out of the approval. */
const HINDRANCES = ['taken', 'not-granted'] as const

const ListedNumber = z.object({
  id: z.string(),
  display: z.string(),
  name: z.string(),
  state: z.string(),
  quality: z.string(),
  test: z.boolean(),
})
export const ListedAccount = z.object({
  id: z.string(),
  name: z.string(),
  /** Owned by the business, or shared with it by a client. */
  shared: z.boolean(),
  hindrance: z.enum(HINDRANCES).nullable(),
  numbers: z.array(ListedNumber),
  /** Meta's word where the numbers could not be read. */
  trouble: z.string().nullable(),
})
export type ListedAccount = z.infer<typeof ListedAccount>
export const ListedBusiness = z.object({ id: z.string(), name: z.string(), accounts: z.array(ListedAccount) })
export type ListedBusiness = z.infer<typeof ListedBusiness>

const Connected = z.object({ channel: Channel, numbers: z.array(PhoneNumber) })

/** Other ways to an account than copying its keys from Meta's dashboard. */
export const oauthApi = {
  /** Whether this installation offers the sign-in at Meta; `missing` are the settings its operator must set. */
  oauth: endpoint({
    method: 'GET',
    path: '/api/channel/oauth',
    allow: 'admin',
    tag,
    summary: 'Whether one may connect by signing in at Meta',
  }).output(
    z.object({
      missing: z.array(z.string()),
      appId: z.string(),
      /** What the operator enters at Meta as a valid OAuth redirect address. */
      redirectUri: z.string(),
      /** An approval is kept and its numbers can be listed. */
      granted: z.boolean(),
    }),
  ),
  /** The address of Meta's dialog. What comes back from it is taken once, within ten minutes, from the same browser. */
  startOauth: endpoint({
    method: 'POST',
    path: '/api/channel/oauth/start',
    allow: 'admin',
    tag,
    summary: 'Begin to connect by signing in at Meta',
  }).output(z.object({ url: z.string() })),
  /**
   * Exchanges Meta's code for a token that is kept sealed until a number is chosen; where the workspace is connected with
   * the same app already, its token is replaced.
   */
  finishOauth: endpoint({
    method: 'POST',
    path: '/api/channel/oauth/finish',
    allow: 'admin',
    tag,
    summary: 'Take what Meta’s dialog gave back',
  })
    .input(z.object({ code: z.string().min(1).max(2000), state: z.string().min(1).max(200) }))
    .output(z.object({ renewed: z.boolean() })),
  businesses: endpoint({
    method: 'GET',
    path: '/api/channel/oauth/businesses',
    allow: 'admin',
    tag,
    summary: 'Businesses, accounts and numbers of the approval',
  }).output(z.object({ businesses: z.array(ListedBusiness) })),
  chooseNumber: endpoint({
    method: 'POST',
    path: '/api/channel/oauth/choose',
    allow: 'admin',
    tag,
    summary: 'Connect a number of the approval',
  })
    .input(z.object({ wabaId: MetaId, phoneNumberId: MetaId }))
    .output(Connected),
  forgetOauth: endpoint({
    method: 'DELETE',
    path: '/api/channel/oauth',
    allow: 'admin',
    tag,
    summary: 'Forget the approval',
  }).output(z.object({ done: z.literal(true) })),
  /** Connects the number of a 360dialog key and registers the webhook there. */
  connect360dialog: endpoint({
    method: 'POST',
    path: '/api/channel/360dialog',
    allow: 'admin',
    tag,
    summary: 'Connect by a 360dialog API key',
  })
    .input(
      z.object({
        apiKey: z.string().trim().min(8).max(500),
        url: z
          .url({ protocol: /^https?$/ })
          .max(500)
          .default('https://waba-v2.360dialog.io'),
      }),
    )
    .output(Connected),
  /** A new secret in the webhook's address, registered at once; the former one is taken for another day. */
  renewHook: endpoint({
    method: 'POST',
    path: '/api/channel/hook',
    allow: 'admin',
    tag,
    summary: 'Replace the secret of the webhook address',
  }).output(Channel),
}
