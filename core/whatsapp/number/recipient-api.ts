import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { RECIPIENTS_MAX } from '#core/whatsapp/number/recipient.ts'

const tag = 'whatsapp'

/** The phones that a test number may write to. Meta has no interface for its list, so a person tells us what stands in its dashboard. */
const Recipients = z.object({
  /** Digits with country code; null: nobody told us, and Meta judges. */
  recipients: z.array(z.string()).nullable(),
})

export const recipientApi = {
  recipients: endpoint({
    method: 'GET',
    path: '/api/numbers/{id}/recipients',
    allow: 'agent',
    tag,
    summary: 'Whom a test number may write to',
  })
    .input(z.object({ id: Id }))
    .output(Recipients),
  /** Null forgets the list. */
  saveRecipients: endpoint({
    method: 'PUT',
    path: '/api/numbers/{id}/recipients',
    allow: 'admin',
    tag,
    summary: 'Write down whom a test number may write to',
  })
    .input(z.object({ id: Id, recipients: z.array(z.string().max(30)).max(RECIPIENTS_MAX).nullable() }))
    .output(Recipients),
}
