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
