import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { take } from './stage.ts'

const HOUR = 3_600_000
const DRAFT = { kind: 'template', name: 'hello_world', language: 'en_US' }

test('what the channel page shows of the limit is what the gate counts, and places become free by the clock', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await take(owner, 'POST', '/api/demo', {})
  const phones = await Promise.all([0, 1, 2].map((customer) => phoneOf(rig, owner, customer, 1)))
  const [phone] = phones
  assert.ok(phone)
  for (const one of phones) await one.text('halo')
  const chats: Loose[] = await until('three chats', async () => {
    const { items } = await take(owner, 'GET', '/api/chats')
    return items.length === 3 && items
  })
  const { numbers } = await take(owner, 'GET', '/api/channel')
  const real = numbers.find(({ test }: Loose) => !test)
  const limits = () => take(owner, 'GET', '/api/limits')
  const limit = async () => {
    const found = await limits()
    assert.deepEqual(
      found.numbers.map(({ numberId }: Loose) => numberId),
      [real.id],
      'a test number has no limit of this kind',
    )
    return { ...found.numbers[0], scope: found.scope, now: found.now }
  }
  const first = await limit()
  assert.deepEqual([first.max, first.used, first.left, first.freesAt], [2000, 0, 2000, null])
  assert.deepEqual(first.next, {
    max: 10_000,
    byVerification: false,
    customers: 1000,
    days: 7,
    reached: 0,
    isMet: false,
  })

  await phone.control('PATCH', '', { portfolioLimit: 2 })
  await until('Meta’s new limit is heard', async () => (await limit()).max === 2)
  const { next, highest } = await limit()
  assert.deepEqual([next, highest], [null, false], 'no step of this era, and not said to be the highest')
  await turn(25 * HOUR)
  const send = (chat: Loose) =>
    owner.call('POST', `/api/chats/${chat.id}/messages`, { draft: DRAFT, clientId: crypto.randomUUID() })
  const delivered = async (chat: Loose) =>
    await until('it is delivered', async () => {
      const { items } = await take(owner, 'GET', `/api/chats/${chat.id}/messages`)
      return items[0].state === 'delivered'
    })

  assert.equal((await send(chats[0])).status, 200)
  await delivered(chats[0])
  const one = await limit()
  assert.deepEqual([one.used, one.left], [1, 1])
  assert.ok(Math.abs(one.freesAt - one.now - 24 * HOUR) < 60_000, 'a place is held for 24 hours')
  await send(chats[0])
  await delivered(chats[0])
  assert.equal((await limit()).used, 1, 'the same customer takes no second place')
  await turn(HOUR)
  await send(chats[1])
  await delivered(chats[1])
  const full = await limit()
  assert.deepEqual([full.used, full.left], [2, 0])
  assert.ok(Math.abs(full.freesAt - full.now - 23 * HOUR) < 60_000, 'the oldest leaves first')

  await send(chats[2])
  const { items } = await take(owner, 'GET', `/api/chats/${chats[2].id}/messages`)
  const { refusal, facts } = items[0].verdict
  assert.deepEqual(
    [refusal, facts.limit, facts.limitUsed],
    ['limit-reached', full.max, full.used],
    'the gate names the same figures',
  )

  await turn(23 * HOUR + 60_000)
  await delivered(chats[2])
  const later = await limit()
  assert.deepEqual([later.used, later.left], [2, 0], 'the one that waited took the place that became free')

  async function turn(ms: number): Promise<void> {
    const { clock } = await (phone as NonNullable<typeof phone>).control('POST', '/clock', { advance: ms })
    await until('the clock is known', async () => {
      const { channel } = await take(owner, 'GET', '/api/channel')
      return Math.abs(channel.clockOffset - clock.offset) < 5000
    })
  }
})
