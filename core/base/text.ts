/** Text that PostgreSQL and browsers can hold: no U+0000, no half surrogates. Everything else stays. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '')
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** The first `max` UTF-16 units, never cutting a character that a person sees as one. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  let end = 0
  for (const { index, segment } of graphemes.segment(text.slice(0, max + 64))) {
    if (index + segment.length > max) break
    end = index + segment.length
  }
  return text.slice(0, end)
}
