import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Channel } from '#core/whatsapp/api.ts'

const tag = 'whatsapp'
const secret = (max: number) => z.string().trim().min(1).max(max).optional()

/** The steps after the access to an account is known, each of which may be repeated. */
export const setupApi = {
  /**
   * Subscribes the app to the account's webhooks, and the app's own webhook where the app id is known. Meta calls the
   * webhook during it and must hear the verify token: what it says when it could not is told.
   */
  subscribe: endpoint({
    method: 'POST',
    path: '/api/channel/subscribe',
    allow: 'admin',
    tag,
    summary: 'Subscribe to the webhooks of the account',
  }).output(Channel),
  /**
   * Replaces token, app secret or app id while everything goes on: each is checked at Meta first, and webhooks that are
   * signed with the former secret are taken for another day.
   */
  renewSecrets: endpoint({
    method: 'PATCH',
    path: '/api/channel/secrets',
    allow: 'admin',
    tag,
    summary: 'Replace the access token or the app secret',
  })
    .input(
      z.object({
        token: secret(2000),
        appSecret: secret(500),
        appId: z
          .string()
          .trim()
          .regex(/^\d{1,32}$/)
          .optional(),
      }),
    )
    .output(Channel),
}
