type Person = { readonly id: string; readonly name: string }

/** The people whom a comment or a note names with `@` and their whole name, in any case; of two names that fit at one place the longer is meant. */
export function namedIn<T extends Person>(body: string, people: readonly T[]): T[] {
  const said = new Set(mentionsIn(body, people).map(({ name }) => name.toLowerCase()))
  return people.filter(({ name }) => said.has(name.toLowerCase()))
}

/** Where it names somebody: from the `@`, in UTF-16 units. */
export type Mention = { readonly from: number; readonly to: number; readonly name: string }

export function mentionsIn(body: string, people: readonly Person[]): Mention[] {
  const lower = body.toLowerCase()
  const text = lower.length === body.length ? lower : body
  const names = people
    .map(({ name }) => name.toLowerCase())
    .filter((name) => name.trim() !== '')
    .toSorted((one, other) => other.length - one.length)
  const found: Mention[] = []
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at > 0 && IN_WORD.test(text[at - 1] ?? '')) continue
    const name = names.find(
      (one) => text.startsWith(one, at + 1) && !IN_WORD.test(text[at + 1 + one.length] ?? ''),
    )
    if (name !== undefined) found.push({ from: at, to: at + 1 + name.length, name })
  }
  return found
}

/** A letter or digit beside it makes it a part of a longer word: an address of a mail names nobody. */
const IN_WORD = /[\p{L}\p{N}]/u

const TYPED_MAX = 40
const TYPED = new RegExp(`(?<=^|\\s)@((?:[^\\n@]{0,${TYPED_MAX}}[^\\s@])?)$`, 'u')

/** The name that is being typed after an `@` at the caret, until a space ends it: where the `@` stands, and what is typed of it. */
export function nameCall(
  text: string,
  caret: number,
): { readonly from: number; readonly words: string } | null {
  const found = TYPED.exec(text.slice(0, caret))
  return found ? { from: found.index, words: found[1] ?? '' } : null
}
