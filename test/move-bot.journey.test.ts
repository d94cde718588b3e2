import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { take } from './stage.ts'
import { messagesOf } from './team.ts'

test('a bot moves from the test number to the real one: flows, contact, tags, fields and history stay', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await take(owner, 'POST', '/api/demo', {})
  const { numbers } = await take(owner, 'GET', '/api/channel')
  const sandbox = numbers.find(({ test }: Loose) => test)
  const real = numbers.find(({ test }: Loose) => !test)
  await take(owner, 'POST', `/api/numbers/${real.id}/unlink`, { confirm: 'UNLINK' })

  const onTest = await phoneOf(rig, owner, 0, 0)
  await onTest.text('halo')
  await onTest.hears('Kopi Senja')
  const [before] = (await take(owner, 'GET', '/api/chats')).items
  const contactPath = `/api/contacts/${before.contact.id}`
  await take(owner, 'PATCH', contactPath, { addTags: ['vip'] })
  await take(owner, 'POST', `/api/chats/${before.id}/notes`, { text: 'pelanggan lama' })
  const history = (await messagesOf(owner, before.id)).map(({ id }) => id)
  const flows = await take(owner, 'GET', '/api/flows')

  const typed = await owner.call('POST', `/api/numbers/${sandbox.id}/unlink`, { confirm: 'unlink' })
  assert.equal(typed.body.code, 'confirm-mismatch', 'the word is typed exactly')
  await take(owner, 'POST', `/api/numbers/${sandbox.id}/unlink`, { confirm: 'UNLINK' })
  await take(owner, 'POST', `/api/numbers/${sandbox.id}/use`, { used: false })
  assert.equal((await take(owner, 'GET', '/api/bots')).length, 1, 'the bot is still among all bots')
  const linked = await take(owner, 'POST', `/api/numbers/${real.id}/link`, {
    botId: sandbox.bot.id,
    confirm: 'LINK',
  })
  assert.equal(linked.bot.id, sandbox.bot.id)

  const onReal = await phoneOf(rig, owner, 0, 1)
  await onReal.text('halo')
  await onReal.hears('Kopi Senja')
  const chats = (await take(owner, 'GET', '/api/chats')).items
  assert.equal(chats.length, 2, 'a thread of its own with each number')
  assert.deepEqual([...new Set(chats.map(({ contact }: Loose) => contact.id))], [before.contact.id])
  assert.deepEqual((await take(owner, 'GET', contactPath)).tags, ['vip'])
  assert.deepEqual(
    (await messagesOf(owner, before.id)).map(({ id }) => id),
    history,
    'what was said over the test number is all there',
  )
  const ids = (list: Loose[]) => list.map(({ id, version }) => [id, version])
  assert.deepEqual(ids(await take(owner, 'GET', '/api/flows')), ids(flows))

  await onTest.text('masih ada?')
  await until('the webhook was taken', async () => (await onTest.control('GET', '')).webhook.waiting === 0)
  assert.equal(
    (await messagesOf(owner, before.id)).length,
    history.length,
    'a number that is let go is silent',
  )
})
