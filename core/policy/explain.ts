import type { Language, Words } from '#core/base/language.ts'
import { isRefusalCode, sentenceOf } from '#core/base/refusal.ts'
import type { Millis } from '#core/base/time.ts'
import { ASKS, type Ask } from '#core/policy/remedy.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'

/** One fact that a rule looked at. `moment` values are milliseconds. */
export type ToldFact = {
  readonly name: string
  readonly label: string
  readonly value: string | number | boolean | null
  readonly as: 'moment' | 'plain'
}
/** A refusal told in full: why, by which rule, on which facts, and what to do instead. */
export type Explanation = {
  readonly why: string
  readonly rule: { readonly id: string; readonly title: string } | null
  readonly facts: readonly ToldFact[]
  readonly remedy: string | null
  /** What a person can press to follow the remedy; null: nothing here helps. */
  readonly action: Action | null
}

/** A step of the remedy that the screens know how to take. */
export type Action =
  | { readonly kind: 'template'; readonly name: string; readonly language: string }
  /** Any approved template. */
  | { readonly kind: 'templates' }
  | { readonly kind: 'page'; readonly page: 'channels' | 'costs' | 'templates' }
  /** It goes by itself then, or may be sent again. */
  | { readonly kind: 'wait'; readonly until: Millis }

/**
 * Why a message was not sent, for a person: the one explanation that the inbox, the trace and the composer show. `why`
 * is the very sentence with which the API refuses. Null when the message was allowed.
 */
export function explain(verdict: Verdict, language: Language): Explanation | null {
  const { allowed, rules, facts, refusal, remedy } = verdict
  if (allowed || refusal === null) return null
  const id = rules.at(-1)
  const words = id === undefined ? undefined : RULE_WORDS[id]
  return {
    why: isRefusalCode(refusal) ? sentenceOf(refusal, language, facts) : refusal,
    rule: id === undefined ? null : { id, title: words?.[language] ?? id },
    facts: id === undefined ? [] : factsFor(id, facts, language),
    remedy: remedyFor(remedy, facts, language),
    action: actionFor(remedy, facts),
  }
}

/** What each rule of the gate asks, by its id (core/policy/rule). */
export const RULE_WORDS: Readonly<Record<string, Words>> = {
  'number.connected': { id: 'Nomor harus terhubung', en: 'The number must be connected' },
  'account.enabled': { id: 'Akun tidak dinonaktifkan', en: 'The account is not disabled' },
  'account.restricted': { id: 'Akun tidak dibatasi', en: 'The account is not restricted' },
  'channel.sound': { id: 'Pengiriman tidak dihentikan', en: 'Sending is not stopped' },
  'bot.linked': { id: 'Bot tertaut ke nomor', en: 'The bot is linked to the number' },
  'draft.limits': { id: 'Batas isi pesan WhatsApp', en: 'WhatsApp’s limits of a message' },
  'template.approved': { id: 'Template disetujui', en: 'The template is approved' },
  'template.values': { id: 'Isian template lengkap', en: 'The template’s values are complete' },
  'recipient.listed': { id: 'Penerima nomor uji terdaftar', en: 'The test recipient is listed' },
  'recipient.other': { id: 'Penerima bukan nomor ini sendiri', en: 'The recipient is another number' },
  'recipient.numbered': { id: 'Nomor pelanggan diketahui', en: 'The customer’s number is known' },
  'marketing.allowed': { id: 'Promosi diizinkan di akun ini', en: 'The account allows marketing' },
  'optout.marketing': { id: 'Pelanggan mau menerima promosi', en: 'The customer wants marketing' },
  'marketing.cap': { id: 'Jatah promosi per pelanggan', en: 'Marketing per customer' },
  'window.24h': { id: 'Jendela 24 jam', en: 'The 24-hour window' },
  'window.guard': { id: 'Sisa waktu jendela cukup', en: 'Enough of the window is left' },
  'bot.hourly': { id: 'Bot tidak terlalu sering', en: 'The bot is not too frequent' },
  'turn.order': { id: 'Pesan sebelumnya boleh dikirim', en: 'The message before it may go' },
  'budget.month': { id: 'Anggaran bulan ini', en: 'This month’s budget' },
  'limit.messaging': { id: 'Batas pengiriman nomor', en: 'The messaging limit' },
}

type FactWords = Words & { readonly as?: 'moment' | 'word' }

const FACT_WORDS = {
  lastInboundAt: { id: 'Pesan terakhir pelanggan', en: 'Customer’s last message', as: 'moment' },
  windowEndsAt: { id: 'Jendela berakhir', en: 'Window ends', as: 'moment' },
  now: { id: 'Saat diperiksa', en: 'Judged at', as: 'moment' },
  numberState: { id: 'Keadaan nomor', en: 'State of the number' },
  restrictions: { id: 'Pembatasan Meta', en: 'Meta’s restrictions' },
  trouble: { id: 'Kode Meta', en: 'Meta’s code' },
  templateStatus: { id: 'Status template', en: 'Template status' },
  valuesRequired: { id: 'Isian yang dibutuhkan', en: 'Values required' },
  marketingHeldUntil: { id: 'Ditahan sampai', en: 'Held until', as: 'moment' },
  optedOutAt: { id: 'Berhenti sejak', en: 'Stopped since', as: 'moment' },
  optedOutBy: { id: 'Diminta oleh', en: 'Asked by', as: 'word' },
  until: { id: 'Bisa lagi', en: 'Possible again', as: 'moment' },
  recipients: { id: 'Penerima terdaftar', en: 'Listed recipients' },
  limit: { id: 'Batas', en: 'Limit' },
  limitUsed: { id: 'Terpakai', en: 'Used' },
  percent: { id: 'Anggaran terpakai (%)', en: 'Budget used (%)' },
} as const satisfies Record<string, FactWords>
type FactName = keyof typeof FACT_WORDS

const RULE_FACTS: Readonly<Record<string, readonly FactName[]>> = {
  'number.connected': ['numberState'],
  'account.restricted': ['restrictions'],
  'channel.sound': ['trouble'],
  'template.approved': ['templateStatus'],
  'template.values': ['valuesRequired'],
  'marketing.cap': ['marketingHeldUntil'],
  'window.24h': ['lastInboundAt', 'windowEndsAt', 'now'],
  'window.guard': ['windowEndsAt', 'now'],
  'budget.month': ['percent'],
  'limit.messaging': ['limit', 'limitUsed', 'until'],
  'optout.marketing': ['optedOutAt', 'optedOutBy'],
  'recipient.listed': ['recipients'],
}

/** Words for values that are words of ours. */
const VALUE_WORDS: Readonly<Record<string, Words>> = {
  whatsapp: { id: 'pelanggan, di WhatsApp', en: 'the customer, in WhatsApp' },
  customer: { id: 'pelanggan, di chat', en: 'the customer, in the chat' },
  agent: { id: 'tim', en: 'the team' },
}

function factsFor(rule: string, facts: Verdict['facts'], language: Language): ToldFact[] {
  return (RULE_FACTS[rule] ?? []).flatMap((name) => {
    const value = facts[name]
    if (value === undefined || value === null) return []
    const words: FactWords = FACT_WORDS[name]
    const said = words.as === 'word' ? (VALUE_WORDS[String(value)]?.[language] ?? value) : value
    return [{ name, label: words[language], value: said, as: words.as === 'moment' ? 'moment' : 'plain' }]
  })
}

const REMEDIES: Readonly<Record<Verdict['remedy'], Words | null>> = {
  none: null,
  template: {
    id: 'Kirim template yang disetujui, atau tunggu pelanggan menulis lagi.',
    en: 'Send an approved template, or wait until the customer writes again.',
  },
  wait: { id: 'Tunggu sebentar, lalu kirim lagi.', en: 'Wait a while, then send again.' },
  fix: { id: 'Perbaiki dulu, lalu kirim lagi.', en: 'Mend it first, then send again.' },
  connect: { id: 'Periksa halaman Kanal.', en: 'See the Channels page.' },
}

/** Whom to ask for what, where the rule says so; else what such a refusal needs in general. */
function remedyFor(kind: Verdict['remedy'], facts: Verdict['facts'], language: Language): string | null {
  const { template, ask } = facts
  const asked = typeof ask === 'string' && Object.hasOwn(ASKS, ask) ? ASKS[ask as Ask][language] : null
  if (kind !== 'template' || typeof template !== 'string') return asked ?? REMEDIES[kind]?.[language] ?? null
  const send = language === 'id' ? `Kirim template ${template}.` : `Send the template ${template}.`
  return asked ? `${send} ${asked}` : send
}

/** Where a member can do what is asked for. */
const PAGES: Readonly<Partial<Record<Ask, Extract<Action, { kind: 'page' }>['page']>>> = {
  'admin-links-bot': 'channels',
  'admin-connects': 'channels',
  'admin-lists-recipient': 'channels',
  'builder-submits-template': 'templates',
  'owner-raises-budget': 'costs',
  'owner-imports-card': 'costs',
}

function actionFor(kind: Verdict['remedy'], facts: Verdict['facts']): Action | null {
  const { template, templateLanguage, until, ask } = facts
  const page = typeof ask === 'string' && Object.hasOwn(PAGES, ask) ? PAGES[ask as Ask] : undefined
  if (page) return { kind: 'page', page }
  if (kind === 'template') {
    return typeof template === 'string' && typeof templateLanguage === 'string'
      ? { kind: 'template', name: template, language: templateLanguage }
      : { kind: 'templates' }
  }
  if (kind === 'wait' && typeof until === 'number') return { kind: 'wait', until }
  return kind === 'connect' && ask !== 'owner-appeals' ? { kind: 'page', page: 'channels' } : null
}
