import { csvRows } from '#core/base/csv.ts'
import type { Words } from '#core/base/language.ts'
import { cleanName } from '#core/base/text.ts'
import { normalPhone } from '#core/contact/phone.ts'

/** UTF-16 units of one piece of a list, which is cut between lines. */
export const PIECE_MAX = 100_000
/** UTF-16 units of the first line, which says what the columns hold. */
export const HEADING_MAX = 5000

/** One line of a list of people who can be written to. */
export type ListRow = {
  /** WhatsApp's digits: country code first, no plus. */
  readonly phone: string
  readonly name: string
  readonly tags: readonly string[]
  readonly fields: Readonly<Record<string, string>>
}

/** A line that cannot be used, counted as people count in their spreadsheet, and why. */
type BadLine = {
  readonly line: number
  readonly text: string
  readonly id: string
  readonly en: string
}

type ReadList = { readonly rows: readonly ListRow[]; readonly bad: readonly BadLine[] }

const SHOWN_MAX = 80
const NAME_MAX = 200
const VALUE_MAX = 1000
const TAG_MAX = 50
const TAGS_MAX = 20
const UNUSED_MAX = 20

/** What parts the cells: a comma, the semicolon of spreadsheets whose comma is for decimals, or the tab of what was copied from one. */
type Separator = ',' | ';' | '\t'

/** What the columns hold: the place of the number and the name, and which field each other one fills. */
export type Columns = {
  readonly separator: Separator
  readonly phone: number
  readonly name: number | null
  readonly tags: number | null
  readonly fields: readonly { readonly at: number; readonly key: string }[]
  /** Headings of columns that fill nothing. */
  readonly unused: readonly string[]
}

type Named = { readonly key: string; readonly label: string }

/** Headings that can only be a phone number, and those that may be: “Nomor pesanan” is none where another column says “HP”. */
const SURE_PHONE = /(^|[ _.])(hp|wa|whatsapp|telepon|telp|phone|ponsel|mobile|msisdn)([ _.]|$)/i
const PHONE = /^(no\.?|nomor|number)( |_|$)/i
const NAME = /^(nama|name)( |_|$)/i
const TAGS = /^(tags?|labels?)$/i

/**
 * The columns by the first line of a list, and whether that line is a heading. Without a heading the first column is the number and the second the
 * name; a heading that is the key or label of a contact field fills it.
 */
export function columnsOf(
  line: string,
  fields: readonly Named[],
  hasTags = false,
): { readonly columns: Columns; readonly isHeading: boolean } {
  const separator = separatorOf(line)
  const cells = cellsOf(line, separator) ?? []
  const phone = phoneHeading(cells)
  if (phone < 0) {
    const name = cells.length > 1 ? 1 : null
    return { columns: { separator, phone: 0, name, tags: null, fields: [], unused: [] }, isHeading: false }
  }
  const name = cells.findIndex((cell, at) => at !== phone && NAME.test(cell))
  const tags = hasTags ? cells.findIndex((cell, at) => at !== phone && TAGS.test(cell)) : -1
  const others = [...cells.entries()].filter(([at]) => at !== phone && at !== name && at !== tags)
  const filled = others.map(([at, cell]) => ({ at, cell, key: fieldNamed(cell, fields) }))
  const columns = {
    ...{ separator, phone, name: name < 0 ? null : name, tags: tags < 0 ? null : tags },
    fields: filled.flatMap(({ at, key }) => (key === undefined ? [] : [{ at, key }])),
    unused: filled
      .filter(({ key, cell }) => key === undefined && cell !== '')
      .map(({ cell }) => cell.slice(0, SHOWN_MAX))
      .slice(0, UNUSED_MAX),
  }
  return { columns, isHeading: true }
}

/** The place of the heading of the numbers; -1: there is none, or the line holds a number itself and so is no heading. */
function phoneHeading(cells: readonly string[]): number {
  if (cells.some((cell) => normalPhone(bareNumber(cell)) !== null)) return -1
  const sure = cells.findIndex((cell) => SURE_PHONE.test(cell))
  return sure >= 0 ? sure : cells.findIndex((cell) => PHONE.test(cell))
}

function fieldNamed(cell: string, fields: readonly Named[]) {
  const said = cell.trim().toLowerCase()
  return fields.find(({ key, label }) => key === said || label.trim().toLowerCase() === said)?.key
}

/** By the first line, for all: a later line may hold the other sign within a name or a price. */
function separatorOf(line: string): Separator {
  const bare = line.replace(/"[^"]*"/g, '')
  if (bare.includes('\t')) return '\t'
  const [commas, semicolons] = [bare.split(',').length, bare.split(';').length]
  if (commas === semicolons) return bare.indexOf(';') < bare.indexOf(',') ? ';' : ','
  return semicolons > commas ? ';' : ','
}

function cellsOf(line: string, separator: Separator): string[] | null {
  if (separator !== '\t') return csvRows(line, separator)?.[0] ?? null
  return line
    .replace(/^\ufeff/, '')
    .split('\t')
    .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
}

/** Reads a piece of whole lines, of which the first is the `from`th of the file; empty lines are passed over. */
export function readList(text: string, from: number, columns: Columns): ReadList {
  const rows: ListRow[] = []
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

function readLine(raw: string, { separator, phone, name, tags, fields }: Columns): ListRow | Words {
  const cells = cellsOf(raw, separator)
  if (!cells) return QUOTES
  const digits = normalPhone(bareNumber(cells[phone] ?? ''))
  if (digits === null) return NO_NUMBER
  const values = fields.flatMap(({ at, key }) => {
    const value = (cells[at] ?? '').slice(0, VALUE_MAX)
    return value === '' ? [] : [[key, value] as const]
  })
  return {
    phone: digits,
    name: cleanName(name === null ? '' : (cells[name] ?? '')).slice(0, NAME_MAX),
    tags: tags === null ? [] : tagsIn(cells[tags] ?? ''),
    fields: Object.fromEntries(values),
  }
}

/** Several tags stand in one cell, parted by commas, semicolons or bars. */
function tagsIn(cell: string): string[] {
  const tags = cell.split(/[,;|]/).map((tag) => tag.trim().slice(0, TAG_MAX))
  return [...new Set(tags)].filter((tag) => tag !== '').slice(0, TAGS_MAX)
}

/** Spreadsheets put an apostrophe before a number to keep it as text. */
function bareNumber(cell: string): string {
  return cell.replace(/^['’`]/, '').trim()
}
