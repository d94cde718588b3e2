import type { Language, Words } from '#core/base/language.ts'
import type { Details } from '#core/base/refusal.ts'
import type { FieldType } from '#core/contact/field/value.ts'

/** Why a file cannot come in as it was chosen; `part` and `name` say of what in the file. */
export type Conflict = {
  readonly part: 'bot' | 'flow' | 'sequence' | 'field' | 'tag' | 'template' | 'segment' | 'outside'
  readonly name: string
  readonly code: ConflictCode
  readonly details: Details
}

const PARTS: Readonly<Record<Conflict['part'], Words>> = {
  bot: { id: 'Bot', en: 'Bot' },
  flow: { id: 'Flow', en: 'Flow' },
  sequence: { id: 'Rangkaian', en: 'Sequence' },
  field: { id: 'Field', en: 'Field' },
  tag: { id: 'Tag', en: 'Tag' },
  template: { id: 'Template', en: 'Template' },
  segment: { id: 'Segmen', en: 'Segment' },
  outside: { id: 'Yang disebut', en: 'Named' },
}

const CONFLICTS = {
  'type-differs': {
    id: 'di berkas berjenis {type}, sedangkan field {to} di sini berjenis {other}. Pilih field lain atau buat baru dengan nama lain',
    en: 'is of type {type} in the file, and the field {to} here is of type {other}. Choose another field or create one by another name',
  },
  'scope-differs': {
    id: 'yang satu field kontak, yang lain field bot. Pilih field lain atau buat baru dengan nama lain',
    en: 'one is a field of contacts, the other of the bot. Choose another field or create one by another name',
  },
  'name-taken': {
    id: 'nama {to} sudah dipakai. Pilih nama lain',
    en: 'the name {to} is taken. Choose another one',
  },
  'too-many': {
    id: 'ruang kerja ini akan punya lebih dari {max}',
    en: 'this workspace would have more than {max}',
  },
  gone: { id: 'yang dipilih tidak ada di ruang kerja ini', en: 'what was chosen is not in this workspace' },
  'replaced-twice': {
    id: 'flow {to} akan diganti dua kali. Pilih flow lain untuk salah satunya',
    en: 'the flow {to} would be replaced twice. Choose another flow for one of them',
  },
  'other-bot': {
    id: '{to} milik bot lain. Pilih yang ada di bot ini',
    en: '{to} belongs to another bot. Choose one of this bot',
  },
} as const
export type ConflictCode = keyof typeof CONFLICTS

const TYPES: Readonly<Record<FieldType, Words>> = {
  text: { id: 'teks', en: 'text' },
  number: { id: 'angka', en: 'number' },
  boolean: { id: 'ya/tidak', en: 'yes/no' },
  date: { id: 'tanggal', en: 'date' },
  datetime: { id: 'tanggal dan jam', en: 'date and time' },
  list: { id: 'daftar', en: 'list' },
}

export function typeWord(type: FieldType, language: Language): string {
  return TYPES[type][language]
}

/** Of what a conflict is: `Field “total”`. */
export function conflictPlace({ part, name }: Conflict, language: Language): string {
  return `${PARTS[part][language]} “${name}”`
}

/** Why, and what can be done. */
export function conflictReason({ code, details }: Conflict, language: Language): string {
  return CONFLICTS[code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(details[`${name}_${language}`] ?? details[name] ?? '–'),
  )
}
