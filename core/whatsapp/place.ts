import type { Words } from '#core/base/language.ts'

/** Parts of a message as people call them; `{n}` is the place in a list, counted from one. */
const PARTS: Readonly<Record<string, Words>> = {
  text: { id: 'teks', en: 'text' },
  body: { id: 'isi', en: 'body' },
  header: { id: 'header', en: 'header' },
  footer: { id: 'footer', en: 'footer' },
  caption: { id: 'keterangan', en: 'caption' },
  filename: { id: 'nama berkas', en: 'file name' },
  source: { id: 'berkas', en: 'file' },
  sample: { id: 'contoh', en: 'sample' },
  example: { id: 'contoh', en: 'sample' },
  button: { id: 'tombol', en: 'button' },
  buttons: { id: 'tombol {n}', en: 'button {n}' },
  cards: { id: 'kartu {n}', en: 'card {n}' },
  sections: { id: 'bagian {n}', en: 'section {n}' },
  rows: { id: 'baris {n}', en: 'row {n}' },
  contacts: { id: 'kontak {n}', en: 'contact {n}' },
  phones: { id: 'nomor telepon {n}', en: 'phone number {n}' },
  emails: { id: 'email {n}', en: 'e-mail {n}' },
  urls: { id: 'alamat web {n}', en: 'web address {n}' },
  title: { id: 'judul', en: 'title' },
  description: { id: 'deskripsi', en: 'description' },
  label: { id: 'tulisan tombol', en: 'label of the button' },
  url: { id: 'alamat', en: 'address' },
  link: { id: 'tautan', en: 'link' },
  phone: { id: 'nomor telepon', en: 'phone number' },
  name: { id: 'nama', en: 'name' },
  language: { id: 'bahasa', en: 'language' },
  birthday: { id: 'tanggal lahir', en: 'birthday' },
  latitude: { id: 'garis lintang', en: 'latitude' },
  longitude: { id: 'garis bujur', en: 'longitude' },
  value: { id: 'nilai', en: 'value' },
}
/** What is counted in a part whose name counts nothing: the values of a template's text. */
const VALUE: Words = { id: 'nilai {n}', en: 'value {n}' }
/** Says nothing beyond the part that it belongs to. */
const SILENT: ReadonlySet<string> = new Set(['text', 'formatted', 'phone', 'email', 'url', 'link'])

/** Where in a message something is, for a person: `buttons.0.title` is “tombol 1, judul”. A path with a part that people have no word for stays as it is. */
export function placeWords(path: string): Words {
  const steps = path.split('.')
  const words: Words[] = []
  for (const [at, step] of steps.entries()) {
    const before = steps[at - 1]
    if (/^\d+$/.test(step)) {
      if (!PARTS[before ?? '']?.id.includes('{n}')) words.push(counted(VALUE, step))
      continue
    }
    const part = own(step)
    const next = steps[at + 1] ?? ''
    if (at > 0 && SILENT.has(step)) continue
    if (!part) return { id: path, en: path }
    words.push(counted(part, next))
  }
  return { id: words.map(({ id }) => id).join(', '), en: words.map(({ en }) => en).join(', ') }
}

function own(step: string): Words | undefined {
  return Object.hasOwn(PARTS, step) ? PARTS[step] : undefined
}

/** With the number that follows; without one all of the list are meant. */
function counted({ id, en }: Words, index: string): Words {
  const number = /^\d+$/.test(index) ? ` ${Number(index) + 1}` : ''
  return { id: id.replace(' {n}', number), en: en.replace(' {n}', number) }
}
