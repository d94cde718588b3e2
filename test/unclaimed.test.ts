import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { CreatedWorld } from '#core/whatsapp/sim-api.ts'
import { approve, begin, codeIn } from './approval.ts'
import { startSimulator } from './program.ts'
import { type Loose, openRig, type Rig, signed, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'
import { messageFrom, take } from './stage.ts'

/** What is posted to the operator's app and no account takes: kept before it is answered, counted, shown to the operator alone. */

let meta: Awaited<ReturnType<typeof startSimulator>>
let rig: Rig
let owner: Visitor

type Row = { readonly id: string; readonly body: Buffer; readonly accounts: readonly string[] }

before(async () => {
  meta = await startSimulator()
  const { world } = meta
  rig = await openRig({
    OUTBOUND_ALLOW: meta.hostPort,
    META_APP_ID: world.appId,
    META_APP_SECRET: world.appSecret,
    META_CONFIG_ID: '700800900',
    META_GRAPH_URL: world.graphUrl,
    META_DIALOG_URL: world.dialogUrl,
  })
  owner = await shop('rina', world)
})
after(async () => {
  await rig?.[Symbol.asyncDispose]()
  await meta?.[Symbol.asyncDispose]()
})

const STRANGE = [
  ['no JSON', Buffer.from('{"object":"whatsapp_business_account",')],
  ['bytes that are no text', Buffer.from([0xff, 0x00, 0x7b])],
  ['nothing', Buffer.alloc(0)],
  ['JSON of another form', Buffer.from(' [1, 2]\n')],
  ['no entries', Buffer.from('{"object":"whatsapp_business_account","entry":[]}')],
  ['an entry that names nobody', Buffer.from('{"entry":[7,{"id":""}]}')],
  ['what is nested without end', Buffer.from('['.repeat(200_000) + ']'.repeat(200_000))],
] as const

for (const [what, body] of STRANGE)
  test(`${what}, signed by the app, is kept byte for byte before it is answered 200`, async () => {
    const [rows, counted] = [await kept(), await answeredAs('unclaimed')]
    assert.equal((await post(body)).status, 200)
    const fresh = (await kept()).slice(rows.length)
    assert.deepEqual(
      fresh.map((row) => [row.body.equals(body), row.accounts]),
      [[true, []]],
    )
    assert.equal(await answeredAs('unclaimed'), counted + 1)
  })

test('what an account says that no workspace holds is kept as it came, with the account’s id', async () => {
  const body = JSON.stringify(messageOf('9990001', 'wamid.unclaimed.1', 'siapa punya ini'))
  const [before, stored] = [await kept(), await answeredAs('stored')]
  assert.equal((await post(body)).status, 200)
  const fresh = (await kept()).slice(before.length)
  assert.deepEqual(
    fresh.map((row) => [row.body.toString(), row.accounts]),
    [[body, ['9990001']]],
  )
  assert.equal(await answeredAs('stored'), stored)
  assert.deepEqual((await post(body, 'rahasia yang salah')).status, 401)
  assert.equal((await kept()).length, before.length + 1, 'of what is not signed nothing is kept')
})

test('of a webhook that many share each workspace has its part, and what is left over is kept apart', async () => {
  const [mine, strange] = [
    messageOf(meta.world.wabaId, 'wamid.shared.1', 'halo'),
    messageOf('9990002', 'w', 'x'),
  ]
  const deep = '['.repeat(200_000) + ']'.repeat(200_000)
  const body = JSON.stringify({ ...mine, entry: [strange.entry[0], ...mine.entry, 7] })
  const before = await kept()
  assert.equal((await post(body)).status, 200)
  await until('the message is there', async () => (await take(owner, 'GET', '/api/chats')).items.length === 1)
  const [row] = (await kept()).slice(before.length)
  assert.deepEqual(JSON.parse(String(row?.body)), { ...mine, entry: [strange.entry[0], 7] })
  assert.deepEqual(row?.accounts, ['9990002'])

  const whole = JSON.stringify(messageOf(meta.world.wabaId, 'wamid.shared.2', 'lagi'))
  assert.equal((await post(whole)).status, 200)
  assert.equal((await kept()).length, before.length + 1, 'what was taken whole is not kept twice')

  const odd = `{"entry":[{"id":"${meta.world.wabaId}","changes":${deep}}]}`
  assert.equal((await post(odd)).status, 200, 'nothing is refused for its content')
  assert.equal(String((await kept()).at(-1)?.body), odd)
})

test('accounts beyond the first thousand of one webhook are kept, not dropped', async () => {
  const many = Array.from({ length: 1200 }, (_, at) => ({ id: `77${at}`, changes: [] }))
  const mine = messageOf(meta.world.wabaId, 'wamid.last.1', 'paling akhir')
  const body = JSON.stringify({ ...mine, entry: [...many, ...mine.entry] })
  assert.equal((await post(body)).status, 200)
  const row = (await kept()).at(-1)
  assert.equal(String(row?.body), body)
  assert.equal(row?.accounts.length, 20, 'the first of them are named')
})

test('the operator lists what was kept, takes a body out, and what it says comes in only where it is posted again', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'wetalk-unclaimed-'))
  t.after(() => rm(dir, { recursive: true }))
  const later = await meta.newWorld({ name: 'Toko Nanti' })
  const body = JSON.stringify(messageOf(later.wabaId, 'wamid.later.1', 'nanti', later))
  await post(body)
  const id = (await kept()).at(-1)?.id ?? ''
  const list = await wetalk('unclaimed', '--lang', 'en')
  assert.equal(list.code, 0, list.said)
  assert.match(
    list.said,
    new RegExp(`^${id}  \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ  +${body.length} B  ${later.wabaId}$`, 'm'),
  )
  assert.match(list.said, /Kept, and taken by no account: \d+/)
  const path = join(dir, 'body.json')
  assert.equal((await wetalk('unclaimed', id, path)).code, 0)
  assert.equal(await readFile(path, 'utf8'), body)
  for (const wrong of ['besok', '01890000-0000-7000-8000-000000000000']) {
    const { code, said } = await wetalk('unclaimed', wrong, join(dir, 'x.json'))
    assert.equal(code, 1)
    assert.match(said, /Tidak ada webhook/)
  }
  const keeper = await shop('nanti', later)
  const chats = async () => (await take(keeper, 'GET', '/api/chats')).items.length
  assert.equal(await chats(), 0)
  assert.equal((await post(await readFile(path))).status, 200)
  await until('the message is there', async () => (await chats()) === 1)
})

/** A new workspace, connected to the account of this world by the operator's app. */
async function shop(name: string, world: CreatedWorld): Promise<Visitor> {
  const { key, wabaId, numbers } = world
  const visitor = rig.visitor()
  await take(visitor, 'POST', '/api/sign-up', {
    ...{ name: 'Rina', email: `${name}@unclaimed.example`, password: 'kopi-tubruk-tanpa-ampas-71' },
    business: `Toko ${name}`,
  })
  const back = await approve(await begin(visitor), { key, accounts: [world] })
  await take(visitor, 'POST', '/api/channel/oauth/finish', codeIn(back))
  await take(visitor, 'POST', '/api/channel/oauth/choose', { wabaId, phoneNumberId: numbers[1]?.id })
  return visitor
}

function post(body: string | Buffer, secret = meta.world.appSecret): Promise<Response> {
  const bytes = Buffer.from(body as string)
  const headers = signed(bytes, secret)
  return fetch(`${rig.url}/webhooks/meta`, { method: 'POST', headers, body: new Uint8Array(bytes) })
}

function messageOf(wabaId: string, wamid: string, text: string, { numbers } = meta.world): Loose {
  const graphId = numbers[1]?.id ?? ''
  return messageFrom({ wabaId, graphId }, '6281100000009', { text, wamid, profile: 'Dewi' })
}

function kept(): Promise<Row[]> {
  return readRows<Row>(rig.database, 'select id, body, accounts from unclaimed_webhook order by id limit 100')
}

/** How many webhooks were answered so. */
async function answeredAs(result: string): Promise<number> {
  const text = await (await fetch(`${rig.url}/metrics`)).text()
  return Number(
    new RegExp(`^webhook_ack_seconds_count{result="${result}"} (\\d+)$`, 'm').exec(text)?.[1] ?? 0,
  )
}

function wetalk(...words: string[]): Promise<{ code: number; said: string }> {
  const script = join(import.meta.dirname, '../scripts/wetalk.ts')
  const env = { ...process.env, ...rig.env }
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...words], { env }, (error: Loose, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: stdout + stderr }),
    )
  })
}
