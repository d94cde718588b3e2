import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type LookupFunction } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { DoorFailure } from '#server/base/door-failure.ts'
import {
  CONNECTIONS_PER_HOST_MAX,
  createDoor,
  type DoorRequest,
  type OutboundDoor,
} from '#server/base/fetch.ts'
import { timeOf } from '../../test/time.ts'

const OPTIONS = { userAgent: 'Wetalk test' }

async function listen(t: TestContext, answer: RequestListener): Promise<{ place: string; server: Server }> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return { place: `127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

function openDoor(t: TestContext, allow: readonly string[], lookup?: LookupFunction): OutboundDoor {
  const door = createDoor({ ...OPTIONS, allow, ...(lookup ? { lookup } : {}) })
  t.after(() => door[Symbol.asyncDispose]())
  return door
}

/** A name service that answers as told, one answer per question. */
function nameService(...answers: readonly (readonly string[])[]): LookupFunction & { asked: number } {
  const lookup: LookupFunction = (host, _options, done) => {
    const addresses = answers[Math.min(service.asked++, answers.length - 1)] ?? []
    if (addresses.length === 0) {
      return done(Object.assign(new Error(`queryA ENOTFOUND ${host}`), { code: 'ENOTFOUND' }), [])
    }
    return done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  const service = Object.assign(lookup, { asked: 0 })
  return service
}

async function failureOf(visit: Promise<unknown>): Promise<DoorFailure> {
  try {
    await visit
  } catch (error) {
    assert(error instanceof DoorFailure, String(error))
    return error
  }
  throw new Error('the visit should have failed')
}

test('an allowed private place answers with status, headers and body', async (t) => {
  const { place } = await listen(t, async (request, response) => {
    response.setHeader('x-method', request.method ?? '').statusCode = 201
    response.end(JSON.stringify({ heard: await textOf(request), agent: request.headers['user-agent'] }))
  })
  const door = openDoor(t, [place])
  const answer = await door({ url: `http://${place}/v1?x=1#f`, method: 'POST', body: 'halo' })
  assert.equal(answer.status, 201)
  assert.equal(answer.headers['x-method'], 'POST')
  assert.deepEqual(JSON.parse(answer.body.toString()), { heard: 'halo', agent: 'Wetalk test' })
})

test('a private place that is not allowed hears nothing', async (t) => {
  let heard = 0
  const { place, server } = await listen(t, (_, response) => {
    heard++
    response.end()
  })
  server.on('connection', () => heard++)
  const door = openDoor(t, [])
  for (const host of [
    place,
    place.replace('127.0.0.1', 'localhost'),
    place.replace('127.0.0.1', '2130706433'),
  ]) {
    const failure = await failureOf(door({ url: `http://${host}/` }))
    assert.equal(failure.failure, 'forbidden')
    assert.equal(failure.wrote, false)
  }
  assert.equal(heard, 0)
})

const NAMES: readonly (readonly [string, readonly string[], string])[] = [
  ['loopback behind a public name', ['127.0.0.1'], 'forbidden'],
  ['metadata behind a public name', ['169.254.169.254'], 'forbidden'],
  ['one private address among public ones', ['93.184.216.34', '10.0.0.1'], 'forbidden'],
  ['a mapped address', ['::ffff:127.0.0.1'], 'forbidden'],
  ['a translated address', ['64:ff9b::7f00:1'], 'forbidden'],
  ['no address', [], 'dns'],
]

for (const [title, addresses, expected] of NAMES) {
  test(`a name with ${title} is not visited`, async (t) => {
    const door = openDoor(t, [], nameService(addresses))
    const failure = await failureOf(door({ url: 'http://public.example.com/' }))
    assert.equal(failure.failure, expected)
    assert.equal(failure.wrote, false)
  })
}

test('a name that changes its address between two visits is judged at each of them', async (t) => {
  const names = nameService(['127.0.0.1'], ['10.1.2.3'], ['::1'])
  const door = openDoor(t, [], names)
  for (let visit = 1; visit <= 3; visit++) {
    assert.equal((await failureOf(door({ url: 'http://rebind.example.com/' }))).failure, 'forbidden')
    assert.equal(names.asked, visit)
  }
})

const REDIRECTS: readonly (readonly [string, number, string, Partial<DoorRequest>])[] = [
  ['to the metadata address', 307, 'http://169.254.169.254/', {}],
  ['to a file', 302, 'file:///etc/passwd', {}],
  ['to itself for ever', 302, '/again', {}],
  ['to another private port', 302, 'http://127.0.0.1:6379/', {}],
  ['to a public name with a body', 308, 'http://other.example.com/', { method: 'POST', body: 'secret' }],
  ['with a user name inside', 302, 'http://user:pw@example.com/', {}],
]

for (const [title, status, location, more] of REDIRECTS) {
  test(`a redirect ${title} is not followed`, async (t) => {
    const { place } = await listen(t, (_, response) => response.writeHead(status, { location }).end())
    const door = openDoor(t, [place])
    const failure = await failureOf(door({ url: `http://${place}/`, redirects: 3, ...more }))
    assert.equal(failure.failure, 'forbidden')
  })
}

test('without leave a redirect is the answer itself, and 300 is never followed', async (t) => {
  const { place } = await listen(t, (request, response) =>
    response.writeHead(request.url === '/300' ? 300 : 302, { location: 'http://127.0.0.1/' }).end(),
  )
  const door = openDoor(t, [place])
  assert.equal((await door({ url: `http://${place}/302` })).status, 302)
  assert.equal((await door({ url: `http://${place}/300`, redirects: 3 })).status, 300)
})

test('a redirect to another origin loses its credentials, within the origin it keeps them', async (t) => {
  const heard: IncomingMessage['headers'][] = []
  const other = await listen(t, (request, response) => {
    heard.push(request.headers)
    response.end('arrived')
  })
  const first = await listen(t, (request, response) => {
    heard.push(request.headers)
    const location = request.url === '/' ? '/inside' : `http://${other.place}/`
    response.writeHead(302, { location }).end()
  })
  const door = openDoor(t, [first.place, other.place])
  const headers = { Authorization: 'Bearer abc', Cookie: 'a=b', 'X-Api-Key': 'k', Accept: 'text/plain' }
  const answer = await door({ url: `http://${first.place}/`, headers, redirects: 2 })
  assert.equal(answer.body.toString(), 'arrived')
  assert.equal(heard[1]?.authorization, 'Bearer abc')
  assert.equal(heard[2]?.authorization, undefined)
  assert.equal(heard[2]?.cookie, undefined)
  assert.equal(heard[2]?.['x-api-key'], undefined)
  assert.equal(heard[2]?.accept, 'text/plain')
})

test('a body that is too long is refused also when it comes in one piece with its head', async (t) => {
  const { place } = await listen(t, (_request, response) => {
    response.write('x'.repeat(1024))
    response.end()
  })
  const door = openDoor(t, [place])
  const failure = await failureOf(door({ url: `http://${place}/`, bytesMax: 500, timeoutMs: 2000 }))
  assert.equal(failure.failure, 'too-large')
})

test('an endless body, a giant promised one and giant headers are cut off', async (t) => {
  const { place } = await listen(t, (request, response) => {
    if (request.url === '/endless')
      return void Readable.from(endless())
        .on('error', () => {})
        .pipe(response)
    if (request.url === '/promised')
      return void response.writeHead(200, { 'content-length': '10000000000' }).write('x')
    for (let at = 0; at < 40; at++) response.setHeader(`x-${at}`, 'y'.repeat(1000))
    return void response.end()
  })
  const door = openDoor(t, [place])
  for (const path of ['/endless', '/promised', '/headers']) {
    const failure = await failureOf(door({ url: `http://${place}${path}`, bytesMax: 100_000 }))
    assert.equal(failure.failure, 'too-large', path)
    assert.equal(failure.wrote, true)
  }
})

test('the time limit covers silence, a dripping body and redirects together', async (t) => {
  const { place } = await listen(t, (request, response) => {
    if (request.url === '/silent') return
    if (request.url === '/hop')
      return void setTimeout(() => response.writeHead(302, { location: '/hop' }).end(), 120)
    const drip = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(drip))
  })
  const door = openDoor(t, [place])
  const limits = { '/silent': 200, '/drip': 1500, '/hop': 200 } // what drips must have begun before
  for (const [path, timeoutMs] of Object.entries(limits)) {
    const took = await timeOf(async () => {
      const failure = await failureOf(door({ url: `http://${place}${path}`, timeoutMs, redirects: 3 }))
      assert.equal(failure.failure, 'timeout', path)
      assert.equal(failure.status, path === '/drip' ? 200 : null)
    })
    assert(took < timeoutMs + 800, `${took} ms`)
  }
})

test('a failure says in which phase it happened and whether bytes may have left', async (t) => {
  const silent = createTcpServer((socket) => {
    socket.once('data', (data) => {
      const path = String(data).split(' ')[1]
      if (path === '/cut') socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc')
      if (path === '/nonsense') socket.write('SMTP ready\r\n\r\n')
      if (path === '/reset') socket.resetAndDestroy()
      else setTimeout(() => socket.destroy(), 20)
    })
  })
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  t.after(() => silent.close())
  const place = `127.0.0.1:${(silent.address() as AddressInfo).port}`
  const closed = createTcpServer()
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
  const nobody = `127.0.0.1:${(closed.address() as AddressInfo).port}`
  await new Promise((resolve) => closed.close(resolve))

  const door = openDoor(t, [place, nobody])
  const phases = async (url: string) => {
    const { failure, wrote } = await failureOf(door({ url, method: 'POST', body: 'x', timeoutMs: 2000 }))
    return { failure, wrote }
  }
  assert.deepEqual(await phases(`http://${nobody}/`), { failure: 'refused', wrote: false })
  assert.deepEqual(await phases(`https://${place}/`), { failure: 'reset', wrote: false })
  assert.deepEqual(await phases(`http://${place}/reset`), { failure: 'reset', wrote: true })
  assert.deepEqual(await phases(`http://${place}/closed`), { failure: 'reset', wrote: true })
  assert.deepEqual(await phases(`http://${place}/cut`), { failure: 'cut', wrote: true })
  assert.deepEqual(await phases(`http://${place}/nonsense`), { failure: 'cut', wrote: true })
})

test('what waited for a free connection until its time was over is never sent', async (t) => {
  const hanging = Array.from({ length: CONNECTIONS_PER_HOST_MAX }, () => Promise.withResolvers<void>())
  const full = Promise.withResolvers<void>()
  let heard = 0
  const { place } = await listen(t, async (request, response) => {
    heard++
    if (heard === hanging.length) full.resolve()
    await hanging[heard - 1]?.promise
    response.end(await textOf(request))
  })
  const door = openDoor(t, [place])
  const ask = (timeoutMs: number) =>
    door({ url: `http://${place}/`, method: 'POST', body: 'halo', timeoutMs })
  const asked = hanging.map(() => ask(10_000))
  await full.promise
  const { failure, wrote } = await failureOf(ask(50))
  assert.deepEqual({ failure, wrote }, { failure: 'timeout', wrote: false })
  for (const { resolve } of hanging) resolve()
  await Promise.all(asked)
  await ask(10_000)
  assert.equal(heard, hanging.length + 1, 'whoever said that nothing had left would send it again')
})

test('a program that stood still until its time was over does not send after it', async (t) => {
  let heard = 0
  const { place, server } = await listen(t, (_, response) => {
    heard++
    response.end()
  })
  const door = openDoor(t, [place])
  server.once('connection', () => {
    const until = performance.now() + 150
    while (performance.now() < until); // the whole program stops while its connection is being made
  })
  const failure = await failureOf(door({ url: `http://${place}/`, timeoutMs: 50 }))
  assert.equal(failure.failure, 'timeout')
  assert.equal(failure.wrote, false)
  assert.equal(heard, 0)
})

test('a download becomes a file with its size and hash, or no file at all', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'wetalk-door-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const content = Buffer.alloc(300_000, 'media')
  const { place } = await listen(t, (request, response) => {
    if (request.url === '/missing') return void response.writeHead(404).end('no')
    if (request.url === '/broken') return void response.write(content, () => response.destroy())
    return void response.end(content)
  })
  const door = openDoor(t, [place])
  const file = join(dir, 'good')
  const saved = await door.download({ url: `http://${place}/` }, file)
  assert.equal(saved.bytes, content.length)
  assert.equal(saved.sha256, createHash('sha256').update(content).digest('hex'))
  assert.deepEqual(readFileSync(file), content)

  assert.equal((await door.download({ url: `http://${place}/missing` }, join(dir, 'a'))).status, 404)
  assert.equal(
    (await failureOf(door.download({ url: `http://${place}/broken` }, join(dir, 'b')))).failure,
    'cut',
  )
  const large = door.download({ url: `http://${place}/`, bytesMax: 1000 }, join(dir, 'c'))
  assert.equal((await failureOf(large)).failure, 'too-large')
  for (const name of ['a', 'b', 'c']) assert.equal(existsSync(join(dir, name)), false, name)
})

test('connections are kept: a thousand calls to one place open few of them', async (t) => {
  let connections = 0
  const { place, server } = await listen(t, (_, response) => response.end('{"ok":true}'))
  server.on('connection', () => connections++)
  const door = openDoor(t, [place])
  const calls = Array.from({ length: 20 }, async () => {
    for (let call = 0; call < 50; call++) await door({ url: `http://${place}/`, method: 'POST', body: '{}' })
  })
  await Promise.all(calls)
  assert(connections <= 60, `${connections} connections`)
})

function* endless(): Generator<Buffer> {
  const chunk = Buffer.alloc(16_384, 'x')
  for (;;) yield chunk
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}
