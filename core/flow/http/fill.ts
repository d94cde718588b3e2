import type { HttpCall } from '#core/flow/http/call.ts'
import type { Known } from '#core/flow/person.ts'
import { type Guard, renderText } from '#core/flow/text/merge.ts'

/** A request as it is drawn, its texts with merge fields. */
type DrawnCall = Pick<HttpCall, 'method' | 'url' | 'headers' | 'seconds' | 'map'> & {
  readonly body: string
  readonly bodyType: 'json' | 'form' | 'text'
}

/**
 * The request with its merge fields filled in. What a field brings cannot break out of its place: it is escaped for the
 * address, for JSON, for a form, and has no line breaks in a header. In JSON it is a part of the text in whose quotes it stands,
 * and outside of quotes a number, true, false or null, or else a text of its own.
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
    method === 'GET' || node.body === '' ? null : renderText(node.body, known, GUARDS[node.bodyType]())
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

const encode: Guard = (value) => encodeURIComponent(value.toWellFormed())
const oneLine: Guard = (value) => value.replace(/\p{Cc}+/gu, ' ').trim()
const GUARDS: Readonly<Record<DrawnCall['bodyType'], () => Guard>> = {
  json: guardJson,
  form: () => encode,
  text: () => (value) => value,
}

/** For one body, from its beginning: what stands before a value is read once. */
function guardJson(): Guard {
  let read = 0
  let isQuoted = false
  return (value, before) => {
    for (; read < before.length; read++) {
      if (before[read] === '\\') read++
      else if (before[read] === '"') isQuoted = !isQuoted
    }
    const text = JSON.stringify(value)
    const isSlashOpen = read > before.length // a drawn backslash stands for itself, and escapes nothing of the value
    if (isQuoted) return (isSlashOpen ? '\\' : '') + text.slice(1, -1)
    return JSON_WORD.test(value) ? value : text
  }
}
const JSON_WORD = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/
