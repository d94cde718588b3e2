import { csvLine } from '#core/base/csv.ts'
import type { Language } from '#core/base/language.ts'
import type { ContactRow, FieldRow } from '#server/contact/store.ts'

const WORDS = {
  id: { head: ['Nomor', 'Nama', 'Tag'], tail: ['Promosi', 'Dibuat'], stopped: 'berhenti' },
  en: { head: ['Number', 'Name', 'Tags'], tail: ['Marketing', 'Created'], stopped: 'stopped' },
} as const

/**
 * Contacts as comma-separated text that the import reads again: number, name, tags, then each field under its label, in the stored form of
 * its type. The heading stands where it is the first piece.
 */
export function contactsAsCsv(
  rows: readonly ContactRow[],
  fields: readonly FieldRow[],
  isFirst: boolean,
  language: Language,
): string {
  const words = WORDS[language]
  const own = fields.filter(({ scope }) => scope === 'contact')
  const lines = rows.map((row) =>
    csvLine([
      ...[row.phone, row.name, row.tags.join(', ')],
      ...own.map(({ id }) => row.fields[id] ?? ''),
      row.marketing?.stopped ? words.stopped : '',
      new Date(row.created_at).toISOString(),
    ]),
  )
  const heading = csvLine([...words.head, ...own.map(({ label }) => label), ...words.tail])
  return `${isFirst ? heading : ''}${lines.join('')}`
}
