import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { FileGone, FileTrouble } from '#server/base/file-store.ts'
import { metricsText } from '#server/base/metrics.ts'
import { openS3, signatureHeaders } from '#server/base/s3.ts'
import { createStorage, type Storage } from '#server/base/storage.ts'
import { openS3Store, S3, type S3Store } from '../../test/s3.ts'

const KEY = '0190a1b2-0000-7000-8000-000000000001/0190a1b2-0000-7000-8000-000000000002'

function scratch(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'wetalk-files-'))
  t.after(() => rmSync(dir, { recursive: true }))
  return dir
}

async function startS3(t: TestContext): Promise<S3Store> {
  const store = await openS3Store()
  t.after(() => store[Symbol.asyncDispose]())
  return store
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

  test(`${place} gives a part of a file, and no byte more`, async (t) => {
    const storage = await openStorage(t)
    t.after(() => storage[Symbol.asyncDispose]())
    await storage.write(KEY, Buffer.from('0123456789'))
    for (const [start, end, part] of [
      [0, 1, '01'],
      [5, 9, '56789'],
      [9, 9, '9'],
      [0, 9, '0123456789'],
    ] as const) {
      const { stream, size, range } = await storage.open(KEY, { start, end })
      assert.deepEqual([size, range], [part.length, { start, end }])
      assert.equal(Buffer.concat(await stream.toArray()).toString(), part)
    }
    const whole = await storage.open(KEY)
    assert.deepEqual([whole.size, whole.range], [10, null])
    whole.stream.destroy()
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
  const trouble = (error: unknown) => error instanceof FileTrouble && /NoSuchBucket/.test(error.message)
  await assert.rejects(storage.write(KEY, Buffer.from('x')), trouble)
  await assert.rejects(storage.read(KEY), trouble)
  await assert.rejects(storage.open(KEY), trouble)
  await assert.rejects(storage.remove(KEY), trouble)
})

const TROUBLES = [
  ['away', /^the file store does not answer: reset/],
  ['full', /^the file store answered 507 XMinioStorageFull/],
  ['refusing', /^the file store answered 403 AccessDenied/],
] as const
for (const [mood, words] of TROUBLES)
  test(`a store that is ${mood} is named as that, remembered until it does as asked, and loses nothing`, async (t) => {
    const store = await startS3(t)
    const storage = await createStorage({ dataDir: scratch(t), s3: { ...S3, url: store.url } })
    t.after(() => storage[Symbol.asyncDispose]())
    await storage.write(KEY, Buffer.from('isi'))
    assert.equal(storage.trouble(), undefined)
    store.mood = mood
    await assert.rejects(
      storage.write(`${KEY}-2`, Buffer.from('lain')),
      (error: unknown) => error instanceof FileTrouble && words.test(error.message),
    )
    assert.match(storage.trouble() ?? '', words)
    store.mood = 'well'
    assert.deepEqual(await storage.read(KEY), Buffer.from('isi'))
    await storage.probe()
    assert.equal(storage.trouble(), undefined)
  })

test('what a store fails at is forgotten when it does that again: giving a file does not say that it takes one, nor the other way', async (t) => {
  const store = await startS3(t)
  const storage = await createStorage({ dataDir: scratch(t), s3: { ...S3, url: store.url } })
  t.after(() => storage[Symbol.asyncDispose]())
  await storage.write(KEY, Buffer.from('isi'))
  store.mood = 'full'
  await assert.rejects(storage.write(`${KEY}-2`, Buffer.from('lain')), FileTrouble)
  await storage.read(KEY)
  ;(await storage.open(KEY)).stream.resume()
  await storage.remove(KEY)
  assert.match(storage.trouble() ?? '', /^the file store answered 507/, 'it takes nothing yet')
  assert.match(await metricsText(), /^file_store_up 0$/m)
  await assert.rejects(storage.probe(), FileTrouble)
  store.mood = 'well'
  await storage.probe()
  assert.equal(storage.trouble(), undefined)
  assert.match(await metricsText(), /^file_store_up 1$/m)

  store.mood = 'hoarding'
  await assert.rejects(storage.read(KEY), FileTrouble)
  await storage.write(KEY, Buffer.from('baru'))
  assert.match(storage.trouble() ?? '', /^the file store answered 403/, 'it gives nothing yet')
  await assert.rejects(storage.probe(), FileTrouble, 'the probe sees it too')
  store.mood = 'well'
  await storage.probe()
  assert.equal(storage.trouble(), undefined)
})

test('where a store gives no parts, the whole is given and called that', async (t) => {
  const store = await startS3(t)
  const storage = await createStorage({ dataDir: scratch(t), s3: { ...S3, url: store.url } })
  t.after(() => storage[Symbol.asyncDispose]())
  await storage.write(KEY, Buffer.from('0123456789'))
  store.mood = 'whole'
  const { stream, size, range } = await storage.open(KEY, { start: 5, end: 9 })
  assert.deepEqual([size, range], [10, null])
  assert.equal(Buffer.concat(await stream.toArray()).toString(), '0123456789')
})

test('a file of a slow line is waited for as long as its size takes', async (t) => {
  const store = await startS3(t)
  const files = openS3({ ...S3, url: store.url }, 200)
  t.after(() => files[Symbol.asyncDispose]())
  store.mood = 'slow'
  const content = Buffer.alloc(400_000, 'isi')
  await files.write(KEY, content)
  await files.write(`${KEY}-2`, { stream: Readable.from([content]), size: content.length })
  assert.equal(store.objects.size, 2)
})

test('a store that takes a request and never answers is not waited for', async (t) => {
  const store = await startS3(t)
  const files = openS3({ ...S3, url: store.url }, 200)
  t.after(() => files[Symbol.asyncDispose]())
  store.mood = 'silent'
  const late = (error: unknown) => error instanceof FileTrouble && /timeout/.test(error.message)
  const asks = [files.read(KEY), files.open(KEY), files.remove(KEY), files.write(KEY, Buffer.from('x'))]
  for (const ask of asks) await assert.rejects(ask, late)
})

test('a disk that takes no more is a trouble too', async (t) => {
  const dir = scratch(t)
  const storage = await createStorage({ dataDir: dir, s3: null })
  const full = new Readable({
    read() {
      this.destroy(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
    },
  })
  await assert.rejects(storage.write(KEY, { stream: full, size: 100 }), FileTrouble)
  assert.equal(storage.trouble(), 'the disk takes no files: ENOSPC')
  await storage.write(KEY, Buffer.from('x'))
  assert.equal(storage.trouble(), undefined)
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
