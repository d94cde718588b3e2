/** Words of one search; more say nothing more. */
const WORDS_MAX = 8
/** One letter begins a word in nearly every message. */
const LETTERS_MIN = 2
/** Digits by which a number is looked for; fewer are in too many. */
const DIGITS_MIN = 3
/** From so many digits on a number may be written with the 0 of any country. */
const NATIONAL_MIN = 7

/** The words of a text as searches compare them: no accents, no capitals, no marks or emoji. The database's `search_text` says the same. */
export function searchWords(text: string): readonly string[] {
  const folded = text.normalize('NFKD').replace(UNHEARD, '').toLowerCase()
  return folded.split(BETWEEN).filter(Boolean).slice(0, WORDS_MAX)
}

/** Messages are looked through for words of which one has two letters at least; others stand in nearly each, or in none. */
export function canFindMessages(words: readonly string[]): boolean {
  return words.some(({ length }) => length >= LETTERS_MIN)
}

const UNHEARD = /[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|[\ufe00-\ufe0f]/gu
const BETWEEN =
  /[\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u2bff\u3000-\u303f\u{1f000}-\u{1faff}]+/u

/** How a number that people write may stand in ours: at its beginning, or anywhere in it. */
export type NumberWish = { readonly from?: string; readonly within: readonly string[] }

/**
 * The number that a search means; null where it means none. `0812-34`, `+62 812 34`, `(021) 5550`, the last digits: consecutive
 * digits, and a leading 0 also stands for Indonesia's 62, or for any country where nearly the whole number is there.
 */
export function numberWish(text: string): NumberWish | null {
  if (!/^[+\d\s().\-/]+$/.test(text)) return null
  const digits = text.replace(/\D/g, '').replace(/^00/, '')
  if (digits.length < DIGITS_MIN) return null
  if (!digits.startsWith('0')) return { within: [digits] }
  const rest = digits.slice(1)
  return { from: `62${rest}`, within: rest.length < NATIONAL_MIN ? [digits] : [digits, rest] }
}

/** A piece of a text; `hit`: a search found it. */
export type SearchPart = { readonly text: string; readonly hit: boolean }

/** UTF-16 units before the first word that was found, and of the whole. */
const BEFORE = 40
const EXCERPT_MAX = 160

/** The sentence of a text in which the words begin, with what was found set apart. */
export function excerptOf(text: string, words: readonly string[]): readonly SearchPart[] {
  const line = text.replace(/\s+/g, ' ').trim()
  const hits = [...line.matchAll(WORD)].flatMap((match) => {
    const [folded = ''] = searchWords(match[0])
    return words.some((word) => folded.startsWith(word)) ? [{ at: match.index, length: match[0].length }] : []
  })
  const start = startOf(line, hits[0]?.at ?? 0)
  const end = Math.min(line.length, start + EXCERPT_MAX)
  const parts: SearchPart[] = start > 0 ? [{ text: '…', hit: false }] : []
  let at = start
  for (const hit of hits.filter((one) => one.at >= start && one.at + one.length <= end)) {
    parts.push(
      { text: line.slice(at, hit.at), hit: false },
      { text: line.slice(hit.at, hit.at + hit.length), hit: true },
    )
    at = hit.at + hit.length
  }
  parts.push({ text: line.slice(at, end).toWellFormed(), hit: false })
  if (end < line.length) parts.push({ text: '…', hit: false })
  return parts.filter((part) => part.text !== '')
}

const WORD =
  /[^\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u2bff\u3000-\u303f\u{1f000}-\u{1faff}]+/gu

/** A little before the first hit, at the beginning of a word. */
function startOf(line: string, hit: number): number {
  if (hit <= BEFORE) return 0
  const space = line.indexOf(' ', hit - BEFORE)
  return space >= 0 && space < hit ? space + 1 : hit
}
