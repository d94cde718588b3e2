import { createHash, createHmac } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { S3Config } from '#server/base/config.ts'
import { DoorFailure } from '#server/base/door-failure.ts'
import { createDoor, type DoorRequest } from '#server/base/fetch.ts'
import { FileGone, type FileStore, FileTrouble } from '#server/base/file-store.ts'

/** Until the answer begins; what is written gets more by its size, as a line of 0.8 Mbit/s carries it, and `TIMEOUT_MS` at most. */
const ANSWER_MS = 10_000
const BYTES_PER_MS = 100
const TIMEOUT_MS = 120_000
/** Whoever is handed a file may have a slow line. */
const HANDING_MS = 900_000
const FILE_BYTES_MAX = 110_000_000
const ERROR_BYTES_MAX = 4000
const UNSIGNED = 'UNSIGNED-PAYLOAD'

/**
 * A bucket of an S3-compatible store, addressed by path, signed with AWS Signature Version 4. Throws `FileTrouble` where it does not do as
 * asked; it is waited for no longer than `answerMs`, so that a store that hangs keeps no hands that others need.
 */
export function openS3(s3: S3Config, answerMs = ANSWER_MS): FileStore {
  const base = new URL(s3.url)
  const port = base.port || (base.protocol === 'https:' ? '443' : '80')
  const door = createDoor({
    allow: [`${base.hostname.replace(/^\[|\]$/g, '')}:${port}`],
    userAgent: 'Wetalk',
  })

  const ask = (
    method: 'GET' | 'PUT' | 'DELETE',
    key: string,
    more: Partial<DoorRequest> = {},
  ): DoorRequest => {
    const url = `${s3.url}/${s3.bucket}/${key}`
    const hash = Buffer.isBuffer(more.body) ? sha256(more.body) : more.body ? UNSIGNED : sha256('')
    const signed = signatureHeaders(s3, { method, url: new URL(url), hash, at: new Date() })
    return {
      url,
      method,
      timeoutMs: TIMEOUT_MS,
      answerMs,
      bytesMax: FILE_BYTES_MAX,
      ...more,
      headers: { ...more.headers, ...signed },
    }
  }
  return {
    async write(key, body) {
      const [bytes, size] = Buffer.isBuffer(body) ? [body, body.length] : [body.stream, body.size]
      const more = {
        body: bytes,
        headers: { 'content-length': String(size) },
        answerMs: answerMs + size / BYTES_PER_MS,
      }
      const { status, body: said } = await answered(door(ask('PUT', key, more)))
      check(status, said, key)
    },
    async read(key) {
      const { status, body } = await answered(door(ask('GET', key)))
      check(status, body, key)
      return body
    },
    async open(key, range = null) {
      const part = range && { headers: { range: `bytes=${range.start}-${range.end}` } }
      const { status, headers, body } = await answered(
        door.stream(ask('GET', key, { timeoutMs: HANDING_MS, ...part })),
      )
      if (status !== 200 && status !== 206) check(status, await answered(beginningOf(body)), key)
      const size = Number(headers['content-length'] ?? 0)
      return { stream: body, size, range: status === 206 ? range : null }
    },
    async remove(key) {
      const { status, body } = await answered(door(ask('DELETE', key)))
      try {
        check(status, body, key)
      } catch (error) {
        if (!(error instanceof FileGone)) throw error
      }
    },
    [Symbol.asyncDispose]: () => door[Symbol.asyncDispose](),
  }
}

async function answered<T>(visit: Promise<T>): Promise<T> {
  try {
    return await visit
  } catch (error) {
    if (!(error instanceof DoorFailure)) throw error
    throw new FileTrouble(`the file store does not answer: ${error.message}`, { cause: error })
  }
}

/** Throws unless it went well. Only an object can be gone: a bucket that is not there is a trouble, and none of its files is lost. */
function check(status: number, said: Buffer, key: string): void {
  if (status >= 200 && status <= 299) return
  // Amazon S3 API Reference, “Error Responses”
  const code = /<Code>(\w{1,60})<\/Code>/.exec(said.subarray(0, ERROR_BYTES_MAX).toString('utf8'))?.[1] ?? ''
  if (status === 404 && code !== 'NoSuchBucket') throw new FileGone(`no file ${key}`)
  throw new FileTrouble(`the file store answered ${status} ${code}`)
}

async function beginningOf(body: Readable): Promise<Buffer> {
  for await (const chunk of body) return chunk as Buffer
  return Buffer.alloc(0)
}

type ToSign = { readonly method: string; readonly url: URL; readonly hash: string; readonly at: Date }

/** Signature Version 4 over host, time and payload hash (AWS General Reference, “Signing AWS API requests”). */
export function signatureHeaders(s3: S3Config, { method, url, hash, at }: ToSign): Record<string, string> {
  const time = at.toISOString().replace(/[:-]|\.\d{3}/g, '')
  const scope = `${time.slice(0, 8)}/${s3.region}/s3/aws4_request`
  const names = 'host;x-amz-content-sha256;x-amz-date'
  const headers = `host:${url.host}\nx-amz-content-sha256:${hash}\nx-amz-date:${time}\n`
  const canonical = [method, url.pathname, '', headers, names, hash].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')
  const start: string | Buffer = `AWS4${s3.secret.reveal()}`
  const key = scope.split('/').reduce<string | Buffer>((made, part) => hmac(made, part), start)
  const signature = hmac(key, toSign).toString('hex')
  return {
    'x-amz-date': time,
    'x-amz-content-sha256': hash,
    authorization: `AWS4-HMAC-SHA256 Credential=${s3.key}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  }
}

function sha256(body: Buffer | string): string {
  return createHash('sha256').update(body).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
