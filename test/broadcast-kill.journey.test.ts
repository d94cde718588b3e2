import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { embeddedConnection } from '#server/base/embedded.ts'
import { ownFolder, startProduct } from './program.ts'
import { freePort, type Loose, phoneOf, until, visitorOf } from './rig.ts'
import { take } from './stage.ts'

const PEOPLE = 40
/** Messages per second that the number may send: slow enough to be killed in the middle, twice. */
const RATE = 4
const PATIENCE_MS = 90_000
/** Forty phones are looked at together: not so often that it keeps the product from its work. */
const LOOK_MS = 500

test('killed twice in the middle of a broadcast, nobody gets it twice and nobody is forgotten', async () => {
  await using folder = await ownFolder('broadcast')
  const env = {
    PORT: String(await freePort()),
    DATA_DIR: folder.path,
    RESEND_AFTER: '3',
    RESEND_AFTER_OUTAGE: '3',
  }
  let product = await startProduct(env)
  try {
    let owner = visitorOf(product.url)
    const restart = async () => {
      assert.equal(await product.stop('SIGKILL'), 'SIGKILL')
      product = await startProduct(env)
      const cookies = [...owner.cookies]
      owner = visitorOf(product.url)
      for (const [name, value] of cookies) owner.cookies.set(name, value)
    }
    await owner.call('POST', '/api/demo', {})
    const { control } = await phoneOf(product, owner)
    for (let at = 0; at < PEOPLE; at++)
      await control('POST', '/customers', {
        name: `Orang ${at}`,
        phone: `+62811000${1000 + at}`,
        verified: false,
      })
    await take(owner, 'POST', '/api/templates/sync', {})
    const { items } = await take(owner, 'GET', '/api/templates?search=pengingat_pesanan')
    const made = await take(owner, 'POST', '/api/broadcasts', { name: 'Ramai' })
    const { numbers } = await take(owner, 'GET', '/api/channel')
    const number = numbers.find(({ test: isTest }: Loose) => !isTest) ?? numbers[0]
    await slowDown(folder.path)
    const heading = 'nomor'
    const text = [heading, ...Array.from({ length: PEOPLE }, (_, at) => `+62811000${1000 + at}`)].join('\n')
    await take(owner, 'POST', `/api/broadcasts/${made.id}/numbers`, { text, line: 1, heading })
    const body = ['1', '2'].map((name) => ({ name, text: 'Anda' }))
    const saved = await take(owner, 'PUT', `/api/broadcasts/${made.id}`, {
      name: made.name,
      revision: made.revision,
      numberId: number.id,
      message: { kind: 'template', template: items[0].template, body },
      audience: { ...made.audience, from: 'numbers' },
      consent: 'Formulir di toko',
    })
    await take(owner, 'POST', `/api/broadcasts/${made.id}/start`, {
      revision: saved.revision,
      recipients: PEOPLE,
      at: null,
    })
    const handed = async () => {
      const { items: rows } = await take(owner, 'GET', `/api/broadcasts/${made.id}/recipients?limit=200`)
      return rows.filter(({ place }: Loose) => place !== 'waiting').length
    }
    for (const share of [0.2, 0.5]) {
      await until(`${share} of it is on its way`, async () => (await handed()) >= PEOPLE * share, PATIENCE_MS)
      await restart()
    }
    assert.ok((await handed()) < PEOPLE, 'it was killed in the middle')
    const arrived = async () => {
      await sleep(LOOK_MS)
      const world = await worldOf(owner, product)
      const all = await Promise.all(
        world.customers
          .filter(({ name }: Loose) => name.startsWith('Orang '))
          .map(({ id }: Loose) => world.control('GET', `/threads/${world.numberId(number.display)}/${id}`)),
      )
      return all.map(({ bubbles }: Loose) => bubbles.filter(({ from }: Loose) => from === 'business').length)
    }
    await until('everyone has it', async () => (await arrived()).every((count) => count >= 1), PATIENCE_MS)
    await sleep(3000)
    assert.deepEqual(new Set(await arrived()), new Set([1]))
    const done = await until('it is done', async () => {
      const one = await take(owner, 'GET', `/api/broadcasts/${made.id}`)
      return one.state === 'done' && one
    })
    assert.equal(done.reason, null)
  } finally {
    await product.stop('SIGTERM')
  }
})

async function slowDown(dir: string): Promise<void> {
  const client = new pg.Client({ ...embeddedConnection(dir), options: '-c app.workspace=*' })
  await client.connect()
  await client.query('update phone_number set rate = $1', [RATE])
  await client.end()
}

async function worldOf(owner: Loose, product: { readonly url: string }) {
  const { control } = await phoneOf(product, owner)
  const view = await control('GET', '')
  return {
    control,
    customers: view.customers as Loose[],
    numberId: (display: string) =>
      view.numbers.find((one: Loose) => bare(one.display) === bare(display))?.id ?? view.numbers[0].id,
  }
}

function bare(display: unknown): string {
  return String(display).replace(/\D/g, '')
}
