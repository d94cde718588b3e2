/** How `{{variables}}` stand in the text of a template. */

/** UTF-16 units of one text that are looked at; no part of a template may be longer than a quarter of it. */
const LOOK_MAX = 8_000

const TOKEN = /\{\{([^{}]*)\}\}/g
const NUMBER = /^\d{1,3}$/
/** Meta: lower-case letters, digits and underscores (parameter_format NAMED). */
const NAME = /^[a-z_][a-z0-9_]{0,99}$/

/** What stands between the braces of each variable of a text, as it is written, in its order. */
export function tokensIn(text: string): string[] {
  return Array.from(text.slice(0, LOOK_MAX).matchAll(TOKEN), ([, inner = '']) => inner)
}

export function isNumber(token: string): boolean {
  return NUMBER.test(token)
}

export function isName(token: string): boolean {
  return NAME.test(token)
}

/** The variables of a text, each once: numbers by size, names in the order of their first use. */
export function variablesIn(text: string): string[] {
  const found = [...new Set(tokensIn(text).map((token) => token.trim()))].filter(
    (token) => isNumber(token) || isName(token),
  )
  return found.every(isNumber) ? found.sort((one, other) => Number(one) - Number(other)) : found
}

/** The text with its variables replaced in one pass; a value is never read for variables again. */
export function replaceVariables(text: string, wordsOf: (name: string) => string | undefined): string {
  return text.replace(TOKEN, (whole, inner: string) => wordsOf(inner.trim()) ?? whole)
}

export type Braces = { readonly broken: boolean; readonly single: boolean }

/** `broken`: double braces that form no variable. `single`: `{1}`, which is plain text but was hardly meant so. */
export function bracesIn(text: string): Braces {
  const mark = '\u0001'
  const rest = text.slice(0, LOOK_MAX).replace(TOKEN, mark)
  const padded = tokensIn(text).some((token) => token !== token.trim() || token === '')
  return {
    broken: padded || rest.includes('{{') || rest.includes('}}') || /\{\u0001|\u0001\}/.test(rest),
    single: /\{[^{}\u0001]*\}/.test(rest),
  }
}

const words = new Intl.Segmenter('und', { granularity: 'word' })

/** Words of a text outside its variables. */
export function countWords(text: string): number {
  const bare = text.slice(0, LOOK_MAX).replace(TOKEN, ' ')
  let count = 0
  for (const { isWordLike } of words.segment(bare)) if (isWordLike) count += 1
  return count
}

/** Pictures, flags and key caps; signs such as ™ that are drawn as text are none. */
export function hasEmoji(text: string): boolean {
  return /\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}/u.test(text)
}
