import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { readRows } from './rows.ts'
import { take } from './stage.ts'
import { onlyChat, openDemo } from './team.ts'

test('a broadcast leaves out who stopped marketing and whom the test number may not write to, and its estimate counts them', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await take(owner, 'POST', '/api/templates/sync', {})
  await readRows(
    rig.database,
    `update template set category = 'MARKETING' where name = 'pengingat_pesanan' returning 1 as one`,
  )
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const chat = await onlyChat(owner)
  await phone.control('PATCH', `/customers/${phone.customerId}`, { marketingStopped: true })
  await until('the wish is heard', async () => {
    const { marketing } = await take(owner, 'GET', `/api/contacts/${chat.contact.id}`)
    return marketing?.stopped
  })
  const { customers } = await phone.control('GET', '')
  const stopped = customers.find(({ id }: Loose) => id === phone.customerId)
  const [listed, unlisted] = customers.filter(({ id }: Loose) => id !== phone.customerId)
  const [number] = await take(owner, 'GET', '/api/numbers')
  await take(owner, 'PUT', `/api/numbers/${number.id}/recipients`, {
    recipients: [stopped.waId, listed.waId],
  })
  const { items } = await take(owner, 'GET', '/api/templates?search=pengingat_pesanan')
  const draft = await take(owner, 'POST', '/api/broadcasts', { name: 'Promo' })
  const path = `/api/broadcasts/${draft.id}`
  const heading = 'Nomor WA'
  const text = [heading, stopped.waId, listed.waId, unlisted.waId].map(String).join('\n')
  await take(owner, 'POST', `${path}/numbers`, { text, line: 1, heading })
  const one = await take(owner, 'PUT', path, {
    ...{ name: 'Promo', numberId: number.id, consent: 'Formulir', revision: draft.revision },
    audience: { ...draft.audience, from: 'numbers' },
    message: {
      ...{ kind: 'template', template: items[0].template },
      body: [
        { name: '1', text: 'Kakak', fallback: '' },
        { name: '2', text: 'KS-1', fallback: '' },
      ],
    },
  })

  await t.test('the estimate says how many, why, and prices the others alone', async () => {
    const estimate = await take(owner, 'GET', `${path}/estimate`)
    const skipped = estimate.skipped.map(({ code, count }: Loose) => [code, count]).sort()
    assert.deepEqual(skipped, [
      ['opted-out', 1],
      ['recipient-not-listed', 1],
    ])
    assert.equal(estimate.recipients, 3)
    assert.equal(
      estimate.lines.reduce((sum: number, { count }: Loose) => sum + count, 0),
      1,
    )
    assert.equal(estimate.limit.now, 1)
  })

  await t.test(
    'what begins in another month costs that month’s budget and finds that day’s places',
    async () => {
      const budget = (amount: string | null) =>
        take(owner, 'PUT', '/api/costs/settings', { currency: 'USD', regime: null, budget: amount })
      await budget('0.01')
      const now = await take(owner, 'GET', `/api/broadcasts/${one.id}/estimate`)
      const then = await take(owner, 'GET', `/api/broadcasts/${one.id}/estimate?at=2031-01-15T09:00`)
      assert.deepEqual([now.budget.isThisMonth, then.budget.isThisMonth], [true, false])
      assert.deepEqual([then.recipients, then.budget.left, then.limit.used], [now.recipients, '0.0100', 0])
      assert.ok(then.endsAt > Date.UTC(2031, 0, 15), 'it ends after it begins')
      await budget(null)
    },
  )

  await t.test(
    'one test message goes through the same gate, and whoever it refuses is not made a contact',
    async () => {
      const tried = (phone: string) => owner.call('POST', `${path}/test`, { phone })
      const refused = async (phone: string) => (await tried(phone)).body.code
      const people = async () => (await take(owner, 'GET', '/api/contacts?limit=100')).items.length
      const before = await people()
      assert.equal(await refused(stopped.waId), 'opted-out')
      assert.equal(await refused(`+${unlisted.waId}`), 'recipient-not-listed')
      assert.equal(await refused('0812'), 'recipient-invalid')
      assert.equal(await people(), before)
      const { status, body } = await tried(`0${listed.waId.slice(2)}`)
      assert.deepEqual([status, body.phone], [200, listed.waId])
      await until('it arrives', async () => {
        const { items: lines } = await take(owner, 'GET', `/api/chats/${body.chatId}/messages`)
        return (
          lines.length === 1 && lines[0].draft.name === 'pengingat_pesanan' && lines[0].state === 'delivered'
        )
      })
      assert.equal((await take(owner, 'GET', path)).state, 'draft')
    },
  )

  await t.test('sent, the one goes and the two say why they did not', async () => {
    await take(owner, 'POST', `${path}/start`, { revision: one.revision, recipients: 3, at: null })
    await until('it is done', async () => (await take(owner, 'GET', path)).state === 'done')
    const { items: people } = await take(owner, 'GET', `${path}/recipients`)
    const byPhone = new Map(people.map(({ phone: to, ...rest }: Loose) => [to, rest]))
    const told = ({ waId }: Loose) => {
      const { place, reason } = byPhone.get(waId) as Loose
      return [place, reason?.code ?? null]
    }
    assert.deepEqual(told(stopped), ['skipped', 'opted-out'])
    assert.deepEqual(told(unlisted), ['skipped', 'recipient-not-listed'])
    assert.notEqual(told(listed)[0], 'skipped')
  })
})

test('of several stops the gravest is told, wherever the gate is asked', async () => {
  await using rig = await openRig()
  const { owner, phone } = await openDemo(rig)
  const chat = await onlyChat(owner)
  const [number] = await take(owner, 'GET', '/api/numbers')
  await readRows(
    rig.database,
    `insert into breaker (workspace_id, scope, key, code, reason)
     select workspace_id, b.scope, b.key, b.code, 'x' from phone_number,
       (values ('waba', '', 131042), ('number', '${number.id}', 131031)) b (scope, key, code)
     where id = '${number.id}' returning 1 as one`,
  )
  const draft = { kind: 'text', text: 'Halo' }
  const { answer, verdict } = await take(owner, 'POST', `/api/chats/${chat.id}/judge`, { draft })
  assert.deepEqual([answer, verdict.refusal, verdict.facts.trouble], ['refuse', 'sending-paused', 131_031])
  await readRows(
    rig.database,
    'update workspace set settings_revision = settings_revision + 1 returning 1 as one',
  )
  await phone.text('menu')
  const bot = await until('the bot was refused', async () => {
    const { items } = await take(owner, 'GET', `/api/chats/${chat.id}/messages`)
    return items.find(({ state }: Loose) => state === 'refused')
  })
  assert.equal(bot.verdict.facts.trouble, 131_031)
})
