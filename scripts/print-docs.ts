import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '#core/base/language.ts'
import { FIELD_TYPES } from '#core/contact/field/value.ts'
import { comparisonsOf } from '#core/flow/compare.ts'
import { FUNCTIONS } from '#core/flow/formula/functions.ts'
import { typesIn } from '#core/flow/formula/wrong.ts'
import { indexName, inputName, itemName, outputName } from '#core/flow/local/names.ts'
import { FILTERS } from '#core/flow/text/filter.ts'
import { SYSTEM_FIELDS, SYSTEM_NAMES } from '#core/flow/text/system.ts'
import { stepsPageIn, stepsPathOf } from './print-steps.ts'

/** `node scripts/print-docs.ts`: writes what fields, formats, formulas and steps can do, from their own declarations. */

const ROOT = join(import.meta.dirname, '..')
export const PAGES: readonly Language[] = ['id', 'en']

export function pathOf(language: Language): string {
  return join(ROOT, `docs/fields.${language}.md`)
}

const WORDS = {
  id: {
    title: 'Field, isian, dan rumus',
    note: 'Halaman ini dicetak dari program oleh `node scripts/print-docs.ts`; jangan diubah dengan tangan.',
    types: 'Jenis field dan perbandingannya',
    type: ['Jenis', 'Perbandingan di langkah Kondisi'],
    typesNote:
      'Setiap nilai disimpan sebagai satu teks baku menurut jenisnya, dan dibandingkan menurut jenisnya. Angka selalu tepat: 0,1 + 0,2 adalah 0,3.',
    system: 'Field sistem',
    systemNote:
      'Selalu bisa dibaca di pesan, syarat, dan rumus. Field Anda yang terisi dan bernama sama didahulukan.',
    head: ['Nama', 'Isi', 'Jenis'],
    run: 'Nama yang hidup selama flow berjalan',
    runNote:
      'Dibaca seperti field di pesan, syarat, dan rumus, tetapi tidak disimpan di kontak. Di flow yang menyatakannya, nama ini didahulukan daripada field yang bernama sama.',
    runs: {
      input: 'Diberi flow yang memanggil lewat langkah Sub-flow, atau nilai bawaannya. Hanya dibaca.',
      output: 'Diisi langkah mana pun di flow itu, lalu disimpan pemanggil ke field pilihannya.',
      item: 'Isi daftar pada putaran ini di dalam Ulangi tiap isi. Hanya dibaca.',
      index: 'Nomor putarannya, mulai dari 1. Hanya dibaca.',
    },
    filters: 'Format isian',
    filtersNote:
      'Ditulis sesudah garis tegak: `{{ total | rupiah }}`. Nilai yang tidak cocok dibiarkan apa adanya.',
    filter: ['Contoh', 'Dari', 'Menjadi', 'Kegunaan'],
    functions: 'Fungsi rumus',
    functionsNote:
      'Rumus memakai bahasa CEL: `+ - * / %`, `== != < <= > >=`, `&& || !`, `syarat ? a : b`, `x in daftar`, dan untuk daftar `map`, `filter`, `exists`, `all`. Teks punya `contains`, `startsWith`, `endsWith`. Yang lain tidak ada. Rumus paling panjang 1.000 huruf, dan berhenti bila bekerja terlalu lama; field lalu tidak berubah dan jejaknya mengatakan sebabnya.',
    fn: ['Fungsi', 'Contoh', 'Kegunaan'],
  },
  en: {
    title: 'Fields, merge fields and formulas',
    note: 'This page is printed from the program by `node scripts/print-docs.ts`; do not edit it by hand.',
    types: 'Types of fields and how they compare',
    type: ['Type', 'Comparisons in a Condition step'],
    typesNote:
      'Every value is kept as one text in the form of its type, and compared by its type. Numbers are exact: 0.1 + 0.2 is 0.3.',
    system: 'System fields',
    systemNote:
      'They can be read in every message, condition and formula. A filled field of yours with the same name wins.',
    head: ['Name', 'What it is', 'Type'],
    run: 'Names that live while a flow runs',
    runNote:
      'Read like fields in messages, conditions and formulas, but kept in no contact. In a flow that declares one it wins over a field of the same name.',
    runs: {
      input: 'Given by the flow that calls with a Sub-flow step, else its default. Only read.',
      output: 'Filled by any step of that flow; the caller then keeps it in a field of its choice.',
      item: 'The item of the list in this round of a For each step. Only read.',
      index: 'The number of the round, from 1. Only read.',
    },
    filters: 'Formats of merge fields',
    filtersNote: 'Written behind a bar: `{{ total | rupiah }}`. A value that does not fit is left as it is.',
    filter: ['Example', 'From', 'Makes', 'Use'],
    functions: 'Functions of formulas',
    functionsNote:
      'Formulas are CEL: `+ - * / %`, `== != < <= > >=`, `&& || !`, `condition ? a : b`, `x in list`, and for lists `map`, `filter`, `exists`, `all`. Texts have `contains`, `startsWith`, `endsWith`. There is nothing else. A formula has at most 1,000 characters and stops when it works too long; the field then stays as it is, and the trace says why.',
    fn: ['Function', 'Example', 'Use'],
  },
} as const

/** The page in one language. Examples of formats are shown as Indonesian shops see them. */
export function pageIn(language: Language): string {
  const words = WORDS[language]
  const said = JSON.parse(readFileSync(join(ROOT, `web/flow/locales/${language}.json`), 'utf8'))
  const types = FIELD_TYPES.map((type) => [
    said[`type.${type}`],
    comparisonsOf(type)
      .map((is) => said[`is.${is}`])
      .join(' · '),
  ])
  const system = SYSTEM_NAMES.map((name) => [
    `\`${name}\``,
    said[`field.${name}`],
    said[`type.${SYSTEM_FIELDS[name]}`],
  ])
  const runs = [
    [inputName('…'), words.runs.input, '–'],
    [outputName('…'), words.runs.output, '–'],
    [itemName('…'), words.runs.item, said['type.text']],
    [indexName('…'), words.runs.index, said['type.number']],
  ].map(([name, ...rest]) => [`\`${name}\``, ...rest])
  const filters = Object.values(FILTERS).map(({ does, example: [field, from, made] }) => [
    `\`${field.replaceAll('|', '\\|')}\``,
    from,
    made,
    does[language],
  ])
  const functions = FUNCTIONS.map(({ signature, does, example }) => [
    `\`${typesIn(signature, language)}\``,
    `\`${example.replaceAll('|', '\\|')}\``,
    does[language],
  ])
  return [
    `# ${words.title}`,
    words.note,
    `## ${words.types}`,
    words.typesNote,
    table(words.type, types),
    `## ${words.system}`,
    words.systemNote,
    table(words.head, system),
    `## ${words.run}`,
    words.runNote,
    table(words.head, runs),
    `## ${words.filters}`,
    words.filtersNote,
    table(words.filter, filters),
    `## ${words.functions}`,
    words.functionsNote,
    table(words.fn, functions),
    '',
  ].join('\n\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

if (process.argv[1] === import.meta.filename) {
  for (const language of PAGES) {
    writeFileSync(pathOf(language), pageIn(language))
    writeFileSync(stepsPathOf(language), stepsPageIn(language))
  }
}
