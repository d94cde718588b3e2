/** Rows that a table may have, and UTF-16 units of its text. */
const CSV_ROWS_MAX = 5000
export const CSV_LENGTH_MAX = 1_000_000

export type Delimiter = ',' | ';' | '|' | '\t'

/** One cell and what ends it. `strict` as in RFC 4180: no quote inside a bare cell. */
function cellPattern(delimiter: Delimiter, strict: boolean): RegExp {
  const apart = delimiter === '|' ? '\\|' : delimiter
  const bare = strict ? `[^"${apart}\\r\\n]*` : `(?!")[^${apart}\\r\\n]*`
  return new RegExp(`(?:"([^"]*(?:""[^"]*)*)"|(${bare}))(${apart}|\\r\\n|\\n|\\r|$)`, 'y')
}
const STRICT = cellPattern(',', true)
const LOOSE: Readonly<Record<Delimiter, RegExp>> = {
  ',': cellPattern(',', false),
  ';': cellPattern(';', false),
  '|': cellPattern('|', false),
  '\t': cellPattern('\t', false),
}

/**
 * The cells of a comma-separated text (RFC 4180: quotes, doubled quotes, new lines inside quotes), each trimmed. Empty lines stay, so
 * that a row's number is its place; a new line at the end begins no row. Null when it is too long or a quote is out of place.
 */
export function csvRows(text: string): string[][] | null {
  return rowsBy(STRICT, text)
}

/** The cells of one line of a spreadsheet's text, with whatever parts them; a quote inside a bare cell is a letter like any. */
export function lineCells(line: string, delimiter: Delimiter): string[] | null {
  return rowsBy(LOOSE[delimiter], line)?.[0] ?? null
}

/** What parts the cells of a heading: whatever stands in it oftenest outside quotes; a comma when nothing does. */
export function delimiterOf(heading: string): Delimiter {
  const plain = heading.replace(/"[^"]*"/g, '')
  const many = (delimiter: Delimiter) => plain.split(delimiter).length
  return (Object.keys(LOOSE) as Delimiter[]).reduce((best, one) => (many(one) > many(best) ? one : best))
}

function rowsBy(cell: RegExp, text: string): string[][] | null {
  if (text.length > CSV_LENGTH_MAX) return null
  const rows: string[][] = []
  let row: string[] = []
  const body = text.replace(/^\ufeff/, '')
  cell.lastIndex = 0
  for (let found = cell.exec(body); found; found = cell.exec(body)) {
    const [, quoted, bare = '', end] = found
    row.push((quoted?.replaceAll('""', '"') ?? bare).trim())
    if (end && !/[\r\n]/.test(end)) continue
    rows.push(row)
    if (rows.length > CSV_ROWS_MAX) return null
    const isDone = end === '' || cell.lastIndex === body.length
    if (isDone) return rows
    row = []
  }
  return null
}

/**
 * One row as comma-separated text with its end of line (RFC 4180); null is an empty cell. A cell that a spreadsheet would take for
 * a formula gets an apostrophe, because names are written by people.
 */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => csvCell(cell ?? '')).join(',')}\r\n`
}

/** How a formula begins, in full width too; blanks before it are dropped by some spreadsheets. */
const FORMULA = /^(\s*[=+\-@＝＋－＠]|[\t\r])/

function csvCell(cell: string): string {
  const plain = FORMULA.test(cell) && !/^[+-]?[\d. ]+$/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
