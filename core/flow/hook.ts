import { z } from 'zod'
import { isObject } from '#core/base/json.ts'
import { cleanText, cutText } from '#core/base/text.ts'
import { DAY, type Millis } from '#core/base/time.ts'
import { FIELD_VALUE_MAX } from '#core/contact/field/value.ts'
import { normalPhone } from '#core/contact/phone.ts'
import { FieldKey } from '#core/flow/nodes/base.ts'

/** A call of a flow's webhook; more is refused. */
export const HOOK_BYTES_MAX = 64 * 1024
/** Calls of one webhook in a minute, in each process. */
export const HOOK_CALLS_PER_MINUTE = 120
/** An `Idempotency-Key` that began the flow begins it once within this time. */
export const HOOK_KEY_KEPT: Millis = DAY
const HOOK_FIELDS_MAX = 30
const PATH_MAX = 200
const NAME_MAX = 200

/** Where a value stands in a JSON body: `customer.phone`, `items[0].name`. */
const JsonPath = z.string().trim().max(PATH_MAX)

/** What of a call is who, and what of it is kept. Empty paths: not chosen. */
export const HookMapping = z.object({
  phone: JsonPath,
  name: JsonPath.default(''),
  fields: z.array(z.object({ field: FieldKey, path: JsonPath })).max(HOOK_FIELDS_MAX),
})
export type HookMapping = z.infer<typeof HookMapping>

/**
 * What became of a call. `accepted`: it waits at the desk; `no-phone`: the mapping finds no phone number in it; `not-live`: the flow is
 * not published or switched off; `no-number`: its bot is linked to no number.
 */
export const HOOK_OUTCOMES = ['accepted', 'not-json', 'no-phone', 'not-live', 'no-number'] as const
export type HookOutcome = (typeof HOOK_OUTCOMES)[number]

/** The contact of whom a call speaks; null when the mapping finds no phone number in it. */
export function readCall(
  mapping: HookMapping,
  body: unknown,
): { phone: string; name: string; fields: Record<string, string> } | null {
  const phone = normalPhone(textAt(body, mapping.phone))
  if (phone === null) return null
  const fields: Record<string, string> = {}
  for (const { field, path } of mapping.fields) {
    const value = textAt(body, path)
    if (value !== undefined) fields[field] = value
  }
  return { phone, name: (textAt(body, mapping.name) ?? '').trim().slice(0, NAME_MAX), fields }
}

/** What stands at a path, as text: objects and lists as JSON; undefined when nothing does. */
export function textAt(body: unknown, path: string): string | undefined {
  const steps = path.replace(/^\$\.?/, '').match(/[^.[\]]+/g)
  if (!steps) return undefined
  let value: unknown = body
  for (const step of steps) {
    if (Array.isArray(value)) value = /^\d{1,6}$/.test(step) ? value[Number(step)] : undefined
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
  }
  if (value === undefined || value === null) return undefined
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return cutText(cleanText(text), FIELD_VALUE_MAX)
}

const PATHS_MAX = 100
const DEPTH_MAX = 6

/** The paths of a body that hold a single value, with it, in their order: what the builder offers. */
export function pathsOf(body: unknown): { path: string; value: string }[] {
  const found: { path: string; value: string }[] = []
  walk(body, '', 0, found)
  return found
}

function walk(value: unknown, path: string, depth: number, found: { path: string; value: string }[]): void {
  if (found.length >= PATHS_MAX || depth > DEPTH_MAX || value === null) return
  if (typeof value !== 'object') {
    if (path !== '') found.push({ path, value: String(value) })
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    if (/[.[\]]/.test(key)) continue
    walk(
      inner,
      Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`,
      depth + 1,
      found,
    )
  }
}
