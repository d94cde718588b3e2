import { cleanText, cutText } from '#core/base/text.ts'
import { FIELD_VALUE_MAX } from '#core/contact/field/value.ts'
import type { HttpCall } from '#core/flow/http/call.ts'
import { readPath } from '#core/flow/http/path.ts'

/**
 * The answer's parts as field values. What is not there leaves its field empty, so that nothing of an older answer stays;
 * null: parts are asked of an answer that is no JSON, such as a page that says “under maintenance”. An empty answer has no parts.
 */
export function fieldsFrom(body: string, map: HttpCall['map']): Record<string, string> | null {
  const json = body.trim() === '' ? null : parse(body)
  if (json === undefined && !map.every(({ path }) => isWhole(path))) return null
  const values = map.map(({ path, field }) => {
    const value = isWhole(path) ? body : readPath(json, path)
    return [field, cleanText(cutText(value, FIELD_VALUE_MAX))] as const
  })
  return Object.fromEntries(values)
}

function isWhole(path: string): boolean {
  return path === '' || path === '$'
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // an answer that is no JSON has no paths
  }
}
