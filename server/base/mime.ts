import { type Refusal, refuse } from '#core/base/refusal.ts'
import { cleanName, cleanText, cutText } from '#core/base/text.ts'
import type { Media } from '#core/whatsapp/draft-part.ts'
import { pixelsOf } from '#server/base/pixels.ts'

type AcceptedFile = {
  /** For people: no path, no control characters, and an ending that fits the content. */
  readonly name: string
  readonly mime: string
  readonly media: Media
}

/** How many first bytes of a file `acceptFile` wants to see. */
const HEAD_BYTES = 4100
const NAME_CHARS_MAX = 100
const MEGAPIXELS_MAX = 50

/**
 * What a file is, told by its first bytes; the declared type only decides between readings of the same bytes. Types as
 * WhatsApp takes them (Cloud API, supported media types), refused otherwise: whatever a browser or a machine would run.
 */
export function acceptFile(name: string, declared: string, head: Buffer): AcceptedFile | Refusal {
  const declaredMime = declared.split(/[;,]/)[0]?.trim().toLowerCase() ?? ''
  const ending = endingOf(name)
  const found = sniff(head, declaredMime, ending)
  if ('refused' in found) return refusalOf(found.refused, name, ending)
  if ((pixelsOf(head) ?? 0) > MEGAPIXELS_MAX * 1_000_000)
    return refuse('picture-huge', { name: toldName(name), max: MEGAPIXELS_MAX })
  return { name: displayName(name, found), mime: found.mime, media: found.media }
}

/** Phones and browsers save pictures as WebP under a photo's name, which WhatsApp takes as a sticker only: whoever sends it is told. */
export function wrongPhoto(name: string, { mime }: AcceptedFile): Refusal | null {
  const ending = endingOf(name)
  if (mime !== WEBP.mime || ![...JPEG.endings, ...PNG.endings].includes(ending)) return null
  return refuse('file-misnamed', { name: toldName(name), ...WEBP_PICTURE, kind: ending.toUpperCase() })
}

type Known = {
  readonly mime: string
  readonly media: Media
  readonly endings: readonly [string, ...string[]]
}
/** What it is in the words of each language; null: its bytes say nothing. */
type Refused = { readonly reason_id: string; readonly reason_en: string } | null
type Found = Known | { readonly refused: Refused }

const JPEG: Known = { mime: 'image/jpeg', media: 'image', endings: ['jpg', 'jpeg'] }
const PNG: Known = { mime: 'image/png', media: 'image', endings: ['png'] }
const WEBP: Known = { mime: 'image/webp', media: 'sticker', endings: ['webp'] }
const GIF: Known = { mime: 'image/gif', media: 'document', endings: ['gif'] }
const MP4: Known = { mime: 'video/mp4', media: 'video', endings: ['mp4', 'm4v'] }
const THREE_GP: Known = { mime: 'video/3gpp', media: 'video', endings: ['3gp'] }
const MOV: Known = { mime: 'video/quicktime', media: 'document', endings: ['mov'] }
const M4A: Known = { mime: 'audio/mp4', media: 'audio', endings: ['m4a', 'mp4'] }
const OGG: Known = { mime: 'audio/ogg', media: 'audio', endings: ['ogg', 'oga', 'opus'] }
const MP3: Known = { mime: 'audio/mpeg', media: 'audio', endings: ['mp3'] }
const AAC: Known = { mime: 'audio/aac', media: 'audio', endings: ['aac'] }
const AMR: Known = { mime: 'audio/amr', media: 'audio', endings: ['amr'] }
const PDF: Known = { mime: 'application/pdf', media: 'document', endings: ['pdf'] }
const CSV: Known = { mime: 'text/csv', media: 'document', endings: ['csv'] }
const TXT: Known = { mime: 'text/plain', media: 'document', endings: ['txt'] }
const OPEN_XML = 'application/vnd.openxmlformats-officedocument'
const OFFICE: readonly (readonly [folder: string, Known])[] = [
  ['word/', { mime: `${OPEN_XML}.wordprocessingml.document`, media: 'document', endings: ['docx'] }],
  ['xl/', { mime: `${OPEN_XML}.spreadsheetml.sheet`, media: 'document', endings: ['xlsx'] }],
  ['ppt/', { mime: `${OPEN_XML}.presentationml.presentation`, media: 'document', endings: ['pptx'] }],
]
const OLD_OFFICE: readonly Known[] = [
  { mime: 'application/msword', media: 'document', endings: ['doc'] },
  { mime: 'application/vnd.ms-excel', media: 'document', endings: ['xls'] },
  { mime: 'application/vnd.ms-powerpoint', media: 'document', endings: ['ppt'] },
]

const PROGRAM: Refused = { reason_id: 'program', reason_en: 'a program' }
const ZIP: Refused = { reason_id: 'arsip ZIP', reason_en: 'a ZIP archive' }
const HEIC: Refused = { reason_id: 'foto HEIC', reason_en: 'a HEIC photo' }
const WEBP_PICTURE = { reason_id: 'gambar WebP', reason_en: 'a WebP picture' }
const MARKUP_PAGE: Refused = { reason_id: 'halaman HTML atau XML', reason_en: 'an HTML or XML page' }
const SVG: Refused = { reason_id: 'gambar SVG', reason_en: 'an SVG picture' }
/** Office keeps what has a password in the old form, whatever its ending is. */
const LOCKED: Refused = {
  reason_id: 'dokumen Office lama atau berkata sandi',
  reason_en: 'an old Office document, or one with a password',
}
const fileOf = (kind: string): Refused => ({ reason_id: `berkas ${kind}`, reason_en: `of the kind ${kind}` })

/** First bytes (latin1) that settle the matter at once. */
const STARTS: readonly (readonly [start: string, Found])[] = [
  ['\xff\xd8\xff', JPEG],
  ['\x89PNG\r\n\x1a\n', PNG],
  ['GIF87a', GIF],
  ['GIF89a', GIF],
  ['OggS', OGG],
  ['ID3', MP3],
  ['#!AMR', AMR],
  ['%PDF-', PDF],
  ['MZ', { refused: PROGRAM }],
  ['\x7fELF', { refused: PROGRAM }],
  ['\xfe\xed\xfa', { refused: PROGRAM }],
  ['\xcf\xfa\xed\xfe', { refused: PROGRAM }],
  ['\xca\xfe\xba\xbe', { refused: PROGRAM }],
  ['#!', { refused: PROGRAM }],
]

const NAMED: ReadonlySet<string> = new Set(
  [JPEG, PNG, WEBP, GIF, MP4, THREE_GP, MOV, M4A, OGG, MP3, AAC, AMR, PDF, CSV, TXT]
    .concat(
      OFFICE.map(([, kind]) => kind),
      OLD_OFFICE,
    )
    .flatMap(({ endings }) => endings),
)

/** A name that claims a kind of which we know nothing. */
function isUnknown(ending: string): boolean {
  return ending !== '' && !NAMED.has(ending)
}

/** The no to a file: whether its name told what it is, or something else. */
function refusalOf(refused: Refused, name: string, ending: string): Refusal {
  const told = { name: toldName(name), ...refused }
  if (!refused) return refuse('file-unreadable', told)
  if (!NAMED.has(ending) || refused === HEIC) return refuse('file-refused', told)
  return refuse('file-misnamed', { ...told, kind: ending.toUpperCase() })
}

/** The name as its owner knows it, for a sentence. */
function toldName(name: string): string {
  return cutText(cleanName(name.split(/[/\\]/).at(-1) ?? ''), NAME_CHARS_MAX) || '–'
}

function sniff(head: Buffer, declared: string, ending: string): Found {
  const start = head.toString('latin1', 0, HEAD_BYTES)
  const known = STARTS.find(([bytes]) => start.startsWith(bytes))
  if (known) return known[1]
  if (start.startsWith('RIFF')) return start.slice(8, 12) === 'WEBP' ? WEBP : { refused: riffOf(start) }
  if (start.slice(4, 8) === 'ftyp') return movieOf(start.slice(8, 12), declared)
  if (start.startsWith('PK\x03\x04')) return officeOf(start)
  if (start.startsWith('\xd0\xcf\x11\xe0'))
    return OLD_OFFICE.find(({ endings }) => endings[0] === ending) ?? { refused: LOCKED }
  if (start.charCodeAt(0) === 0xff && (start.charCodeAt(1) & 0xe0) === 0xe0)
    return frameOf(start.charCodeAt(1))
  return textOf(head, declared, ending)
}

/** `WAVE` and `AVI `, as their files name themselves. */
function riffOf(start: string): Refused {
  const [kind] = /^[A-Z]{3}/.exec(start.slice(8, 12)) ?? []
  return kind ? fileOf(kind) : null
}

function movieOf(brand: string, declared: string): Found {
  if (brand.startsWith('3g')) return THREE_GP
  if (brand === 'qt  ') return MOV
  if (/^(heic|heix|mif1|avif)/.test(brand)) return { refused: HEIC }
  return brand.startsWith('M4A') || declared === 'audio/mp4' ? M4A : MP4
}

/** The layer bits of an MPEG audio frame are 00 in ADTS (AAC). */
function frameOf(second: number): Found {
  return (second & 0x06) === 0 ? AAC : MP3
}

function officeOf(start: string): Found {
  const office = OFFICE.find(([folder]) => start.includes(folder))
  return office && start.includes('[Content_Types].xml') ? office[1] : { refused: ZIP }
}

const MARKUP =
  /<(!doctype|\?xml|html|head|body|script|svg|iframe|style|title|meta|link|img|h[1-6]|table|form|a|p|div)\b|<!--/i
const CODE_ENDINGS = new Set([
  'js',
  'mjs',
  'cjs',
  'html',
  'htm',
  'xhtml',
  'svg',
  'xml',
  'php',
  'jsp',
  'asp',
  'aspx',
  'sh',
])
const WINDOWS_CODE = new Set([
  'bat',
  'cmd',
  'ps1',
  'vbs',
  'hta',
  'lnk',
  'reg',
  'config',
  'htaccess',
  'swf',
  'jar',
  'apk',
])

function textOf(head: Buffer, declared: string, ending: string): Found {
  const text = decodeText(head)
  if (text === undefined || text.trim() === '')
    return { refused: isUnknown(ending) ? fileOf(ending.toUpperCase()) : null }
  if (MARKUP.test(text)) return { refused: /<svg/i.test(text) ? SVG : MARKUP_PAGE }
  if (CODE_ENDINGS.has(ending) || WINDOWS_CODE.has(ending)) return { refused: fileOf(ending.toUpperCase()) }
  if (/javascript|ecmascript|html|xml|svg/.test(declared)) return { refused: PROGRAM }
  return declared === 'text/csv' || ending === 'csv' ? CSV : TXT
}

/** UTF-8 without control characters; the last character of the head may be cut in two. */
function decodeText(head: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? undefined : text
  } catch {
    return undefined // not text
  }
}

function endingOf(name: string): string {
  return /\.([a-z0-9]{1,12})[. ]*$/i.exec(cleanText(name))?.[1]?.toLowerCase() ?? ''
}

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i

function displayName(name: string, { endings }: Known): string {
  const last = cleanText(name).normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
  const ending = endingOf(plain)
  const isFitting = endings.some((fitting) => fitting === ending)
  const stem = plain
    .replace(/[. ]+$/, '')
    .replace(ending ? /\.[a-z0-9]{1,12}$/i : /$^/, '')
    .replace(/^[.~ ]+|[. ]+$/g, '')
  const safe = RESERVED.test(stem) ? `_${stem}` : cutText(stem, NAME_CHARS_MAX)
  return `${safe || 'file'}.${isFitting ? ending : endings[0]}`
}
