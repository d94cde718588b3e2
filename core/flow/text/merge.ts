import { Liquid, type Template } from 'liquidjs'
import { cutText } from '#core/base/text.ts'
import { fieldOf, type Known } from '#core/flow/person.ts'
import { FILTERS } from '#core/flow/text/filter.ts'

/** Names that every text may use besides the contact's fields. A filled field of the same name wins. */
export const KNOWN_NAMES = ['name', 'first_name', 'phone', 'workspace_name'] as const

/** A rendered text is never longer, in UTF-16 units. */
export const RENDERED_MAX = 65_536

/**
 * A text with its merge fields filled in, once: values are data and are never read as templates again.
 * Only `{{ output }}` is read, with the filters of `filter.ts`; an unknown name is empty; what is no valid
 * merge field stays as it was written. Never throws.
 */
export function renderText(template: string, known: Known): string {
  if (!template.includes('{{')) return cutText(template, RENDERED_MAX)
  let text = ''
  for (const part of partsOf(template, known.workspace.language)) {
    text += typeof part === 'string' ? part : render(part, known)
    if (text.length > RENDERED_MAX) return cutText(text, RENDERED_MAX)
  }
  return text
}

/** The names that a template reads, and the merge fields in it that are not valid. */
export function mergeFieldsOf(template: string): { names: readonly string[]; invalid: readonly string[] } {
  if (!template.includes('{{')) return NOTHING
  const names = new Set<string>()
  const invalid: string[] = []
  for (const part of partsOf(template, 'id')) {
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

const caches = { id: new Map<string, readonly Part[]>(), en: new Map<string, readonly Part[]>() }
const units = { id: 0, en: 0 }
const engines: { id?: Liquid; en?: Liquid } = {}

function partsOf(template: string, language: 'id' | 'en'): readonly Part[] {
  const cache = caches[language]
  const known = cache.get(template)
  if (known) return known
  const parts = split(template, language)
  if (cache.size >= CACHE_ENTRIES_MAX || units[language] + template.length > CACHE_UNITS_MAX) {
    cache.clear()
    units[language] = 0
  }
  cache.set(template, parts)
  units[language] += template.length
  return parts
}

function split(template: string, language: 'id' | 'en'): Part[] {
  const parts: Part[] = []
  let done = 0
  for (let count = 0; count < FIELDS_MAX; count++) {
    const open = template.indexOf('{{', done)
    const close = open < 0 ? -1 : template.indexOf('}}', open)
    if (close < 0) break
    if (open > done) parts.push(template.slice(done, open))
    parts.push(fieldFrom(template.slice(open, close + 2), language))
    done = close + 2
  }
  if (done < template.length) parts.push(template.slice(done))
  return parts
}

/** A name, a quoted text or a number, and filters with such arguments: all of Liquid that a text may use. */
const VALUE = /(?:[a-z][a-z0-9_]{0,49}|"[^"]*"|'[^']*'|-?\d{1,15}(?:\.\d{1,15})?)/.source
const EXPRESSION = new RegExp(
  `^\\{\\{-?\\s*${VALUE}(?:\\s*\\|\\s*[a-z]+(?:\\s*:\\s*${VALUE})?)*\\s*-?\\}\\}$`,
)
const PLAIN_NAME = /^\{\{-?\s*([a-z][a-z0-9_]{0,49})\s*-?\}\}$/

function fieldFrom(raw: string, language: 'id' | 'en'): Part {
  const plain = PLAIN_NAME.exec(raw)?.[1]
  if (plain !== undefined) return { raw, names: [plain], parsed: null }
  if (raw.length > EXPRESSION_MAX || !EXPRESSION.test(raw)) return raw
  const engine = engineOf(language)
  try {
    const templates = engine.parse(raw)
    return { raw, names: engine.variablesSync(templates), parsed: { engine, templates } }
  } catch {
    return raw // what Liquid cannot read stays as it was written
  }
}

function render(field: Field, known: Known): string {
  if (!field.parsed) return filledIn(field.names[0] ?? '', known)
  const scope: Record<string, string> = {}
  for (const name of field.names) scope[name] = filledIn(name, known)
  try {
    return String(field.parsed.engine.renderSync(field.parsed.templates, scope))
  } catch {
    return field.raw // a filter that broke a limit leaves the field as it was written
  }
}

function filledIn(name: string, known: Known): string {
  const field = fieldOf(known.person, name)
  if (field !== undefined && field !== '') return field
  switch (name) {
    case 'name':
      return known.person.name
    case 'first_name':
      return known.person.name.trim().split(/\s+/, 1)[0] ?? ''
    case 'phone':
      return known.person.phone
    case 'workspace_name':
      return known.workspace.name
    default:
      return ''
  }
}

/** Liquid with nothing but our filters: no tags, no files, no properties but a scope's own. */
function engineOf(language: 'id' | 'en'): Liquid {
  const known = engines[language]
  if (known) return known
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: EXPRESSION_MAX,
    renderLimit: RENDER_MILLIS_MAX,
    memoryLimit: MEMORY_MAX,
    operators: {},
    templates: {},
  })
  for (const name of Object.keys(engine.tags)) delete engine.tags[name]
  for (const name of Object.keys(engine.filters)) delete engine.filters[name]
  for (const [name, filter] of Object.entries(FILTERS)) {
    engine.registerFilter(name, (value: unknown, other: unknown) =>
      filter(textOf(value), textOf(other), language),
    )
  }
  engines[language] = engine
  return engine
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
