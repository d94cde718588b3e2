import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { HOUR } from '#core/base/time.ts'
import { publishedCards } from '#core/policy/card/published.ts'
import { entryOf } from '#core/policy/ledger/entry.ts'
import { heed, type Told, toldOf } from '#core/policy/ledger/told.ts'
import type { Charge } from '#core/policy/price/charge.ts'
import { NEW_PAIR } from '#core/policy/price/clock.ts'
import { regimeOf } from '#core/policy/price/regime.ts'
import { type Account, tariffAt } from '#core/policy/price/tariff.ts'

const SAMPLES = new URL('../../../test/data/webhooks/', import.meta.url)

/** What Meta says of the price in a recorded webhook. */
function toldIn(number: string): Told | null {
  const name = readdirSync(SAMPLES).find((file) => file.startsWith(number)) ?? ''
  const body = JSON.parse(readFileSync(new URL(name, SAMPLES), 'utf8'))
  const [status] = body.entry[0].changes[0].value.statuses
  return toldOf(status.pricing, status.conversation)
}

test('the price of every recorded status is read, of each regime', () => {
  const told: readonly [string, string | null, string | null, string | null, boolean][] = [
    ['045', 'PMP', 'regular', 'marketing', true],
    ['046', 'PMP', 'regular', 'marketing', false],
    ['047', 'PMP', 'regular', 'utility', false],
    ['049', 'PMP', 'regular', 'service', false],
    ['050', 'PMP', 'free_entry_point', 'free_entry_point', true],
    ['051', 'PMP', 'regular', 'authentication_international', false],
    ['063', 'CBP', 'regular', 'business_initiated', true],
    ['065', 'CBP', 'free_entry_point', 'free_entry_point', true],
    ['066', 'CBP', 'regular', 'utility', true],
  ]
  for (const [number, model, type, rated, hasConversation] of told) {
    const read = toldIn(number)
    assert.deepEqual([read?.model, read?.type, read?.rated], [model, type, rated], number)
    assert.equal(read?.conversationId !== null, hasConversation, number)
  }
  assert.equal(toldIn('055'), null)
})

test('words that Meta may still invent say nothing, and never throw', () => {
  assert.equal(toldOf(undefined, undefined), null)
  assert.equal(toldOf('free', {}), null)
  const odd = toldOf(
    { type: 7, category: ['x'], pricing_model: {}, billable: 'yes' },
    { id: 5, origin: [], expiration_timestamp: '٣' },
  )
  assert.deepEqual(odd, { model: null, type: null, rated: null, conversationId: null, endsAt: null })
  const dashed = toldOf(
    { billable: false, pricing_model: 'PMP', category: 'Authentication-International' },
    null,
  )
  assert.deepEqual(dashed?.rated, 'authentication_international')
  assert.equal(dashed?.type, 'free_customer_service', 'without a type billable decides')
  assert.equal(toldOf({ type: 'FREE_ENTRY', billable: true }, null)?.type, 'free_entry_point')
})

const ACCOUNT: Account = {
  payer: { portfolioId: 'pf', wabaId: 'waba', phoneNumberId: 'pn', zone: 'Asia/Jakarta' },
  currency: 'USD',
  cards: publishedCards(),
}
const SARI = '6281234567890'
const AT = Date.UTC(2026, 10, 2, 2)
const SERVICE: Charge = { type: 'regular', rated: 'service', amount: 25_000n, counter: null }
const TOLD: Told = { model: 'PMP', type: 'regular', rated: 'service', conversationId: null, endsAt: null }

function booked(estimate: Charge, told: Told | null, { used = 0, at = AT, known = false } = {}) {
  const tariff = tariffAt(at, SARI, ACCOUNT, () => used)
  return entryOf({ messageId: 'm', deliveredAt: at, estimate, told, isKnownConversation: known }, tariff)
}

test('where Meta agrees the ledger holds one price and no difference', () => {
  const entry = booked(SERVICE, TOLD, { used: 1000 })
  assert.deepEqual(entry.differences, [])
  assert.deepEqual(entry.billed, entry.estimate)
  const place = [entry.day, entry.month, entry.market, entry.regime, entry.currency, entry.cardOf]
  assert.deepEqual(place, ['2026-11-02', '2026-11', 'Indonesia', 'pmp-2026-10', 'USD', '2026-10-01'])
})

test('where Meta has not spoken our estimate counts', () => {
  const entry = booked(SERVICE, null)
  assert.deepEqual([entry.billed, entry.told, entry.differences], [SERVICE, null, []])
})

test('where Meta says otherwise its word counts, ours is kept, and what differs is named', () => {
  const free = booked(SERVICE, { ...TOLD, type: 'free_entry_point' }, { used: 1000 })
  assert.deepEqual([free.billed.type, free.billed.amount], ['free_entry_point', 0n])
  assert.deepEqual(free.estimate, SERVICE)
  assert.deepEqual(free.differences, ['type', 'amount'])

  const dearer = booked(SERVICE, { ...TOLD, rated: 'marketing' }, { used: 1000 })
  assert.deepEqual([dearer.billed.rated, dearer.billed.amount], ['marketing', 41_100n])
  assert.deepEqual(dearer.differences, ['category', 'amount'])

  const older = booked(SERVICE, { ...TOLD, model: 'CBP' }, { used: 1000 })
  assert.deepEqual(older.differences, ['model'])
})

test('a free service message of the month that Meta calls free customer service still uses the month’s free ones', () => {
  const estimate: Charge = { type: 'free_allowance', rated: 'service', amount: 0n, counter: null }
  const entry = booked(estimate, { ...TOLD, type: 'free_customer_service' }, { used: 12 })
  assert.equal(entry.billed.type, 'free_allowance')
  assert.equal(entry.billed.counter?.kind, 'allowance')
  assert.deepEqual(entry.differences, [])
})

test('conversation pricing calls the free tier billable, and books a conversation once', () => {
  const at = Date.UTC(2022, 9, 3, 8)
  const told: Told = { ...TOLD, model: 'CBP', rated: 'business_initiated', conversationId: 'c1' }
  const estimate: Charge = { type: 'free_allowance', rated: 'business_initiated', amount: 0n, counter: null }
  const first = booked(estimate, told, { at, used: 10 })
  assert.deepEqual([first.billed.type, first.billed.amount, first.differences], ['free_allowance', 0n, []])
  const paid = booked({ ...SERVICE, rated: 'business_initiated', amount: 31_600n }, told, { at, used: 1000 })
  assert.deepEqual([paid.billed.amount, paid.differences], [31_600n, []])
  const again = booked({ ...SERVICE, rated: 'business_initiated', amount: 31_600n }, told, {
    at,
    used: 1000,
    known: true,
  })
  assert.deepEqual([again.billed.type, again.billed.amount], ['in_conversation', 0n])
  assert.deepEqual(again.differences, ['type', 'amount'])
})

test('a price that no card knows is unknown in the ledger, not nothing', () => {
  const entry = booked(SERVICE, { ...TOLD, rated: 'marketing' }, { at: Date.UTC(2025, 8, 1) })
  assert.deepEqual([entry.billed.amount, entry.cardOf], [null, null])
})

test('Meta’s word mends our clocks, so that a wrong guess is not made twice', () => {
  const lasts = regimeOf('pmp-2026-10').entryPoint
  const seen = heed(NEW_PAIR, { ...TOLD, type: 'free_entry_point' }, AT, lasts)
  assert.equal(seen.entryEndsAt, AT + 72 * HOUR)
  const exact = heed(seen, { ...TOLD, type: 'free_entry_point', endsAt: AT + HOUR }, AT, lasts)
  assert.equal(exact.entryEndsAt, AT + HOUR)
  const denied = heed(exact, TOLD, AT, lasts)
  assert.equal(denied.entryEndsAt, AT)
  assert.deepEqual(heed(NEW_PAIR, TOLD, AT, lasts), NEW_PAIR)
})
