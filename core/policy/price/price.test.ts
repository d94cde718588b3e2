import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isRefusal } from '#core/base/refusal.ts'
import { HOUR } from '#core/base/time.ts'
import type { RateCard } from '#core/policy/card/card.ts'
import { cardOfCsv } from '#core/policy/card/card-csv.ts'
import { marketOf } from '#core/policy/card/market.ts'
import type { MarketTable } from '#core/policy/card/market-table.ts'
import type { SendFacts } from '#core/policy/facts.ts'
import { entryOf } from '#core/policy/ledger/entry.ts'
import { toldOf } from '#core/policy/ledger/told.ts'
import { type Charge, chargeOf, type Delivered, type Tariff } from '#core/policy/price/charge.ts'
import { isEntryPoint, NEW_PAIR, type PairClock } from '#core/policy/price/clock.ts'
import { counterKey } from '#core/policy/price/counter.ts'
import { dayOf } from '#core/policy/price/day.ts'
import { type Micro, microOf, microText } from '#core/policy/price/micro.ts'
import { type Category, type Rated, REGIMES, type Regime, regimeOn } from '#core/policy/price/regime.ts'
import { decideSend } from '#core/policy/send.ts'
import { isWindowOpen } from '#core/policy/window.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

type Event = {
  readonly at: string
  readonly delivered_at?: string
  readonly dir: 'in' | 'out'
  readonly kind?: 'free_form' | 'template'
  readonly category?: Category
  readonly status?: string
  readonly user?: string
  readonly business_phone?: string
  readonly entry_point?: 'ctwa_ad' | 'page_cta'
  readonly device?: string
  readonly webhook_pricing?: unknown
}
type Plan = {
  readonly from: string
  readonly until: string | null
  readonly unit: string
  readonly fep_hours: number
  readonly free_tier?: { readonly count: number; readonly applies_to: readonly string[] }
  readonly quota?: { readonly count: number; readonly category: string }
  readonly free_always?: readonly string[]
  readonly free_in_window?: readonly string[]
  readonly tiered?: readonly string[]
}
type Card = {
  readonly currency: string
  readonly rates: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly tiers?: Readonly<
    Record<
      string,
      Readonly<Record<string, readonly { readonly upto: number | null; readonly rate: string }[]>>
    >
  >
}
type Vector = {
  readonly id: string
  readonly title: string
  readonly plan: string
  readonly plan_select?: 'auto'
  readonly rate_card: string
  readonly options?: { readonly fep_hours?: number }
  readonly waba?: { readonly timezone?: string }
  readonly counters?: Readonly<
    Partial<Record<'free_tier' | 'quota' | 'tier', Readonly<Record<string, number>>>>
  >
  readonly events: readonly Event[]
  readonly expect: {
    readonly charges: readonly Readonly<Record<string, unknown>>[]
    readonly total: string
  }
}
type File = {
  readonly plans: Readonly<Record<string, Plan>>
  readonly markets: Readonly<Record<string, string>>
  readonly rate_cards: Readonly<Record<string, Card>>
  readonly vectors: readonly Vector[]
}

const file = JSON.parse(
  readFileSync(new URL('../../../test/data/vectors/pricing.json', import.meta.url), 'utf8'),
) as File

const MARKETS: MarketTable = {
  rest: file.markets['*'] ?? '',
  codes: Object.fromEntries(Object.entries(file.markets).map(([prefix, market]) => [market, prefix])),
  before: [],
}

/** A card of the vectors in the form in which an operator imports one. */
function cardOf(name: string, regime: Regime): RateCard {
  const { currency, rates, tiers = {} } = file.rate_cards[name] ?? { currency: '', rates: {} }
  const lines = Object.entries(rates).flatMap(([market, row]) =>
    Object.entries(row).flatMap(([category, rate]) => {
      const steps = tiers[market]?.[category] ?? [{ upto: null, rate }]
      return steps.map((step, at) => {
        const from = (steps[at - 1]?.upto ?? 0) + 1
        return [market, category, from, step.upto ?? '', step.rate].join(',')
      })
    }),
  )
  const csv = ['market,category,tier_from,tier_to,rate', ...lines].join('\n')
  const card = cardOfCsv(csv, { unit: regime.unit, currency, effective: '2022-02-01' })
  assert.ok(!isRefusal(card))
  return card
}

/** Our regime of that name, with the entry point as long as the vector says. */
function regimeFor({ plan, plan_select, options }: Vector, day: string): Regime {
  const regime = plan_select === 'auto' ? regimeOn(day) : REGIMES.find(({ id }) => id === plan)
  assert.ok(regime, plan)
  const hours = options?.fep_hours ?? file.plans[plan]?.fep_hours ?? 72
  return { ...regime, entryPoint: hours * HOUR }
}

type Moment = { readonly at: number; readonly event: number; readonly what: 'heard' | 'sent' | 'delivered' }

/** The vector's events in the order in which things happen: a message is sent first and delivered later. */
function momentsOf(events: readonly Event[]): Moment[] {
  const moments = events.flatMap(({ at, delivered_at, dir }, event): Moment[] => {
    if (dir === 'in') return [{ at: Date.parse(at), event, what: 'heard' }]
    return [
      { at: Date.parse(at), event, what: 'sent' },
      { at: Date.parse(delivered_at ?? at), event, what: 'delivered' },
    ]
  })
  return moments.toSorted((one, other) => one.at - other.at || one.event - other.event)
}

const TEXT: Draft = { kind: 'text', text: 'Halo' }
const TEMPLATE: Draft = { kind: 'template', name: 'info', language: 'id', body: [], buttons: [] }

/** What a vector's run remembers: clocks by pair, counters, the window at each sending, and the answers so far. */
type Run = {
  readonly vector: Vector
  readonly clocks: Map<string, PairClock>
  readonly counts: Map<string, number>
  readonly windows: Map<number, boolean>
  readonly charges: Readonly<Record<string, unknown>>[]
  total: Micro
}

function runOf(vector: Vector): Run {
  const { free_tier = {}, quota = {}, tier = {} } = vector.counters ?? {}
  const counts = new Map<string, number>()
  for (const [key, count] of Object.entries(free_tier)) counts.set(`allowance|waba|${key}`, count)
  for (const [key, count] of Object.entries(quota)) counts.set(`allowance|phone-number|${key}`, count)
  for (const [key, count] of Object.entries(tier)) counts.set(`tier|${key}`, count)
  return { vector, clocks: new Map(), counts, windows: new Map(), charges: [], total: 0n }
}

const userOf = ({ user = '+628110000001' }: Event) => user
const numberOf = ({ business_phone = 'pn_1' }: Event) => business_phone
const pairOf = (event: Event) => `${numberOf(event)}|${userOf(event)}`

function tariffOf({ vector, counts }: Run, event: Event, at: number): Tariff {
  const zone = vector.waba?.timezone ?? 'UTC'
  const day = dayOf(at, zone)
  const regime = regimeFor(vector, day)
  return {
    payer: { portfolioId: 'pf_1', wabaId: 'waba_1', phoneNumberId: numberOf(event), zone },
    day,
    market: marketOf(userOf(event), day, MARKETS),
    regime,
    card: cardOf(vector.rate_card, regime),
    used: (counter) => counts.get(counterKey(counter)) ?? 0,
  }
}

function step(run: Run, { at, event: index, what }: Moment): void {
  const event = run.vector.events[index]
  assert.ok(event)
  const clock = run.clocks.get(pairOf(event)) ?? NEW_PAIR
  if (what === 'heard') {
    const source = event.entry_point === 'ctwa_ad' ? 'ad' : 'page'
    const byEntryPoint = event.entry_point !== undefined && isEntryPoint(source, event.device ?? null)
    run.clocks.set(pairOf(event), { ...clock, heardAt: at, ...(byEntryPoint && { entryAt: at }) })
  } else if (what === 'sent') send(run, index, { event, clock, at })
  else if (run.windows.has(index)) deliver(run, index, { event, clock, at })
}

type Out = { readonly event: Event; readonly clock: PairClock; readonly at: number }

/** The gate decides whether the message leaves at all. */
function send(run: Run, index: number, { event, clock, at }: Out): void {
  const facts: SendFacts = {
    lastInboundAt: clock.heardAt,
    numberState: 'CONNECTED',
    optedOut: false,
    trouble: null,
    tooOften: false,
    lane: 'agent',
    automatic: false,
  }
  const decision = decideSend(event.kind === 'template' ? TEMPLATE : TEXT, facts, at)
  if (decision.kind === 'refusal') {
    const reason = decision.code === 'window-closed' ? 'outside_window' : decision.code
    note(run, index, 0n, { outcome: 'rejected', reason, meta_code: decision.meta })
  } else if (event.status === 'failed') {
    note(run, index, 0n, { outcome: 'not_delivered', reason: 'failed' })
  } else run.windows.set(index, isWindowOpen(clock.heardAt, at))
}

function deliver(run: Run, index: number, { event, clock, at }: Out): void {
  const tariff = tariffOf(run, event, at)
  const sent: Delivered = {
    sentAt: Date.parse(event.at),
    deliveredAt: at,
    category: event.category ?? 'service',
    inWindow: run.windows.get(index) ?? false,
  }
  const after = chargeOf(clock, sent, tariff)
  run.clocks.set(pairOf(event), after.clock)
  const { billed } = entryOf(
    {
      messageId: String(index),
      deliveredAt: at,
      estimate: after.charge,
      told: toldOf(event.webhook_pricing, undefined),
      isKnownConversation: false,
    },
    tariff,
  )
  if (billed.counter) run.counts.set(counterKey(billed.counter), tariff.used(billed.counter) + 1)
  note(run, index, billed.amount ?? -1n, wordsFor(billed, tariff.regime))
}

function note(run: Run, event: number, amount: Micro, words: Readonly<Record<string, unknown>>): void {
  run.total += amount
  run.charges.push({ event, amount: microText(amount), ...words })
}

/** A charge in the vectors' words. */
function wordsFor({ type, rated }: Charge, { unit }: Regime): Record<string, unknown> {
  if (unit === 'message') {
    return { outcome: 'message', category: rated, type: type === 'free_allowance' ? 'free_quota' : type }
  }
  if (type === 'in_conversation') return { outcome: 'in_session', reason: 'within_open_session' }
  const reason = { regular: 'charged', free_allowance: 'free_tier', free_customer_service: 'free_service' }
  return { outcome: 'opened', type: rated, reason: type === 'free_entry_point' ? type : reason[type] }
}

for (const vector of file.vectors) {
  test(`${vector.id}: ${vector.title}`, () => {
    const run = runOf(vector)
    for (const moment of momentsOf(vector.events)) step(run, moment)
    const charges = run.charges.toSorted((one, other) => Number(one.event) - Number(other.event))
    assert.deepEqual(charges, vector.expect.charges)
    assert.equal(microText(run.total), vector.expect.total)
    assert.equal(run.total, microOf(vector.expect.total))
  })
}

test('every vector of the price is asked', () => {
  assert.equal(file.vectors.length, 37)
})

test('our regimes are those of the vectors', () => {
  for (const [id, plan] of Object.entries(file.plans)) {
    const regime = REGIMES.find((known) => known.id === id)
    assert.ok(regime, id)
    assert.equal(regime.from, plan.from)
    if (id !== 'cbp-2022') assert.equal(regime.until, plan.until)
    assert.equal(regime.unit, plan.unit)
    const free = plan.free_tier ?? plan.quota
    assert.equal(regime.allowance?.count, free?.count)
    const of: readonly (Rated | string)[] =
      plan.free_tier?.applies_to ?? (plan.quota ? [plan.quota.category] : [])
    assert.deepEqual(regime.allowance?.of ?? [], of)
    assert.deepEqual(regime.freeAlways, plan.free_always ?? [])
    assert.deepEqual(regime.freeInWindow, plan.free_in_window ?? [])
    assert.deepEqual(regime.tiered, plan.tiered ?? [])
  }
})

test('a regime follows the one before it without a day between', () => {
  for (const [at, { until }] of REGIMES.entries()) {
    const next = REGIMES[at + 1]
    if (!next) assert.equal(until, null)
    else assert.equal(dayOf(Date.parse(`${until}T00:00:00Z`) + 24 * HOUR, 'UTC'), next.from)
  }
})
