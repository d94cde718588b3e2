import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Loose, openRig, phoneOf, until } from './rig.ts'

test('a customer says halo, and the bot of a fresh demo answers with buttons', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  assert.equal((await owner.call('POST', '/api/demo', {})).status, 200)
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  const greeting = await phone.hears('Kopi Senja')
  assert.equal(greeting.content.type, 'interactive')
  const { body } = await owner.call('GET', '/api/chats')
  assert.equal(body.items[0].contact.name, 'Dewi Lestari')
  const { fields } = (await owner.call('GET', '/api/fields')).body
  const labels = fields.map(({ label }: Loose) => label)
  assert.deepEqual(labels, ['Nama pelanggan', 'Nomor pesanan'], 'its fields read as its people speak')
  await until('the answer is delivered', async () => {
    const { body: page } = await owner.call('GET', `/api/chats/${body.items[0].id}/messages`)
    return page.items[0].state === 'delivered'
  })
})
