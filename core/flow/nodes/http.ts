import { z } from 'zod'
import { isFilledUrl, isRequestUrl } from '#core/flow/http/address.ts'
import { METHODS, replyLine, SECONDS_MAX, SecretName } from '#core/flow/http/call.ts'
import { callOf } from '#core/flow/http/fill.ts'
import { isPath } from '#core/flow/http/path.ts'
import { patienceOf } from '#core/flow/http/patience.ts'
import type { Kind, RunFault } from '#core/flow/kind.ts'
import { FieldKey, nodeBase } from '#core/flow/nodes/base.ts'
import type { Report } from '#core/flow/problem.ts'
import { keepValue } from '#core/flow/step/keep.ts'

/**
 * Asks another server and waits for its answer. What a customer writes meanwhile wakes nothing here.
 * Outlets: `success` (answered with 2xx) · `failed` (any other answer, none, or one that is no JSON and whose parts are to
 * be kept: then no field is touched) · `timeout` (too late, or nobody
 * knows whether it was asked).
 */
export const HttpNode = z.object({
  kind: z.literal('http'),
  ...nodeBase,
  method: z.enum(METHODS).default('GET'),
  url: z.string().max(2000).default(''),
  /** `secret` names one of the workspace's secrets; it is put behind `value`, such as `Bearer `. */
  headers: z
    .array(
      z.object({ name: z.string().max(100), value: z.string().max(2000), secret: SecretName.optional() }),
    )
    .max(20)
    .default([]),
  body: z.string().max(64_000).default(''),
  bodyType: z.enum(['json', 'form', 'text']).default('json'),
  seconds: z.number().int().min(1).max(SECONDS_MAX).default(10),
  /** Where parts of a JSON answer are kept; an empty path is the whole answer. */
  map: z
    .array(z.object({ path: z.string().max(200), field: FieldKey }))
    .max(20)
    .default([]),
})
export type HttpNode = z.infer<typeof HttpNode>

export const httpKind: Kind<HttpNode> = {
  enter: (node, scene) => {
    const call = callOf(node, scene)
    if (!isFilledUrl(node.url, call.url)) return { to: 'outlet', outlet: 'failed', fault: 'bad-text' }
    return { to: 'wait', for: 'time', until: scene.now + patienceOf(node.seconds), call }
  },
  receive: (_node, reply, scene) => {
    let fault: RunFault | undefined = reply.reason === 'not-json' ? 'bad-answer' : undefined
    for (const [field, value] of Object.entries(reply.fields)) {
      const wish = keepValue(field, value, scene)
      if (wish) scene.ask(wish)
      else fault = 'bad-value'
    }
    return { to: 'outlet', outlet: reply.result, heard: replyLine(reply), ...(fault && { fault }) }
  },
  late: 'timeout',
  refs: ({ url, headers, body, map }) => ({
    texts: [url, body, ...headers.map(({ value }) => value)],
    fills: map.map(({ field }) => field),
    secrets: headers.flatMap(({ secret }) => secret ?? []),
  }),
  check,
}

function check({ url, headers, map }: HttpNode, report: Report): void {
  if (!isRequestUrl(url.trim())) report('request-url')
  const wrong = headers.find(({ name, value }) => !isHeader(name, value))
  if (wrong) report('request-header', { name: wrong.name })
  const blind = map.find(({ path }) => !isPath(path))
  if (blind) report('request-path', { path: blind.path })
}

/** A name after RFC 9110's tokens; those that steer the connection are not a step's to set. */
function isHeader(name: string, value: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(name.trim()) && !STEERING.test(name.trim()) && !/\p{Cc}/u.test(value)
}
const STEERING =
  /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|keep-alive|proxy-.*)$/i
