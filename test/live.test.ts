import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { type Loose, signed, until, type Visitor } from './rig.ts'
import { messageFrom, openStage, PASSWORD, type Shop, type Stage, take } from './stage.ts'
import { timeOf } from './time.ts'

let stage: Stage
let shop: Shop
let url: string
let chatId: string

before(async () => {
  stage = await openStage()
  url = stage.rig.url
  shop = await stage.shop('Toko')
  await shop.hear('6281100000001', 'halo')
  chatId = (await shop.chatOf('6281100000001')).id
})
after(() => stage[Symbol.asyncDispose]())

test('the live stream is refused to other origins, to nobody, and to strangers', async () => {
  const cookie = cookieOf(shop.owner)
  const table: [Record<string, string>, number][] = [
    [{ cookie, origin: 'https://evil.example' }, 403],
    [{ cookie, origin: 'null' }, 403],
    [{ cookie, origin: `${url}.evil.example` }, 403],
    [{ cookie }, 403],
    [{ origin: url }, 401],
    [{ origin: url, cookie: 'wetalk.session_token=abc.def' }, 401],
  ]
  for (const [headers, status] of table) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/live`, { headers })
    socket.on('error', () => undefined) // it was refused
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
    assert.equal(response.statusCode, status, JSON.stringify(headers))
    socket.terminate()
  }
})

test('behind a proxy that calls us by another name our own pages are let in, by PUBLIC_URL', async () => {
  const headers = { cookie: cookieOf(shop.owner), origin: url, host: 'inner:4000' }
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live`, { headers })
  await once(socket, 'open')
  socket.terminate()
  const status = await new Promise((resolve) => {
    const asked = request(`${url}/api/sign-out`, { method: 'POST', headers: { ...headers, cookie: '' } })
    asked.on('response', (answer) => resolve(answer.resume().statusCode))
    asked.end()
  })
  assert.equal(status, 200)
})

test('HT-027: frames of the live stream with __proto__, unknown words or great depth end that socket only', async () => {
  const frames = [
    '{"__proto__":{"polluted":1}}',
    '{"type":"unknown"}',
    '{"after":"x"}',
    '{"after":1e400}',
    'not json',
    '['.repeat(4000),
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    Buffer.from([0xff, 0xfe, 0x00]),
  ]
  for (const frame of frames) {
    const socket = await openLive(shop.owner)
    const closed = once(socket, 'close')
    socket.on('error', () => undefined) // the other side hangs up
    socket.send(frame)
    const [code] = (await closed) as [number]
    assert.ok([1003, 1006, 1007, 1008, 1009].includes(code), `${String(frame).slice(0, 30)}: ${code}`)
  }
  assert.equal(({} as { polluted?: string }).polluted, undefined)
  const fine = await openLive(shop.owner)
  const said = once(fine, 'message')
  fine.send('{"after":null}')
  await said
  fine.terminate()
})

test('HT-025: a browser that never reads is let go, and does not hold up the others', async () => {
  const socket = await openLive(shop.owner)
  let received = 0
  socket.on('message', (data: Buffer) => {
    received += data.length
  })
  socket.send('{"after":null}')
  await once(socket, 'message')
  socket.pause()
  const ids = JSON.stringify(Array.from({ length: 2000 }, () => '00000000-0000-7000-8000-000000000000'))
  const rounds = 12
  const each = 40
  for (let round = 0; round < rounds; round++) {
    await stage.rows(
      `insert into event (workspace_id, kind, ids) select $1, 'chat.changed', $2 from generate_series(1, ${each})`,
      [shop.workspaceId, ids],
    )
    await take(shop.owner, 'POST', `/api/chats/${chatId}/notes`, { text: 'bangun' })
    await sleep(150)
  }
  const closed = once(socket, 'close')
  socket.on('error', () => undefined) // the other side hung up
  socket.resume()
  await closed
  assert.ok(received < rounds * each * ids.length * 0.9, `${received} bytes came all the same`)
  await stage.rows("delete from event where kind = 'chat.changed' and workspace_id = $1", [shop.workspaceId])
})

test('an open page hears of a reaction, of a member who proves a number, and of a changed name', async () => {
  const socket = await openLive(shop.owner)
  const heard: Loose[] = []
  socket.on('message', (data) => heard.push(...(JSON.parse(String(data)).events ?? [])))
  socket.send('{"after":null}')
  await once(socket, 'message')
  const hears = (kind: string, id: string) =>
    until(`${kind} of ${id}`, async () =>
      heard.some((event) => event.kind === kind && event.ids.includes(id)),
    )
  const wamid = await shop.hear('6281100000001', 'enak')
  await react(wamid)
  await hears('message.changed', wamid)
  await shop.hear('6281100000001', (await take(shop.owner, 'POST', '/api/me/whatsapp', {})).code)
  await hears('member.changed', chatId)
  await take(shop.owner, 'PATCH', '/api/me', { name: 'Rina Baru' })
  await hears('member.changed', shop.workspaceId)
  socket.terminate()
})

for (const [what, work] of Object.entries<(visitor: Visitor) => Promise<unknown>>({
  'sign-out': (visitor) => take(visitor, 'POST', '/api/sign-out', {}),
  'the end of all sessions': async (visitor) => {
    const me = await take(visitor, 'GET', '/api/me')
    await stage.rows('delete from auth.session where "userId" = $1', [me.user.id])
  },
  'a new password on another device': async (visitor) => {
    const { user } = await take(visitor, 'GET', '/api/me')
    const other = stage.rig.visitor()
    await take(other, 'POST', '/api/sign-in', { email: user.email, password: PASSWORD })
    await take(other, 'POST', '/api/password/change', { current: PASSWORD, password: 'hujan-pagi-di-kudus' })
  },
  'removal from the workspace': async (visitor) => {
    const me = await take(visitor, 'GET', '/api/me')
    const { members } = await take(shop.owner, 'GET', '/api/members')
    const member = members.find(({ userId }: Loose) => userId === me.user.id)
    await take(shop.owner, 'DELETE', `/api/members/${member.id}`)
  },
})) {
  test(`AU-007: an open socket closes within 5 seconds after ${what}`, async () => {
    const visitor = await member()
    const socket = await openLive(visitor)
    socket.send('{"after":null}')
    await once(socket, 'message')
    const closed = once(socket, 'close')
    const took = await timeOf(async () => {
      await work(visitor)
      await closed
    })
    assert.ok(took < 5500, `${took} ms`)
  })
}

function cookieOf({ cookies }: Visitor): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

async function openLive(visitor: Visitor): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live`, {
    headers: { cookie: cookieOf(visitor), origin: url },
  })
  await once(socket, 'open')
  return socket
}

/** The customer puts a heart under a message. */
async function react(wamid: string): Promise<void> {
  const said = messageFrom(shop, '6281100000001', { text: '', wamid: 'wamid.heart', profile: 'Pelanggan' })
  Object.assign(said.entry[0].changes[0].value.messages[0], {
    type: 'reaction',
    reaction: { message_id: wamid, emoji: '❤️' },
  })
  const body = JSON.stringify(said)
  const headers = signed(body, shop.appSecret)
  assert.equal((await fetch(`${url}${shop.hookPath}`, { method: 'POST', headers, body })).status, 200)
}

let people = 0
/** A new agent of the shop, whose only workspace is this one in use. */
async function member(): Promise<Visitor> {
  const visitor = stage.rig.visitor()
  const email = `agen${++people}@shop.example`
  await take(visitor, 'POST', '/api/sign-up', { name: 'Agen', email, password: PASSWORD, business: 'Lain' })
  const { id } = await take(shop.owner, 'POST', '/api/invitations', { email, role: 'agent' })
  await take(visitor, 'POST', `/api/invitations/${id}/accept`, {})
  return visitor
}
