import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { PhoneNumber } from '#core/whatsapp/api.ts'

const tag = 'whatsapp'

/** The numbers of the channel: those that Meta lists, and which of them are used here. */
export const numberApi = {
  numbers: endpoint({
    method: 'GET',
    path: '/api/numbers',
    allow: 'agent',
    tag,
    summary: 'All numbers of the account, used or not',
  }).output(z.array(PhoneNumber)),
  /** Reads every number of the account from Meta. A number that is new waits to be chosen; one that Meta lists no more is `DELETED`. */
  syncNumbers: endpoint({
    method: 'POST',
    path: '/api/numbers/sync',
    allow: 'admin',
    tag,
    summary: 'Read the numbers from Meta',
  }).output(
    z.object({
      numbers: z.array(PhoneNumber),
      added: z.number().int(),
      changed: z.number().int(),
      gone: z.number().int(),
    }),
  ),
  /** A number that is not used is silent: nothing is heard or sent over it. One with a bot must be unlinked first. */
  useNumber: endpoint({
    method: 'POST',
    path: '/api/numbers/{id}/use',
    allow: 'admin',
    tag,
    summary: 'Use a number, or use it no more',
  })
    .input(z.object({ id: Id, used: z.boolean() }))
    .output(PhoneNumber),
}
