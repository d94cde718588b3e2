import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Ids, idsOf, knock, nowhere, PROBES, probeOf, routes, TRACE, TRACER } from './probes.ts'
import { type Loose, until, type Visitor } from './rig.ts'
import { openStage, PASSWORD, type Shop, type Stage, take } from './stage.ts'

let stage: Stage
let here: Shop
let there: Shop
let agent: Visitor
let ours: Ids
let theirs: Ids

before(async () => {
  stage = await openStage()
  here = await stage.shop('Toko Sini')
  there = await stage.shop('Toko Sana')
  ours = await idsOf(stage, here, '6281100000001')
  theirs = await idsOf(stage, there, '6281100000002')
  agent = await agentOf(here)
})
after(() => stage[Symbol.asyncDispose]())

test('every route of the contract says who may call it, and how it is tried here', () => {
  for (const { name, allow } of routes) {
    assert.ok(['public', 'member', 'agent', 'admin', 'owner'].includes(allow), name)
    assert.ok(PROBES[name], `${name} has no probe`)
  }
  assert.equal(routes.length, Object.keys(PROBES).length)
})

const closed = routes.filter(({ allow }) => allow !== 'public')
const behind = closed.filter(({ allow }) => allow !== 'member')

for (const route of closed) {
  test(`${route.name} is closed to whoever has no session, a forged one, or one that is over`, async () => {
    const visitors = [stage.rig.visitor(), forged(here.owner), await expired(), halfForged(here.owner)]
    for (const visitor of visitors) {
      const { status, body } = await knock(visitor, route, ours)
      assert.equal(status, 401, JSON.stringify(body))
      assert.equal(body.code, 'not-signed-in')
    }
  })
}

for (const route of behind) {
  test(`${route.name} is closed to a person without a seat in any workspace`, async () => {
    const { status } = await knock(await personWithoutSeat(), route, ours)
    assert.equal(status, 403)
  })
}

for (const route of closed.filter(({ allow }) => allow === 'admin' || allow === 'owner')) {
  test(`${route.name} is closed to an agent`, async () => {
    const { status, body } = await knock(agent, route, ours)
    assert.equal(status, 403, JSON.stringify(body))
  })
}

test('an agent sees how the channel stands, and not where or by which word Meta knocks', async () => {
  const seen = async (visitor: Visitor) => (await take(visitor, 'GET', '/api/channel')).channel
  const [owners, agents] = [await seen(here.owner), await seen(agent)]
  assert.match(owners.webhookUrl, /\/webhooks\/whatsapp\/./)
  assert.deepEqual(agents, { ...owners, webhookUrl: '', verifyToken: '' })
})

for (const route of closed.filter(({ name }) => JSON.stringify(probeOf(name, TRACER)).includes(TRACE))) {
  test(`${route.name} with an id of another workspace answers as if there were none`, async () => {
    const mark = await markOf(there)
    const foreign = await knock(here.owner, route, theirs)
    const missing = await knock(here.owner, route, nowhere())
    assert.ok(
      [400, 403, 404, 422].includes(missing.status),
      `${missing.status} ${JSON.stringify(missing.body)}`,
    )
    assert.equal(foreign.status, missing.status)
    assert.deepEqual(anonymous(foreign.body), anonymous(missing.body))
    assert.deepEqual(await markOf(there), mark, 'nothing of the other workspace changed')
  })
}

test('each id swapped alone is refused too: the rest of the request being one’s own does not help', async () => {
  const swaps: [string, keyof Ids][] = [
    ['whatsapp.link', 'bot'],
    ['whatsapp.link', 'number'],
    ['chat.assign', 'member'],
    ['flow.createFlow', 'bot'],
    ['flow.version', 'version'],
    ['flow.version', 'flow'],
    ['comment.reply', 'thread'],
    ['comment.resolve', 'flow'],
  ]
  for (const [name, kind] of swaps) {
    const route = routes.find((one) => one.name === name)
    assert(route)
    if (name === 'whatsapp.link')
      await take(here.owner, 'POST', `/api/numbers/${ours.number}/unlink`, { confirm: 'UNLINK' })
    const { status, body } = await knock(here.owner, route, { ...ours, [kind]: theirs[kind] })
    assert.equal(status, 404, `${name} with a foreign ${kind}: ${JSON.stringify(body).slice(0, 200)}`)
  }
  await take(here.owner, 'POST', `/api/numbers/${ours.number}/link`, { botId: ours.bot, confirm: 'LINK' })
})

test('a file of another workspace is not there', async () => {
  const own = await here.owner.call('GET', `/api/files/${ours.file}`)
  assert.equal(own.status, 200)
  const foreign = await here.owner.call('GET', `/api/files/${theirs.file}`)
  const missing = await here.owner.call('GET', `/api/files/${nowhere().file}`)
  assert.equal(foreign.status, 404)
  assert.deepEqual(anonymous(foreign.body), anonymous(missing.body))
  assert.equal((await stage.rig.visitor().call('GET', `/api/files/${ours.file}`)).status, 401)
})

test('a workspace cookie of another workspace opens nothing', async () => {
  const visitor = stage.rig.visitor()
  for (const [name, value] of here.owner.cookies) visitor.cookies.set(name, value)
  visitor.cookies.set('wetalk.workspace', there.workspaceId)
  const me = await take(visitor, 'GET', '/api/me')
  assert.equal(me.workspace.id, here.workspaceId)
  assert.equal((await visitor.call('GET', `/api/chats/${theirs.chat}`)).status, 404)
})

test('lists hold only what is one’s own, whatever is asked for', async () => {
  const asks = [
    '/api/chats',
    '/api/chats?filter=open&view=all&limit=200',
    '/api/contacts',
    '/api/contacts?search=rahasia',
    '/api/messages?search=halo',
    '/api/members',
    '/api/bots',
    '/api/bots/at-work',
    '/api/channel/notices',
    '/api/limits',
    '/api/flows',
    '/api/fields',
    '/api/channel',
    '/api/quarantine',
    '/api/costs',
    '/api/rate-cards',
    '/api/templates',
    '/api/canned-replies',
    `/api/chats/${ours.chat}/canned-replies`,
    `/api/chats/${ours.chat}/messages`,
    `/api/chats/${ours.chat}/trace`,
    `/api/flows/${ours.flow}/versions`,
    `/api/flows/${ours.flow}/comments`,
  ]
  const extras = [
    '',
    `workspace_id=${there.workspaceId}`,
    `workspaceId=${there.workspaceId}`,
    'fields=*',
    'include=workspace',
    'sort=password',
  ]
  const foreign = [...Object.values(theirs), there.workspaceId, '6281100000002']
  for (const ask of asks) {
    for (const extra of extras) {
      const path = `${ask}${extra ? `${ask.includes('?') ? '&' : '?'}${extra}` : ''}`
      const { status, body } = await here.owner.call('GET', path)
      assert.ok([200, 400, 422].includes(status), path)
      for (const id of foreign) assert.ok(!JSON.stringify(body).includes(id), `${path} shows ${id}`)
    }
  }
})

test('a foreign file in a draft, and a foreign message quoted, take nothing with them', async () => {
  const media = { kind: 'media', media: 'image', source: { file: theirs.file } }
  const sent = await here.owner.call('POST', `/api/chats/${ours.chat}/messages`, { draft: media })
  const made = await here.owner.call('POST', `/api/chats/${ours.chat}/messages`, {
    draft: { ...media, source: { file: nowhere().file } },
  })
  assert.equal(sent.status, made.status, JSON.stringify(sent.body).slice(0, 300))
  const page = await take(here.owner, 'GET', `/api/chats/${ours.chat}/messages`)
  assert.ok(!JSON.stringify(page.items.map(({ file }: Loose) => file)).includes(theirs.file))
})

test('the live stream tells a browser nothing of another workspace', async () => {
  const cookie = [...here.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const { origin, host } = new URL(stage.rig.url)
  const { WebSocket } = await import('ws')
  const socket = new WebSocket(`ws://${host}/live`, { headers: { cookie, origin } })
  const said: string[] = []
  socket.on('message', (data) => said.push(String(data)))
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(JSON.stringify({ after: null, workspaceId: there.workspaceId }))
  await until('the stream began', async () => said.length > 0)
  await there.hear('6281100000002', 'rahasia kedua')
  await here.hear('6281100000001', 'milik sendiri')
  await until('our own message is told', async () => said.some((text) => text.includes(ours.chat)))
  for (const id of Object.values(theirs)) assert.ok(!said.join().includes(id))
  socket.terminate()
})

/** A body without what differs from one request to the next. */
function anonymous(body: Loose): unknown {
  return { ...body, requestId: undefined }
}

async function markOf({ workspaceId }: Shop): Promise<unknown> {
  const tables = [
    'chat',
    'contact',
    'flow',
    'member',
    'invitation',
    'phone_number',
    'bot',
    'field',
    'message',
    'rate_card',
    'price_setting',
    'template',
    'canned_reply',
  ]
  const marks = []
  for (const table of tables) {
    const [row] = await stage.rows(
      `select md5(coalesce(string_agg(t::text, '' order by t::text), '')) as mark from ${table} t where workspace_id = $1`,
      [workspaceId],
    )
    marks.push(`${table} ${row.mark}`)
  }
  return marks
}

async function newPerson(email: string): Promise<Visitor> {
  const visitor = stage.rig.visitor()
  await take(visitor, 'POST', '/api/sign-up', { name: 'Orang', email, password: PASSWORD, business: 'Lain' })
  return visitor
}

async function agentOf(shop: Shop): Promise<Visitor> {
  const visitor = await newPerson('agen@shop.example')
  const { id } = await take(shop.owner, 'POST', '/api/invitations', {
    email: 'agen@shop.example',
    role: 'agent',
  })
  const me = await take(visitor, 'POST', `/api/invitations/${id}/accept`, {})
  assert.equal(me.workspace.role, 'agent')
  return visitor
}

let lonely: Promise<Visitor> | undefined
function personWithoutSeat(): Promise<Visitor> {
  lonely ??= newPerson('sendiri@shop.example').then(async (visitor) => {
    const me = await take(visitor, 'GET', '/api/me')
    await stage.rows('delete from member where user_id = $1', [me.user.id])
    return visitor
  })
  return lonely
}

let over: Promise<Visitor> | undefined
/** A session that ended: its row is past, and the minute in which the cookie alone is believed is over too. */
function expired(): Promise<Visitor> {
  over ??= newPerson('lewat@shop.example').then(async (visitor) => {
    const me = await take(visitor, 'GET', '/api/me')
    await stage.rows(
      `update auth.session set "expiresAt" = now() - interval '1 minute' where "userId" = $1`,
      [me.user.id],
    )
    visitor.cookies.delete('wetalk.session_data')
    return visitor
  })
  return over
}

function withCookies(from: Visitor, change: (name: string, value: string) => string): Visitor {
  const visitor = stage.rig.visitor()
  for (const [name, value] of from.cookies) visitor.cookies.set(name, change(name, value))
  return visitor
}

function forged(from: Visitor): Visitor {
  return withCookies(from, (name) =>
    name === 'wetalk.workspace' ? here.workspaceId : `${'a'.repeat(32)}.${'b'.repeat(43)}=`,
  )
}

/** The right token under a wrong signature, and cached session data that were touched. */
function halfForged(from: Visitor): Visitor {
  return withCookies(from, (name, value) =>
    name === 'wetalk.workspace'
      ? value
      : `${value.slice(0, -6)}${value.slice(-6).split('').reverse().join('')}x`,
  )
}
