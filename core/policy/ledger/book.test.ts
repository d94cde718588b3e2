import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR } from '#core/base/time.ts'
import { publishedCards } from '#core/policy/card/published.ts'
import { book, type Delivery } from '#core/policy/ledger/book.ts'
import { NEW_PAIR, type PairClock } from '#core/policy/price/clock.ts'
import { counterKey } from '#core/policy/price/counter.ts'
import { type RegimeId, regimeOf } from '#core/policy/price/regime.ts'
import type { Account } from '#core/policy/price/tariff.ts'

const AT = Date.UTC(2026, 10, 2, 2)

function accountIn(regime?: RegimeId): Account {
  return {
    payer: { portfolioId: 'pf', wabaId: 'waba', phoneNumberId: 'pn', zone: 'Asia/Jakarta' },
    currency: 'USD',
    cards: publishedCards(),
    ...(regime ? { regime: regimeOf(regime) } : {}),
  }
}

/** Books deliveries one after the other, as the ledger does. */
function bookAll(deliveries: readonly Partial<Delivery>[], account: Account, begin: PairClock = NEW_PAIR) {
  const counts = new Map<string, number>()
  let clock = begin
  return deliveries.map((part, at) => {
    const delivery: Delivery = {
      messageId: `m${at}`,
      to: '6281234567890',
      category: 'service',
      sentAt: part.deliveredAt ?? AT,
      deliveredAt: AT,
      inWindow: true,
      told: null,
      ...part,
    }
    const booked = book(delivery, account, {
      clock,
      used: (counter) => counts.get(counterKey(counter)) ?? 0,
      isKnownConversation: false,
    })
    clock = booked.clock
    const { counter } = booked.entry.billed
    if (counter) counts.set(counterKey(counter), (counts.get(counterKey(counter)) ?? 0) + 1)
    return booked.entry.billed
  })
}

test('the thousand free ones of a number’s month are used up, and the next message costs', () => {
  const charges = bookAll(
    Array.from({ length: 1002 }, () => ({})),
    accountIn(),
  )
  assert.equal(charges.filter(({ type }) => type === 'free_allowance').length, 1000)
  assert.deepEqual(
    charges.slice(1000).map(({ type, amount }) => [type, amount]),
    [
      ['regular', 25_000n],
      ['regular', 25_000n],
    ],
  )
})

test('of conversations the first message costs, and the clock remembers the rest', () => {
  const charges = bookAll(
    [
      { category: 'marketing', inWindow: false },
      { deliveredAt: AT + HOUR },
      { deliveredAt: AT + 25 * HOUR, category: 'marketing', inWindow: false },
    ],
    accountIn('cbp-2022'),
  )
  assert.deepEqual(
    charges.map(({ type, rated }) => [type, rated]),
    [
      ['free_allowance', 'business_initiated'],
      ['in_conversation', null],
      ['free_allowance', 'business_initiated'],
    ],
  )
})

test('what Meta says of one message is heeded by the next', () => {
  const told = {
    model: 'PMP',
    type: 'free_entry_point' as const,
    rated: 'marketing' as const,
    conversationId: null,
    endsAt: null,
  }
  const charges = bookAll(
    [
      { category: 'marketing', told },
      { category: 'marketing', deliveredAt: AT + HOUR },
    ],
    accountIn(),
  )
  assert.deepEqual(
    charges.map(({ type }) => type),
    ['free_entry_point', 'free_entry_point'],
  )
})

test('a customer who answers a template before it is booked does not open the window for it afterwards', () => {
  const answered = { ...NEW_PAIR, heardAt: AT + 1 }
  const typeOf = (inWindow: boolean) =>
    bookAll([{ category: 'utility', inWindow }], accountIn('pmp-2025-07'), answered)[0]?.type
  assert.deepEqual([typeOf(false), typeOf(true)], ['regular', 'free_customer_service'])
})
