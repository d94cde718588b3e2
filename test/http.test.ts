import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { WEBHOOK_BYTES_MAX } from '#server/whatsapp/webhook.ts'
import { loadSuite } from './hostile.ts'
import { idsOf } from './probes.ts'
import type { Visitor } from './rig.ts'
import { openStage, PASSWORD, type Shop, type Stage, take } from './stage.ts'
import { timeOf } from './time.ts'
import { type Heard, speakBytes } from './wire.ts'

/** Cases about what is in a request, held in input.test.ts, and about the live stream, held in live.test.ts. */
const ELSEWHERE = ['005', '007', '009', '011', '013', '019', '023', '025', '027'].map(
  (number) => `HT-${number}`,
)
/** Cases of the suite and how the test below that holds them begins. */
const HELD: Readonly<Record<string, string>> = {
  'HT-001': 'a foreign Host',
  'HT-003': 'one request is never read as two',
  'HT-015': 'old and odd versions of HTTP',
  'HT-017': 'idle connections',
  'HT-021': 'nothing of a session is kept',
  'HT-029': 'security headers',
  'HT-031': 'there is no service worker',
  'HT-033': 'absurd headers',
}

const IDLE_CONNECTIONS = 5000
/** The database, the log, the pages' own files, and whatever else a process has open. */
const FILES_OF_OURS = 1000

let stage: Stage
let shop: Shop
/** Half a request: it is waited for while the other tests go on. */
let half: Promise<Heard>
let ids: Awaited<ReturnType<typeof idsOf>>
let url: string

before(async () => {
  stage = await openStage()
  url = stage.rig.url
  half = speakBytes(url, `GET /health/live HTTP/1.1\r\nhost: ${new URL(url).host}\r\nx-slow: `, 60_000)
  shop = await stage.shop('Toko')
  ids = await idsOf(stage, shop, '6281100000001')
})
after(() => stage[Symbol.asyncDispose]())

/** A test that holds a case of the suite. */
function holds(id: string, title: string, work: () => Promise<void>): void {
  assert.ok(title.startsWith(HELD[id] ?? '?'), id)
  test(`${id}: ${title}`, work)
}

test('every case of the suite has a test', () => {
  assert.deepEqual(
    loadSuite('http')
      .cases.map(({ id }) => id)
      .filter((id) => !ELSEWHERE.includes(id)),
    Object.keys(HELD),
  )
})

const ANSWERS: readonly [method: string, path: string, status: number][] = [
  ['GET', '/', 200],
  ['GET', '/kotak-masuk', 200],
  ['GET', '/tidak/ada.png', 404],
  ['GET', '/%zz', 400],
  ['GET', '/api/instance', 200],
  ['GET', '/api/me', 401],
  ['GET', '/api/tidak-ada', 404],
  ['POST', '/api/sign-in', 422],
  ['GET', '/health/live', 200],
  ['GET', '/version', 200],
  ['POST', '/webhooks/whatsapp/tidak-ada', 404],
  ['GET', '/webhooks/whatsapp/tidak-ada', 403],
  ['PATCH', '/webhooks/whatsapp/tidak-ada', 404],
]

holds('HT-029', 'security headers stand on every kind of answer', async () => {
  for (const [method, path, status] of ANSWERS) {
    const accept = method === 'GET' && !path.includes('.') ? 'text/html' : '*/*'
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { accept, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: '{}' }),
    })
    const text = await answer.text()
    assert.equal(answer.status, status, `${method} ${path} ${text.slice(0, 200)}`)
    const policy = answer.headers.get('content-security-policy') ?? ''
    assert.match(policy, /script-src 'self'/, path)
    assert.doesNotMatch(policy, /unsafe-(inline|eval)|\*/, path)
    assert.match(policy, /frame-ancestors 'none'/, path)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path)
    assert.equal(answer.headers.get('referrer-policy'), 'same-origin', path)
    assert.equal(answer.headers.get('cross-origin-opener-policy'), 'same-origin', path)
    assert.match(answer.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/, path)
    assert.equal(answer.headers.get('x-powered-by'), null, path)
    assert.equal(answer.headers.get('server'), null, path)
  }
})

test('the door says at once what it does not take: a packed body, and one larger than Meta sends', async () => {
  const knock = (body: string, headers: Record<string, string>) =>
    fetch(`${url}/webhooks/whatsapp/tidak-ada`, { method: 'POST', body, headers })
  assert.equal((await knock('{}', { 'content-encoding': 'gzip' })).status, 415)
  const large = await knock(' '.repeat(WEBHOOK_BYTES_MAX + 1), { 'accept-language': 'en' })
  assert.equal(large.status, 413)
  assert.match(await large.text(), /4 MB/)
})

holds('HT-021', 'nothing of a session is kept: no-store on every answer of the API', async () => {
  const paths = [
    '/api/me',
    '/api/chats',
    '/api/instance',
    '/api/tidak-ada',
    `/api/chats/${ids.chat}/messages`,
  ]
  for (const path of paths) {
    const { headers } = await shop.owner.call('GET', path)
    assert.equal(headers.get('cache-control'), 'no-store', path)
    assert.match(
      headers.get('vary') ?? '',
      /^accept-encoding, accept-language, cookie, origin, sec-fetch-site$/,
      path,
    )
  }
  const file = await shop.owner.call('GET', `/api/files/${ids.file}`)
  assert.match(file.headers.get('cache-control') ?? '', /private|no-store/)
  const vary = async (path: string, accept: string) => {
    const answer = await fetch(`${url}${path}`, { headers: { accept } })
    await answer.text()
    return answer.headers.get('vary')
  }
  assert.equal(await vary('/kotak-masuk', 'text/html'), 'accept, accept-encoding')
  assert.equal(await vary('/kotak-masuk', '*/*'), 'accept, accept-language')
  assert.equal(await vary('/webhooks/whatsapp/tidak-ada', '*/*'), 'accept-language')
})

test('AU-037: no origin is ever allowed to read across: not null, not evil, not a subdomain', async () => {
  for (const origin of [
    'null',
    'https://evil.example',
    'http://sub.127.0.0.1',
    url.replace('http:', 'https:'),
  ]) {
    for (const method of ['GET', 'OPTIONS', 'POST']) {
      const answer = await fetch(`${url}/api/instance`, {
        method,
        headers: { origin, 'access-control-request-method': 'POST', 'content-type': 'application/json' },
        ...(method === 'POST' ? { body: '{}' } : {}),
      })
      await answer.text()
      for (const name of answer.headers.keys())
        assert.doesNotMatch(name, /^access-control-/, `${method} ${origin}`)
    }
  }
})

test('a change that a browser sends from another site is refused, whatever it says it is', async () => {
  const table: [Record<string, string>, number][] = [
    [{}, 200],
    [{ origin: url }, 200],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: `${url}.evil.example` }, 403],
    [{ origin: url.replace(/:\d+$/, ':1') }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin', origin: url }, 200],
    [{ origin: 'https://evil.example', 'content-type': 'text/plain' }, 403],
    [{ origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }, 403],
  ]
  for (const [headers, status] of table) {
    const answer = await fetch(`${url}/api/workspace`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', cookie: cookieOf(shop.owner), ...headers },
      body: '{}',
    })
    assert.equal(answer.status, status, `${JSON.stringify(headers)} ${await answer.text()}`)
  }
})

test('a form of another site cannot change anything: only JSON and uploads are read', async () => {
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'text/xml', '']) {
    const answer = await fetch(`${url}/api/fields`, {
      method: 'POST',
      headers: { cookie: cookieOf(shop.owner), ...(type ? { 'content-type': type } : {}) },
      body: Buffer.from('{"key":"jahat","label":"Jahat","type":"text"}'),
    })
    assert.ok([400, 415, 422].includes(answer.status), `${type}: ${answer.status}`)
  }
  const { fields } = await take(shop.owner, 'GET', '/api/fields')
  assert.ok(!JSON.stringify(fields).includes('jahat'))
})

holds('HT-001', 'a foreign Host changes no link that we make, and signs nobody in', async () => {
  const { host } = new URL(url)
  const body = JSON.stringify({ email: 'tamu2@shop.example', role: 'agent' })
  const ask = (lines: string[]) =>
    speakBytes(
      url,
      [
        ...lines,
        `cookie: ${cookieOf(shop.owner)}`,
        'content-type: application/json',
        `content-length: ${body.length}`,
        'connection: close',
        '',
        body,
      ].join('\r\n'),
    )
  const evil = await ask(['POST /api/invitations HTTP/1.1', 'host: evil.example'])
  if (evil.status === 200) assert.ok(evil.body.includes(url) && !evil.body.includes('evil.example'))
  else assert.ok([400, 421].includes(Number(evil.status)))
  const twice = await ask(['POST /api/invitations HTTP/1.1', `host: ${host}`, 'host: evil.example'])
  assert.ok(twice.status === 400 || !twice.body.includes('evil.example'), String(twice.status))
  const absolute = await ask(['POST http://evil.example/api/invitations HTTP/1.1', `host: ${host}`])
  assert.ok(!absolute.body.includes('evil.example'))
})

holds('HT-003', 'one request is never read as two', async () => {
  const smuggled = 'GET /api/instance HTTP/1.1\r\nhost: x\r\n\r\n'
  const head = `POST /api/sign-out HTTP/1.1\r\nhost: ${new URL(url).host}\r\n`
  const chunked = 'content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n'
  const hex = smuggled.length.toString(16)
  const forms: [string, string][] = [
    ['CL.TE', `${head}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ['TE.TE', `${head}transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n${smuggled}`],
    ['odd TE', `${head}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ['two lengths', `${head}content-length: 0\r\ncontent-length: ${smuggled.length}\r\n\r\n${smuggled}`],
    ['obs-fold', `${head}x-a: 1\r\n content-length: 5\r\ncontent-length: abc\r\n\r\n`],
    ['bare LF', `${head.replaceAll('\r\n', '\n')}content-length: +3\n\n`],
    ['space before colon', `${head}content-length : 2\r\n\r\n{}`],
    ['TE.CL', `${head}content-length: 4\r\n${chunked}${hex}\r\n${smuggled}\r\n0\r\n\r\n`],
    [
      'TE.CL turned',
      `${head}${chunked.trim()}\r\ncontent-length: 4\r\n\r\n${hex}\r\n${smuggled}\r\n0\r\n\r\n`,
    ],
    ['chunk extension with a bare LF', `${head}${chunked}2;a\n{}\r\n0\r\n\r\n${smuggled}`],
    ['chunk extension that hides a size', `${head}${chunked}2;\n${hex}\r\n{}\r\n0\r\n\r\n${smuggled}`],
    ['chunk size with a sign', `${head}${chunked}+2\r\n{}\r\n0\r\n\r\n${smuggled}`],
    ['chunk longer than its size', `${head}${chunked}2\r\n{}{}\r\n0\r\n\r\n${smuggled}`],
  ]
  for (const [name, bytes] of forms) {
    const { status, body } = await speakBytes(url, bytes, 3000)
    assert.ok(status === 400 || status === 'closed', `${name}: ${status}`)
    assert.ok(!body.includes('HTTP/1.1 200'), name)
  }
  const close = `connection: close\r\n${chunked}`
  const legal = await speakBytes(url, `${head}${close}2;a=b;c="0"\r\n{}\r\n0\r\n\r\n`)
  assert.equal(legal.status, 200, 'an extension is read over')
  assert.ok(!legal.body.includes('HTTP/1.1'), 'one answer')
  const endless = await speakBytes(url, `${head}${close}2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`)
  assert.ok([400, 413].includes(Number(endless.status)), `an extension of 20 kB: ${endless.status}`)
})

holds('HT-015', 'old and odd versions of HTTP are answered within bounds', async () => {
  const old = await speakBytes(url, 'GET /health/live HTTP/1.0\r\n\r\n', 5000)
  assert.ok([200, 400].includes(Number(old.status)))
  for (const bytes of [
    'GET /health/live\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001',
  ]) {
    const { status } = await speakBytes(url, bytes, 3000)
    assert.ok(status === 400 || status === 'closed', `${JSON.stringify(bytes)}: ${status}`)
  }
})

holds('HT-017', 'idle connections by the thousand keep nobody from being served', async () => {
  const { port, hostname, host } = new URL(url)
  const count = Math.min(IDLE_CONNECTIONS, Math.floor((openFilesMax() - FILES_OF_OURS) / 2))
  assert.ok(count >= 400, `this process may open files for ${count} connections`)
  const before = process.memoryUsage.rss()
  let kept = 0
  const open = async (nth: number) => {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined) // closed at the end of this test
    await once(socket, 'connect')
    const isHalf = nth % 2 === 1
    socket.write(`GET /health/live HTTP/1.1\r\nhost: ${host}\r\n${isHalf ? 'x-slow: ' : '\r\n'}`)
    if (isHalf) return socket
    const [answer] = await once(socket, 'data')
    if (/^HTTP\/1\.1 200 [\s\S]*keep-alive: timeout=65\r\n/i.test(String(answer))) kept++
    return socket
  }
  const sockets: Socket[] = []
  for (let nth = 0; nth < count; nth += 100)
    sockets.push(...(await Promise.all(Array.from({ length: 100 }, (_, more) => open(nth + more)))))
  assert.equal(kept, sockets.length / 2, 'each that asked was answered, and told how long it may stay')
  const took = await timeOf(async () => assert.equal((await fetch(`${url}/health/ready`)).status, 200))
  assert.ok(took < 2000, `${took} ms`)
  assert.equal((await shop.owner.call('GET', '/api/chats')).status, 200)
  const grew = (process.memoryUsage.rss() - before) / sockets.length / 1024
  assert.ok(grew < 100, `${grew} kB for both ends of a connection`)
  for (const socket of sockets) socket.destroy()
})

holds('HT-031', 'there is no service worker, and signing out takes the cookies along', async () => {
  for (const path of ['/sw.js', '/service-worker.js'])
    assert.equal((await fetch(`${url}${path}`)).status, 404)
  const visitor = await signedIn()
  const { headers } = await visitor.call('POST', '/api/sign-out', {})
  assert.equal(headers.get('clear-site-data'), '"cache"')
  assert.ok(
    ![...visitor.cookies.keys()].some((name) => name.includes('session')),
    [...visitor.cookies.keys()].join(),
  )
})

holds('HT-033', 'absurd headers of language, time zone and client are ignored', async () => {
  const headers = {
    'accept-language': `${'x-'.repeat(4000)};q=abc, en;q=9e99`,
    'x-timezone': '../../etc/localtime',
    date: 'Thu, 99 Foo 99999 99:99:99 GMT',
    'x-forwarded-for': `${'1.2.3.4, '.repeat(500)}"`,
    forwarded: 'for="[::"',
    'user-agent': '\u0080\u00ff',
    'if-modified-since': 'never',
    'x-http-method-override': 'DELETE',
  }
  const answer = await fetch(`${url}/api/me`, { headers: { ...headers, cookie: cookieOf(shop.owner) } })
  assert.equal(answer.status, 200)
})

test('RD: no address of the product leads a browser elsewhere, whatever is asked', async () => {
  const { cases } = loadSuite('redirects')
  const { host } = new URL(url)
  for (const { id, value } of cases) {
    const named = ['next', 'redirect', 'redirectTo', 'callbackURL', 'return_to', 'url']
    const query = named.map((name) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`).join('&')
    for (const path of [`/?${query}`, `/masuk?${query}`, `/api/me?${query}`, `/undangan/x?${query}`]) {
      const answer = await fetch(`${url}${path}`, { redirect: 'manual', headers: { accept: 'text/html' } })
      await answer.text()
      const location = answer.headers.get('location')
      assert.ok(location === null || new URL(location, url).host === host, `${id} ${path} → ${location}`)
      assert.equal(answer.headers.get('x-injected'), null, id)
    }
    const raw = String(value)
      .toWellFormed()
      .replace(/[\s\u0000-\u001f]/g, '%20')
    const direct = await speakBytes(
      url,
      `GET ${raw.startsWith('/') ? raw : `/${raw}`} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`,
    )
    const location = /^location: (.*)$/im.exec(direct.head)?.[1]
    assert.ok(location === undefined || new URL(location, url).host === host, `${id} → ${location}`)
  }
})

test('AU-031: the session cookie is out of reach for scripts and other sites', async () => {
  const visitor = stage.rig.visitor()
  const { headers } = await visitor.call('POST', '/api/sign-in', { email: shop.email, password: PASSWORD })
  const cookies = headers.getSetCookie()
  assert.ok(cookies.some((cookie) => cookie.startsWith('wetalk.session_token=')))
  for (const cookie of cookies) {
    assert.match(cookie, /; *HttpOnly/i, cookie.split('=')[0])
    assert.match(cookie, /; *SameSite=Lax/i, cookie.split('=')[0])
    assert.match(cookie, /; *Path=\//i, cookie.split('=')[0])
    assert.doesNotMatch(cookie, /; *Domain=/i, cookie.split('=')[0])
  }
})

test('HT-017: half a request is not waited for longer than its time', async () => {
  const { status, ms } = await half
  assert.equal(status, 408)
  assert.ok(ms > 15_000 && ms < 50_000, `${ms} ms`)
})

/** How many files and sockets this process may have open. */
function openFilesMax(): number {
  const { userLimits } = process.report.getReport() as {
    readonly userLimits?: { readonly open_files: { readonly soft: number | 'unlimited' } }
  }
  const soft = userLimits?.open_files.soft ?? 1024
  return soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : soft
}

function cookieOf({ cookies }: Visitor): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

async function signedIn(): Promise<Visitor> {
  const visitor = stage.rig.visitor()
  await take(visitor, 'POST', '/api/sign-in', { email: shop.email, password: PASSWORD })
  return visitor
}
