/** A text as people compare texts: no regard to case, width of letters, or white space at the ends and doubled. */
export function fold(text: string): string {
  const wide = ASCII.test(text) ? text : text.normalize('NFKC')
  return wide.toLowerCase().trim().replace(/\s+/g, ' ')
}

const ASCII = /^[\x20-\x7e]*$/

/** A folded text without punctuation and emoji, so that "Halo!" is "halo"; the folded text when nothing is left. */
export function plain(text: string): string {
  const bare = fold(text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' '))
  return bare === '' ? fold(text) : bare
}

/** Which of the titles a text means: the same words, else the same but for punctuation and emoji if only one is. */
export function titleMeant(titles: readonly string[], said: string): number {
  const folded = fold(said)
  if (folded === '') return -1
  const exact = titles.findIndex((title) => fold(title) === folded)
  if (exact >= 0) return exact
  const bare = plain(said)
  const near = titles.findIndex((title) => plain(title) === bare)
  const other = near < 0 ? -1 : titles.findIndex((title, at) => at > near && plain(title) === bare)
  return other < 0 ? near : -1
}
