import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { idsOf, nowhere, probeOf, routes } from './probes.ts'
import type { Visitor } from './rig.ts'
import { openStage, type Shop, type Stage } from './stage.ts'
import { speakBytes } from './wire.ts'

let stage: Stage
let shop: Shop
let ids: Awaited<ReturnType<typeof idsOf>>
let url: string

before(async () => {
  stage = await openStage()
  url = stage.rig.url
  shop = await stage.shop('Toko')
  const number = { id: shop.graphId, display_phone_number: '+62 899-0000-0001', verified_name: 'Toko' }
  stage.graph.say(`${shop.wabaId}/phone_numbers`, {
    body: { data: [{ ...number, quality_rating: 'GREEN', status: 'CONNECTED' }] },
  })
  ids = await idsOf(stage, shop, '6281100000001')
})
after(() => stage[Symbol.asyncDispose]())

test('HT-005: an address of 100 kB is refused before it is read', async () => {
  const { status } = await speakBytes(
    url,
    `GET /api/chats?search=${'a'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
  )
  assert.ok([414, 431].includes(Number(status)), String(status))
  const headers = await speakBytes(url, `GET / HTTP/1.1\r\nhost: x\r\nx-big: ${'a'.repeat(100_000)}\r\n\r\n`)
  assert.equal(headers.status, 431)
})

test('HT-007: parameters twice, as arrays, as objects or named __proto__ are read by type or refused', async () => {
  const queries = [
    'limit=1&limit=2',
    'limit[]=1',
    'limit[a]=1',
    'search=a&search=b',
    'search[]=a',
    'search[$ne]=a',
    'search[__proto__]=a',
    'a[__proto__][polluted]=1',
    '__proto__[polluted]=1',
    'constructor[prototype][polluted]=1',
    '__proto__=1',
    `a${'[b]'.repeat(200)}=1`,
    '%',
    '%00=%00',
    'search=%00',
    'search=%ED%A0%80',
    'search=%FF',
  ]
  for (const query of queries) {
    for (const path of ['/api/chats', '/api/contacts']) {
      const { status } = await shop.owner.call('GET', `${path}?${query}`)
      assert.ok([200, 400, 422].includes(status), `${path}?${query}: ${status}`)
    }
  }
  assert.equal(({} as { polluted?: string }).polluted, undefined)
})

test('HT-009: a missing body or a wrong content type is told, on every route with a body', async () => {
  for (const { name, method, path } of routes.filter((route) => !['GET', 'DELETE'].includes(route.method))) {
    if (name === 'workspace.signOut') continue // would end the session of the tests that follow
    const { path: parts = {} } = probeOf(name, nowhere())
    const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => parts[key] ?? '')
    for (const [type, body] of BODIES) {
      const answer = await fetch(`${url}${filled}`, {
        method,
        headers: { cookie: cookieOf(shop.owner), ...(type ? { 'content-type': type } : {}) },
        ...(body === undefined ? {} : { body: Buffer.from(body) }),
      })
      const text = await answer.text()
      assert.ok(answer.status < 500, `${name} ${type} ${body?.slice(0, 40)}: ${answer.status} ${text}`)
      if (answer.status >= 400) assert.match(answer.headers.get('content-type') ?? '', /json/, name)
    }
  }
})

const BODIES: readonly [type: string, body: string | undefined][] = [
  ['application/json', undefined],
  ['application/json', ''],
  ['application/json', '{'],
  ['application/json', 'null'],
  ['application/json', '[]'],
  ['application/json', '"x"'],
  ['application/json', '{"__proto__":{"polluted":1}}'],
  ['application/json', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ['application/json', '{"name":{"$ne":1},"id":{"$gt":""},"confirm":{},"text":[],"paused":"true"}'],
  ['application/json; charset=utf-16', '{}'],
  ['application/xml', '<a/>'],
  ['multipart/form-data', 'x'],
  ['multipart/form-data; boundary=x', '--x\r\n\r\n'],
  ['', undefined],
]

test('HT-011: numbers out of range are refused, never passed on', async () => {
  const values = [
    '-1',
    '0',
    '2147483648',
    '9007199254740993',
    '9223372036854775808',
    '1.5',
    '1e309',
    'NaN',
    'x',
    '',
  ]
  const paths = [
    '/api/chats',
    '/api/contacts',
    `/api/chats/${ids.chat}/messages`,
    `/api/chats/${ids.chat}/trace`,
  ]
  for (const path of [...paths, '/api/quarantine']) {
    for (const value of values) {
      const { status } = await shop.owner.call('GET', `${path}?limit=${value}`)
      assert.equal(status, 422, `${path} ${value}`)
    }
    for (const cursor of [
      ...values,
      `${'9'.repeat(15)}.${ids.chat}`,
      `1.${'-'.repeat(36)}`,
      '-'.repeat(36),
      'a'.repeat(501),
    ]) {
      const { status, body } = await shop.owner.call('GET', `${path}?cursor=${encodeURIComponent(cursor)}`)
      assert.ok(
        [200, 400, 422].includes(status),
        `${path} cursor ${cursor}: ${status} ${JSON.stringify(body)}`,
      )
    }
  }
  for (const minutes of [-1, 0, 2 ** 31, 2 ** 53, 1.5, 1e308]) {
    const { status } = await shop.owner.call('POST', `/api/chats/${ids.chat}/bot`, { paused: true, minutes })
    assert.equal(status, 422, String(minutes))
  }
  for (const revision of [-1, 2 ** 31, 2 ** 53, 1.5]) {
    const { body } = probeOf('flow.saveFlow', ids)
    const { status } = await shop.owner.call('PUT', `/api/flows/${ids.flow}/draft`, {
      ...(body as object),
      revision,
    })
    assert.ok([409, 422].includes(status), `revision ${revision}: ${status}`)
  }
})

test('HT-013: ids of a wrong form are not found or refused, never an error of ours', async () => {
  const wrong = [
    '1',
    'null',
    '%00',
    '..%2f..%2fetc%2fpasswd',
    '%F0%9F%98%80',
    'x'.repeat(1900),
    "'%20or%20'1'='1",
    '%7B%22$ne%22:1%7D',
    '-'.repeat(36),
    '__proto__',
  ]
  const paths = routes
    .filter(({ path, name }) => path.includes('{') && name !== 'flow.putSecret') // that one is named by the caller
    .map(({ method, path, name }) => ({ method, path, name }))
  for (const { method, path, name } of [...paths, { method: 'GET', path: '/api/files/{id}', name: 'file' }]) {
    for (const id of wrong) {
      const filled = path.replace(/\{\w+\}/g, id)
      const body = method === 'GET' || method === 'DELETE' ? undefined : (probeOf(name, ids).body ?? {})
      const { status } = await shop.owner.call(method, filled, body)
      assert.ok([400, 404, 422].includes(status), `${name} ${id}: ${status}`)
    }
  }
  const upper = await shop.owner.call('GET', `/api/chats/${ids.chat.toUpperCase()}`)
  assert.ok([200, 404, 422].includes(upper.status))
  for (const path of [`/api/chats/${'x'.repeat(10_000)}`, `/api/files/${'x'.repeat(10_000)}`]) {
    const { status } = await shop.owner.call('GET', path)
    assert.ok([404, 414, 422].includes(status), `an id of 10 kB: ${status}`)
  }
})

test('HT-019: OPTIONS and TRACE tell nothing', async () => {
  const paths = new Set(routes.map(({ path }) => path.replace(/\{\w+\}/g, ids.chat)))
  for (const path of paths) {
    for (const method of ['OPTIONS', 'TRACE', 'PROPFIND']) {
      const { status, body, head } = await speakBytes(
        url,
        `${method} ${path} HTTP/1.1\r\nhost: x\r\ncookie: ${cookieOf(shop.owner)}\r\nconnection: close\r\n\r\n`,
      )
      assert.ok(Number(status) >= 400 && Number(status) < 500, `${method} ${path}: ${status}`)
      assert.doesNotMatch(head + body, /wetalk\.session|^allow:/im, `${method} ${path}`)
    }
  }
})

test('HT-023: an error page holds no stack, no statement, no path, no version', async () => {
  const asks: [string, string, string?][] = [
    ['GET', '/api/tidak-ada'],
    ['GET', '/api/files/%2e%2e'],
    ['GET', '/%c0%af'],
    ['GET', '/%zz'],
    ['GET', '/.vite/manifest.json'],
    ['GET', '/assets/'],
    ['GET', '/assets/../../package.json'],
    ['GET', '/assets/%2e%2e/%2e%2e/package.json'],
    ['GET', '/..%5c..%5cpackage.json'],
    ['POST', '/api/sign-in', '{"email":1'],
    ['POST', '/api/sign-in', '{"email":"a@b.id","password":{"$ne":1}}'],
    ['GET', '/webhooks/whatsapp/'],
    ['POST', '/sim/graph/v25.0/x/messages', '{'],
  ]
  for (const [method, path, body] of asks) {
    const {
      status,
      head,
      body: text,
    } = await speakBytes(
      url,
      [
        `${method} ${path} HTTP/1.1`,
        'host: x',
        'connection: close',
        ...(body ? ['content-type: application/json', `content-length: ${body.length}`] : []),
        '',
        body ?? '',
      ].join('\r\n'),
    )
    assert.ok(Number(status) >= 400 && Number(status) < 500, `${path}: ${status} ${text.slice(0, 300)}`)
    if (!path.startsWith('/sim/')) assert.match(head, /application\/problem\+json/, path)
    assert.doesNotMatch(
      text,
      /\bat .+:\d+:\d+|node_modules|select |fastify|"dependencies"|node:internal/i,
      path,
    )
  }
})

function cookieOf({ cookies }: Visitor): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}
