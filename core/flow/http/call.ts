import { z } from 'zod'
import { FieldKey } from '#core/flow/nodes/base.ts'

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof METHODS)[number]

/** Longest wait for a whole answer, in seconds. */
export const SECONDS_MAX = 30
/** More of an answer than this is not read: the request failed. */
export const ANSWER_BYTES_MAX = 256_000

/** How a workspace's secret is named; its value is stored sealed and never shown again. */
export const SecretName = z.string().regex(/^[a-z][a-z0-9_]{0,49}$/)

/** One request as it will leave, but for the secrets, which are put behind the header's own words when it does. */
export const HttpCall = z.object({
  method: z.enum(METHODS),
  url: z.string().max(4000),
  headers: z
    .array(
      z.object({ name: z.string().max(100), value: z.string().max(4000), secret: SecretName.optional() }),
    )
    .max(21),
  body: z.string().max(128_000).nullable(),
  seconds: z.number().int().min(1).max(SECONDS_MAX),
  map: z.array(z.object({ path: z.string().max(200), field: FieldKey })).max(20),
})
export type HttpCall = z.infer<typeof HttpCall>

/**
 * Why there is no answer: how the visit failed (server/base/door-failure.ts), a `secret` that is gone, or nobody knows;
 * or why the one that came is of no use: parts of it are wanted, and it is no JSON.
 */
export const NO_ANSWER = [
  ...(['refused', 'dns', 'tls', 'reset', 'timeout', 'cut', 'forbidden', 'too-large'] as const),
  ...(['secret', 'unknown', 'not-json'] as const),
] as const

/** What came of it. `fields`: what the answer brought into contact fields. */
export type HttpReply = {
  readonly result: 'success' | 'failed' | 'timeout'
  /** Null when no answer came. */
  readonly status: number | null
  readonly ms: number
  readonly fields: Readonly<Record<string, string>>
  /** Why there is no answer that is of use: a kind of failure, never a secret. */
  readonly reason?: (typeof NO_ANSWER)[number]
}

/**
 * Whether doing it twice is the same as doing it once (RFC 9110, 9.2.2). Anything else is called once at most: when
 * nobody knows whether it left, it counts as timed out.
 */
export function isRepeatable(method: Method): boolean {
  return method === 'GET' || method === 'PUT' || method === 'DELETE'
}

/** In a line for people: the status, how long it took. */
export function replyLine({ result, status, ms, reason }: HttpReply): string {
  const what = status === null ? (reason ?? result) : String(status)
  return `${what} · ${ms} ms`
}
