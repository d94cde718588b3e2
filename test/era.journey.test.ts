import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage } from './browser.ts'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { chatNow, onlyChat } from './team.ts'

const HOUR = 3_600_000
const HELLO = { kind: 'template', name: 'hello_world', language: 'en_US', body: [], buttons: [] }

test('with the world in 2022 the guide’s chapter on limits and price can be walked', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await owner.call('POST', '/api/templates/sync', {})
  const phone = await phoneOf(rig, owner)
  const browser = await openBrowser()
  try {
    const { page, faults } = await openPage(browser, rig.url, DESK, owner)
    await page.goto(`${rig.url}/simulator`)
    await page.getByRole('radio', { name: '2022' }).click()
    await until('the books are held', async () => {
      const { body } = await owner.call('GET', '/api/costs')
      return body.regime.id === 'cbp-2022' && body.regime.isHeld
    })
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
  const tiers = async () =>
    (await owner.call('GET', '/api/numbers')).body.map(({ tier }: { tier: string }) => tier)

  await t.test('each number has a limit of its own, in the guide’s steps', async () => {
    await until('Meta told it', async () => (await tiers()).every((tier: string) => tier === 'TIER_1K'))
  })

  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const chat = await onlyChat(owner)
  const send = (draft: unknown) => owner.call('POST', `/api/chats/${chat.id}/messages`, { draft })
  const entries = async () => {
    const { month } = (await owner.call('GET', '/api/costs')).body
    return (await owner.call('GET', `/api/costs/entries?month=${month}`)).body.items
  }

  await t.test('a customer who writes opens one of the thousand free conversations', async () => {
    await until('the greeting is booked', async () => (await entries()).length > 0)
    const { body } = await owner.call('GET', `/api/chats/${chat.id}/prices`)
    assert.deepEqual([body.regime, body.costs.service.type], ['cbp-2022', 'in_conversation'])
    assert.equal(body.freeLeft, 999)
    assert.equal((await send({ kind: 'text', text: 'Siap, kak.' })).status, 200)
    const booked = await until('both are booked', async () => {
      const items = await entries()
      return items.length >= 2 && items
    })
    const types = booked.map(({ billed }: Loose) => `${billed.type} ${billed.rated}`).sort()
    assert.deepEqual(types, ['free_allowance user_initiated', 'in_conversation null'])
    const differing = booked.filter(({ differences }: Loose) => differences.length > 0)
    assert.deepEqual(differing, [], 'Meta and we agree')
  })

  await t.test(
    'a template after the window opens one that the business began, within its own limit',
    async () => {
      await phone.control('POST', '/clock', { advance: 25 * HOUR })
      await until('the window is over', async () => {
        const { now, windowEndsAt } = await chatNow(owner, chat.id)
        return now > windowEndsAt
      })
      const { body } = await send(HELLO)
      assert.deepEqual([body.verdict.allowed, body.verdict.facts.limit], [true, 1000])
      assert.equal(body.verdict.facts.costType, 'free_allowance')
      await until('it is booked as such', async () =>
        (await entries()).some(({ billed }: Loose) => billed.rated === 'business_initiated'),
      )
    },
  )
})
