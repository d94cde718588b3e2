import type { Transporter } from 'nodemailer'
import { ADMIN_KEY_HEADER } from '#core/whatsapp/sim-api.ts'
import type { Config } from '#server/base/config.ts'
import type { Door } from '#server/base/fetch.ts'
import type { Log } from '#server/base/log.ts'

type Mail = {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Names the letter when it may be handed over again: mail servers know a second one by it (RFC 5322, Message-ID). */
  readonly id?: string
}
/** Sends one mail; throws `MailError` for what no server will ever take, and whatever else went wrong as it is. */
export type Mailer = ((mail: Mail) => Promise<void>) & { readonly [Symbol.asyncDispose]: () => Promise<void> }

/** Where mails can be looked at when there is no mail server: a mailbox that takes them by HTTP. */
type Mailbox = { readonly url: string; readonly adminKey: string }

export type MailerOptions = Pick<Config, 'smtpUrl' | 'mailFrom'> & {
  readonly log: Log
  readonly door: Door
  readonly mailbox: Mailbox | null
}

/** A mail that must not be sent as it stands. */
export class MailError extends Error {
  override readonly name = 'MailError'
}

const ADDRESS_CHARS_MAX = 254
const SUBJECT_CHARS_MAX = 300
const TEXT_CHARS_MAX = 50_000
const ADDRESS =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i
const SMTP_TIMEOUT_MS = 15_000
/** Seconds until a letter is tried again, doubled with each try: servers that greylist want minutes (RFC 6647). */
export const MAIL_RETRY_AFTER = 60
const CONNECTIONS_MAX = 3

/** By the configured mail server; without one the mail goes to the log and, when there is one, to the mailbox. */
export function createMailer(options: MailerOptions): Mailer {
  const { smtpUrl, mailFrom } = options
  if (!smtpUrl) {
    const send = async (mail: Mail) => keepForOperator(checkMail(mail), options)
    return Object.assign(send, { [Symbol.asyncDispose]: async () => undefined })
  }
  // The mail library is large and most installations on a laptop never need it: it comes with the first letter.
  let transport: Promise<Transporter> | undefined
  const opened = () => {
    transport ??= import('nodemailer').then(({ createTransport }) =>
      createTransport({
        url: smtpUrl.reveal(),
        pool: true,
        maxConnections: CONNECTIONS_MAX,
        connectionTimeout: SMTP_TIMEOUT_MS,
        greetingTimeout: SMTP_TIMEOUT_MS,
        socketTimeout: SMTP_TIMEOUT_MS,
        disableFileAccess: true,
        disableUrlAccess: true,
      }),
    )
    return transport
  }
  const send = async (mail: Mail) => {
    const checked = checkMail(mail)
    await sendBySmtp(await opened(), mailFrom, checked)
  }
  return Object.assign(send, { [Symbol.asyncDispose]: async () => (await transport)?.close() })
}

/** Before any library sees it: one plain address, and no line break that could become a header. */
function checkMail(mail: Mail): Mail {
  const { to, subject, text } = mail
  if (to.length > ADDRESS_CHARS_MAX || !ADDRESS.test(to)) throw new MailError('that is no e-mail address')
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(subject)) throw new MailError('a subject is one line')
  if (subject.length > SUBJECT_CHARS_MAX || text.length > TEXT_CHARS_MAX)
    throw new MailError('the mail is too long')
  if (text.includes('\u0000')) throw new MailError('the mail holds a character that mail cannot carry')
  return mail
}

async function sendBySmtp(
  transport: Transporter,
  from: string,
  { to, subject, text, id }: Mail,
): Promise<void> {
  const messageId = id && `<${id}@${/@([^\s<>]+)>?$/.exec(from)?.[1]}>`
  try {
    await transport.sendMail({
      from,
      to: { name: '', address: to },
      subject,
      text,
      ...(id ? { messageId } : {}),
    })
  } catch (error) {
    // without the code, which the database's own troubles have too (ETIMEDOUT): those are told elsewhere
    if (!isRefusedForGood(error)) throw new Error(messageOf(error), { cause: error })
    throw new MailError(`the mail server refused it (${error.responseCode})`)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/**
 * The receiver or the letter was refused with a code that no second try changes (RFC 5321, 4.2.1: 5yz). A login that failed, or our own
 * sender refused, is not that: the operator mends it.
 */
function isRefusedForGood(error: unknown): error is { responseCode: number } {
  const {
    code,
    responseCode = 0,
    command,
  } = error as { code?: string; responseCode?: number; command?: string }
  const isOurs = command === 'MAIL FROM'
  return !isOurs && (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500
}

/** A letter of a job: what will never be taken is told to the log and left; any other trouble is the job's, which tries again. */
export async function deliver(send: Mailer, log: Log, mail: Mail): Promise<void> {
  try {
    await send(mail)
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    log.warn({ reason: error.message }, 'a mail will never be taken, and was left out')
  }
}

/**
 * Without a mail server the operator is the only postman, so this one line of the log carries the mail's text with its
 * link; the recipient is shortened.
 */
async function keepForOperator(mail: Mail, { log, door, mailbox }: MailerOptions): Promise<void> {
  const to = mail.to.replace(/^(.).*@/, '$1…@')
  log.warn({ to, subject: mail.subject, text: mail.text }, 'SMTP_URL is not set, so this mail was not sent')
  if (!mailbox) return
  try {
    const headers = { 'content-type': 'application/json', [ADMIN_KEY_HEADER]: mailbox.adminKey }
    const body = JSON.stringify({ to: mail.to, subject: mail.subject, text: mail.text })
    const { status } = await door({ url: mailbox.url, method: 'POST', headers, body })
    if (status > 299) log.warn({ status }, 'the mailbox did not take the mail')
  } catch (error) {
    log.warn({ err: error }, 'the mailbox did not take the mail') // it stands in the log already
  }
}
