import type { z } from 'zod'
import type { MailBody, SimMail } from '#core/whatsapp/sim-api.ts'
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

/** A plain page: no script, one style sheet, every word escaped. */
export function mailboxPage(mails: readonly Mail[]): string {
  const letters = mails.map(letter).join('\n')
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mailbox</title>
<link rel="stylesheet" href="mailbox.css">
<h1>Mailbox</h1>
${letters || '<p>No mail yet.</p>'}
</html>
`
}

export const MAILBOX_CSS = `body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
article { border-top: 1px solid #999; padding: 1rem 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
`

function letter({ at, to, subject, text }: Mail): string {
  const time = new Date(at).toISOString()
  return `<article><h2>${escaped(subject)}</h2><p>${escaped(to)} · <time datetime="${time}">${time}</time></p><pre>${linked(text)}</pre></article>`
}

function linked(text: string): string {
  return escaped(text).replace(
    /https?:\/\/[^\s<>"']+/g,
    (url) => `<a href="${url}" rel="noreferrer">${url}</a>`,
  )
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
}
