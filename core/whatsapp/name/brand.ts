import { COMPANIONS, PLACES } from '#core/whatsapp/name/words.ts'

/** How a name goes back to a known brand. */
export type BrandMatch = {
  readonly brand: string
  /** Capital or small letters differ. */
  readonly cased: boolean
  /** Words are joined or parted otherwise. */
  readonly spaced: boolean
  /** Words were left out, added or shortened. */
  readonly changed: boolean
}

type Known = { readonly brands: readonly string[]; readonly company: string }

/** The brand that a name stands for, best match first; undefined when it goes back to none. */
export function matchBrand(name: string, { brands, company }: Known): BrandMatch | undefined {
  const named = brands.filter((brand) => keyOf(brand) !== '')
  const same = named.find((brand) => keyOf(brand) === keyOf(name))
  if (same !== undefined) return matchSame(name, same)
  const extra = new Set(textWords(`${company} ${named.join(' ')}`))
  return (
    firstOf(named, (brand) => matchWithin(name, brand, extra)) ??
    firstOf(named, (brand) => matchPart(name, brand))
  )
}

/** Letters and digits only, small: what is left of a name when spelling does not count. */
export function keyOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** The words of a text, small, without marks around them. */
export function textWords(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}&]+|[^\p{L}\p{N}&]+$/gu, ''))
    .filter((word) => word !== '')
}

function firstOf<T>(brands: readonly string[], match: (brand: string) => T | undefined): T | undefined {
  for (const brand of brands) {
    const found = match(brand)
    if (found) return found
  }
  return undefined
}

/** The same letters; they may be written otherwise. */
function matchSame(name: string, brand: string): BrandMatch {
  return {
    brand,
    cased: lettersOf(name) !== lettersOf(brand),
    spaced: textWords(name).length !== textWords(brand).length,
    changed: false,
  }
}

/** The whole brand stands in the name, beside words such as a department, a branch or the company. */
function matchWithin(name: string, brand: string, extra: ReadonlySet<string>): BrandMatch | undefined {
  const [words, own] = [textWords(name), textWords(brand)]
  const at = words.findIndex((_, from) => own.every((word, offset) => words[from + offset] === word))
  if (at < 0 || own.length === 0) return undefined
  const parts = name.split(/\s+/).filter((part) => textWords(part).length > 0)
  const written = parts.slice(at, at + own.length).join(' ')
  const beside = [words.slice(0, at), words.slice(at + own.length)]
  const isAllowed = beside.every(
    (part) =>
      PLACES.has(part.join(' ')) ||
      part.every((word) => COMPANIONS.has(word) || PLACES.has(word) || extra.has(word)),
  )
  return { brand, cased: lettersOf(written) !== lettersOf(brand), spaced: false, changed: !isAllowed }
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '')
}

/** Only a part of the brand's words stands in the name: at least two of them, and at least half. */
function matchPart(name: string, brand: string): BrandMatch | undefined {
  const [words, own] = [new Set(textWords(name)), textWords(brand)]
  const shared = own.filter((word) => words.has(word)).length
  if (shared < 2 || shared * 2 < own.length) return undefined
  return { brand, cased: false, spaced: false, changed: true }
}
