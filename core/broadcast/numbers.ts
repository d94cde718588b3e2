import type { Words } from '#core/base/language.ts'
import { normalPhone } from '#core/contact/phone.ts'
import { csvRows } from '#core/policy/card/csv.ts'

/** One line of a list of numbers that can be written to. */
export type NumberRow = {
  /** WhatsApp's digits: country code first, no plus. */
  readonly phone: string
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}

/** A line that cannot be used, counted as people count in their spreadsheet, and why. */
export type BadLine = {
  readonly line: number
  readonly text: string
  readonly id: string
  readonly en: string
}

type ReadNumbers = { readonly rows: readonly NumberRow[]; readonly bad: readonly BadLine[] }

const SHOWN_MAX = 80
const VALUE_MAX = 1000

/** What the columns hold: the place of the number and the name, and which field each other one fills. */
export type Columns = {
  readonly phone: number
  readonly name: number | null
  readonly fields: readonly { readonly at: number; readonly key: string }[]
}

const PHONE = /^(no\.?|nomor|number|phone|telepon|telp\.?|hp|wa|whatsapp|ponsel|mobile|msisdn)( |_|$)/i
const NAME = /^(nama|name)( |_|$)/i

/**
 * The columns by the first line of a list, and whether that line is a heading. Without a heading the first column is the number and the second the
 * name; a heading that is the key or label of a contact field fills it.
 */
export function columnsOf(
  cells: readonly string[],
  fields: readonly { readonly key: string; readonly label: string }[],
): { readonly columns: Columns; readonly isHeading: boolean } {
  const phone = cells.findIndex((cell) => PHONE.test(cell.trim()))
  if (phone < 0) {
    return { columns: { phone: 0, name: cells.length > 1 ? 1 : null, fields: [] }, isHeading: false }
  }
  const name = cells.findIndex((cell, at) => at !== phone && NAME.test(cell.trim()))
  const others = cells.flatMap((cell, at) => {
    const key = at === phone || at === name ? undefined : fieldNamed(cell, fields)
    return key === undefined ? [] : [{ at, key }]
  })
  return { columns: { phone, name: name < 0 ? null : name, fields: others }, isHeading: true }
}

function fieldNamed(cell: string, fields: readonly { readonly key: string; readonly label: string }[]) {
  const said = cell.trim().toLowerCase()
  return fields.find(({ key, label }) => key === said || label.trim().toLowerCase() === said)?.key
}

/** The cells of a line; spreadsheets in Indonesia often part them with semicolons. */
export function cellsOf(line: string): string[] | null {
  const text = !line.includes(',') && line.includes(';') ? line.replaceAll(';', ',') : line
  return csvRows(text)?.[0] ?? null
}

/** Reads a piece of whole lines, of which the first is the `from`th of the file; empty lines are passed over. */
export function readNumbers(text: string, from: number, columns: Columns): ReadNumbers {
  const rows: NumberRow[] = []
  const bad: BadLine[] = []
  for (const [at, raw] of text.split(/\r\n|\n|\r/).entries()) {
    if (raw.trim() === '') continue
    const row = readLine(raw, columns)
    if ('phone' in row) rows.push(row)
    else bad.push({ line: from + at, text: raw.slice(0, SHOWN_MAX), ...row })
  }
  return { rows, bad }
}

const QUOTES = {
  id: 'tanda kutipnya tidak ditutup di baris yang sama',
  en: 'its quotation mark is not closed on the same line',
}
const NO_NUMBER = {
  id: 'bukan nomor telepon yang lengkap; tulis seperti 0812… atau dengan kode negara',
  en: 'it is no complete phone number; write it like 0812… or with the country code',
}

function readLine(raw: string, { phone, name, fields }: Columns): NumberRow | Words {
  const cells = cellsOf(raw)
  if (!cells) return QUOTES
  const digits = normalPhone(bareNumber(cells[phone] ?? ''))
  if (digits === null) return NO_NUMBER
  const values = fields.flatMap(({ at, key }) => {
    const value = (cells[at] ?? '').slice(0, VALUE_MAX)
    return value === '' ? [] : [[key, value] as const]
  })
  return {
    phone: digits,
    name: (name === null ? '' : (cells[name] ?? '')).slice(0, 200),
    fields: Object.fromEntries(values),
  }
}

/** Spreadsheets put an apostrophe before a number to keep it as text. */
function bareNumber(cell: string): string {
  return cell.replace(/^['’`]/, '').trim()
}
