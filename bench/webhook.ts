import { createHmac } from 'node:crypto'
import { Pool } from 'undici'

/** The account that all programs under test believe to serve. */
export const WABA_ID = '200100300400500'
/** Its numbers: Meta lets each send a limited number of messages a second, which is not what is measured here. */
export const NUMBERS = ['300200100400600', '300200100400601', '300200100400602', '300200100400603'] as const
export const APP_SECRET = 'the-secret-of-the-benchmark-app'
export const VERIFY_TOKEN = 'the-verify-token-of-the-benchmark'

/** A customer's message as Meta tells of it. `at` in seconds, as Meta's timestamps are. */
export type Inbound = {
  readonly wamid: string
  readonly from: string
  readonly at: number
} & ({ readonly text: string } | { readonly tap: { readonly id: string; readonly title: string } })

export type StatusReport = {
  readonly wamid: string
  readonly to: string
  readonly status: 'sent' | 'delivered' | 'read'
  readonly at: number
  readonly key: string | undefined
}

/** The number that a customer writes to. */
export function numberOf(customer: string): string {
  return NUMBERS[Number(customer.slice(-4)) % NUMBERS.length] ?? NUMBERS[0]
}

/** What one customer wrote. */
export function inboundBody(messages: readonly Inbound[]): Buffer {
  const value = {
    contacts: [...new Set(messages.map(({ from }) => from))].map((from) => ({
      profile: { name: `Pelanggan ${from.slice(-4)}` },
      wa_id: from,
      user_id: `ID.${from}`,
    })),
    messages: messages.map((message) => ({
      from: message.from,
      from_user_id: `ID.${message.from}`,
      id: message.wamid,
      timestamp: String(message.at),
      ...('text' in message
        ? { type: 'text', text: { body: message.text } }
        : { type: 'interactive', interactive: { type: 'button_reply', button_reply: message.tap } }),
    })),
  }
  return bodyOf([{ number: numberOf(messages[0]?.from ?? ''), value }])
}

export function statusBody(reports: readonly StatusReport[]): Buffer {
  const byNumber = Map.groupBy(reports, ({ to }) => numberOf(to))
  return bodyOf([...byNumber].map(([number, mine]) => ({ number, value: statusValue(mine) })))
}

function statusValue(reports: readonly StatusReport[]): object {
  return {
    contacts: [...new Set(reports.map(({ to }) => to))].map((to) => ({ wa_id: to, user_id: `ID.${to}` })),
    statuses: reports.map(({ wamid, to, status, at, key }) => ({
      id: wamid,
      status,
      timestamp: String(at),
      recipient_id: to,
      ...(key === undefined ? {} : { biz_opaque_callback_data: key }),
      pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' },
    })),
  }
}

function bodyOf(changes: readonly { readonly number: string; readonly value: object }[]): Buffer {
  const told = changes.map(({ number, value }) => {
    const metadata = { display_phone_number: displayOf(number), phone_number_id: number }
    return { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }
  })
  return Buffer.from(
    JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: WABA_ID, changes: told }] }),
  )
}

export function displayOf(number: string): string {
  return `6281100000${number.slice(-3)}`
}

/** Meta's signature: HMAC-SHA256 over the bytes as they are sent. */
export function signatureOf(body: Buffer, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** A way to post signed webhooks. Gives the HTTP status, or 0 when no answer came. */
export type Poster = {
  readonly post: (body: Buffer) => Promise<number>
  readonly close: () => Promise<void>
}

const CONNECTIONS = 64
const ANSWER_MS = 20_000

export function openPoster(url: string, secret: string): Poster {
  const { origin, pathname } = new URL(url)
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    pipelining: 1,
    headersTimeout: ANSWER_MS,
    bodyTimeout: ANSWER_MS,
    connectTimeout: ANSWER_MS,
  })
  return {
    async post(body) {
      try {
        const answer = await pool.request({
          path: pathname,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'facebookexternalua',
            'x-hub-signature-256': signatureOf(body, secret),
          },
          body,
        })
        await answer.body.dump()
        return answer.statusCode
      } catch {
        return 0 // refused, reset or too late: for the sender it is all the same
      }
    },
    close: () => pool.destroy(),
  }
}
