import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What came back on a socket: a status, or `closed` when the other side hung up without one. */
export type Heard = {
  readonly status: number | 'closed'
  readonly head: string
  readonly body: string
  readonly ms: number
}

/** A request as bytes: whatever a real client library would refuse to send can be said with it. */
export type Spoken = {
  readonly method?: string
  readonly path: string
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: Buffer | null
  /** Says that the body is longer (or shorter) than it is. */
  readonly lengthDelta?: number
  /** Sends the body one byte at a time with this pause. */
  readonly byteDelayMs?: number
  /** Hangs up after so long, whatever came. */
  readonly abortAfterMs?: number
  readonly patienceMs?: number
}

const PATIENCE_MS = 20_000

/** One request over a socket of its own; the answer is read until the other side closes. */
export async function speak(url: string, request: Spoken): Promise<Heard> {
  const { hostname, port, host } = new URL(url)
  const { method = 'POST', body = null, headers = [], lengthDelta = 0 } = request
  const lines = [`${method} ${request.path} HTTP/1.1`, `host: ${host}`, 'connection: close']
  for (const [name, value] of headers) lines.push(`${name}: ${value}`)
  if (body) lines.push(`content-length: ${body.length + lengthDelta}`)
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return await talk({ hostname, port: Number(port) }, [head, body], request)
}

/** The same with the bytes given as they are. */
export function speakBytes(url: string, bytes: string | Buffer, patienceMs = PATIENCE_MS): Promise<Heard> {
  const { hostname, port } = new URL(url)
  return talk({ hostname, port: Number(port) }, [Buffer.from(bytes as string, 'latin1'), null], {
    patienceMs,
  })
}

async function talk(
  at: { readonly hostname: string; readonly port: number },
  [head, body]: readonly [Buffer, Buffer | null],
  { byteDelayMs, abortAfterMs, patienceMs = PATIENCE_MS }: Partial<Spoken>,
): Promise<Heard> {
  const startedAt = performance.now()
  const socket = connect(at.port, at.hostname)
  const chunks: Buffer[] = []
  let over = false
  const end = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.once('close', resolve)
    socket.on('error', () => undefined) // a refusal may close the socket under our hands
    setTimeout(() => socket.destroy(), abortAfterMs ?? patienceMs).unref()
  }).then(() => {
    over = true
  })
  await Promise.race([once(socket, 'connect'), end])
  socket.write(head)
  if (body && byteDelayMs === undefined) socket.write(body)
  for (const byte of byteDelayMs === undefined ? [] : (body ?? [])) {
    if (over) break
    socket.write(Buffer.from([byte]))
    await Promise.race([sleep(byteDelayMs), end])
  }
  await end
  const text = Buffer.concat(chunks).toString('latin1')
  const [first = '', ...rest] = text.split('\r\n\r\n')
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]
  return {
    status: status ? Number(status) : 'closed',
    head: first,
    body: rest.join('\r\n\r\n'),
    ms: performance.now() - startedAt,
  }
}
