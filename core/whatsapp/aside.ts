import { z } from 'zod'
import { isObject } from '#core/base/json.ts'
import type { Language, Words } from '#core/base/language.ts'
import type { Update } from '#core/whatsapp/heard.ts'

/** Why a part of a webhook was kept and not applied. */
export const ASIDE_CODES = [
  'unheard',
  'foreign-account',
  'foreign-number',
  'group',
  'own-number',
  'unknown-status',
  'unknown-message',
  'payment',
  'meta-error',
  'not-json',
  'not-understood',
  'process-ended',
] as const
export const Aside = z.object({
  code: z.enum(ASIDE_CODES),
  /** The field, the number, or the place in the body. */
  where: z.string(),
  /** In the words of the decoder, for an engineer. */
  reason: z.string(),
})
export type Aside = z.infer<typeof Aside>

/** Nonsense that is none of the kinds that a person would recognise. */
export function asideOf({ reason, where }: Extract<Update, { kind: 'nonsense' }>): Aside {
  const [, code = 'not-understood'] = SORTS.find(([begins]) => reason.startsWith(begins)) ?? []
  return { code, where, reason }
}

const SORTS: readonly (readonly [begins: string, code: Aside['code']])[] = [
  ['message of a group', 'group'],
  ['message from our own number', 'own-number'],
  ['message type is not known', 'unknown-message'],
  ['status is not one that is known', 'unknown-status'],
  ['status of a payment', 'payment'],
  ['error ', 'meta-error'],
  ['not JSON', 'not-json'],
]

/** What was kept with a webhook, also by versions that kept only a place and a reason. */
export function readAsides(kept: unknown): Aside[] {
  if (!Array.isArray(kept)) return []
  return kept.flatMap((one) => {
    if (!isObject(one)) return []
    const where = typeof one.where === 'string' ? one.where : ''
    const reason = typeof one.reason === 'string' ? one.reason : ''
    const code = ASIDE_CODES.find((name) => name === one.code)
    return code ? [{ code, where, reason }] : [asideOf({ kind: 'nonsense', where, reason })]
  })
}

/** One sentence for the owner, in each language. `{where}` and `{reason}` are the part's own. */
export const ASIDE_WORDS: Readonly<Record<Aside['code'], Words>> = {
  unheard: {
    id: 'Meta mengabarkan “{where}”, yang belum dipakai Wetalk. Kabar aslinya tersimpan.',
    en: 'Meta told “{where}”, which Wetalk makes no use of. What it said is kept.',
  },
  'foreign-account': {
    id: 'Kabar tentang akun WhatsApp Business lain ({where}), bukan akun kanal ini.',
    en: 'News about another WhatsApp Business Account ({where}), not this channel’s.',
  },
  'foreign-number': {
    id: 'Untuk nomor {where}, yang bukan nomor kanal ini. Sinkronkan nomor bila seharusnya ada.',
    en: 'For the number {where}, which is not of this channel. Sync the numbers if it should be.',
  },
  group: {
    id: 'Pesan dari grup. Wetalk melayani percakapan perorangan saja.',
    en: 'A message of a group. Wetalk serves conversations with one person only.',
  },
  'own-number': {
    id: 'Pesan dari nomor Anda sendiri, jadi tidak dijawab.',
    en: 'A message from your own number, so it is not answered.',
  },
  'unknown-message': {
    id: 'Jenis pesan yang belum dikenal: {reason}. Buka di ponsel bila perlu.',
    en: 'A kind of message that is not known: {reason}. Look at the phone if need be.',
  },
  'unknown-status': {
    id: 'Laporan pengiriman yang belum dikenal: {reason}.',
    en: 'A report of delivery that is not known: {reason}.',
  },
  payment: {
    id: 'Laporan pembayaran WhatsApp, yang tidak ada di Indonesia.',
    en: 'A report of a WhatsApp payment, which does not exist in Indonesia.',
  },
  'meta-error': {
    id: 'Meta melaporkan gangguan: {reason}.',
    en: 'Meta reports a trouble: {reason}.',
  },
  'not-json': { id: 'Kiriman ini tidak terbaca sama sekali.', en: 'This could not be read at all.' },
  'not-understood': {
    id: 'Ada bagian yang bentuknya tidak dikenal ({reason}).',
    en: 'A part of it is of no form that is known ({reason}).',
  },
  'process-ended': {
    id: 'Wetalk berhenti mendadak setiap kali memproses ini, jadi pesan lain didahulukan. Beri tahu pengelola server sebelum memprosesnya lagi.',
    en: 'Wetalk died each time it processed this, so the other messages went first. Tell whoever runs the server before you process it again.',
  },
}

/** The sentence with its blanks filled; of a reason only what follows its colon, where it has one. */
export function asideSentence({ code, where, reason }: Aside, language: Language): string {
  const detail = code === 'not-understood' ? reason : reason.slice(reason.indexOf(': ') + 1).trim()
  return ASIDE_WORDS[code][language].replace('{where}', where).replace('{reason}', detail || reason)
}
