import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { FileGone } from '#server/base/file-store.ts'
import { Secret } from '#server/base/log.ts'
import { signatureHeaders } from '#server/base/s3.ts'
import { createStorage, type Storage } from '#server/base/storage.ts'

const KEY = '0190a1b2-0000-7000-8000-000000000001/0190a1b2-0000-7000-8000-000000000002'
const S3 = {
  bucket: 'wetalk',
  key: 'AKIAIOSFODNN7EXAMPLE',
  secret: new Secret('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
  region: 'us-east-1',
}

function scratch(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'wetalk-files-'))
  t.after(() => rmSync(dir, { recursive: true }))
  return dir
}

/** A small S3 that holds objects in memory and answers 403 to whatever is not signed with the right secret. */
async function startS3(t: TestContext): Promise<{ url: string; objects: Map<string, Buffer> }> {
  const objects = new Map<string, Buffer>()
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    const url = new URL(`http://${request.headers.host}${request.url}`)
    const [status, answer] = isSigned(url, request, body) ? act(objects, url, request, body) : [403, null]
    response.writeHead(status, { 'content-length': answer?.length ?? 0 }).end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, objects }
}

/** What S3 does with an object, and its answer. */
function act(
  objects: Map<string, Buffer>,
  { pathname }: URL,
  { method }: IncomingMessage,
  body: Buffer,
): [number, Buffer | null] {
  if (!pathname.startsWith(`/${S3.bucket}/`)) return [404, refusal('NoSuchBucket')]
  if (method === 'PUT') {
    objects.set(pathname, body)
    return [200, null]
  }
  if (method === 'DELETE') {
    objects.delete(pathname)
    return [204, null]
  }
  const found = objects.get(pathname)
  return found ? [200, found] : [404, refusal('NoSuchKey')]
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

const PLACES: readonly (readonly [string, (t: TestContext) => Promise<Storage>])[] = [
  ['the local disk', (t) => createStorage({ dataDir: scratch(t), s3: null })],
  [
    'an S3 store',
    async (t) => createStorage({ dataDir: scratch(t), s3: { ...S3, url: (await startS3(t)).url } }),
  ],
]

for (const [place, openStorage] of PLACES) {
  test(`${place} gives back what was written, as bytes and as a stream, and forgets what was removed`, async (t) => {
    const storage = await openStorage(t)
    t.after(() => storage[Symbol.asyncDispose]())
    const content = Buffer.alloc(200_000, 'isi')
    await storage.write(KEY, Buffer.from('first'))
    await storage.write(KEY, content)
    assert.deepEqual(await storage.read(KEY), content)

    const streamed = `${KEY}-2`
    await storage.write(streamed, {
      stream: Readable.from([content.subarray(0, 10), content.subarray(10)]),
      size: 200_000,
    })
    const { stream, size } = await storage.open(streamed)
    assert.equal(size, content.length)
    assert.deepEqual(Buffer.concat(await stream.toArray()), content)

    await storage.remove(KEY)
    await storage.remove(KEY)
    await assert.rejects(storage.read(KEY), FileGone)
    await assert.rejects(storage.open(KEY), FileGone)
  })

  test(`${place} takes no key that came from outside`, async (t) => {
    const storage = await openStorage(t)
    t.after(() => storage[Symbol.asyncDispose]())
    const keys = [
      '../x',
      'a/../b',
      '/etc/passwd',
      'a//b',
      'a\u0000',
      '..%2fx',
      'A',
      'a/',
      '',
      'a\\b',
      '.drafts/x',
      'x'.repeat(300),
    ]
    for (const key of keys) {
      assert.throws(() => storage.write(key, Buffer.from('x')), /made by the server/, key)
      assert.throws(() => storage.read(key), /made by the server/, key)
    }
  })
}

test('a bucket that is not there loses no file: it is a trouble, not a file that is gone', async (t) => {
  const { url } = await startS3(t)
  const storage = await createStorage({ dataDir: scratch(t), s3: { ...S3, url, bucket: 'nobodys' } })
  t.after(() => storage[Symbol.asyncDispose]())
  const trouble = (error: unknown) =>
    error instanceof Error && !(error instanceof FileGone) && /NoSuchBucket/.test(error.message)
  await assert.rejects(storage.write(KEY, Buffer.from('x')), trouble)
  await assert.rejects(storage.read(KEY), trouble)
  await assert.rejects(storage.open(KEY), trouble)
  await assert.rejects(storage.remove(KEY), trouble)
})

test('a symbolic link does not lead out of the storage folder', async (t) => {
  const dir = scratch(t)
  writeFileSync(join(dir, 'outside'), 'secret')
  const storage = await createStorage({ dataDir: dir, s3: null })
  symlinkSync(dir, join(dir, 'files', 'link'))
  await assert.rejects(storage.read('link/outside'), /stay inside/)
  await assert.rejects(storage.write('link/new', Buffer.from('x')), /stay inside/)
  assert(!readdirSync(dir).includes('new'))
})

test('a stream that breaks off leaves neither a file nor a draft', async (t) => {
  const dir = scratch(t)
  const storage = await createStorage({ dataDir: dir, s3: null })
  const broken = new Readable({
    read() {
      this.push('half')
      this.destroy(new Error('cut'))
    },
  })
  await assert.rejects(storage.write(KEY, { stream: broken, size: 100 }), /cut/)
  await assert.rejects(storage.read(KEY), FileGone)
  assert.deepEqual(readdirSync(join(dir, 'files', '.drafts')), [])
})

test('drafts of a killed process are swept away at the start, fresh ones stay', async (t) => {
  const dir = scratch(t)
  const drafts = join(dir, 'files', '.drafts')
  mkdirSync(drafts, { recursive: true })
  writeFileSync(join(drafts, 'old'), '')
  writeFileSync(join(drafts, 'fresh'), '')
  utimesSync(join(drafts, 'old'), 1, 1)
  await createStorage({ dataDir: dir, s3: null })
  assert.deepEqual(readdirSync(drafts), ['fresh'])
})

test('a request is signed as Amazon’s reference tells', () => {
  // Computed apart from this code, by a program that also yields the signature of Amazon's published “GET Object” example.
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const url = new URL('https://examplebucket.s3.amazonaws.com/test.txt')
  const at = new Date('2013-05-24T00:00:00Z')
  const headers = signatureHeaders({ ...S3, url: url.origin }, { method: 'GET', url, hash: empty, at })
  assert.equal(headers['x-amz-date'], '20130524T000000Z')
  assert.equal(
    headers.authorization,
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
      'SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=df548e2ce037944d03f3e68682813b093763996d597cf890ca3d9037fd231eb4',
  )
})
