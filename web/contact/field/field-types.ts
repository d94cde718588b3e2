import type { Field } from '#core/contact/api.ts'

export type FieldType = Field['type']

/** The kinds of custom fields in the order they are offered; the compiler holds them to the contract. */
export const FIELD_TYPE_NAMES: readonly FieldType[] = [
  'text',
  'number',
  'boolean',
  'date',
  'datetime',
  'list',
]
