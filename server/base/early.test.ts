import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import Fastify from 'fastify'
import { answerEarly, answerPlain, answerProblem, readBody } from '#server/base/early.ts'

const BYTES_MAX = 1000
const TOO_LARGE = { status: 413, code: 'too-large' }
const app = Fastify()
const broken: unknown[] = []
let port = 0

before(async () => {
  app.post('/later', async () => 'the framework')
  answerEarly(app, (asked, answer) => {
    if (asked.url !== '/early') return false
    readBody(asked, BYTES_MAX).then(
      (body) =>
        body ? answerPlain(answer, `${body.length} bytes`) : answerProblem(answer, TOO_LARGE, 'the-request'),
      (error: unknown) => broken.push(error),
    )
    return true
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})
after(() => app.close())

test('a body is read whole, however many pieces it comes in, and others go to the framework', async () => {
  assert.equal(await said(post('/early', 'x'.repeat(BYTES_MAX))), '1000 bytes')
  assert.equal(await said(post('/early', '')), '0 bytes')
  const pieces = new ReadableStream({
    start(stream) {
      for (const piece of ['ab', 'cd', 'e']) stream.enqueue(new TextEncoder().encode(piece))
      stream.close()
    },
  })
  assert.equal(await said(post('/early', pieces)), '5 bytes')
  assert.equal(await said(post('/later', '')), 'the framework')
})

test('a body that is too large is refused before it is read, also when it does not say how large it is', async () => {
  const announced = await post('/early', 'x'.repeat(BYTES_MAX + 1))
  assert.equal(announced.status, 413)
  assert.equal(announced.headers.get('connection'), 'close')
  assert.equal(announced.headers.get('x-request-id'), 'the-request')
  assert.match(announced.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  const endless = new ReadableStream({
    pull: (stream) => stream.enqueue(new Uint8Array(400)),
  })
  assert.equal((await post('/early', endless)).status, 413)
})

test('who breaks off in the middle of a body is not waited for', async () => {
  const caller = request({ port, path: '/early', method: 'POST', headers: { 'content-length': 500 } })
  caller.on('error', () => undefined)
  await new Promise<void>((resolve) => caller.write('half', () => resolve()))
  caller.destroy()
  for (let turn = 0; turn < 100 && broken.length === 0; turn++) await new Promise((r) => setTimeout(r, 10))
  assert.match(String(broken[0]), /aborted/)
})

function post(path: string, body: string | ReadableStream): Promise<Response> {
  const init = { method: 'POST', body, duplex: 'half' }
  return fetch(`http://127.0.0.1:${port}${path}`, init as RequestInit)
}

async function said(answer: Promise<Response>): Promise<string> {
  return (await answer).text()
}
