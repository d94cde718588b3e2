import type { Language, Words } from '#core/base/language.ts'
import type { Letters } from '#core/workspace/api.ts'
import type { Config } from '#server/base/config.ts'
import type { OpenInvitation } from '#server/workspace/store.ts'

/** What becomes of letters on this installation. */
export function lettersBy({ smtpUrl, simulator }: Pick<Config, 'smtpUrl' | 'simulator'>): Letters {
  if (smtpUrl) return 'sent'
  return simulator ? 'kept' : 'none'
}

type Letter = { readonly to: string; readonly subject: string; readonly text: string }

/** In both languages at once: whoever gets it may not have chosen one yet. */
export function resetLetter(to: string, link: string): Letter {
  return {
    to,
    subject: 'Wetalk: atur ulang kata sandi / reset your password',
    text: [
      'Ada permintaan kata sandi baru untuk akun Wetalk ini. Jika itu Anda, buka tautan ini dalam 30 menit:',
      link,
      'Jika bukan Anda, abaikan saja; kata sandi lama tetap berlaku.',
      '',
      'Someone, hopefully you, asked for a new password of this Wetalk account. Open this link within 30 minutes:',
      link,
      'If it was not you, ignore this mail; the old password stays.',
    ].join('\n'),
  }
}

/** In both languages, as the letter about a password. */
export function emailLetter(to: string, link: string): Letter {
  return {
    to,
    subject: 'Wetalk: pakai email ini / use this e-mail',
    text: [
      'Ada permintaan untuk memakai email ini di sebuah akun Wetalk. Jika itu Anda, buka tautan ini dalam 60 menit untuk menyetujuinya:',
      link,
      'Jika bukan Anda, abaikan saja; tidak ada yang berubah.',
      '',
      'Someone, hopefully you, wants to use this e-mail for their Wetalk account. Open this link within 60 minutes to agree:',
      link,
      'If it was not you, ignore this mail; nothing changes.',
    ].join('\n'),
  }
}

/** To the address that an account had until now. */
export function emailGoneLetter(to: string, next: string): Letter {
  return {
    to,
    subject: 'Wetalk: email akun Anda diganti / your e-mail was changed',
    text: [
      `Akun Wetalk Anda sekarang memakai ${next}; dengan email lama ini Anda tidak bisa masuk lagi.`,
      'Jika bukan Anda yang menggantinya, segera hubungi pemilik ruang kerja atau pengelola server Anda.',
      '',
      `Your Wetalk account uses ${next} now; you cannot sign in with this former e-mail any more.`,
      'If it was not you who changed it, tell the owner of your workspace or whoever runs your server at once.',
    ].join('\n'),
  }
}

/** Asks somebody to work here, in the language of the workspace; until when it is good by its clock. */
export function invitationLetter(
  { email, name, role, language, zone, expires_at: until }: OpenInvitation,
  link: string,
): Letter {
  const says = INVITES[language]
  // a name is no advertisement: what a mail program makes a link of stays out of the letter
  const business = name.replace(/\s+/g, ' ').replace(/(?:\w+:\/\/|www\.)\S*/gi, '…')
  const text = [
    says.greeting(business, says[role]),
    link,
    says.until(momentOf(until, language, zone), email),
    says.ignore,
  ]
  return { to: email, subject: says.subject(business), text: text.join('\n\n') }
}

const INVITES = {
  id: {
    admin: 'admin',
    agent: 'agen',
    subject: (business: string) => `Undangan dari ${business} di Wetalk`,
    greeting: (business: string, role: string) =>
      `${business} mengundang Anda sebagai ${role} di Wetalk, tempat mereka melayani pelanggan lewat WhatsApp. Buka tautan ini untuk bergabung:`,
    until: (moment: string, email: string) =>
      `Undangan ini berlaku sampai ${moment} dan hanya untuk ${email}.`,
    ignore: 'Jika Anda tidak mengenal mereka, abaikan saja email ini.',
  },
  en: {
    admin: 'an admin',
    agent: 'an agent',
    subject: (business: string) => `An invitation from ${business} on Wetalk`,
    greeting: (business: string, role: string) =>
      `${business} invites you as ${role} to Wetalk, where they serve their customers on WhatsApp. Open this link to join:`,
    until: (moment: string, email: string) =>
      `The invitation is good until ${moment}, and for ${email} alone.`,
    ignore: 'If you do not know them, ignore this mail.',
  },
} as const

/** Something that an owner must know; `stage`: days before a token's end, null: something is broken. */
type News = {
  readonly stage: number | null
  readonly subject: string
  readonly evidence: Words
  readonly fix: Words | null
  readonly at: number | null
  readonly zone: string
}
type About = {
  readonly language: Language
  /** The workspace's name. */
  readonly business: string
  readonly notices: readonly News[]
  readonly link: string
}

/** What the doctor found, in the language of the workspace. */
export function noticeLetter(to: string, { language, business, notices, link }: About): Letter {
  const [first] = notices
  const says = WORDS[language]
  const about = first?.stage === null || !first ? says.broken : says.ends(first.stage)
  const text = [
    says.greeting(business),
    '',
    ...notices.flatMap((news) => [...paragraph(news, language), '']),
    says.where,
    link,
  ]
  return { to, subject: `Wetalk · ${business.replace(/\s+/g, ' ')}: ${about}`, text: text.join('\n') }
}

function paragraph({ stage, subject, evidence, fix, at, zone }: News, language: Language): string[] {
  const says = WORDS[language]
  const what = `${subject ? `${subject}: ` : ''}${evidence[language]}`
  const when = stage === null || at === null ? [] : [says.until(momentOf(at, language, zone))]
  return [`• ${what}`, ...when, ...(fix ? [`  ${says.cure}: ${fix[language]}`] : [])]
}

const WORDS = {
  id: {
    broken: 'sambungan WhatsApp bermasalah',
    ends: (days: number) =>
      days === 0 ? 'token WhatsApp sudah kedaluwarsa' : `token WhatsApp habis dalam ${days} hari`,
    greeting: (business: string) => `Ada yang perlu dibereskan di kanal WhatsApp ${business}:`,
    until: (moment: string) => `  Berlaku sampai: ${moment}`,
    cure: 'Cara memperbaiki',
    where: 'Lihat di Wetalk:',
  },
  en: {
    broken: 'the WhatsApp connection has a problem',
    ends: (days: number) =>
      days === 0
        ? 'the WhatsApp token has expired'
        : `the WhatsApp token ends within ${days} ${days === 1 ? 'day' : 'days'}`,
    greeting: (business: string) => `Something needs your care in the WhatsApp channel of ${business}:`,
    until: (moment: string) => `  Valid until: ${moment}`,
    cure: 'How to mend it',
    where: 'See it in Wetalk:',
  },
} as const

function momentOf(at: number, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at)
}
