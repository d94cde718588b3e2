import type { Language, Words } from '#core/base/language.ts'
import type { FormulaFault } from '#core/flow/formula/value.ts'

/** Everything that can be wrong with the text of a formula. `{name}` is the piece that is meant. */
const WRONGS = {
  empty: { id: 'Rumusnya masih kosong.', en: 'The formula is still empty.' },
  'too-long': {
    id: 'Rumusnya terlalu panjang atau terlalu rumit.',
    en: 'The formula is too long or too complex.',
  },
  unreadable: { id: 'Rumusnya tidak bisa dibaca di sini.', en: 'The formula cannot be read here.' },
  unfinished: { id: 'Rumusnya belum selesai.', en: 'The formula is not finished.' },
  name: { id: 'Tidak ada field bernama {name}.', en: 'There is no field named {name}.' },
  function: { id: 'Tidak ada fungsi {name}.', en: 'There is no function {name}.' },
  form: { id: '{name} tidak bisa dipakai di rumus.', en: '{name} cannot be used in a formula.' },
  number: {
    id: '{name} bukan angka yang bisa dihitung.',
    en: '{name} is not a number that can be reckoned with.',
  },
  operation: {
    id: 'Jenisnya tidak cocok: {name}.',
    en: 'These types do not go together: {name}.',
  },
  arguments: { id: 'Isi fungsinya tidak cocok: {name}.', en: 'The function does not take this: {name}.' },
  branches: {
    id: 'Kedua hasil sesudah “?” harus sejenis.',
    en: 'Both results behind “?” must be of the same type.',
  },
  unkeepable: {
    id: 'Hasil rumus ini tidak bisa disimpan: {name}.',
    en: 'The result of this formula cannot be kept: {name}.',
  },
  result: {
    id: 'Hasil rumus harus {wanted}, bukan {name}.',
    en: 'The result must be {wanted}, not {name}.',
  },
} as const satisfies Record<string, Words>

/** What is wrong with a formula, and which piece of its text, as UTF-16 offsets. */
export type Wrong = {
  readonly kind: 'wrong'
  readonly code: keyof typeof WRONGS
  readonly from: number
  readonly to: number
  /** Type names in it are CEL's; `wrongSentence` says them in the reader's words. */
  readonly name: string
  readonly wanted?: string
}

const TYPES: Readonly<Record<string, Words>> = {
  string: { id: 'teks', en: 'text' },
  number: { id: 'angka', en: 'number' },
  int: { id: 'angka', en: 'number' },
  bool: { id: 'ya/tidak', en: 'yes/no' },
  date: { id: 'tanggal', en: 'date' },
  datetime: { id: 'tanggal & jam', en: 'date & time' },
  list: { id: 'daftar', en: 'list' },
  'list<string>': { id: 'daftar', en: 'list' },
}
const TYPE_WORDS = /list<\w+>|\b(?:string|number|int|bool|datetime|date|list)\b(?!\()/g

export function wrongSentence({ code, name, wanted }: Wrong, language: Language): string {
  const said =
    code === 'operation' || code === 'arguments' || code === 'result' || code === 'unkeepable'
      ? typesIn(name, language)
      : name
  return WRONGS[code][language]
    .replace('{wanted}', typesIn(wanted ?? '', language))
    .replace('{name}', () => said)
}

export function typesIn(text: string, language: Language): string {
  return text.replace(TYPE_WORDS, (type) => TYPES[type]?.[language] ?? TYPES.list?.[language] ?? type)
}

/** Why a formula that reads well has no value for this person. */
export const FAULTS: Readonly<Record<FormulaFault, Words>> = {
  empty: { id: 'Ada field yang masih kosong.', en: 'A field is still empty.' },
  'divided-by-zero': { id: 'Tidak bisa dibagi nol.', en: 'Nothing can be divided by zero.' },
  'out-of-range': { id: 'Hasilnya terlalu besar.', en: 'The result is too large.' },
  'not-a-value': { id: 'Nilainya tidak bisa dihitung.', en: 'A value cannot be reckoned with.' },
  limit: { id: 'Rumusnya bekerja terlalu lama.', en: 'The formula works too long.' },
  unreadable: { id: 'Rumusnya salah.', en: 'The formula is wrong.' },
}
