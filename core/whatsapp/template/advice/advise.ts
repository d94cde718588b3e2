import type { Finding } from '#core/whatsapp/finding.ts'
import {
  firstCode,
  firstContext,
  firstMisspelling,
  firstPoll,
  firstPromotion,
  firstShortLink,
  firstStop,
  plainLanguageOf,
} from '#core/whatsapp/template/advice/speech.ts'
import { tip } from '#core/whatsapp/template/advice/tip-rules.ts'
import { CATEGORY_WORDS, LEGACY_CATEGORIES } from '#core/whatsapp/template/intent/category.ts'
import type { Intent } from '#core/whatsapp/template/intent/intent.ts'
import { INTENT_WORDS } from '#core/whatsapp/template/intent/starter.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { countWords, tokensIn } from '#core/whatsapp/template/variable.ts'

export type AdviceFacts = {
  /** What the author said the template is for. */
  readonly intent?: Intent
  /** The name that customers know. */
  readonly business?: string
}

/** UTF-16 units of one text that are looked at. */
const LOOK_MAX = 2_000
const WORDS_MIN = 4
const EMOJI_MAX = 3

/**
 * Advice for getting a template approved, after the guide: be specific, avoid promotion, mind spelling and format, name it
 * well, give context, choose the right category. Nothing here forbids submission; that is `checkTemplate`.
 */
export function adviseTemplate(template: Template, facts: AdviceFacts = {}): Finding[] {
  if (template.category === 'AUTHENTICATION')
    return [...adviseName(template), ...adviseIntent(template, facts)]
  return [
    ...adviseName(template),
    ...adviseCategory(template),
    ...adviseIntent(template, facts),
    ...adviseClarity(template, facts),
    ...adviseWriting('header.text', template.header?.kind === 'text' ? template.header.text : ''),
    ...adviseWriting('body.text', template.body.text),
    ...adviseLanguage(template),
    ...adviseLinks(template),
    ...adviseButtons(template),
  ]
}

const NAMES_VAGUE: ReadonlySet<string> = new Set(
  'template tpl test tes testing coba contoh pesan message msg baru new untitled draft copy salinan promo info umum final v1 v2 a b x'.split(
    ' ',
  ),
)

function adviseName({ name }: Template): Finding[] {
  const words = name.split('_').filter((word) => word !== '' && !/^\d+$/.test(word))
  const isVague = words.every((word) => {
    const bare = word.replace(/\d+$/, '')
    return NAMES_VAGUE.has(bare) || /^(.)\1*$/.test(bare)
  })
  return isVague ? [tip('name_vague', 'name')] : []
}

/** All that the customer reads before tapping anything. */
function textsOf({ header, offer, body, footer, cards }: Template): { field: string; text: string }[] {
  const parts = [
    { field: 'header.text', text: header?.kind === 'text' ? header.text : '' },
    { field: 'offer.text', text: offer?.text ?? '' },
    { field: 'body.text', text: body.text },
    { field: 'footer.text', text: footer?.text ?? '' },
    ...cards.map((card, at) => ({ field: `cards.${at}.body.text`, text: card.body?.text ?? '' })),
  ]
  return parts.flatMap(({ field, text }) => (text === '' ? [] : [{ field, text: text.slice(0, LOOK_MAX) }]))
}

function adviseCategory(template: Template): Finding[] {
  const findings: Finding[] = []
  const texts = textsOf(template)
  const code = texts.find(({ text }) => firstCode(text))
  if (code) findings.push(tip('otp_elsewhere', code.field))
  if (template.category === 'MARKETING') {
    const labels = template.buttons.map(({ text }) => ({ field: '', text: text ?? '' }))
    const canStop = [...texts, ...labels].some(({ text }) => firstStop(text))
    return canStop ? findings : [...findings, tip('optout_missing', 'footer')]
  }
  const promotion = texts.find(({ text }) => firstPromotion(text))
  if (promotion) {
    findings.push(tip('promo_in_utility', promotion.field, { value: firstPromotion(promotion.text) ?? '' }))
  }
  const poll = texts.find(({ text }) => firstPoll(text))
  if (poll) findings.push(tip('poll_in_utility', poll.field))
  return findings
}

function adviseIntent({ category }: Template, { intent }: AdviceFacts): Finding[] {
  if (!intent || LEGACY_CATEGORIES[intent] === category) return []
  const names = { value_id: INTENT_WORDS.id[intent].name, value_en: INTENT_WORDS.en[intent].name }
  const { id, en } = CATEGORY_WORDS[LEGACY_CATEGORIES[intent]]
  return [tip('category_unlike_intent', 'category', { ...names, category_id: id, category_en: en })]
}

/** Specific and clear: enough words, the name of the business, and what it goes back to. */
function adviseClarity(template: Template, { intent, business }: AdviceFacts): Finding[] {
  const { body, category } = template
  const findings: Finding[] = []
  if (body.text.trim() !== '' && countWords(body.text) < WORDS_MIN)
    findings.push(tip('body_vague', 'body.text'))
  const whole = textsOf(template)
    .map(({ text }) => text)
    .join('\n')
    .toLowerCase()
  if (business && !whole.includes(business.toLowerCase())) {
    findings.push(tip('business_unnamed', 'body.text', { value: business }))
  }
  const mustRefer =
    intent === 'AUTO_REPLY' || intent === 'ISSUE_RESOLUTION' || tokensIn(body.text).length === 0
  if (category === 'UTILITY' && mustRefer && !firstContext(whole))
    findings.push(tip('context_missing', 'body.text'))
  return findings
}

function adviseWriting(field: string, whole: string): Finding[] {
  const text = whole.slice(0, LOOK_MAX).replace(/\{\{[^{}]*\}\}/g, 'Xx')
  const findings: Finding[] = []
  const words = text.match(/\p{L}{3,}/gu) ?? []
  const loud = words.filter((word) => word === word.toUpperCase() && word !== word.toLowerCase()).length
  if (loud >= 3 && loud * 2 > words.length) findings.push(tip('shouting', field))
  if (/[!?]{2,}|\.{4,}|,{2,}| {2}|\p{L} [,.!?;](\s|$)|\p{L},\p{L}/u.test(text))
    findings.push(tip('punctuation', field))
  const mark = ['*', '~'].find((one) => text.split(one).length % 2 === 0)
  if (mark) findings.push(tip('format_unclosed', field, { value: mark }))
  const slip = firstMisspelling(text)
  if (slip) findings.push(tip('spelling', field, { value: slip.word, better: slip.better }))
  const emoji = text.match(/\p{Emoji_Presentation}|\p{Emoji}\uFE0F/gu)?.length ?? 0
  if (emoji > EMOJI_MAX) findings.push(tip('emoji_many', field, { max: EMOJI_MAX }))
  return findings
}

function adviseLanguage({ language, body }: Template): Finding[] {
  const reads = plainLanguageOf(body.text.slice(0, LOOK_MAX))
  const chosen = language.split('_', 1)[0]
  const differs = reads !== undefined && (chosen === 'id' || chosen === 'en') && reads !== chosen
  return differs ? [tip('language_unlike', 'language', { value: language })] : []
}

function adviseLinks(template: Template): Finding[] {
  const urls = template.buttons.map((button, at) => ({
    field: `buttons.${at}.url`,
    text: button.kind === 'url' ? button.url : '',
  }))
  return [...textsOf(template), ...urls].flatMap(({ field, text }) => {
    const value = firstShortLink(text)
    return value ? [tip('link_shortened', field, { value })] : []
  })
}

function adviseButtons({ buttons }: Template): Finding[] {
  const replies = buttons.filter(({ kind }) => kind === 'reply').length
  const isHidden = buttons.length > 3 || (replies > 0 && replies < buttons.length)
  return isHidden ? [tip('buttons_hidden', 'buttons')] : []
}
