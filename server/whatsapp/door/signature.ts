import { createHmac, timingSafeEqual } from 'node:crypto'

const SIGNATURE = /^sha256=([0-9a-f]{64})$/

/** HMAC-SHA256 of the exact bytes under the app secret (Meta, Webhooks: validating payloads). No secret: door closed. */
export function isSigned(header: string | string[] | undefined, body: Buffer, secret: string): boolean {
  const match = typeof header === 'string' ? SIGNATURE.exec(header) : null
  if (!match || secret === '') return false
  return timingSafeEqual(
    Buffer.from(match[1] ?? '', 'hex'),
    createHmac('sha256', secret).update(body).digest(),
  )
}
