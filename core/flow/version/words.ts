import type { Language, Words } from '#core/base/language.ts'
import type { Definition } from '#core/flow/definition.ts'
import { nodeName, wayName } from '#core/flow/trial/words.ts'
import type { Detail } from '#core/flow/version/diff.ts'
import { VALUES } from '#core/flow/version/values.ts'

/** Parts of steps by their names in the definition; what has none here is called by that name. */
const PARTS: Readonly<Record<string, Words>> = {
  name: { id: 'Nama', en: 'Name' },
  text: { id: 'Teks', en: 'Text' },
  footer: { id: 'Footer', en: 'Footer' },
  header: { id: 'Header', en: 'Header' },
  buttons: { id: 'Tombol', en: 'Button' },
  button: { id: 'Tombol', en: 'Button' },
  list: { id: 'Daftar', en: 'List' },
  sections: { id: 'Bagian', en: 'Section' },
  rows: { id: 'Baris', en: 'Row' },
  title: { id: 'Judul', en: 'Title' },
  description: { id: 'Keterangan', en: 'Description' },
  media: { id: 'Media', en: 'Media' },
  caption: { id: 'Keterangan', en: 'Caption' },
  keywords: { id: 'Kata kunci', en: 'Keyword' },
  match: { id: 'Kecocokan', en: 'Match' },
  welcome: { id: 'Sambutan', en: 'Welcome' },
  fallback: { id: 'Balasan bawaan', en: 'Default reply' },
  answer: { id: 'Jawaban', en: 'Answer' },
  field: { id: 'Simpan ke', en: 'Saved to' },
  value: { id: 'Nilai', en: 'Value' },
  pattern: { id: 'Pola', en: 'Pattern' },
  options: { id: 'Pilihan', en: 'Option' },
  retries: { id: 'Percobaan ulang', en: 'Retries' },
  retryText: { id: 'Teks ulang', en: 'Retry text' },
  skip: { id: 'Kata lewati', en: 'Skip word' },
  timeout: { id: 'Batas waktu', en: 'Time limit' },
  amount: { id: 'lama', en: 'length' },
  unit: { id: 'satuan', en: 'unit' },
  length: { id: 'lama', en: 'length' },
  wait: { id: 'Tunggu', en: 'Wait' },
  clock: { id: 'Jam', en: 'Clock' },
  zone: { id: 'Zona waktu', en: 'Time zone' },
  from: { id: 'Dari', en: 'From' },
  to: { id: 'Sampai', en: 'To' },
  days: { id: 'Hari', en: 'Day' },
  when: { id: 'Bila', en: 'When' },
  groups: { id: 'Kelompok', en: 'Group' },
  rules: { id: 'Aturan', en: 'Rule' },
  fact: { id: 'Yang dilihat', en: 'Looks at' },
  is: { id: 'Adalah', en: 'Is' },
  tag: { id: 'Label', en: 'Tag' },
  actions: { id: 'Aksi', en: 'Action' },
  do: { id: 'Lakukan', en: 'Does' },
  ref: { id: 'Rujukan', en: 'Reference' },
  by: { id: 'Lewat', en: 'By' },
  of: { id: 'Siapa', en: 'Who' },
  within: { id: 'Paling lama', en: 'Within' },
  note: { id: 'Catatan', en: 'Note' },
  flow: { id: 'Flow', en: 'Flow' },
  branches: { id: 'Cabang', en: 'Branch' },
  weight: { id: 'Bobot', en: 'Weight' },
  template: { id: 'Template', en: 'Template' },
  language: { id: 'Bahasa', en: 'Language' },
  category: { id: 'Kategori', en: 'Category' },
  body: { id: 'Isi', en: 'Body' },
  inputs: { id: 'Masukan', en: 'Input' },
  outputs: { id: 'Keluaran', en: 'Output' },
  input: { id: 'Masukan', en: 'Input' },
  output: { id: 'Keluaran', en: 'Output' },
  key: { id: 'Nama', en: 'Name' },
  type: { id: 'Jenis', en: 'Type' },
  over: { id: 'Daftar', en: 'List' },
  formula: { id: 'Rumus', en: 'Formula' },
  as: { id: 'Sebutan', en: 'Called' },
  rounds: { id: 'Putaran', en: 'Rounds' },
  url: { id: 'Alamat', en: 'Address' },
  label: { id: 'Tulisan', en: 'Label' },
}
/** Parts that are called otherwise inside of another. */
const INSIDE: Readonly<Record<string, Words>> = {
  'over.kind': { id: 'Asal', en: 'Taken from' },
  'over.field': { id: 'Field', en: 'Field' },
}
const NOTHING: Words = { id: 'tidak ada', en: 'nothing' }
const WAY: Words = { id: 'Jalur', en: 'Way' }

/** Longest text that is repeated. */
const QUOTED_MAX = 160

/** One detail as “what: before → after”. */
export function detailWords(
  detail: Detail,
  node: string,
  {
    before,
    after,
    language,
  }: { readonly before: Definition; readonly after: Definition; readonly language: Language },
): { readonly what: string; readonly before: string; readonly after: string } {
  if (detail.what === 'value')
    return {
      what: partName(detail.path, language),
      before: valueName(detail.path, detail.before, language),
      after: valueName(detail.path, detail.after, language),
    }
  const target = (definition: Definition, id: string | null) =>
    id === null ? NOTHING[language] : nodeName(definition, id, language)
  const way = wayName(after.nodes[node] ?? before.nodes[node], detail.outlet, language)
  return {
    what: `${WAY[language]} ${way}`,
    before: target(before, detail.before),
    after: target(after, detail.after),
  }
}

/**
 * Where it stands, without the ids and numbers of lists: `buttons · b1 · title` is “Tombol · Judul”. Inputs and outputs are
 * told by their names, which people gave: `inputs · kota · value` is “Masukan kota · Nilai”.
 */
function partName(path: readonly string[], language: Language): string {
  const known = path.flatMap((part, at) => {
    const around = path[at - 1] ?? ''
    if (NAMED.has(around)) return []
    const line = own(INSIDE, `${around}.${part}`) ?? own(PARTS, part)
    if (!line) return []
    return NAMED.has(part) ? `${line[language]} ${path[at + 1]}` : line[language]
  })
  return known.length > 0 ? known.join(' · ') : path.join(' · ')
}
const NAMED: ReadonlySet<string> = new Set(['inputs', 'outputs'])

/** What is chosen from a list is told as the builder tells it. */
function valueName(path: readonly string[], value: string | null, language: Language): string {
  const part = path.at(-1) ?? ''
  const words = own(VALUES, `${path.at(-2)}.${part}`) ?? own(VALUES, part)
  return quoted((value !== null && words && own(words, value)?.[language]) || value, language)
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

function quoted(text: string | null, language: Language): string {
  if (text === null) return NOTHING[language]
  return `“${text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX)}…` : text}”`
}
