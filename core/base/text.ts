/** Text that PostgreSQL and browsers can hold: no U+0000, no half surrogates. Everything else stays. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '')
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Units that one character may have; a longer pile of marks on a letter is cut like plain text. */
const GRAPHEME_MAX = 64

/** At most the first `max` UTF-16 units, never cutting a character that a person sees as one. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  const end = graphemes.segment(text.slice(0, max + GRAPHEME_MAX)).containing(max)?.index ?? max
  if (max - end < GRAPHEME_MAX) return text.slice(0, end)
  const isInPair = /[\ud800-\udbff]/.test(text[max - 1] ?? '') && /[\udc00-\udfff]/.test(text[max] ?? '')
  return text.slice(0, isInPair ? max - 1 : max)
}

/** Marks that turn the direction of what follows (UAX 9), and those that break a line: a name with them disturbs every sentence it stands in. */
const DISTURBING = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

/** A name as lists, letters and invitations may show it: on one line, and in its own direction. */
export function cleanName(name: string): string {
  return cleanText(name).replace(DISTURBING, ' ').replace(/ {2,}/g, ' ').trim()
}
