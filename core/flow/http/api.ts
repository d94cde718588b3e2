import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { NO_ANSWER, SecretName } from '#core/flow/http/call.ts'
import { HttpNode } from '#core/flow/nodes/http.ts'

const tag = 'flow'
const Done = z.object({ done: z.literal(true) })

/** A secret as anyone may see it: its name. */
const SecretLine = z.object({ name: z.string(), updatedAt: z.number() })

/** What a request brought when it was tried. */
export const Tried = z.object({
  result: z.enum(['success', 'failed', 'timeout']),
  status: z.number().int().nullable(),
  ms: z.number(),
  /** Why there is no answer that is of use; null when there is one. */
  reason: z.enum(NO_ANSWER).nullable(),
  /** The beginning of the answer. */
  body: z.string(),
  fields: z.record(z.string(), z.string()),
})
export type Tried = z.infer<typeof Tried>

export const httpApi = {
  secrets: endpoint({
    method: 'GET',
    path: '/api/secrets',
    allow: 'admin',
    tag,
    summary: 'Names of the secrets that requests may carry',
  }).output(z.array(SecretLine)),
  /** New, or in place of the one that had this name. */
  putSecret: endpoint({
    method: 'PUT',
    path: '/api/secrets/{name}',
    allow: 'admin',
    tag,
    summary: 'Keep a secret; its value is never shown again',
  })
    .input(z.object({ name: SecretName, value: z.string().min(1).max(4000) }))
    .output(Done),
  removeSecret: endpoint({
    method: 'DELETE',
    path: '/api/secrets/{name}',
    allow: 'admin',
    tag,
    summary: 'Forget a secret',
  })
    .input(z.object({ name: SecretName }))
    .output(Done),
  /** Makes the request of a step for real, with sample values in place of a contact's. */
  tryRequest: endpoint({
    method: 'POST',
    path: '/api/flows/try-request',
    allow: 'admin',
    tag,
    summary: 'Try the request of a step',
  })
    .input(
      z.object({
        request: HttpNode.pick({
          method: true,
          url: true,
          headers: true,
          body: true,
          bodyType: true,
          seconds: true,
          map: true,
        }),
        samples: z.record(z.string().max(50), z.string().max(1000)).default({}),
      }),
    )
    .output(Tried),
}
