import { Liquid, type Template } from 'liquidjs'
import { cutText } from '#core/base/text.ts'
import type { Known } from '#core/flow/person.ts'
import { FILTERS, plainText, type Voice } from '#core/flow/text/filter.ts'
import { languageOf, typeNamed, valueNamed, zoneOf } from '#core/flow/text/system.ts'

/** A rendered text is never longer, in UTF-16 units. */
export const RENDERED_MAX = 65_536

/**
 * A text with its merge fields filled in, once: values are data and are never read as templates again.
 * Only `{{ output }}` is read, with the filters of `filter.ts`; an unknown name is empty; what is no valid
 * merge field stays as it was written. Never throws. `guard` has the last word on each value.
 */
export function renderText(template: string, known: Known, guard: Guard = asItIs): string {
  if (!template.includes('{{')) return cutText(template, RENDERED_MAX)
  let text = ''
  for (const part of partsOf(template)) {
    text += typeof part === 'string' ? part : guard(render(part, known), text)
    if (text.length > RENDERED_MAX) return cutText(text, RENDERED_MAX)
  }
  return text
}

/** What a value becomes behind the text before it, which is rendered already. */
export type Guard = (value: string, before: string) => string

function asItIs(value: string): string {
  return value
}

/** The filters of a merge field that are none of ours; empty when it fails for another reason. */
export function unknownFilters(field: string): readonly string[] {
  const bare = field.replace(/"[^"]*"|'[^']*'/g, '""')
  const used = [...bare.matchAll(/\|\s*([a-z_]+)/g)].map(([, name = '']) => name)
  return used.filter((name) => !Object.hasOwn(FILTERS, name))
}

/** The template with a name replaced by another wherever a merge field reads it. */
export function renameInText(template: string, isMeant: (name: string) => boolean, to: string): string {
  if (!template.includes('{{')) return template
  return partsOf(template)
    .map((part) =>
      typeof part === 'string' || !part.names.some(isMeant) ? rawOf(part) : renamed(part.raw, isMeant, to),
    )
    .join('')
}

function rawOf(part: Part): string {
  return typeof part === 'string' ? part : part.raw
}

/** Names stand outside quotes and not behind a bar, where filters stand. */
function renamed(raw: string, isMeant: (name: string) => boolean, to: string): string {
  return raw.replace(/"[^"]*"|'[^']*'|(\|\s*[a-z_]+)|[a-z][a-z0-9_]*/g, (piece, filter?: string) =>
    filter === undefined && isMeant(piece) ? to : piece,
  )
}

/** The name of the one merge field of which the template consists, without a filter; null when there is more to it. */
export function onlyName(template: string): string | null {
  return PLAIN_NAME.exec(template.trim())?.[1] ?? null
}

/** The names that a template reads, and the merge fields in it that are not valid. */
export function mergeFieldsOf(template: string): { names: readonly string[]; invalid: readonly string[] } {
  if (!template.includes('{{')) return NOTHING
  const names = new Set<string>()
  const invalid: string[] = []
  for (const part of partsOf(template)) {
    if (typeof part === 'string') {
      if (part.startsWith('{{')) invalid.push(part)
    } else for (const name of part.names) names.add(name)
  }
  return { names: [...names], invalid }
}

type Field = {
  readonly raw: string
  readonly names: readonly string[]
  /** Null: the plain name alone, which needs no engine. */
  readonly parsed: { readonly engine: Liquid; readonly templates: Template[] } | null
}
type Part = string | Field

const NOTHING = { names: [], invalid: [] } as const
const EXPRESSION_MAX = 500
const FIELDS_MAX = 500
const CACHE_ENTRIES_MAX = 2000
const CACHE_UNITS_MAX = 4_000_000
const RENDER_MILLIS_MAX = 1000
const MEMORY_MAX = 200_000

const cache = new Map<string, readonly Part[]>()
let units = 0

function partsOf(template: string): readonly Part[] {
  const known = cache.get(template)
  if (known) return known
  const parts = split(template)
  if (cache.size >= CACHE_ENTRIES_MAX || units + template.length > CACHE_UNITS_MAX) {
    cache.clear()
    units = 0
  }
  cache.set(template, parts)
  units += template.length
  return parts
}

function split(template: string): Part[] {
  const parts: Part[] = []
  let done = 0
  for (let count = 0; count < FIELDS_MAX; count++) {
    const open = template.indexOf('{{', done)
    const close = open < 0 ? -1 : template.indexOf('}}', open)
    if (close < 0) break
    if (open > done) parts.push(template.slice(done, open))
    parts.push(fieldFrom(template.slice(open, close + 2)))
    done = close + 2
  }
  if (done < template.length) parts.push(template.slice(done))
  return parts
}

/** A name, a quoted text or a number, and filters with such arguments: all of Liquid that a text may use. */
const VALUE = /(?:[a-z][a-z0-9_]{0,49}|"[^"]*"|'[^']*'|-?\d{1,15}(?:\.\d{1,15})?)/.source
const EXPRESSION = new RegExp(
  `^\\{\\{-?\\s*${VALUE}(?:\\s*\\|\\s*[a-z_]+(?:\\s*:\\s*${VALUE})?)*\\s*-?\\}\\}$`,
)
const PLAIN_NAME = /^\{\{-?\s*([a-z][a-z0-9_]{0,49})\s*-?\}\}$/

function fieldFrom(raw: string): Part {
  const plain = PLAIN_NAME.exec(raw)?.[1]
  if (plain !== undefined) return { raw, names: [plain], parsed: null }
  if (raw.length > EXPRESSION_MAX || !EXPRESSION.test(raw)) return raw
  const liquid = engine()
  try {
    const templates = liquid.parse(raw)
    return { raw, names: liquid.variablesSync(templates), parsed: { engine: liquid, templates } }
  } catch {
    return raw // what Liquid cannot read stays as it was written
  }
}

function render(field: Field, known: Known): string {
  if (!field.parsed) {
    const name = field.names[0] ?? ''
    return plainText(typeNamed(known.catalogue, name), valueNamed(known, name), languageOf(known))
  }
  const scope: Record<string, string> = {}
  for (const name of field.names) scope[name] = valueNamed(known, name)
  voice = { language: languageOf(known), zone: zoneOf(known) }
  try {
    return String(field.parsed.engine.renderSync(field.parsed.templates, scope))
  } catch {
    return field.raw // a filter that broke a limit leaves the field as it was written
  }
}

/** Whom the rendering under way is for; it is set right before each, and rendering never waits. */
let voice: Voice = { language: 'id', zone: 'UTC' }
let made: Liquid | undefined

/** Liquid with nothing but our filters: no tags, no files, no properties but a scope's own. */
function engine(): Liquid {
  if (made) return made
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: EXPRESSION_MAX,
    renderLimit: RENDER_MILLIS_MAX,
    memoryLimit: MEMORY_MAX,
    operators: {},
    templates: {},
  })
  for (const name of Object.keys(liquid.tags)) delete liquid.tags[name]
  for (const name of Object.keys(liquid.filters)) delete liquid.filters[name]
  for (const [name, { run }] of Object.entries(FILTERS)) {
    liquid.registerFilter(name, (value: unknown, other: unknown) => run(textOf(value), textOf(other), voice))
  }
  made = liquid
  return liquid
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
