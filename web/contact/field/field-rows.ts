import type { Field } from '#core/contact/api.ts'

export type FieldRow = Pick<Field, 'id' | 'label' | 'type' | 'value'>

/** Every known field of contacts with its value, then values whose field is no longer known, so that nothing is hidden. */
export function fieldsOf(
  known: readonly Field[],
  values: Readonly<Record<string, string>>,
): readonly FieldRow[] {
  const own = known.filter(({ scope }) => scope === 'contact')
  const ids = new Set(own.map(({ id }) => id))
  const strays = Object.keys(values).filter((id) => !ids.has(id))
  return [
    ...own.map(({ id, label, type }) => ({ id, label, type, value: values[id] ?? '' })),
    ...strays.map((id) => ({ id, label: id, type: 'text' as const, value: values[id] ?? '' })),
  ]
}

/** So few empty fields stand among the others. */
const EMPTY_SHOWN_MAX = 3

/** The fields that stand behind one line because they are empty, and there are more than a few of them. */
export function foldedOf(rows: readonly FieldRow[]): ReadonlySet<string> {
  const empty = rows.flatMap(({ id, value }) => (value === '' ? [id] : []))
  return new Set(empty.length > EMPTY_SHOWN_MAX ? empty : [])
}

/** What was filled in since stands among the others, and stays there when it is emptied under the hand. The same set when nothing was. */
export function stillFolded(folded: ReadonlySet<string>, rows: readonly FieldRow[]): ReadonlySet<string> {
  const filled = new Set(rows.flatMap(({ id, value }) => (value === '' ? [] : [id])))
  const empty = [...folded].filter((id) => !filled.has(id))
  return empty.length === folded.size ? folded : new Set(empty)
}

export type Folder = { readonly name: string; readonly fields: readonly Field[] }

/** Fields by folder, folders by name; those in none come first. */
export function foldersOf(fields: readonly Field[], search: string): readonly Folder[] {
  const wanted = search.trim().toLowerCase()
  const found = fields.filter(({ key, label, description }) =>
    `${key} ${label} ${description}`.toLowerCase().includes(wanted),
  )
  return [...Map.groupBy(found, ({ folder }) => folder)]
    .map(([name, own]) => ({ name, fields: own }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

/** A key for merge fields out of a label: Alamat kirim → alamat_kirim. Empty when nothing usable is left. */
export function keyOfLabel(label: string): string {
  return label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 50)
}
