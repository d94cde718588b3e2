import type { HttpCall } from '#core/flow/http/call.ts'
import type { Known } from '#core/flow/person.ts'
import { renderText } from '#core/flow/text/merge.ts'

/** A request as it is drawn, its texts with merge fields. */
type DrawnCall = Pick<HttpCall, 'method' | 'url' | 'headers' | 'seconds' | 'map'> & {
  readonly body: string
  readonly bodyType: 'json' | 'form' | 'text'
}

/**
 * The request with its merge fields filled in. What a field brings cannot break out of its place: it is escaped for the
 * address, for JSON, for a form, and has no line breaks in a header.
 */
export function callOf(node: DrawnCall, known: Known): HttpCall {
  const { method, headers, seconds, map } = node
  const own = headers
    .filter(({ name }) => name.trim() !== '')
    .map(({ name, value, secret }) => ({
      name: name.trim(),
      value: renderText(value, known, oneLine),
      ...(secret === undefined ? {} : { secret }),
    }))
  const body =
    method === 'GET' || node.body === '' ? null : renderText(node.body, known, ESCAPES[node.bodyType])
  const isTyped = own.some(({ name }) => name.toLowerCase() === 'content-type')
  const type = { name: 'content-type', value: CONTENT_TYPES[node.bodyType] }
  return {
    method,
    url: renderText(node.url.trim(), known, encode),
    headers: body === null || isTyped ? own : [...own, type],
    body,
    seconds,
    map: [...map],
  }
}

const CONTENT_TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
} as const

type Escape = (value: string) => string
const encode: Escape = (value) => encodeURIComponent(value.toWellFormed())
const oneLine: Escape = (value) => value.replace(/\p{Cc}+/gu, ' ').trim()
const ESCAPES: Readonly<Record<DrawnCall['bodyType'], Escape>> = {
  json: (value) => JSON.stringify(value).slice(1, -1),
  form: encode,
  text: (value) => value,
}
