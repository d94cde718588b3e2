/** A statement with its values apart: what a value holds can never become SQL. */
export type Sql = {
  readonly text: string
  readonly values: readonly unknown[]
  readonly name?: string
  /** A part whose text is always the same where it stands: it leaves the whole a prepared statement. */
  readonly isFixed?: boolean
}

const named = new WeakMap<TemplateStringsArray, { readonly text: string; readonly name: string }>()
let statements = 0

/**
 * SQL in a template: each value becomes a parameter; another `sql` as value becomes part of the text.
 * A template whose parts are fixed, or that has none, keeps one text for ever and is prepared once per connection under a name.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  const known = named.get(strings)
  const isFixed = values.every((value) => !isSql(value) || value.isFixed)
  if (known && isFixed)
    return { ...known, values: values.flatMap((value) => (isSql(value) ? value.values : [value])) }
  if (values.some(isSql)) {
    const flat = flatten(strings, values)
    return isFixed ? { ...flat, name: keep(strings, flat.text) } : flat
  }
  let text = strings[0] ?? ''
  for (let at = 1; at < strings.length; at++) text += `$${at}${strings[at]}`
  return { text, values, name: keep(strings, text) }
}

function keep(strings: TemplateStringsArray, text: string): string {
  statements++
  const name = `s${statements}`
  named.set(strings, { text, name })
  return name
}

/** Parts of a `where`, joined by `and`; without parts: true. */
export function all(parts: readonly Sql[]): Sql {
  const first = parts[0]
  if (!first) return sql`true`
  return parts.slice(1).reduce((joined, part) => sql`${joined} and ${part}`, first)
}

function flatten(strings: TemplateStringsArray, values: readonly unknown[]): Sql {
  const flat: unknown[] = []
  let text = strings[0] ?? ''
  values.forEach((value, at) => {
    if (isSql(value)) {
      const base = flat.length
      text += value.text.replace(/\$(\d+)/g, (_, n: string) => `$${base + Number(n)}`)
      flat.push(...value.values)
    } else {
      flat.push(value)
      text += `$${flat.length}`
    }
    text += strings[at + 1] ?? ''
  })
  return { text, values: flat }
}

function isSql(value: unknown): value is Sql {
  return typeof value === 'object' && value !== null && 'text' in value && 'values' in value
}
