import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import multipart from '@fastify/multipart'
import Fastify from 'fastify'
import { type CreatedWorld, simApi } from '#core/whatsapp/sim-api.ts'
import { SIM_PROBLEMS } from '#core/whatsapp/sim-problem.ts'
import { SimFaults, SimThread, SimWorld } from '#core/whatsapp/sim-view.ts'
import { openSimulator, simulatorPlugin } from '#simulator/app.ts'
import {
  ADMIN_KEY,
  hasStatus,
  openReceiver,
  openRig,
  type Rig,
  simulatorIn,
  threadPath,
  updatesIn,
  wamidOf,
} from '#simulator/rig.ts'
import { objectOf, objectsOf } from '#simulator/wire.ts'
import { givesParts } from '../test/parts.ts'

let rig: Rig
before(async () => {
  rig = await openRig()
})
after(() => rig.close())

const url = (path: string) => `${rig.simulator.url}${path}`
const admin = { 'x-admin-key': ADMIN_KEY, 'content-type': 'application/json' }
const to = (customer = 0) => `+${rig.world.customers[customer]?.waId}`
const send = (body: object, number = 1) =>
  rig.graph('POST', `${rig.world.numbers[number]?.id}/messages`, { messaging_product: 'whatsapp', ...body })

test('the owner makes and ends a world over HTTP; others cannot', async () => {
  const body = JSON.stringify({ name: 'Toko Lain' })
  assert.equal((await fetch(url('/worlds'), { method: 'POST', body })).status, 401)
  const answer = await fetch(url('/worlds'), { method: 'POST', headers: admin, body })
  const world = simApi.createWorld.output.parse(await answer.json())
  assert.equal(world.graphUrl, `${rig.simulator.url}/graph`)
  assert.deepEqual(
    world.customers.map(({ name }) => name),
    ['Dewi Lestari', 'Hendra Gunawan', 'Sarah Lim'],
  )
  assert.deepEqual(world.numbers[0]?.recipients, ['6281288412093', '6285711204410', '6581234471'])
  const end = (key: string) =>
    fetch(url(`/worlds/${world.id}`), { method: 'DELETE', headers: { 'x-admin-key': key } })
  assert.equal((await end('wrong')).status, 401)
  assert.deepEqual(await (await end(ADMIN_KEY)).json(), { done: true })
  assert.equal((await fetch(url(`/worlds/${world.id}?key=${world.key}`))).status, 401)
  assert.equal((await end(ADMIN_KEY)).status, 404, 'to its owner it is gone, not locked')
})

test('every body that the guide for other projects shows is taken by its door', async () => {
  const guide = await readFile(join(import.meta.dirname, '../docs/simulator.md'), 'utf8')
  const faults = SimFaults.partial().strict()
  const doors = [
    [/^say '(.+?)' *(?:#|$)/gm, simApi.say.input, 8],
    [/^faults '(.+?)' *(?:#|$)/gm, faults, 8],
    [/clock -H .+ -d '(.+?)'/g, simApi.clock.input, 2],
    [/PATCH \$W (\{.+?\})`/g, simApi.patchWorld.input.strict(), 3],
  ] as const
  for (const [pattern, schema, count] of doors) {
    const bodies = [...guide.replaceAll(/'\$[A-Z]+'/g, 'x').matchAll(pattern)].map(([, body = '']) => body)
    assert.equal(bodies.length, count, String(pattern))
    for (const body of bodies) assert.ok(schema.safeParse(JSON.parse(body)).success, body)
  }
})

test('what the control API shows has the shape it promises, and no secret', async () => {
  const { body } = await rig.control('GET', '')
  assert.deepEqual(SimWorld.parse(body), body)
  const text = JSON.stringify(body)
  for (const secret of [rig.world.token, rig.world.appSecret, rig.world.key])
    assert.ok(!text.includes(secret))
  await rig.control('POST', `${threadPath(rig.world)}/say`, { kind: 'text', text: 'halo' })
  const thread = await rig.thread()
  assert.deepEqual(SimThread.parse(thread), thread)
})

const BAD: readonly [string, string, unknown, number][] = [
  ['POST', '/threads/1/2/say', { kind: 'text', text: 'x' }, 404],
  ['POST', 'say', { kind: 'text' }, 400],
  ['POST', 'say', { kind: 'nonsense' }, 400],
  ['POST', 'say', 7, 400],
  ['POST', 'say', { kind: 'tap', to: 'wamid.x', id: 'a' }, 409],
  ['POST', 'say', { kind: 'text', text: 'x', replyTo: 'wamid.none' }, 409],
  ['POST', 'say', { kind: 'media', mediaId: '1' }, 409],
  ['POST', '/clock', { advance: -1 }, 400],
  ['POST', '/clock', { advance: 1e15 }, 400],
  ['PATCH', '', { faults: { duplicate: 2 } }, 400],
  ['PATCH', '/customers/none', { name: 'x' }, 404],
  ['PATCH', '/templates/none', { status: 'APPROVED' }, 404],
  ['POST', '/customers', { name: 'x', phone: 'abcdefgh' }, 400],
  ['POST', '/customers', { name: 'x', phone: '+62 812-8841-2093' }, 409],
  ['GET', '/nowhere', undefined, 404],
]
for (const [method, path, body, status] of BAD) {
  test(`${method} ${path} with ${JSON.stringify(body)} is answered with ${status}`, async () => {
    const full = path === 'say' ? `${threadPath(rig.world)}/say` : path
    const answer = await rig.control(method, full, body)
    assert.equal(answer.status, status)
    const { code } = objectOf(answer.body.error)
    assert.ok(path === '/nowhere' || SIM_PROBLEMS.some((known) => known === code), String(code))
  })
}

test('a list, a template and a carousel are drawn, and their taps tell what was tapped', async () => {
  const say = `${threadPath(rig.world)}/say`
  await rig.control('POST', say, { kind: 'text', text: 'menu' })
  const list = wamidOf(
    await send({
      to: to(),
      type: 'interactive',
      interactive: {
        type: 'list',
        body: { text: 'Menu' },
        action: {
          button: 'Lihat',
          sections: [{ rows: [{ id: 'k', title: 'Kopi', description: 'Rp18.000' }] }],
        },
      },
    }),
  )
  const template = wamidOf(
    await send({
      to: to(),
      type: 'template',
      template: {
        name: 'pengingat_pesanan',
        language: { code: 'id' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Dewi' },
              { type: 'text', text: 'KS-7' },
            ],
          },
          {
            type: 'button',
            sub_type: 'quick_reply',
            index: '1',
            parameters: [{ type: 'payload', payload: 'antar:7' }],
          },
        ],
      },
    }),
  )
  const { bubbles } = await rig.thread()
  const drawn = bubbles.find(({ wamid }) => wamid === template)?.content
  assert.equal(drawn?.text, 'Halo Dewi, pesanan nomor KS-7 sudah siap diambil. Kami tunggu di toko, ya.')
  assert.deepEqual(
    drawn?.buttons.map(({ id, title }) => [id, title]),
    [
      ['Saya ke sana', 'Saya ke sana'],
      ['antar:7', 'Antar saja'],
    ],
  )
  for (const [wamid, id, type] of [
    [list, 'k', 'interactive'],
    [template, 'antar:7', 'button'],
  ] as const) {
    const tapped = await rig.control('POST', say, { kind: 'tap', to: wamid, id })
    const post = await rig.receiver.until((one) =>
      updatesIn(one, 'messages').some((m) => m.id === tapped.body.wamid),
    )
    assert.equal(updatesIn(post, 'messages')[0]?.type, type)
  }
})

test('a picture goes both ways: the phone shows it with the key, the business fetches it with the token', async () => {
  const bytes = randomBytes(2000)
  const uploaded = await fetch(url(`/worlds/${rig.world.id}/media?filename=foto.jpg`), {
    method: 'POST',
    headers: { 'x-world-key': rig.world.key, 'content-type': 'image/jpeg' },
    body: bytes,
  })
  const { mediaId, media } = simApi.uploadMedia.output.parse(await uploaded.json())
  const shown = await fetch(url(`${media.path}?key=${rig.world.key}`))
  assert.equal(shown.headers.get('content-type'), 'image/jpeg')
  assert.deepEqual(Buffer.from(await shown.arrayBuffer()), bytes)
  assert.equal((await fetch(url(`${media.path}?key=wrong`))).status, 401)
  const said = await rig.control('POST', `${threadPath(rig.world)}/say`, {
    kind: 'media',
    mediaId,
    caption: 'ini',
  })
  const post = await rig.receiver.until((one) =>
    updatesIn(one, 'messages').some((m) => m.id === said.body.wamid),
  )
  const image = objectOf(updatesIn(post, 'messages')[0]?.image)
  const node = await rig.graph('GET', String(image.id))
  assert.equal(Buffer.from(String(image.sha256), 'base64').toString('hex'), node.body.sha256)
  const headers = { authorization: `Bearer ${rig.world.token}` }
  assert.deepEqual(Buffer.from(await (await fetch(String(image.url), { headers })).arrayBuffer()), bytes)
})

test('a voice message of the phone can be had in parts, as a browser asks for them', async () => {
  const bytes = randomBytes(2000)
  const uploaded = await fetch(url(`/worlds/${rig.world.id}/media?filename=suara.ogg`), {
    method: 'POST',
    headers: { 'x-world-key': rig.world.key, 'content-type': 'audio/ogg' },
    body: bytes,
  })
  const { media } = simApi.uploadMedia.output.parse(await uploaded.json())
  const ask = (headers: Record<string, string>) =>
    fetch(url(`${media.path}?key=${rig.world.key}`), { headers })
  await givesParts(ask, bytes, 'audio/ogg')
})

test('a page of a customer is never run by the browser of the phone page', async () => {
  const uploaded = await fetch(url(`/worlds/${rig.world.id}/media?filename=a.html`), {
    method: 'POST',
    headers: { 'x-world-key': rig.world.key, 'content-type': 'text/html' },
    body: '<script>alert(1)</script>',
  })
  const { media } = simApi.uploadMedia.output.parse(await uploaded.json())
  const { headers } = await fetch(url(`${media.path}?key=${rig.world.key}`))
  assert.equal(headers.get('content-type'), 'application/octet-stream')
  assert.equal(headers.get('content-disposition'), 'attachment')
  assert.match(headers.get('content-security-policy') ?? '', /sandbox/)
})

test('a medium behind a link is fetched first; a dead link fails with 131053', async () => {
  const server = createServer((request, reply) => {
    if (request.url === '/ada.png') reply.writeHead(200, { 'content-type': 'image/png' }).end('png')
    else reply.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  await rig.control('POST', `${threadPath(rig.world)}/say`, { kind: 'text', text: 'foto?' })
  const good = wamidOf(await send({ to: to(), type: 'image', image: { link: `${origin}/ada.png` } }))
  await rig.receiver.until(hasStatus('delivered', good))
  const bubble = (await rig.thread()).bubbles.find(({ wamid }) => wamid === good)
  assert.ok(bubble?.content.media?.path)
  const bad = wamidOf(await send({ to: to(), type: 'image', image: { link: `${origin}/tidak-ada.png` } }))
  const post = await rig.receiver.until(hasStatus('failed', bad))
  const [error] = objectsOf(updatesIn(post, 'statuses')[0]?.errors)
  assert.equal(error?.code, 131053)
  assert.match(String(objectOf(error?.error_data).details), /http code 404/)
  server.close()
  server.closeAllConnections()
})

test('links to private addresses are not fetched unless the owner allows it', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'simulator-'))
  const options = { adminKey: ADMIN_KEY, now: Date.now, random: (length: number) => randomBytes(length) }
  const simulator = await openSimulator({ dir, port: 0, ...options })
  const world = simulator.createWorld()
  const receiver = await openReceiver(world.verifyToken)
  const headers = { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' }
  const post = (path: string, body: object) =>
    fetch(`${world.graphUrl}/v25.0/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  await post(`${world.wabaId}/subscribed_apps`, {
    override_callback_uri: receiver.url,
    verify_token: world.verifyToken,
  })
  await fetch(`${world.url}/worlds/${world.id}${threadPath(world)}/say`, {
    method: 'POST',
    headers: { 'x-world-key': world.key },
    body: JSON.stringify({ kind: 'text', text: 'halo' }),
  })
  const targets = [
    'http://127.0.0.1:1/a.png',
    'http://localhost:1/a.png',
    'http://[::1]:1/a.png',
    'http://169.254.169.254/a.png',
  ]
  for (const link of targets) {
    const before = receiver.posts.length
    await post(`${world.numbers[1]?.id}/messages`, {
      messaging_product: 'whatsapp',
      to: `+${world.customers[0]?.waId}`,
      type: 'image',
      image: { link },
    })
    const failed = await receiver.until(
      (one) => receiver.posts.indexOf(one) >= before && hasStatus('failed')(one),
    )
    assert.match(failed.raw, /private address/, link)
  }
  await simulator.close()
  await receiver.close()
  await rm(dir, { recursive: true, force: true })
})

test('the live stream tells what changed, for at most 20 listeners', async () => {
  const path = url(`/worlds/${rig.world.id}/live?key=${rig.world.key}`)
  const stop = new AbortController()
  const streams = await Promise.all(Array.from({ length: 20 }, () => fetch(path, { signal: stop.signal })))
  assert.deepEqual(new Set(streams.map(({ status }) => status)), new Set([200]))
  assert.equal((await fetch(path)).status, 409)
  const reader = streams[0]?.body?.pipeThrough(new TextDecoderStream()).getReader()
  await rig.control('POST', `${threadPath(rig.world, 1)}/say`, { kind: 'text', text: 'hidup' })
  let seen = ''
  while (!seen.includes('"what":"thread"')) seen += (await reader?.read())?.value ?? ''
  assert.ok(seen.includes(`"customerId":"${rig.world.customers[1]?.id}"`))
  stop.abort()
})

test('the mailbox keeps letters, and shows them without running them', async () => {
  const letter = { to: 'a@b.id', subject: '<b>Masuk</b>', text: 'Buka https://x.id/a?b=1&c=2 <script>' }
  const stored = await fetch(url('/mailbox'), {
    method: 'POST',
    headers: admin,
    body: JSON.stringify(letter),
  })
  assert.equal(stored.status, 200)
  assert.equal((await fetch(url('/mailbox'))).status, 401)
  const list = simApi.mailbox.output.parse(await (await fetch(url(`/mailbox?key=${ADMIN_KEY}`))).json())
  assert.equal(list.mails[0]?.text, letter.text)
  const page = await fetch(url(`/mailbox?key=${ADMIN_KEY}`), { headers: { accept: 'text/html' } })
  assert.equal(page.headers.get('content-security-policy'), "default-src 'none'; style-src 'self'")
  const html = await page.text()
  assert.ok(
    html.includes('&lt;b&gt;Masuk') &&
      !html.includes('<script') &&
      html.includes('href="https://x.id/a?b=1&amp;c=2"'),
  )
  assert.match(html, /<html lang="id">[\s\S]*<h1>Kotak surat</)
  const english = { accept: 'text/html', 'accept-language': 'en-GB,en;q=0.9' }
  const inEnglish = await (await fetch(url(`/mailbox?key=${ADMIN_KEY}`), { headers: english })).text()
  assert.match(inEnglish, /<html lang="en">[\s\S]*<h1>Mailbox</)
})

test('restarting a chat forgets it, and only it', async () => {
  await rig.control('POST', `${threadPath(rig.world, 0, 0)}/say`, { kind: 'text', text: 'lama' })
  await rig.control('POST', `${threadPath(rig.world, 1, 0)}/say`, { kind: 'text', text: 'tetap' })
  await rig.control('POST', `${threadPath(rig.world, 0, 0)}/restart`)
  assert.deepEqual((await rig.thread(0, 0)).bubbles, [])
  assert.equal((await rig.thread(1, 0)).bubbles.length, 1)
})

test('mounted in another Fastify, with its own parsers and hooks, it serves the same paths', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'simulator-'))
  const options = { adminKey: ADMIN_KEY, now: Date.now, random: (length: number) => randomBytes(length) }
  const simulator = await openSimulator({ dir, ...options })
  const app = Fastify({ bodyLimit: 1000 })
  await app.register(multipart)
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  await app.register(simulatorPlugin(simulator), { prefix: '/sim' })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const made = await fetch(`${origin}/sim/worlds`, { method: 'POST', headers: admin, body: '{}' })
  const world = (await made.json()) as CreatedWorld
  assert.equal(world.graphUrl, `${origin}/sim/graph`)
  const headers = { authorization: `Bearer ${world.token}` }
  assert.equal((await fetch(`${world.graphUrl}/v25.0/${world.wabaId}`, { headers })).status, 200)
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new Blob([randomBytes(50_000)], { type: 'image/jpeg' }), 'a.jpg')
  const media = await fetch(`${world.graphUrl}/v25.0/${world.numbers[1]?.id}/media`, {
    method: 'POST',
    headers,
    body: form,
  })
  assert.equal(media.status, 200)
  await app.close()
  await simulator.close()
  await rm(dir, { recursive: true, force: true })
})

test('two processes cannot open the same state', async () => {
  await assert.rejects(simulatorIn(rig.dir), /Another process has the simulator/)
})

test('the worlds of a simulator are there again when it is opened again', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'simulator-'))
  const first = await simulatorIn(dir)
  const world = first.createWorld({ name: 'Kopi Senja' })
  await first.close()
  const second = await simulatorIn(dir)
  const answer = await fetch(`${second.url}/worlds/${world.id}?key=${world.key}`)
  assert.equal(objectOf(await answer.json()).name, 'Kopi Senja')
  await second.close()
  await rm(dir, { recursive: true, force: true })
})
