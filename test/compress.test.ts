import assert from 'node:assert/strict'
import { get } from 'node:http'
import { after, before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { openRig, type Rig, type Visitor } from './rig.ts'
import { flowFile } from './team.ts'

let rig: Rig
let owner: Visitor
/** What is read of a flow is some kilobytes of JSON. */
let long: string

before(async () => {
  rig = await openRig()
  owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const { body: flows } = await owner.call('GET', '/api/flows')
  long = `/api/flows/${flows[0].id}`
})
after(() => rig[Symbol.asyncDispose]())

const OURS = { 'accept-encoding': 'gzip, deflate, br', 'sec-fetch-site': 'same-origin' }

test('a long answer travels packed and is the same', async () => {
  const plain = await read(long, {})
  const packed = await read(long, OURS)
  assert.equal(packed.headers['content-encoding'], 'gzip')
  assert.equal(packed.headers['content-length'], String(packed.bytes.length))
  assert.ok(packed.bytes.length < plain.bytes.length / 2, `${packed.bytes.length} of ${plain.bytes.length}`)
  assert.deepEqual(JSON.parse(gunzipSync(packed.bytes).toString()), JSON.parse(plain.bytes.toString()))
})

const AS_IT_IS: readonly [who: string, path: () => string, headers: Record<string, string>][] = [
  ['who takes no gzip', () => long, { 'accept-encoding': 'br, gzip;q=0' }],
  ['who says nothing of it', () => long, {}],
  ['who asks for little', () => '/api/me', OURS],
  ['who reads no JSON', () => '/api/contacts/export', OURS],
  ['whom another site sent', () => long, { ...OURS, 'sec-fetch-site': 'cross-site' }],
  ['whom a neighbouring name sent', () => long, { ...OURS, 'sec-fetch-site': 'same-site' }],
]
for (const [who, path, headers] of AS_IT_IS) {
  test(`${who} gets an answer as it is`, async () => {
    const answer = await read(path(), headers)
    assert.equal(answer.status, 200)
    assert.equal(answer.headers['content-encoding'], undefined)
  })
}

test('a program that takes gzip gets it, and caches are told what the answer depends on', async () => {
  const { headers } = await read(long, { 'accept-encoding': 'gzip' })
  assert.equal(headers['content-encoding'], 'gzip')
  assert.equal(headers.vary, 'accept-encoding, accept-language, cookie, origin, sec-fetch-site')
})

test('what changes something is answered as it is', async () => {
  const file = flowFile(
    'Kabar',
    { keywords: ['kabar'] },
    { tell: { kind: 'message', text: 'Ini kabarnya. '.repeat(70) } },
  )
  const answer = await owner.call('POST', '/api/flows/import', { file }, { 'accept-encoding': 'gzip' })
  assert.ok(JSON.stringify(answer.body).length > 1024)
  assert.equal(answer.headers.get('content-encoding'), null)
})

/** The bytes of an answer as they travel. */
function read(path: string, headers: Record<string, string>) {
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return new Promise<{
    status: number | undefined
    headers: Record<string, string | string[] | undefined>
    bytes: Buffer
  }>((resolve, reject) => {
    get(`${rig.url}${path}`, { headers: { ...headers, cookie } }, async (answer) => {
      const parts: Buffer[] = []
      for await (const part of answer) parts.push(part)
      resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(parts) })
    }).on('error', reject)
  })
}
