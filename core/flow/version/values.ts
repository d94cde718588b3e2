import type { Words } from '#core/base/language.ts'
import type { FieldType } from '#core/contact/field/value.ts'
import type { AnswerKind } from '#core/flow/answer/kinds.ts'
import type { Action } from '#core/flow/nodes/action.ts'
import type { StartNode } from '#core/flow/nodes/start.ts'
import type { WaitNode } from '#core/flow/nodes/wait.ts'

type Lines<K extends string> = Readonly<Record<K, Words>>

const YES: Lines<'true' | 'false'> = { true: { id: 'ya', en: 'yes' }, false: { id: 'tidak', en: 'no' } }

/** What is chosen from a list, as the builder calls it; a choice without its words does not compile. */
const CHOSEN: {
  readonly type: Lines<FieldType>
  readonly answer: Lines<AnswerKind>
  readonly do: Lines<Action['do']>
  readonly 'wait.kind': Lines<WaitNode['wait']['kind']>
  readonly 'over.kind': Lines<'field' | 'formula'>
  readonly match: Lines<StartNode['match'] | 'all' | 'any'>
  readonly unit: Lines<'second' | 'minute' | 'hour' | 'day'>
} = {
  type: {
    text: { id: 'Teks', en: 'Text' },
    number: { id: 'Angka', en: 'Number' },
    boolean: { id: 'Ya/tidak', en: 'Yes/no' },
    date: { id: 'Tanggal', en: 'Date' },
    datetime: { id: 'Tanggal & jam', en: 'Date & time' },
    list: { id: 'Daftar', en: 'List' },
  },
  answer: {
    text: { id: 'Teks', en: 'Text' },
    number: { id: 'Angka', en: 'Number' },
    email: { id: 'Email', en: 'E-mail' },
    phone: { id: 'Nomor telepon', en: 'Phone number' },
    date: { id: 'Tanggal', en: 'Date' },
    choice: { id: 'Pilihan', en: 'Choice' },
    url: { id: 'Alamat situs', en: 'Web address' },
    datetime: { id: 'Tanggal dan jam', en: 'Date and time' },
    rating: { id: 'Penilaian', en: 'Rating' },
    location: { id: 'Lokasi', en: 'Location' },
    image: { id: 'Foto', en: 'Photo' },
    video: { id: 'Video', en: 'Video' },
    audio: { id: 'Suara', en: 'Sound' },
    document: { id: 'Berkas', en: 'File' },
  },
  do: {
    setField: { id: 'Isi field', en: 'Set field' },
    clearField: { id: 'Kosongkan field', en: 'Clear field' },
    addTag: { id: 'Tambah tag', en: 'Add tag' },
    removeTag: { id: 'Lepas tag', en: 'Remove tag' },
    pauseBot: { id: 'Jeda bot', en: 'Pause bot' },
    note: { id: 'Catatan', en: 'Note' },
    assign: { id: 'Tugaskan', en: 'Assign' },
    unassign: { id: 'Lepas penugasan', en: 'Take the assignment away' },
    resumeBot: { id: 'Aktifkan bot lagi', en: 'Wake the bot' },
    chat: { id: 'Status percakapan', en: 'Status of the chat' },
    notify: { id: 'Beri tahu', en: 'Notify' },
    event: { id: 'Laporkan peristiwa', en: 'Report an event' },
    sequence: { id: 'Rangkaian', en: 'Sequence' },
    formula: { id: 'Hitung dengan rumus', en: 'Set by a formula' },
    addNumber: { id: 'Tambah atau kurangi angka', en: 'Add or subtract a number' },
    copyField: { id: 'Salin ke field', en: 'Copy to a field' },
    addToList: { id: 'Tambah ke daftar', en: 'Add to a list' },
    removeFromList: { id: 'Buang dari daftar', en: 'Remove from a list' },
    setLanguage: { id: 'Bahasa kontak', en: 'Contact’s language' },
    setZone: { id: 'Zona waktu kontak', en: 'Contact’s time zone' },
    marketing: { id: 'Pesan promosi', en: 'Marketing messages' },
  },
  'wait.kind': {
    for: { id: 'Selama waktu tertentu', en: 'For a length of time' },
    until: { id: 'Sampai pukul tertentu', en: 'Until a time' },
    weekday: { id: 'Sampai hari tertentu', en: 'Until a weekday' },
    open: { id: 'Sampai jam operasional', en: 'Until business hours' },
    hours: { id: 'Sampai jam tertentu dalam sehari', en: 'Until hours of your own' },
    date: { id: 'Sampai tanggal di field', en: 'Until a date field' },
  },
  'over.kind': { field: { id: 'Field', en: 'Field' }, formula: { id: 'Rumus', en: 'Formula' } },
  match: {
    whole: { id: 'Seluruh pesan sama', en: 'The whole message is the word' },
    begins: { id: 'Pesan diawali kata itu', en: 'The message begins with it' },
    contains: { id: 'Pesan berisi kata itu', en: 'The message contains it' },
    pattern: { id: 'Pola (RE2)', en: 'Pattern (RE2)' },
    all: { id: 'semua', en: 'all' },
    any: { id: 'salah satu', en: 'any' },
  },
  unit: {
    second: { id: 'detik', en: 'seconds' },
    minute: { id: 'menit', en: 'minutes' },
    hour: { id: 'jam', en: 'hours' },
    day: { id: 'hari', en: 'days' },
  },
}

/** By the last part of where it stands, or the last two (`wait.kind`). */
export const VALUES: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  ...CHOSEN,
  welcome: YES,
  fallback: YES,
  voice: YES,
}
