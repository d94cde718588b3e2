import type { FieldType } from '#core/contact/field/value.ts'

/**
 * A field as the rules see it. `id` never changes and is what values are kept under; `key` is its present name in texts,
 * `former` the names it had, which go on meaning it: published flows are never rewritten.
 */
export type FieldShape = {
  readonly id: string
  readonly key: string
  readonly label?: string
  readonly type: FieldType
  /** A contact's own value, or one value for the whole bot. */
  readonly scope: 'contact' | 'bot'
  readonly former: readonly string[]
}

/** What a name means: a field, or a value that lives only in a run of a flow (`core/flow/local`). */
export type NamedShape = FieldShape | (Omit<FieldShape, 'scope'> & { readonly scope: 'run' })

/** The fields of a workspace by every name that means one: present key, id, former keys. */
export type Catalogue = ReadonlyMap<string, NamedShape>

export const NO_FIELDS: Catalogue = new Map()

/** A present key wins over a former one, whatever the order. */
export function catalogueOf(fields: readonly FieldShape[]): Catalogue {
  const names = new Map<string, NamedShape>()
  for (const field of fields)
    for (const name of [field.id, ...field.former]) if (!names.has(name)) names.set(name, field)
  for (const field of fields) names.set(field.key, field)
  return names
}

/** A contact field of which only the name is known: a text. */
export function textField(id: string): FieldShape {
  return { id, key: id, type: 'text', scope: 'contact', former: [] }
}
