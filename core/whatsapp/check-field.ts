import type { Words } from '#core/base/language.ts'
import type { Header, Source } from '#core/whatsapp/draft-part.ts'

/** One thing to mend before Meta takes a draft. `field` is its path, such as `buttons.0.title`; `limit` its bound. */
export type DraftFault = {
  readonly field: string
  readonly reason: Words
  readonly limit?: number
}

/** UTF-16 units of an address that Meta fetches or opens. */
export const URL_MAX = 2000

/** What can be wrong with a field, in words for a person. `{limit}` is the bound. */
const REASONS = {
  missing: { id: 'belum diisi', en: 'is empty' },
  tooLong: {
    id: 'terlalu panjang, paling banyak {limit} karakter',
    en: 'is too long, at most {limit} characters',
  },
  tooMany: { id: 'terlalu banyak, paling banyak {limit}', en: 'has too many, at most {limit}' },
  tooManyRows: {
    id: 'punya terlalu banyak baris, paling banyak {limit} di semua bagian',
    en: 'has too many rows, at most {limit} over all sections',
  },
  repeated: { id: 'sama dengan yang lain, harus berbeda', en: 'is the same as another, it must differ' },
  trimmed: { id: 'tidak boleh diawali atau diakhiri spasi', en: 'must not begin or end with a space' },
  url: {
    id: 'harus alamat http:// atau https:// yang lengkap',
    en: 'must be a complete http:// or https:// address',
  },
  latitude: { id: 'harus antara -90 dan 90', en: 'must lie between -90 and 90' },
  longitude: { id: 'harus antara -180 dan 180', en: 'must lie between -180 and 180' },
  noCaption: {
    id: 'tidak bisa dipakai pada audio atau stiker',
    en: 'cannot be used with audio or a sticker',
  },
  noFilename: { id: 'hanya untuk dokumen', en: 'is for documents only' },
  noVoice: { id: 'hanya untuk audio', en: 'is for audio only' },
  templateName: {
    id: 'hanya huruf kecil, angka dan _',
    en: 'may hold only lower-case letters, digits and _',
  },
  language: {
    id: 'harus kode bahasa seperti id atau en_US',
    en: 'must be a language code such as id or en_US',
  },
  templateText: {
    id: 'tidak boleh berisi baris baru, tab, atau lebih dari {limit} spasi berturut-turut',
    en: 'must not hold new lines, tabs, or more than {limit} spaces in a row',
  },
  names: { id: 'harus semua bernama atau semua berurutan', en: 'must all be named or all be numbered' },
  code: { id: 'hanya huruf dan angka', en: 'may hold only letters and digits' },
  date: { id: 'harus tanggal seperti 1990-08-17', en: 'must be a date such as 1990-08-17' },
  tooFew: { id: 'terlalu sedikit, paling sedikit {limit}', en: 'has too few, at least {limit}' },
  tooManyLines: { id: 'paling banyak {limit} baris', en: 'may have at most {limit} lines' },
  alike: {
    id: 'harus sejenis, dengan jumlah tombol yang sama di setiap kartu',
    en: 'must be of one sort, with as many buttons on each card',
  },
  oneCatalog: { id: 'harus memakai satu katalog yang sama', en: 'must all be of one catalog' },
  ownScreen: {
    id: 'tidak boleh diisi, karena formulir ini mengambil layar pertamanya sendiri',
    en: 'must stay empty, for this form fetches its first screen itself',
  },
  nothingLeft: { id: 'menyisakan nol atau kurang untuk dibayar', en: 'leaves nothing to pay' },
  brazilOnly: {
    id: 'harus BRL, karena bayar di dalam WhatsApp hanya ada di Brasil; pakai tombol tautan ke halaman pembayaran',
    en: 'must be BRL, for paying inside WhatsApp exists in Brazil alone; use a link button to a checkout page',
  },
} as const

export function faultOf(field: string, reason: keyof typeof REASONS, limit?: number): DraftFault {
  const { id, en } = REASONS[reason]
  if (limit === undefined) return { field, reason: { id, en } }
  const fill = (text: string) => text.replace('{limit}', String(limit))
  return { field, reason: { id: fill(id), en: fill(en) }, limit }
}

type TextRule = { readonly optional?: boolean; readonly trimmed?: boolean }

/** A text that must be there, unless `optional`, and has at most `max` UTF-16 units. */
export function checkText(field: string, text: string, max: number, rule: TextRule = {}): DraftFault[] {
  if (text.trim() === '') return rule.optional && text === '' ? [] : [faultOf(field, 'missing')]
  if (text.length > max) return [faultOf(field, 'tooLong', max)]
  return rule.trimmed && text.trim() !== text ? [faultOf(field, 'trimmed')] : []
}

/** One fault for each item whose value stands at an earlier item already. */
export function checkUnique<K extends string>(
  items: readonly Readonly<Record<K, string>>[],
  place: (at: number) => string,
  key: K,
): DraftFault[] {
  const seen = new Set<string>()
  const faults: DraftFault[] = []
  for (const [at, item] of items.entries()) {
    if (item[key] !== '' && seen.has(item[key])) faults.push(faultOf(place(at), 'repeated'))
    seen.add(item[key])
  }
  return faults
}

/** Meta fetches and opens http and https only. */
export function isWebUrl(url: string): boolean {
  return url.length <= URL_MAX && /^https?:\/\/[^\s/?#@:]+(:\d{1,5})?([/?#]\S*)?$/i.test(url)
}

/** A medium must be a file, an id, or a link that Meta can fetch. */
export function checkSource(field: string, source: Source): DraftFault[] {
  if ('link' in source && !isWebUrl(source.link)) return [faultOf(`${field}.link`, 'url')]
  if ('file' in source && source.file === '') return [faultOf(`${field}.file`, 'missing')]
  if ('mediaId' in source && source.mediaId === '') return [faultOf(`${field}.mediaId`, 'missing')]
  return []
}

/** The header of a message with buttons, a link or a form; `max` bounds its text. */
export function checkHeader(header: Header | undefined, max: number): DraftFault[] {
  if (!header) return []
  if (header.kind === 'text') return checkText('header', header.text, max)
  return checkSource('header.source', header.source)
}

/** Degrees of a place on earth; `prefix` is the path before them. */
export function checkPlace(
  prefix: string,
  { latitude, longitude }: { readonly latitude: number; readonly longitude: number },
): DraftFault[] {
  const faults: DraftFault[] = []
  // Written this way round, a number that is none (NaN) is a fault as well.
  if (!(Math.abs(latitude) <= 90)) faults.push(faultOf(`${prefix}latitude`, 'latitude', 90))
  if (!(Math.abs(longitude) <= 180)) faults.push(faultOf(`${prefix}longitude`, 'longitude', 180))
  return faults
}
