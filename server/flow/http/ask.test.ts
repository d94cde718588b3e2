import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, type TestContext, test } from 'node:test'
import { HttpCall } from '#core/flow/http/call.ts'
import { createDoor } from '#server/base/fetch.ts'
import { askOutside } from '#server/flow/http/ask.ts'

const HTML = '<!doctype html><title>Sedang perbaikan</title>'
const ANSWERS: Readonly<Record<string, string>> = {
  '/json': '{"data":{"stok":7}}',
  '/bom': '\ufeff{"data":{"stok":7}}',
  '/html': HTML,
  '/nothing': '',
}

let server: Server
let place: string
before(async () => {
  server = createServer(({ url = '' }, response) => void response.end(ANSWERS[url]))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  place = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => void server.close())

async function ask(t: TestContext, path: string, paths: readonly string[]) {
  const map = paths.map((one, at) => ({ path: one, field: `f${at}` }))
  const call = HttpCall.parse({
    method: 'GET',
    url: `http://${place}${path}`,
    headers: [],
    body: null,
    seconds: 5,
    map,
  })
  const door = createDoor({ userAgent: 'Wetalk test', allow: [place] })
  t.after(() => door[Symbol.asyncDispose]())
  const { reply } = await askOutside(call, 'kunci', { door, openSecrets: async () => new Map() })
  const { result, status, reason, fields } = reply
  return { result, status, reason, fields }
}

test('the parts of an answer fill their fields', async (t) => {
  const filled = { result: 'success', status: 200, reason: undefined, fields: { f0: '7' } }
  assert.deepEqual(await ask(t, '/json', ['data.stok']), filled)
  assert.deepEqual(await ask(t, '/bom', ['data.stok']), filled)
})

test('UR-189: parts of an answer that is no JSON are a failure, and no field is touched', async (t) => {
  const failed = { result: 'failed', status: 200, reason: 'not-json', fields: {} }
  assert.deepEqual(await ask(t, '/html', ['data.stok']), failed)
  assert.deepEqual(await ask(t, '/html', ['', 'data.stok']), failed)
})

test('a whole answer may be anything, and so may one of which nothing is kept', async (t) => {
  const fine = { result: 'success', status: 200, reason: undefined }
  assert.deepEqual(await ask(t, '/nothing', ['data.stok']), { ...fine, fields: { f0: '' } })
  assert.deepEqual(await ask(t, '/html', ['', '$']), { ...fine, fields: { f0: HTML, f1: HTML } })
  assert.deepEqual(await ask(t, '/html', []), { ...fine, fields: {} })
})
