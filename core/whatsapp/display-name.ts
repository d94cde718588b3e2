import { DAY, type Millis } from '#core/base/time.ts'
import { type Finding, findingOf, type Values } from '#core/whatsapp/finding.ts'
import { type BrandMatch, keyOf, matchBrand, textWords } from '#core/whatsapp/name/brand.ts'
import { NAME_RULES } from '#core/whatsapp/name/rules.ts'
import {
  COMPANY_FORMS,
  FORBIDDEN,
  GENERIC,
  GOVERNMENT,
  LINKS,
  NEUTRAL,
  PEOPLE,
  PLACES,
} from '#core/whatsapp/name/words.ts'
import { hasEmoji } from '#core/whatsapp/template/variable.ts'

export type DisplayNameFacts = {
  /** The legal name, such as `PT Produk Segar Nusantara`. */
  readonly company: string
  /** Brands as they are written in public. */
  readonly brands: readonly string[]
  /** The business's website and the names that it shows; absent: nothing is known of it yet. */
  readonly website?: { readonly ok: boolean; readonly mentions: readonly string[] }
  /** Another company for which the name stands, and what that company's website shows. */
  readonly represents?: string
  readonly partnerMentions?: readonly string[]
  /** Whether the number's registration is finished: from then on changes must wait. */
  readonly registered: boolean
  readonly current?: string
  /** When a change was last asked for. */
  readonly lastChangeAt?: Millis
}

/** After registration a business waits 30 days between two changes of its display name (guide; WhatsApp guidelines). */
const NAME_CHANGE_WAIT: Millis = 30 * DAY
const NAME_CHARS_MIN = 3
/** Words from which on a name that is no brand reads like a slogan. */
const SLOGAN_WORDS = 6
/** UTF-16 units that are looked at; WhatsApp shows far fewer. */
const LOOK_MAX = 300

type Rule = keyof typeof NAME_RULES
const found = (rule: Rule, values?: Values): Finding => findingOf(NAME_RULES, rule, 'name', values)

/**
 * What WhatsApp would hold against a display name. Errors are sure breaches of its guidelines, warnings need a person's
 * look; Meta decides. A name that is too short is judged no further.
 */
export function checkDisplayName(name: string, facts: DisplayNameFacts, now: Millis): Finding[] {
  const whole = name.slice(0, LOOK_MAX).trim()
  if (Array.from(whole).length < NAME_CHARS_MIN) return [found('too_short')]
  const bare = whole.replace(EMOJI, '').trim()
  const brand = matchBrand(bare, facts)
  return [
    ...(hasEmoji(whole) ? [found('emoji')] : []),
    ...checkSpelling(bare, brand, facts),
    ...checkMeaning(bare, brand),
    ...checkRelation(bare, brand, facts),
    ...checkChange(whole, facts, now),
  ]
}

/** One word for all findings: `reject` has an error among them, `warn` only warnings. */
export function verdictOfName(findings: readonly Finding[]): 'ok' | 'warn' | 'reject' {
  if (findings.some(({ severity }) => severity === 'error')) return 'reject'
  return findings.length > 0 ? 'warn' : 'ok'
}

/** The moment from which the name may be changed; null: at any time. */
export function nameChangeFrom({ registered, lastChangeAt }: DisplayNameFacts): Millis | null {
  return registered && lastChangeAt !== undefined ? lastChangeAt + NAME_CHANGE_WAIT : null
}

const SUGGESTIONS_MAX = 3

/** Names near the given one that the checker has less against, best first; at most three. */
export function suggestDisplayNames(name: string, facts: DisplayNameFacts, now: Millis): string[] {
  const bare = name.slice(0, LOOK_MAX).replace(EMOJI, '').trim().replace(/\s+/g, ' ')
  const brand = matchBrand(bare, facts)
  const plain = bare.replace(/[^\p{L}\p{N}\p{M}\s]/gu, '').trim()
  const company = coreOf(facts.company)
  const ideas = [
    ...(brand ? [brand.brand] : []),
    ...(company && !keyOf(bare).includes(keyOf(company)) ? [`${titleOf(plain)} dari ${company}`] : []),
    titleOf(plain),
  ]
  const weight = (idea: string) => checkDisplayName(idea, facts, now).length
  const before = weight(name)
  return [...new Set(ideas)]
    .filter((idea) => idea !== name && weight(idea) < before)
    .sort((one, other) => weight(one) - weight(other))
    .slice(0, SUGGESTIONS_MAX)
}

const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}|[\u200d\ufe0f]/gu

/** Letters, marks and spaces are those of the brand; without a brand at least not all capitals or all small. */
function checkSpelling(bare: string, brand: BrandMatch | undefined, { brands }: DisplayNameFacts): Finding[] {
  const findings: Finding[] = []
  const known = brands.join('')
  const strange = [...bare].find((char) => /[^\p{L}\p{N}\p{M}\s]/u.test(char) && !known.includes(char))
  if (strange !== undefined) findings.push(found('symbol', { value: strange }))
  if (/\s{2,}/.test(bare) || brand?.spaced) findings.push(found('spacing'))
  if (brand ? brand.cased : isOneCase(bare)) findings.push(found('capitalisation'))
  if (brand?.changed) findings.push(found('brand_changed', { value: brand.brand }))
  return findings
}

function isOneCase(text: string): boolean {
  const [upper, lower] = [text.toUpperCase(), text.toLowerCase()]
  return upper !== lower && (text === upper || text === lower)
}

/** What the words say. A name that is a brand as it stands may be a person's, a place's or a long one. */
function checkMeaning(bare: string, brand: BrandMatch | undefined): Finding[] {
  const words = textWords(bare)
  const plain = words.join(' ')
  const findings: Finding[] = []
  if (!brand) {
    if (GENERIC.has(plain) || (words.length > 0 && words.every((word) => GENERIC.has(word)))) {
      findings.push(found('generic_term'))
    }
    if (PLACES.has(plain)) findings.push(found('generic_location'))
    if (isPerson(words)) findings.push(found('personal_name'))
  }
  if (words.length >= SLOGAN_WORDS && (!brand || brand.changed)) findings.push(found('slogan'))
  const forbidden = words.find((word, at) => FORBIDDEN.has(word) || FORBIDDEN.has(`${word} ${words[at + 1]}`))
  if (forbidden && !words.some((word) => NEUTRAL.has(word)))
    findings.push(found('policy_word', { value: forbidden }))
  if (words.some((word) => GOVERNMENT.has(word))) findings.push(found('government'))
  return findings
}

function isPerson(words: readonly string[]): boolean {
  return words.length >= 2 && words.length <= 4 && words.every((word) => PEOPLE.has(word))
}

/** The website shows the brand, or the name itself names the company; a partner's website shows the relation too. */
function checkRelation(bare: string, brand: BrandMatch | undefined, facts: DisplayNameFacts): Finding[] {
  const { website, represents, partnerMentions = [], company } = facts
  if (!website) return []
  if (!website.ok) return [found('no_website')]
  const key = keyOf(bare)
  const shown = website.mentions.map(keyOf).filter((mention) => mention !== '')
  const isShown = shown.some((mention) => key.includes(mention) || (brand && mention === keyOf(brand.brand)))
  const core = coreOf(company)
  if (!isShown && !namesCompany(bare, core)) {
    return [found('relation_unclear', { name: bare, company: core })]
  }
  if (represents === undefined) return []
  const isStated =
    shown.includes(keyOf(represents)) && partnerMentions.some((one) => keyOf(one).includes(keyOf(core)))
  return isStated ? [] : [found('partner_link', { value: represents })]
}

/** The company's name without its legal form: `PT Produk Segar Nusantara` is Produk Segar Nusantara. */
function coreOf(company: string): string {
  return company
    .split(/\s+/)
    .filter((word) => !COMPANY_FORMS.has(word.toLowerCase().replace(/[.,()]/g, '')))
    .join(' ')
}

/** The whole name of the company, or its beginning behind a word such as `dari`. */
function namesCompany(bare: string, core: string): boolean {
  if (core === '') return false
  if (keyOf(bare).includes(keyOf(core))) return true
  const words = textWords(bare)
  const link = words.findIndex((word) => LINKS.has(word))
  const rest = words.slice(link + 1).join(' ')
  return link >= 0 && rest.length >= NAME_CHARS_MIN && textWords(core).join(' ').startsWith(rest)
}

function checkChange(name: string, facts: DisplayNameFacts, now: Millis): Finding[] {
  if (facts.registered && facts.current === name) return [found('unchanged')]
  const from = nameChangeFrom(facts)
  return from !== null && now < from
    ? [found('change_too_soon', { days: Math.ceil((from - now) / DAY) })]
    : []
}

function titleOf(text: string): string {
  if (!isOneCase(text)) return text
  return text.toLowerCase().replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase())
}
