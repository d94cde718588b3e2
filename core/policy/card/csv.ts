/** Rows that a table may have, and UTF-16 units of its text. */
const CSV_ROWS_MAX = 5000
export const CSV_LENGTH_MAX = 1_000_000

/**
 * The cells of a comma-separated text (RFC 4180: quotes, doubled quotes, new lines inside quotes), each trimmed. Empty lines stay, so
 * that a row's number is its place; a new line at the end begins no row. Null when it is too long or a quote is out of place.
 */
export function csvRows(text: string): string[][] | null {
  if (text.length > CSV_LENGTH_MAX) return null
  const rows: string[][] = []
  let row: string[] = []
  const body = text.replace(/^\ufeff/, '')
  const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y
  for (let found = cell.exec(body); found; found = cell.exec(body)) {
    const [, quoted, bare = '', end] = found
    row.push((quoted?.replaceAll('""', '"') ?? bare).trim())
    if (end === ',') continue
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
