import type { Field } from '#core/contact/api.ts'

export type FieldRow = Field & { readonly value: string }

/** Every known field with its value, then values whose field is no longer known, so that nothing is hidden. */
export function fieldsOf(
  known: readonly Field[],
  values: Readonly<Record<string, string>>,
): readonly FieldRow[] {
  const keys = new Set(known.map((field) => field.key))
  const strays = Object.keys(values).filter((key) => !keys.has(key))
  return [
    ...known.map((field) => ({ ...field, value: values[field.key] ?? '' })),
    ...strays.map((key) => ({ key, label: key, type: 'text' as const, value: values[key] ?? '' })),
  ]
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
