import assert from 'node:assert/strict'
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { PIXEL } from './graph.ts'
import { expand, type HostileCase, loadSuite } from './hostile.ts'
import { VOICE } from './media.ts'
import { givesBack, heldBytes } from './memory.ts'
import { givesParts } from './parts.ts'
import { type Loose, signed, until } from './rig.ts'
import { messageFrom, openStage, type Shop, type Stage, take } from './stage.ts'
import { type Heard, speak } from './wire.ts'

/** Steps of the suite that are no upload, and where they are held. */
const PROCEDURES: Readonly<Record<string, string>> = {
  'FI-079': 'here',
  'FI-081': 'tenant.test.ts',
  'FI-083': 'here',
  'FI-085': 'not built: nobody uploads past the product',
  'FI-087': 'here',
  'FI-089': 'here',
}
const BOUNDARY = 'batas-batas'
/** Kinds that a browser may show in place; none of them runs anything. */
const SHOWN = /^(image\/(jpeg|png|webp|gif)|audio\/[\w-]+|video\/(mp4|3gpp))$/

const { cases } = loadSuite('files')
let stage: Stage
let shop: Shop
let dir: string

before(async () => {
  stage = await openStage()
  shop = await stage.shop('Toko')
  dir = join(stage.rig.dataDir, 'files')
})
after(() => stage[Symbol.asyncDispose]())

for (const one of cases.filter(({ id }) => !(id in PROCEDURES))) {
  test(`${one.id}: ${one.title.slice(0, 80)}`, async () => {
    const bytes = heldBytes()
    const answer = await upload(formOf(one))
    assert.ok(
      [200, 400, 413, 415, 422].includes(Number(answer.status)),
      `${answer.status} ${answer.body.slice(0, 300)}`,
    )
    if (answer.status === 200) await harmless(JSON.parse(answer.body))
    contained()
    assert.equal((await fetch(`${stage.rig.url}/health/live`)).status, 200)
    if (one.expect.after?.includes('bounded')) await givesBack(bytes)
  })
}

test('every case of the suite has its place', () => {
  const procedures = cases.filter(({ tags, id }) => tags.includes('procedure') || id === 'FI-079')
  assert.deepEqual(
    procedures.map(({ id }) => id),
    Object.keys(PROCEDURES),
  )
})

test('FI-079: ten thousand ranges of a file are refused, and one odd range gives the file', async () => {
  const { id } = JSON.parse((await upload(form('a.txt', 'text/plain', Buffer.from('halo')))).body)
  const ranges = (many: number) => `bytes=${Array.from({ length: many }, (_, at) => `${at}-${at}`).join()}`
  const ask = (range: string) =>
    speak(stage.rig.url, {
      method: 'GET',
      path: `/api/files/${id}`,
      headers: [
        ['cookie', cookie()],
        ['range', range],
      ],
    })
  assert.equal((await ask(ranges(10_000))).status, 431)
  for (const range of [ranges(500), 'bytes=9-1', 'bytes=-', 'x']) {
    const { status, body } = await ask(range)
    assert.ok([200, 206, 416].includes(Number(status)), range)
    assert.ok(body.length < 100_000, range)
  }
})

test('a voice message can be had in parts, as a browser asks for them, guarded like the whole', async () => {
  const { id } = JSON.parse((await upload(form('suara.ogg', 'audio/ogg', VOICE))).body)
  const ask = (headers: Record<string, string>) =>
    fetch(`${stage.rig.url}/api/files/${id}`, { headers: { cookie: cookie(), ...headers } })
  await givesParts(ask, VOICE, 'audio/ogg')
  const beyond = await ask({ range: 'bytes=99999-', 'accept-language': 'en' })
  assert.equal(beyond.headers.get('cache-control'), 'no-store')
  assert.equal(beyond.headers.get('content-disposition'), null)
  assert.match(await beyond.text(), /ends before/)
  assert.equal((await ask({ range: 'bytes=0-1', cookie: '' })).status, 401)
})

test('FI-083: a path instead of an id reads no file of the machine', async () => {
  for (const id of [
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/secret.key',
    '..%5c..%5csecret.key',
    '%00',
    'secret.key',
  ]) {
    const { status, body } = await speak(stage.rig.url, {
      method: 'GET',
      path: `/api/files/${id}`,
      headers: [['cookie', cookie()]],
    })
    assert.ok([400, 404].includes(Number(status)), `${id}: ${status}`)
    assert.doesNotMatch(body, /root:|BEGIN/)
  }
})

test('a JSON body is no upload, and a path in it opens nothing', async () => {
  const bodies = [
    { file: '/etc/passwd' },
    { file: { filepath: '/etc/passwd', originalFilename: 'x', mimetype: 'a' } },
    { file: null },
  ]
  for (const body of bodies) {
    const { status } = await shop.owner.call('POST', '/api/files', body)
    assert.ok([400, 415, 422].includes(status), JSON.stringify(body))
  }
})

test('an upload is refused by its length before it is read, and by whoever may not send one', async () => {
  const head: [string, string][] = [['content-type', `multipart/form-data; boundary=${BOUNDARY}`]]
  const ask = (headers: [string, string][]) =>
    speak(stage.rig.url, { path: '/api/files', headers: [...head, ...headers], patienceMs: 3000 })
  const huge: [string, string] = ['content-length', '10000000000']
  const large = await ask([['cookie', cookie()], huge])
  assert.equal(large.status, 413)
  assert.ok(large.ms < 1000)
  const stranger = await ask([huge])
  assert.equal(stranger.status, 401)
  assert.ok(stranger.ms < 1000)
  const unsized = await ask([
    ['cookie', cookie()],
    ['transfer-encoding', 'chunked'],
  ])
  assert.equal(unsized.status, 413)
})

test('FI-087: a medium that says it has 10 GB is cut off, and the next one comes', async () => {
  stage.graph.give({ body: Buffer.alloc(1_000_000, 1), length: 10_000_000_000 })
  const bytes = heldBytes()
  const huge = await hearImage('6281100000002')
  await until('it was asked for', async () => stage.graph.calls.some((call) => call.endsWith('/blob')))
  stage.graph.give({ body: PIXEL, length: PIXEL.length })
  const small = await hearImage('6281100000003')
  await until('the next one is here', async () => fileOfMessage(small))
  await givesBack(bytes)
  assert.equal((await fetch(`${stage.rig.url}/health/live`)).status, 200)
  assert.ok(huge !== small)
})

test('FI-089: when no file can be written the webhook is still taken, and the medium comes later', async () => {
  const drafts = join(dir, '.drafts')
  renameSync(drafts, `${dir}-aside`)
  writeFileSync(drafts, 'no folder')
  const wamid = await hearImage('6281100000004')
  await shop.chatOf('6281100000004')
  await new Promise((resolve) => setTimeout(resolve, 1000))
  assert.equal(await fileOfMessage(wamid), null)
  rmSync(drafts)
  renameSync(`${dir}-aside`, drafts)
  await until('the medium came', async () => fileOfMessage(wamid))
})

test('a message whose file has vanished from the store fails at once and says so', async () => {
  const { id } = JSON.parse((await upload(form('menu.png', 'image/png', PIXEL))).body)
  await shop.hear('6281100000005', 'menunya?')
  const chat = await shop.chatOf('6281100000005')
  const [file] = await stage.rows('select storage_key from file where id = $1', [id])
  rmSync(join(dir, file.storage_key))
  const draft = { kind: 'media', media: 'image', source: { file: id } }
  const sent = await take(shop.owner, 'POST', `/api/chats/${chat.id}/messages`, { draft })
  const [row] = await until('it has failed', async () => {
    const rows = await stage.rows("select fault from message where id = $1 and state = 'failed'", [sent.id])
    return rows.length > 0 && rows
  })
  assert.equal(row.fault.code, 131053)
})

async function hearImage(contact: string): Promise<string> {
  const wamid = `wamid.image.${contact}`
  const body = messageFrom(shop, contact, { text: '', wamid, profile: 'x' })
  const [message] = body.entry[0].changes[0].value.messages
  delete message.text
  Object.assign(message, {
    type: 'image',
    image: { id: '1013859600285441', mime_type: 'image/png', sha256: 'x' },
  })
  const text = JSON.stringify(body)
  const answer = await fetch(`${stage.rig.url}${shop.hookPath}`, {
    method: 'POST',
    headers: signed(text, shop.appSecret),
    body: text,
  })
  assert.equal(answer.status, 200)
  return wamid
}

async function fileOfMessage(wamid: string): Promise<string | null> {
  const [row] = await stage.rows('select file_id from message where wamid = $1', [wamid])
  return row?.file_id ?? null
}

/** The file comes back as data: a type that runs nothing, or a download, in a sandbox, under a plain name. */
async function harmless({ id, name }: Loose): Promise<void> {
  assert.doesNotMatch(name, /[/\\\u0000-\u001f<>"]|^\.|\.(html?|js|svg|jsp|config|exe)$/i)
  const { status, headers } = await shop.owner.call('GET', `/api/files/${id}`)
  assert.equal(status, 200)
  const type = (headers.get('content-type') ?? '').split(';')[0] ?? ''
  const disposition = headers.get('content-disposition') ?? ''
  assert.match(disposition, /^(inline|attachment); filename\*=UTF-8''[\w.%!'()*~-]+$/)
  if (disposition.startsWith('inline')) assert.match(type, SHOWN)
  else assert.equal(type, 'application/octet-stream')
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'; sandbox/)
  assert.equal(headers.get('x-evil'), null)
}

/** Everything that lies in the store lies under a name that the server made. */
function contained(): void {
  for (const path of readdirSync(dir, { recursive: true }).map(String))
    assert.match(path, /^(\.drafts|[0-9a-f-]{36})(\/[0-9a-f-]{36})?$/)
}

function upload(body: Buffer): Promise<Heard> {
  return speak(stage.rig.url, {
    path: '/api/files',
    headers: [
      ['content-type', `multipart/form-data; boundary=${BOUNDARY}`],
      ['cookie', cookie()],
    ],
    body,
    patienceMs: 30_000,
  })
}

function cookie(): string {
  return [...shop.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

function form(name: string, type: string, body: Buffer, more = ''): Buffer {
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${name}"${more}\r\ncontent-type: ${type}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), body, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)])
}

function formOf(one: HostileCase): Buffer {
  const recipe = one.body as Readonly<Record<string, unknown>>
  const name = String(one.filename ?? 'x')
  const type = String(one.content_type ?? 'application/octet-stream')
  if (recipe.$gen === 'multipart-open')
    return form('a.txt', 'text/plain', Buffer.from('halo')).subarray(0, -20)
  if (recipe.$gen === 'multipart-dupname')
    return form('a.txt', 'text/plain', Buffer.from('halo'), "; filename*=UTF-8''..%2f..%2fb.html")
  const made = MADE[String(recipe.$gen)]
  if (made) return form(name, type, made())
  return form(name, type, Buffer.from(expand(recipe) as Buffer))
}

/** Files of the suite that are described instead of given. */
const MADE: Readonly<Record<string, () => Buffer>> = {
  apng: () => {
    const png = Buffer.from(PIXEL)
    png.writeUInt32BE(65_535, 20)
    const frames = Buffer.alloc(20)
    frames.writeUInt32BE(8, 0)
    frames.write('acTL', 4, 'latin1')
    frames.writeUInt32BE(10_000, 8)
    return Buffer.concat([png.subarray(0, 33), frames, png.subarray(33)])
  },
  'jpeg-header': () => Buffer.from('ffd8ffc0001108fa00fa0003012200021101031101ffd9', 'hex'),
  'zip-nested': () => zipOf('lapis.zip', Buffer.alloc(42_000)),
  'zip-slip': () => zipOf('../../x', Buffer.from('x')),
  'xlsx-shared': () =>
    Buffer.concat([
      zipOf('[Content_Types].xml', Buffer.from('x')),
      zipOf('xl/sharedStrings.xml', Buffer.alloc(100_000, 97)),
    ]),
}

function zipOf(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(30)
  head.write('PK\u0003\u0004', 0, 'latin1')
  head.writeUInt32LE(body.length, 18)
  head.writeUInt32LE(body.length, 22)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, Buffer.from(name), body])
}
