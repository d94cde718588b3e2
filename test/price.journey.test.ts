import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cardOn, costOf, rateKey } from '#core/policy/card/card.ts'
import { publishedCards } from '#core/policy/card/published.ts'
import { microOf, microText } from '#core/policy/price/micro.ts'
import { PNG } from './media.ts'
import { type Loose, openRig, phoneOf, type Rig, until, type Visitor } from './rig.ts'
import { chatNow, messagesOf, onlyChat } from './team.ts'

const HOUR = 3_600_000

/** The seeded marketing template, its picture uploaded here. */
async function promoOf(rig: Rig, owner: Visitor): Promise<Loose> {
  const form = new FormData()
  form.set('file', new File([PNG], 'promo.png', { type: 'image/png' }))
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${rig.url}/api/files`, { method: 'POST', headers: { cookie }, body: form })
  const file: Loose = await answer.json()
  return {
    kind: 'template',
    name: 'promo_akhir_pekan',
    language: 'id',
    header: { kind: 'image', source: { file: file.id } },
    body: [{ text: 'Sari' }, { text: '20%' }],
  }
}

async function costsOf(owner: Visitor): Promise<Loose> {
  const { status, body } = await owner.call('GET', '/api/costs')
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

async function entriesOf(owner: Visitor, month: string): Promise<Loose[]> {
  return (await owner.call('GET', `/api/costs/entries?month=${month}`)).body.items
}

/** What the published card of today says a marketing message to Indonesia costs. */
function rateOf(day: string): string {
  const card = cardOn(publishedCards(), { unit: 'message', currency: 'USD' }, day)
  const rate = costOf(card, rateKey('Indonesia', 'marketing'), { before: 0, count: 1 })
  assert.ok(rate)
  return microText(rate)
}

test('a template outside the window stands in the ledger at the price of the customer’s country, as Meta says it', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  const promo = await promoOf(rig, owner)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const chat = await onlyChat(owner)

  await t.test('replies inside the window are booked as free ones of the month', async () => {
    const { total, allowances } = await until('the answer is booked', async () => {
      const costs = await costsOf(owner)
      return costs.total.messages > 0 && costs
    })
    assert.equal(total.amount, '0.0000')
    assert.equal(total.free, total.messages)
    const [used] = allowances.filter(({ used: count }: Loose) => count > 0)
    assert.deepEqual([used.max, used.left], [1000, 1000 - total.messages])
  })

  await phone.control('POST', '/clock', { advance: 25 * HOUR })
  await until('the window has ended', async () => {
    const { now, windowEndsAt } = await chatNow(owner, chat.id)
    return now > windowEndsAt
  })
  const send = (draft: unknown) => owner.call('POST', `/api/chats/${chat.id}/messages`, { draft })

  await t.test('the gate says what it is expected to cost before it leaves', async () => {
    const sent = await send(promo)
    assert.equal(sent.status, 200, JSON.stringify(sent.body))
    const { today } = await costsOf(owner)
    const { rules, facts } = sent.body.verdict
    assert.ok(rules.includes('cost.estimate'), JSON.stringify(rules))
    assert.deepEqual([facts.cost, facts.currency, facts.costType], [rateOf(today), 'USD', 'regular'])
  })

  await t.test('once delivered it is in the ledger once, and Meta agrees', async () => {
    const costs = await until('the template is booked', async () => {
      const now = await costsOf(owner)
      // a page read while it is being booked may have one sum with it and another without
      const sums = [now.total, ...now.by.market, ...now.by.template]
      return now.by.template.length > 0 && sums.every(({ amount }: Loose) => amount !== '0.0000') && now
    })
    const price = rateOf(costs.today)
    assert.deepEqual(
      costs.by.template.map(({ key, messages, amount }: Loose) => [key, messages, amount]),
      [['promo_akhir_pekan', 1, price]],
    )
    const [market] = costs.by.market
    assert.deepEqual([market.key, market.amount], ['Indonesia', price])
    assert.equal(costs.total.amount, price)
    assert.deepEqual(costs.differences, { messages: 0, amount: '0.0000' })
    assert.equal(costs.told, costs.total.messages, 'Meta said the price of each')
    const lines = (await entriesOf(owner, costs.month)).filter(({ template }) => template)
    assert.equal(lines.length, 1)
    assert.deepEqual(lines[0].billed, { type: 'regular', rated: 'marketing', amount: price })
    assert.deepEqual([lines[0].chatId, lines[0].told, lines[0].differences], [chat.id, true, []])
  })

  await t.test('a second report of the same message bills nothing', async () => {
    await phone.control('POST', `/threads/${phone.numberId}/${phone.customerId}/look`, { open: true })
    await until('the phone has read it', async () =>
      (await messagesOf(owner, chat.id)).some(
        ({ draft, state }) => draft?.kind === 'template' && state === 'read',
      ),
    )
    await new Promise((resolve) => setTimeout(resolve, 2500))
    const { by } = await costsOf(owner)
    assert.equal(by.template[0].messages, 1)
  })

  await t.test('the month goes out as CSV with exact amounts', async () => {
    const { month, today } = await costsOf(owner)
    const { body: empty } = await owner.call('GET', '/api/costs?month=2026-02')
    assert.deepEqual(
      [empty.months, empty.total.messages],
      [[month, '2026-02'], 0],
      'a month without messages is one to choose',
    )
    const { body } = await owner.call('GET', `/api/costs/export?month=${month}`)
    const [heading, ...lines] = body.text.trimEnd().split('\r\n')
    assert.match(heading, /^message,delivered_at,day,/)
    assert.equal(body.cursor, null)
    const promo = lines.find((line: string) => line.includes('promo_akhir_pekan'))
    assert.ok(promo.includes(`,USD,regular,marketing,${rateOf(today)},`), promo)
  })

  await t.test('an imported card prices what comes after it; a wrong one is refused by its row', async () => {
    const { today } = await costsOf(owner)
    const wrong = await owner.call('POST', '/api/rate-cards', {
      currency: 'IDR',
      effective: today,
      csv: 'Market,Marketing,Utility\nIndonesia,586.33,356.65\nMalaysia,abc,1',
    })
    assert.equal(wrong.status, 422)
    assert.deepEqual([wrong.body.code, wrong.body.details.row], ['card-invalid', 3])
    const card = await owner.call('POST', '/api/rate-cards', {
      currency: 'IDR',
      effective: today,
      csv: 'Market,Marketing,Utility\nIndonesia,586.33,356.65',
    })
    assert.equal(card.status, 200, JSON.stringify(card.body))
    await owner.call('PUT', '/api/costs/settings', { currency: 'IDR', regime: null, budget: '1000' })
    const sent = await send(promo)
    assert.deepEqual([sent.body.verdict.facts.cost, sent.body.verdict.facts.currency], ['586.3300', 'IDR'])
    const costs = await until('it is booked in rupiah', async () => {
      const now = await costsOf(owner)
      return now.total.amount !== '0.0000' && now
    })
    assert.equal(costs.total.amount, '586.3300')
    assert.deepEqual(
      costs.others.map(({ currency }: Loose) => currency),
      ['USD'],
    )
    assert.deepEqual([costs.budget.limit, costs.budget.level], ['1000.0000', 'fine'])
    assert.equal(microOf(costs.budget.spent), 586_330_000n)
  })

  await t.test('at 100 percent of the budget a person is told and may send', async () => {
    const sent = await send(promo)
    assert.equal(sent.status, 200, JSON.stringify(sent.body))
    assert.equal(sent.body.verdict.facts.budgetPercent, 117)
  })
})

test('who came by an advertisement is answered free for 72 hours, and the ledger knows it before Meta says so', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.say({ kind: 'text', text: 'halo', advertisement: 'Diskon kopi' })
  await phone.hears('Kopi Senja')
  const first = await until('the answer is booked', async () => {
    const { month } = await costsOf(owner)
    const [entry] = await entriesOf(owner, month)
    return entry
  })
  assert.deepEqual([first.billed.type, first.billed.amount], ['free_entry_point', '0.0000'])
  assert.deepEqual([first.told, first.differences], [true, []], 'we had reckoned the same')
  const chat = await onlyChat(owner)
  const draft = { kind: 'template', name: 'hello_world', language: 'en_US' }
  const sent = await owner.call('POST', `/api/chats/${chat.id}/messages`, { draft })
  assert.deepEqual(
    [sent.body.verdict.facts.cost, sent.body.verdict.facts.costType],
    ['0.0000', 'free_entry_point'],
  )
})
