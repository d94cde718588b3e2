import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { GraphFault } from '#core/whatsapp/sim-view.ts'
import { openRig, type Rig, threadPath } from '#simulator/rig.ts'
import { objectOf, textOf } from '#simulator/wire.ts'

/** In which a call that hangs would have been answered. */
const SOON_MS = 400
const PATIENCE_MS = 10_000

let rig: Rig
let file: string
before(async () => {
  rig = await openRig()
  await rig.control('POST', `${threadPath(rig.world)}/say`, { kind: 'text', text: 'halo' })
  file = textOf(objectOf(await (await ask('media', 'POST', upload())).json()).id)
})
after(() => rig.close())
beforeEach(() => meets(null))

const meets = (graph: object | null) => rig.control('PATCH', '', { faults: { graph } })
const number = () => rig.world.numbers[1]?.id ?? ''
const headers = () => ({ authorization: `Bearer ${rig.world.token}` })
const ask = (edge: string, method = 'GET', body: FormData | string | null = null, patience = PATIENCE_MS) =>
  fetch(`${rig.world.graphUrl}/v25.0/${edge === file ? file : `${number()}/${edge}`}`, {
    ...{ method, body, signal: AbortSignal.timeout(patience) },
    headers: { ...headers(), ...(typeof body === 'string' && { 'content-type': 'application/json' }) },
  })
function upload(): FormData {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new Blob(['%PDF-1.4'], { type: 'application/pdf' }), 'nota.pdf')
  return form
}
const said = { messaging_product: 'whatsapp', type: 'text', text: { body: 'x' } }
const to = () => `+${rig.world.customers[0]?.waId}`
/** The address of a file, asked for while nothing is broken. */
const addressOf = async () => textOf(objectOf(await (await ask(file)).json()).url)

/** The calls that faults part; each gives the status of its answer, 0 for none. */
const CALLS: Readonly<Record<string, (patience: number) => Promise<Response>>> = {
  send: (patience) => ask('messages', 'POST', JSON.stringify({ ...said, to: to() }), patience),
  upload: (patience) => ask('media', 'POST', upload(), patience),
  'look up a file': (patience) => ask(file, 'GET', null, patience),
  'read the number': (patience) => ask('', 'GET', null, patience),
}
const met = async (name: string, patience = PATIENCE_MS) =>
  (await CALLS[name]?.(patience).catch(() => null))?.status ?? 0

const STATUS: Readonly<Record<Exclude<GraphFault, 'slow'>, number>> = {
  throttle: 429,
  rate: 429,
  server: 500,
  resetBefore: 0,
  resetAfter: 0,
  hangBefore: 0,
  hangAfter: 0,
}
const HIT = {
  messages: ['send'],
  media: ['upload', 'look up a file'],
  all: Object.keys(CALLS),
} as const

for (const [kind, status] of Object.entries(STATUS)) {
  for (const [on, hit] of Object.entries(HIT)) {
    test(`${kind} on ${on} breaks ${hit.join(', ')} alone`, async () => {
      await meets({ kinds: [kind], share: 1, on })
      const names = Object.keys(CALLS)
      const hits: readonly string[] = hit
      const statuses = await Promise.all(
        names.map((name) => met(name, hits.includes(name) ? SOON_MS : PATIENCE_MS)),
      )
      assert.deepEqual(
        statuses,
        names.map((name) => (hits.includes(name) ? status : 200)),
      )
    })
  }
}

test('a fault of which it is not said where it strikes breaks messages alone', async () => {
  await meets({ kinds: ['server'], share: 1 })
  assert.deepEqual([await met('send'), await met('upload')], [500, 200])
  const unknown = await rig.control('PATCH', '', {
    faults: { graph: { kinds: ['server'], share: 1, on: 'x' } },
  })
  assert.equal(unknown.status, 400)
})

test('the bytes of a file are broken with files and with everything', async () => {
  const address = await addressOf()
  const bytes = (patience: number) =>
    fetch(address, { headers: headers(), signal: AbortSignal.timeout(patience) })
  for (const [kind, status] of Object.entries(STATUS)) {
    for (const on of ['media', 'all']) {
      await meets({ kinds: [kind], share: 1, on })
      assert.equal((await bytes(SOON_MS).catch(() => null))?.status ?? 0, status, `${kind} on ${on}`)
    }
    await meets({ kinds: [kind], share: 1, on: 'messages' })
    assert.equal((await bytes(PATIENCE_MS)).status, 200)
  }
})

test('what is slow is done after two seconds or more, the rest at once', async () => {
  const address = await addressOf()
  await meets({ kinds: ['slow'], share: 1, on: 'media' })
  const started = performance.now()
  const took = async (status: Promise<number>) => [await status, performance.now() - started >= 2000] as const
  const bytes = fetch(address, { headers: headers() }).then((answer) => answer.status)
  assert.deepEqual(await Promise.all([took(met('send')), took(met('upload')), took(bytes)]), [
    [200, false],
    [200, true],
    [200, true],
  ])
})
