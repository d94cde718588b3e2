import type { z } from 'zod'
import type { MailBody, SimMail } from '#core/whatsapp/sim-api.ts'
import { escaped, htmlPage, type PageLanguage } from '#simulator/page.ts'
import type { Sim } from '#simulator/sim.ts'
import { run, sql } from '#simulator/store.ts'

const MAILS_MAX = 500

type Mail = z.infer<typeof SimMail>

/** Keeps a letter for people who have no mail server; the oldest go beyond `MAILS_MAX`. */
export function storeMail(sim: Sim, { to, subject, text }: z.infer<typeof MailBody>): Mail {
  const at = sim.options.now()
  const { lastInsertRowid } = sql(
    sim.store,
    'insert into mail (at, recipient, subject, body) values (?, ?, ?, ?)',
  ).run(at, to, subject, text)
  run(sim.store, 'delete from mail where id <= ?', Number(lastInsertRowid) - MAILS_MAX)
  return { id: Number(lastInsertRowid), at, to, subject, text }
}

/** Newest first. */
export function listMails(sim: Sim): Mail[] {
  return sql(
    sim.store,
    `select id, at, recipient, subject, body from mail order by id desc limit ${MAILS_MAX}`,
  )
    .all()
    .map((row) => ({
      id: Number(row.id),
      at: Number(row.at),
      to: String(row.recipient),
      subject: String(row.subject),
      text: String(row.body),
    }))
}

const WORDS = {
  id: { title: 'Kotak surat', none: 'Belum ada surat.' },
  en: { title: 'Mailbox', none: 'No mail yet.' },
} as const

/** The letters as a page, every word escaped. */
export function mailboxPage(language: PageLanguage, mails: readonly Mail[]): string {
  const t = WORDS[language]
  const letters = mails.map((mail) => letter(language, mail)).join('\n')
  const body = `<h1>${t.title}</h1>
${letters || `<p>${t.none}</p>`}`
  return htmlPage({ language, title: t.title, style: 'mailbox.css', body })
}

export const MAILBOX_CSS = `:root { color-scheme: light dark; background: Canvas; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.125rem; margin: 0; }
p { margin: .25rem 0 1rem; }
article { border-top: 1px solid #8888; padding: 1rem 0; }
pre { white-space: pre-wrap; font: inherit; margin: 0; }
`

function letter(language: PageLanguage, { at, to, subject, text }: Mail): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const
  const when = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', format).format(at)
  const time = `<time datetime="${new Date(at).toISOString()}">${when} UTC</time>`
  return `<article><h2>${escaped(subject)}</h2><p>${escaped(to)} · ${time}</p><pre>${linked(text)}</pre></article>`
}

function linked(text: string): string {
  return escaped(text).replace(
    /https?:\/\/[^\s<>"']+/g,
    (url) => `<a href="${url}" rel="noreferrer">${url}</a>`,
  )
}
