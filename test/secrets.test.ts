import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { readConfig } from '#server/base/config.ts'
import { createLog } from '#server/base/log.ts'
import { masterKeyOf } from '#server/base/secret.ts'
import { open } from '#server/main.ts'
import { idsOf, probeOf, routes } from './probes.ts'
import { freePort, type Loose, until, visitorOf } from './rig.ts'
import { openStage, PASSWORD, type Shop, type Stage, take } from './stage.ts'

/**
 * Canaries: what only the house may know. They go through everything that the product does, wrong turns too, and then
 * every log line, every answer, every table and the figures are searched for them.
 */
let stage: Stage
let shop: Shop
let second: Awaited<ReturnType<typeof open>>
let secondUrl: string
let canaries: Readonly<Record<string, string>>
const log: string[] = []
const answers: string[] = []
const WRONG_PASSWORD = 'canary-salah-ketik-sandi'

before(async () => {
  stage = await openStage()
  shop = await stage.shop('Toko')
  // A second process of the same product, whose every log line is heard.
  const port = await freePort()
  const config = readConfig({ ...stage.rig.env, PORT: String(port), LOG_LEVEL: 'trace', SIMULATOR: 'off' })
  const sink = { write: (line: string) => void log.push(line) }
  second = await open(config, createLog({ level: 'trace', pretty: false, sink }))
  secondUrl = `http://127.0.0.1:${port}`
  await live()
  canaries = {
    token: shop.token,
    'app secret': shop.appSecret,
    password: PASSWORD,
    'a mistyped password': WRONG_PASSWORD,
    session: sessionOf(),
    'master key': masterKeyOf(null, stage.rig.dataDir).reveal().toString('base64'),
    'master key in hex': masterKeyOf(null, stage.rig.dataDir).reveal().toString('hex'),
  }
})
after(async () => {
  await second?.close()
  await stage[Symbol.asyncDispose]()
})

/** A working day over the second process: right and wrong, on every route. */
async function live(): Promise<void> {
  const visitor = visitorOf(secondUrl)
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await visitor.call(method, path, body)
    answers.push(
      `${method} ${path} ${answer.status} ${JSON.stringify(answer.body)} ${JSON.stringify([...answer.headers].filter(([name]) => name !== 'set-cookie'))}`,
    )
    return answer
  }
  await call('POST', '/api/sign-in', { email: shop.email, password: WRONG_PASSWORD })
  await call('POST', '/api/sign-in', { email: shop.email, password: { canary: WRONG_PASSWORD } })
  await call('POST', '/api/sign-in', { email: 'x', password: WRONG_PASSWORD })
  await call('POST', '/api/sign-up', { name: 'x', email: shop.email, password: PASSWORD, business: 'x' })
  assert.equal((await call('POST', '/api/sign-in', { email: shop.email, password: PASSWORD })).status, 200)
  session = visitor.cookies.get('wetalk.session_token') ?? ''
  const ids = await idsOf(stage, shop, '6281100000001')
  for (const { name, method, path } of routes) {
    if (
      ['workspace.signOut', 'workspace.demo', 'chat.resolve', 'flow.deleteFlow', 'whatsapp.unlink'].includes(
        name,
      )
    )
      continue
    const { path: parts = {}, body } = probeOf(name, ids)
    const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => parts[key] ?? '')
    await call(method, filled, method === 'GET' || method === 'DELETE' ? undefined : (body ?? {}))
  }
  const channel = {
    graphUrl: 'http://127.0.0.1:1',
    wabaId: '9',
    phoneNumberId: '9',
    verifyToken: 'verifikasi',
  }
  await call('POST', '/api/channel', { ...channel, token: shop.token, appSecret: shop.appSecret })
  await call('POST', '/api/channel', { ...channel, wabaId: {}, token: shop.token, appSecret: shop.appSecret })
  for (const path of ['/metrics', '/version', '/health/ready', '/api/openapi.json', '/', '/api/tidak-ada'])
    await call('GET', path)
  await fetch(`${secondUrl}${shop.hookPath}`, {
    method: 'POST',
    body: '{}',
    headers: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
  })
  await withoutTable('field', () =>
    call('POST', '/api/fields', { key: 'kunci', label: PASSWORD, type: 'text' }),
  )
  await withoutTable('channel', () =>
    call('POST', '/api/channel', { ...channel, token: shop.token, appSecret: shop.appSecret }),
  )
  await withoutTable('auth.account', () =>
    call('POST', '/api/sign-in', { email: shop.email, password: WRONG_PASSWORD }),
  )
  await failures()
  await listen(visitor.cookies)
}

/** Something of ours breaks in the middle of a request: what is logged then is what a stranger's eyes see later. */
async function withoutTable(table: string, work: () => Promise<{ readonly status: number }>): Promise<void> {
  const name = table.split('.').at(-1)
  await stage.rows(`alter table ${table} rename to away`)
  const { status } = await work()
  await stage.rows(`alter table ${table.replace(/[^.]+$/, 'away')} rename to ${name}`)
  assert.ok(status >= 400, `${table}: ${status}`)
}

/** Meta refuses a message with a code that opens a breaker, and the other side cannot be reached. */
async function failures(): Promise<void> {
  const chat = await shop.chatOf('6281100000001')
  stage.graph.refuse(shop.token)
  await shop.owner.call('POST', `/api/chats/${chat.id}/messages`, {
    draft: { kind: 'text', text: 'ditolak' },
  })
  await until('the refusal was heard', async () => {
    const { items } = await take(shop.owner, 'GET', `/api/chats/${chat.id}/messages`)
    const channel = await take(shop.owner, 'GET', '/api/channel')
    return channel.channel.trouble || items.some(({ state }: Loose) => state === 'failed')
  })
}

async function listen(cookies: ReadonlyMap<string, string>): Promise<void> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const socket = new WebSocket(`${secondUrl.replace('http', 'ws')}/live`, {
    headers: { cookie, origin: secondUrl },
  })
  await once(socket, 'open')
  socket.send('{"after":0}')
  const [data] = await once(socket, 'message')
  answers.push(String(data))
  socket.terminate()
}

let session = ''
/** The part of the cookie that opens the door; its signature alone opens nothing. */
function sessionOf(): string {
  assert.ok(session.length > 40)
  return session
}

function assertClean(where: string, text: string): void {
  for (const [name, canary] of Object.entries(canaries)) {
    const forms = [
      canary,
      encodeURIComponent(canary),
      Buffer.from(canary).toString('base64').replace(/=+$/, ''),
    ]
    for (const form of forms) {
      const at = text.indexOf(form)
      assert.ok(at < 0, `${name} stands in ${where}: …${text.slice(Math.max(0, at - 120), at)}`)
    }
  }
}

test('no secret stands in a log line, at the most talkative level', () => {
  assert.ok(log.some((line) => line.includes('a request failed')))
  for (const line of log) assertClean('the log', line)
})

test('no customer’s number, name or words stand in a log line', () => {
  for (const line of log) assert.doesNotMatch(line, /6281100000001|Pelanggan|rahasia 628/, line.slice(0, 300))
})

test('no secret stands in any answer, header or frame', () => {
  assert.ok(answers.length > 60)
  for (const answer of answers) assertClean('an answer', answer)
})

test('a channel shows the last four characters of its secrets and no more', async () => {
  const { channel } = await take(shop.owner, 'GET', '/api/channel')
  assert.equal(channel.tokenEnd, shop.token.slice(-4))
  assert.equal(channel.appSecretEnd, shop.appSecret.slice(-4))
  assert.ok(!JSON.stringify(channel).includes(shop.token.slice(-5)))
})

test('no secret stands in plain in any column of any table', async () => {
  const columns = await stage.rows<{ schema: string; table: string; column: string; type: string }>(`
    select table_schema as schema, table_name as table, column_name as column, data_type as type
    from information_schema.columns
    where table_schema in ('public', 'auth', 'jobs')
      and data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY', 'USER-DEFINED')`)
  assert.ok(columns.length > 150)
  let searched = 0
  for (const { schema, table, column, type } of columns) {
    const value = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`
    const [row] = await stage.rows(
      `select coalesce(string_agg(${value}, E'\\n'), '') as all from "${schema}"."${table}"`,
    )
    assertClean(`${schema}.${table}.${column}`, row.all)
    searched += row.all.length
  }
  assert.ok(searched > 10_000)
})

test('a password is kept as a slow hash with a salt of its own', async () => {
  const rows = await stage.rows<{ password: string }>(
    'select password from auth.account where password is not null',
  )
  for (const { password } of rows) assert.match(password, /^[0-9a-f]{32}:[0-9a-f]{128}$/)
  assert.equal(new Set(rows.map(({ password }) => password)).size, rows.length)
})

test('the figures hold no number, no name and no secret', async () => {
  const text = await (await fetch(`${secondUrl}/metrics`)).text()
  assert.match(text, /^# HELP/m)
  assertClean('the figures', text)
  assert.doesNotMatch(text, /6281100000001|Pelanggan|@shop\.example/)
})

test('the figures are not for strangers', async () => {
  const answer = await fetch(`${secondUrl}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } })
  assert.equal(answer.status, 404, 'a proxy on this machine brings strangers, whatever it says of them')
  const config = { ...stage.rig.env, SIMULATOR: 'off', METRICS_TOKEN: 'kunci-angka-yang-panjang-88' }
  const port = await freePort()
  const house = await open(
    readConfig({ ...config, PORT: String(port) }),
    createLog({ level: 'silent', pretty: false, sink: process.stderr }),
  )
  const ask = async (token?: string) =>
    (
      await fetch(`http://127.0.0.1:${port}/metrics`, {
        headers: token ? { authorization: `Bearer ${token}` } : {},
      })
    ).status
  assert.deepEqual([await ask(), await ask('salah'), await ask(config.METRICS_TOKEN)], [404, 404, 200])
  await house.close()
})
