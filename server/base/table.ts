import { assert } from '#core/base/assert.ts'
import { cleanText } from '#core/base/text.ts'
import { arrayText, jsonArray, timeArray, uuidArray } from '#server/base/array.ts'
import type { Sql } from '#server/base/sql.ts'

type Column = { readonly key: string; readonly type: string }
type Shape = { readonly text: string; readonly columns: readonly Column[] }

const shapes = new Map<string, Shape>()

/**
 * Rows as a table to select from: `from ${tableOf(rows, 'm', 'id uuid, body json')}`. Each column travels as an array, which PostgreSQL reads at less cost than an object for each row. What a row lacks is null; a
 * `json` column takes any value, a
 * `timestamptz` column a time in milliseconds or as the database spells it. Columns stand in the code, never in a value.
 */
export function tableOf(rows: readonly object[], name: string, columns: string): Sql {
  const { text, columns: all } = shapes.get(`${name} ${columns}`) ?? shapeOf(name, columns)
  return { text: `${text})`, values: all.map((column) => arrayOf(rows, column)), isFixed: true }
}

/** The same with a last column `n` that numbers the rows in their order, from one. */
export function numberedTableOf(rows: readonly object[], name: string, columns: string): Sql {
  const table = tableOf(rows, name, columns)
  return { ...table, text: `${table.text.replace(') as ', ') with ordinality as ').slice(0, -1)}, n)` }
}

function shapeOf(name: string, spec: string): Shape {
  const columns = spec.split(',').map((part): Column => {
    const [, key, type] = /^"?(\w+)"? (\w+)$/.exec(part.trim()) ?? []
    assert(key && type, `a column has a name and a type: ${part}`)
    return { key, type }
  })
  const arrays = columns.map(({ type }, at) => `$${at + 1}::${type}[]`)
  const keys = columns.map(({ key }) => `"${key}"`)
  const text = `unnest(${arrays.join(', ')}) as ${name} (${keys.join(', ')}`
  const shape = { text, columns }
  shapes.set(`${name} ${spec}`, shape)
  return shape
}

function arrayOf(rows: readonly object[], { key, type }: Column): Buffer | string {
  const values = rows.map((row) => (row as Readonly<Record<string, unknown>>)[key] ?? null)
  if (type === 'uuid') return uuidArray(values)
  if (type === 'timestamptz') return timeArray(values)
  if (type === 'json' || type === 'jsonb') {
    const texts = values.map((value) => (value === null ? null : jsonText(value)))
    return jsonArray(texts, type)
  }
  return arrayText(values)
}

/** What PostgreSQL lets into a `json` column and stumbles over when it reads it: U+0000 and half surrogates, as JSON spells them. */
const UNREADABLE = /\\u(?:0000|d[89a-f])/

function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  if (!UNREADABLE.test(text)) return text
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? cleanText(part) : part))
}
