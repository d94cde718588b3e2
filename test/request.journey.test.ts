import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, type Loose, openRig, phoneOf, until } from './rig.ts'
import { readRows } from './rows.ts'
import { flowFile, onlyChat, publishFlow, stillAfter, traceOf } from './team.ts'

const SECRET = 'sk-rahasia-9c1f'

test('a flow asks another server and goes on with its answer', async (t) => {
  const port = await freePort()
  const asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []
  await using server = await shop(port, asked)
  await using rig = await openRig({ OUTBOUND_ALLOW: `localhost:${server.port}` })
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  const base = `http://localhost:${server.port}`
  const kept = await owner.call('PUT', '/api/secrets/kunci_toko', { value: SECRET })
  assert.equal(kept.status, 200, JSON.stringify(kept.body))
  const asking = (name: string, http: Loose) =>
    publishFlow(
      owner,
      flowFile(
        name,
        { keywords: [name] },
        {
          ask: { kind: 'question', text: 'Kode barang?', field: 'kode', next: { answered: 'call' } },
          call: {
            kind: 'http',
            seconds: 2,
            next: { success: 'yes', failed: 'no', timeout: 'late' },
            ...http,
          },
          yes: { kind: 'message', text: 'Stok {{kode}}: {{stok}}' },
          no: { kind: 'message', text: `${name} gagal` },
          late: { kind: 'message', text: `${name} lambat` },
        },
      ),
    )
  const talk = async (name: string, code: string) => {
    await phone.text(name)
    await until(
      'the question',
      async () => (await phone.thread()).bubbles.at(-1)?.content.text === 'Kode barang?',
    )
    await phone.text(code)
  }

  await t.test('its fields, its secret and a key go along; the answer fills a field', async () => {
    await asking('stok', {
      method: 'POST',
      url: `${base}/stok?kode={{kode}}`,
      headers: [{ name: 'Authorization', value: 'Bearer ', secret: 'kunci_toko' }],
      body: '{"kode":"{{kode}}"}',
      map: [{ path: 'data.stok', field: 'stok' }],
    })
    await talk('stok', 'K "1"&x')
    await phone.hears('Stok K \\"1\\"&x: 7')
    const [request] = asked
    assert.equal(request?.headers.authorization, `Bearer ${SECRET}`)
    assert.match(String(request?.headers['idempotency-key']), /^[0-9a-f-]{36}$/)
    assert.deepEqual(JSON.parse(request?.body ?? ''), { kode: 'K "1"&x' })
    assert.equal(request?.url, '/stok?kode=K%20%221%22%26x')
  })

  await t.test('signs in an answer that no database can hold are left out of it', async () => {
    await asking('aneh', { url: `${base}/aneh`, map: [{ path: 'data.stok', field: 'stok' }] })
    await talk('aneh', 'K9')
    await phone.hears('Stok K9: 7')
  })

  await t.test(
    'a page where JSON is asked is a failure: no field is emptied, and the trace says why',
    async () => {
      await asking('halaman', { url: `${base}/halaman`, map: [{ path: 'data.stok', field: 'stok' }] })
      await talk('halaman', 'K10')
      await phone.hears('halaman gagal')
      const chat = await onlyChat(owner)
      const steps = (await traceOf(owner, chat.id)).flatMap(({ steps }) => steps)
      const failed = steps.filter(({ fault }) => fault === 'bad-answer')
      assert.deepEqual(
        failed.map(({ outlet, set }) => [outlet, set]),
        [['failed', {}]],
      )
      const { body } = await owner.call('GET', `/api/contacts/${chat.contact.id}`)
      assert.equal(body.fields.stok, '7', JSON.stringify(body))
    },
  )

  await t.test('the trace says status and time, and no secret is anywhere in it', async () => {
    const chat = await onlyChat(owner)
    const trace = JSON.stringify(await traceOf(owner, chat.id))
    assert.match(trace, /200 · \d+ ms/)
    assert.ok(!trace.includes(SECRET))
    const listed = await owner.call('GET', '/api/secrets')
    assert.deepEqual(
      listed.body.map(({ name }: Loose) => name),
      ['kunci_toko'],
    )
    assert.ok(!JSON.stringify(listed.body).includes(SECRET))
  })

  await t.test('an error of the server, silence, and an address inside have their own ways', async () => {
    await asking('rusak', { url: `${base}/rusak` })
    await talk('rusak', 'x')
    await phone.hears('rusak gagal')
    await asking('diam', { url: `${base}/diam`, seconds: 1 })
    await talk('diam', 'x')
    await phone.hears('diam lambat')
    await asking('dalam', { url: `http://localhost:${new URL(rig.url).port}/healthz` })
    await talk('dalam', 'x')
    await phone.hears('dalam gagal')
  })

  await t.test('a request is made once, whatever else happens in the chat', async () => {
    const before = asked.length
    await talk('stok', 'K2')
    await phone.hears('Stok K2: 7')
    await stillAfter(700, async () => assert.equal(asked.length, before + 1))
  })

  await t.test('a step is tried for real from the builder, with sample values', async () => {
    const tried = await owner.call('POST', '/api/flows/try-request', {
      request: {
        method: 'GET',
        url: `${base}/stok?kode={{kode}}`,
        headers: [{ name: 'X-Key', value: '', secret: 'kunci_toko' }],
        map: [{ path: 'data.stok', field: 'stok' }],
      },
      samples: { kode: 'contoh' },
    })
    assert.equal(tried.status, 200, JSON.stringify(tried.body))
    assert.equal(tried.body.status, 200)
    assert.deepEqual(tried.body.fields, { stok: '7' })
    assert.equal(asked.at(-1)?.headers['x-key'], SECRET)
    const inside = await owner.call('POST', '/api/flows/try-request', {
      request: { url: 'http://127.0.0.1:5432/' },
    })
    assert.equal(inside.status, 422)
  })

  await t.test('when its process is gone, only what may be repeated is asked again', async () => {
    const slow = { seconds: 5, map: [{ path: 'data.stok', field: 'stok' }] }
    await asking('pesan', { ...slow, method: 'POST', url: `${base}/pelan`, body: '{}' })
    await asking('lihat', { ...slow, method: 'GET', url: `${base}/pelan` })
    const abandon = () =>
      until('the request is under way', async () => {
        const left = await readRows(
          rig.database,
          'update flow_request set begun_by = gen_random_uuid() where begun_by is not null returning id',
        )
        return left.length === 1
      })
    const before = asked.length
    await talk('pesan', 'x')
    await abandon()
    await phone.hears('pesan lambat')
    assert.equal(asked.length, before + 1, 'an order is never placed twice')
    await talk('lihat', 'y')
    await abandon()
    await phone.hears('Stok y: 7')
    assert.equal(asked.length, before + 3, 'a look is taken again')
    assert.deepEqual(await readRows(rig.database, 'select id from flow_request'), [])
  })

  await t.test('a flow with a secret that is not there cannot be published', async () => {
    assert.equal((await owner.call('DELETE', '/api/secrets/kunci_toko')).status, 200)
    const { body } = await owner.call('GET', '/api/flows')
    const flow = body.find(({ name }: Loose) => name === 'stok')
    const again = await owner.call('POST', `/api/flows/${flow.id}/publish`, {})
    assert.equal(again.body.code ?? again.body.data?.code, 'flow-invalid', JSON.stringify(again.body))
    await talk('stok', 'K3')
    await phone.hears('stok gagal')
  })
})

/** Somebody else's server: it knows the stock, breaks, or says nothing. */
async function shop(
  port: number,
  asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[],
) {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { method = '', url = '', headers } = request
    asked.push({ method, url, headers, body })
    if (url.startsWith('/diam')) return
    if (url.startsWith('/pelan')) await sleep(1500)
    if (url.startsWith('/halaman')) return response.end('<!doctype html><p>Sedang perbaikan</p>')
    response.writeHead(url.startsWith('/rusak') ? 500 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ data: { stok: url.startsWith('/aneh') ? '7\u0000' : 7 } }))
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
  return {
    port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
