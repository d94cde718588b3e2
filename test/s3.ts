import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Secret } from '#server/base/log.ts'
import { signatureHeaders } from '#server/base/s3.ts'

/** The account of the store that `openS3Store` opens. */
export const S3 = {
  bucket: 'wetalk',
  key: 'AKIAIOSFODNN7EXAMPLE',
  secret: new Secret('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
  region: 'us-east-1',
}

/**
 * `away` hangs up, `silent` takes everything and never answers, `slow` takes it as a line of 2 Mbit/s brings it, `full` takes no more
 * objects, `hoarding` gives none, `whole` gives no parts, `refusing` lets nobody in.
 */
type Mood = 'well' | 'away' | 'silent' | 'slow' | 'full' | 'hoarding' | 'whole' | 'refusing'
const SLOW_BYTES_PER_MS = 250
export type S3Store = {
  readonly url: string
  readonly objects: Map<string, Buffer>
  mood: Mood
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** A small S3 that holds objects in memory and answers 403 to whatever is not signed with the right secret. */
export async function openS3Store(): Promise<S3Store> {
  const objects = new Map<string, Buffer>()
  const server = createServer(async (request, response) => {
    if (store.mood === 'away') return void request.socket.destroy()
    const body = Buffer.concat(await request.toArray())
    if (store.mood === 'silent') return
    if (store.mood === 'slow') await sleep(body.length / SLOW_BYTES_PER_MS)
    const url = new URL(`http://${request.headers.host}${request.url}`)
    const [status, answer, head = {}] = isSigned(url, request, body)
      ? act(store, url, request, body)
      : [403, refusal('SignatureDoesNotMatch')]
    response.writeHead(status, { 'content-length': answer?.length ?? 0, ...head }).end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const store: S3Store = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    mood: 'well',
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
  return store
}

/** What S3 does with an object, and its answer. */
function act(
  { objects, mood }: S3Store,
  { pathname }: URL,
  { method, headers }: IncomingMessage,
  body: Buffer,
): [number, Buffer | null, Record<string, string>?] {
  if (mood === 'refusing') return [403, refusal('AccessDenied')]
  if (!pathname.startsWith(`/${S3.bucket}/`)) return [404, refusal('NoSuchBucket')]
  if (method === 'PUT') {
    if (mood === 'full') return [507, refusal('XMinioStorageFull')]
    objects.set(pathname, body)
    return [200, null]
  }
  if (method === 'DELETE') {
    objects.delete(pathname)
    return [204, null]
  }
  if (mood === 'hoarding') return [403, refusal('AccessDenied')]
  const found = objects.get(pathname)
  if (!found) return [404, refusal('NoSuchKey')]
  const [, first, last] = (mood !== 'whole' && /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '')) || []
  if (!first || !last) return [200, found]
  if (Number(first) >= found.length) return [416, refusal('InvalidRange')]
  const part = found.subarray(Number(first), Number(last) + 1)
  return [206, part, { 'content-range': `bytes ${first}-${Number(first) + part.length - 1}/${found.length}` }]
}

/** An error as S3 tells it (Amazon S3 API Reference, “Error Responses”). */
function refusal(code: string): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`)
}

function isSigned(url: URL, { method = '', headers }: IncomingMessage, body: Buffer): boolean {
  const at = new Date(
    String(headers['x-amz-date']).replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'),
  )
  const hash = String(headers['x-amz-content-sha256'])
  const wanted = signatureHeaders({ ...S3, url: url.origin }, { method, url, hash, at })
  const isWhole = hash === 'UNSIGNED-PAYLOAD' || hash === createHash('sha256').update(body).digest('hex')
  return headers.authorization === wanted.authorization && isWhole
}
