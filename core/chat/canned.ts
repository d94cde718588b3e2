/** Canned replies of one workspace. */
export const CANNED_REPLIES_MAX = 200
export const CANNED_NAME_MAX = 32
/** Meta's limit for the body of a text message, in which every reply must fit. */
export const CANNED_TEXT_MAX = 4096
/** What calls a reply in the composer: one word, so that its end is seen. */
export const CANNED_NAME = /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u

/** A `/` that calls a canned reply, and what is typed of its name: it stands from `from` up to the caret. */
export type Call = { readonly from: number; readonly words: string }

const WORDS_MAX = 40
const AT_START = new RegExp(`^/([^\\n/]{0,${WORDS_MAX}})$`, 'u')
const IN_TEXT = new RegExp(`(?<=\\s)/([^\\s/]{0,${CANNED_NAME_MAX}})$`, 'u')

/**
 * Whether a reply is being called at the caret. A `/` that begins the text takes several words, and none of them need be
 * of the name; one further on takes part of a name alone, because people write prices "/pcs" too.
 */
export function callIn(text: string, caret: number): Call | null {
  const before = text.slice(0, caret)
  const found = AT_START.exec(before) ?? IN_TEXT.exec(before)
  return found ? { from: found.index, words: found[1] ?? '' } : null
}

type Callable = { readonly name: string; readonly text: string }

/** The replies that a call may mean: by the beginning of the name, then by a part of it, then by the words of the text. */
export function calledBy<T extends Callable>(replies: readonly T[], call: Call): readonly T[] {
  const words = call.words.toLowerCase().split(/\s+/).filter(Boolean)
  const ranked = replies.flatMap((reply) => {
    const rank = rankOf(reply, words, call.from === 0)
    return rank === null ? [] : [{ reply, rank }]
  })
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ reply }) => reply)
}

function rankOf({ name, text }: Callable, words: readonly string[], byText: boolean): number | null {
  const low = name.toLowerCase()
  if (words.every((word) => low.includes(word))) return low.startsWith(words[0] ?? '') ? 0 : 1
  const all = `${low} ${text.toLowerCase()}`
  return byText && words.every((word) => all.includes(word)) ? 2 : null
}

/** The text with the reply in the place of its call, and where the caret goes: behind it. */
export function withReply(
  text: string,
  { from, caret }: { readonly from: number; readonly caret: number },
  reply: string,
): { readonly text: string; readonly caret: number } {
  return { text: text.slice(0, from) + reply + text.slice(caret), caret: from + reply.length }
}
