import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTls } from 'node:https'
import { type AddressInfo, createServer as createTcp, type LookupFunction, type Server } from 'node:net'
import { type TestContext, test } from 'node:test'
import { DoorFailure } from '#server/base/door-failure.ts'
import { createDoor, type DoorRequest } from '#server/base/fetch.ts'

/** The addresses of the suite that only a name service or a server unmasks; what the text tells is in address.test.ts. */
type Case = { readonly id: string; readonly url: string; readonly needs?: unknown }
const suite: { cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../../test/data/hostile/urls.json', import.meta.url), 'utf8'),
)
const PUBLIC = '93.184.216.34'
const PATIENCE_MS = 3_000

/** What the name service answers; the door must forbid the visit, or find no such name. */
const NAMES: Readonly<Record<string, readonly [addresses: readonly string[], failure: string]>> = {
  'UR-057': [['169.254.169.254'], 'forbidden'],
  'UR-063': [['169.254.169.254'], 'forbidden'],
  'UR-157': [['127.0.0.1'], 'forbidden'],
  'UR-159': [['127.0.0.1'], 'forbidden'],
  'UR-161': [[PUBLIC, '127.0.0.1'], 'forbidden'],
  'UR-163': [['10.0.0.5'], 'forbidden'],
  'UR-165': [[], 'dns'],
  'UR-167': [['169.254.169.254'], 'forbidden'],
}

/** What a server does; `at` is its own address. */
const SERVERS: Readonly<
  Record<string, readonly [answer: (at: string) => RequestListener, failure: string | null]>
> = {
  'UR-169': [() => moved(307, 'http://169.254.169.254/'), 'forbidden'],
  'UR-171': [() => moved(302, 'file:///etc/passwd'), 'forbidden'],
  'UR-175': [(at) => moved(302, `http://${at}/`), 'forbidden'],
  'UR-177': [() => moved(300, 'http://127.0.0.1/'), null],
  'UR-179': [() => (_, response) => void pour(response), 'too-large'],
  'UR-181': [() => (_, response) => response.setHeader('x-long', 'a'.repeat(1_000_000)).end(), 'too-large'],
  'UR-183': [
    () => (_, response) => response.writeHead(200, { 'content-length': 10_000_000_000 }).flushHeaders(),
    'too-large',
  ],
}

const ELSEWHERE = {
  'UR-173': 'below: the word is sent to the first place alone',
  'UR-185': 'below: a certificate that nobody vouches for',
  'UR-187': 'below: a connection that is reset',
  'UR-189': 'flow/http/ask.test.ts: parts of an answer that is no JSON',
}

test('every address of the suite that its text does not unmask has its place', () => {
  const asked = suite.cases.filter(({ id, needs }) => needs || id in NAMES).map(({ id }) => id)
  const held = [...Object.keys(NAMES), ...Object.keys(SERVERS), ...Object.keys(ELSEWHERE)]
  assert.deepEqual(held.toSorted(), asked.toSorted())
})

for (const [id, [addresses, failure]] of Object.entries(NAMES)) {
  const url = suite.cases.find((one) => one.id === id)?.url ?? ''
  test(`${id}: ${url} is not visited`, async (t) => {
    const found = await visit(t, [], { url }, nameService(addresses))
    assert.ok(found instanceof DoorFailure)
    assert.equal(found.failure, failure)
    assert.equal(found.wrote, false)
  })
}

for (const [id, [answer, failure]] of Object.entries(SERVERS)) {
  test(`${id}: what the server does leads nowhere`, async (t) => {
    const server = createServer((request, response) => answer(place(server))(request, response))
    await listen(t, server)
    const url = `http://${place(server)}/`
    const found = await visit(t, [place(server)], { url, redirects: 3, timeoutMs: PATIENCE_MS })
    if (failure === null) {
      assert.ok(!(found instanceof DoorFailure))
      assert.equal(found.status, 300)
    } else {
      assert.ok(found instanceof DoorFailure, JSON.stringify(found))
      assert.equal(found.failure, failure)
    }
  })
}

test('UR-173: credentials are for the first place alone', async (t) => {
  const heard: (string | undefined)[] = []
  const other = createServer((request, response) => {
    heard.push(request.headers.authorization)
    response.end()
  })
  const first = createServer((request, response) => {
    heard.push(request.headers.authorization)
    response.writeHead(302, { location: `http://${place(other)}/` }).end()
  })
  await listen(t, other)
  await listen(t, first)
  await visit(t, [place(first), place(other)], {
    url: `http://${place(first)}/`,
    headers: { authorization: 'Bearer rahasia' },
    redirects: 1,
  })
  assert.deepEqual(heard, ['Bearer rahasia', undefined])
})

test('UR-185: a certificate that nobody vouches for is no way in', async (t) => {
  const server = createTls({ key: KEY, cert: CERTIFICATE }, (_, response) => response.end('halo'))
  await listen(t, server)
  const found = await visit(t, [place(server)], { url: `https://${place(server)}/` })
  assert.ok(found instanceof DoorFailure)
  assert.equal(found.failure, 'tls')
  assert.equal(found.wrote, false)
})

test('UR-187: a connection that is reset is told as such', async (t) => {
  const server = createTcp((socket) => socket.once('data', () => socket.resetAndDestroy()))
  await listen(t, server)
  const found = await visit(t, [place(server)], { url: `http://${place(server)}/` })
  assert.ok(found instanceof DoorFailure)
  assert.equal(found.failure, 'reset')
})

function moved(status: number, location: string): RequestListener {
  return (_, response) => response.writeHead(status, { location }).end()
}

/** A body without an end, as fast as it is read. */
function pour(response: Parameters<RequestListener>[1]): void {
  const chunk = Buffer.alloc(65_536, 'a')
  const write = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', write)
  }
  write()
}

async function visit(
  t: TestContext,
  allow: readonly string[],
  request: DoorRequest,
  lookup?: LookupFunction,
) {
  const door = createDoor({ userAgent: 'Wetalk test', allow, ...(lookup ? { lookup } : {}) })
  t.after(() => door[Symbol.asyncDispose]())
  return await door(request).catch((error: unknown) => error as DoorFailure)
}

function nameService(addresses: readonly string[]): LookupFunction {
  return (host, _options, done) => {
    if (addresses.length === 0)
      return done(Object.assign(new Error(`queryA ENOTFOUND ${host}`), { code: 'ENOTFOUND' }), [])
    return done(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    )
  }
}

async function listen(t: TestContext, server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    if ('closeAllConnections' in server) (server.closeAllConnections as () => void)()
    server.close()
  })
}

function place(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Made for this test and used nowhere else. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgb/xa6MWu0SBk6cKZ
DDM6ytkrP5RRdmv33EOCoDPSAwShRANCAAR7xXLs7Tmg0W+h9c7yqHrUrA/INUtU
M0zTk7Lk5E0TLe7kJ9gbtxlVNtvFcECD9/NswCrYmL5gtttKr5Ltvkdm
-----END PRIVATE KEY-----`
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBgzCCASmgAwIBAgIUXTvLoP3WyoBRX+nOYGVHSfYfM68wCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLcHVibGljLnRlc3QwIBcNMjYxMTI3MDQwMTAwWhgPMjEyNjEx
MDMwNDAxMDBaMBYxFDASBgNVBAMMC3B1YmxpYy50ZXN0MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEe8Vy7O05oNFvofXO8qh61KwPyDVLVDNM05Oy5ORNEy3u5CfY
G7cZVTbbxXBAg/fzbMAq2Ji+YLbbSq+S7b5HZqNTMFEwHQYDVR0OBBYEFCsQARz+
iguBtjIQRVyp+X9uaqG8MB8GA1UdIwQYMBaAFCsQARz+iguBtjIQRVyp+X9uaqG8
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgBtttvP3obXG4FICx
M+4th66EnDkGQwo1wORczdq1NnECIQDtHzaT0Ak9Duhx3m6/1LoI15o9cfnK1qas
0i9xa/zefw==
-----END CERTIFICATE-----`
