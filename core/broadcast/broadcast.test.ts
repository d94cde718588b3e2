import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR, SECOND } from '#core/base/time.ts'
import { BroadcastMessage, EVERYONE, NO_MESSAGE } from '#core/broadcast/broadcast.ts'
import { fateOf } from '#core/broadcast/fate.ts'
import { lacksOf } from '#core/broadcast/lacks.ts'
import { cellsOf, columnsOf, readNumbers } from '#core/broadcast/numbers.ts'
import { outlookOf } from '#core/broadcast/outlook.ts'
import { allowance, PAGE_MAX, rateOf } from '#core/broadcast/pace.ts'
import { placeOf } from '#core/broadcast/place.ts'
import { faultWords, isRetryable } from '#core/broadcast/result.ts'
import { ACTS, mayAct } from '#core/broadcast/state.ts'
import { MESSAGE_STATES } from '#core/chat/status.ts'
import type { SendFacts } from '#core/policy/facts.ts'
import { decideSend, TOKEN_CODES } from '#core/policy/send.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { OWN_FAULT } from '#core/whatsapp/fault-table.ts'

const NOW = Date.UTC(2026, 10, 27, 3)
const DRAFT: Draft = { kind: 'template', name: 'promo', language: 'id', body: [], buttons: [] }
const PROMO = { name: 'promo', language: 'id', status: 'APPROVED', category: 'MARKETING', bodyValues: 0 }
const FINE: SendFacts = {
  lastInboundAt: null,
  numberState: 'CONNECTED',
  optedOut: false,
  trouble: null,
  tooOften: false,
  lane: 'broadcast',
  automatic: true,
  template: PROMO,
}

const fates: readonly [string, Partial<SendFacts>, string][] = [
  ['goes when nothing objects', {}, 'go'],
  ['skips who stopped marketing', { optedOut: true }, 'skip'],
  ['lets one person wait whom Meta rests', { marketingHeldUntil: NOW + HOUR }, 'later'],
  [
    'holds all at the messaging limit',
    { limit: { max: 1, used: 1, isCounted: false, nextSlotAt: NOW + HOUR } },
    'hold',
  ],
  [
    'holds all at the budget',
    {
      cost: { amount: '1', currency: 'USD', type: 'regular' },
      budget: { limit: 1n, spent: 1n, reserved: 0n },
    },
    'hold',
  ],
  ['holds all while the number is away', { numberState: 'DISCONNECTED' }, 'hold'],
  ['pauses when Meta paused the template', { template: { ...PROMO, status: 'PAUSED' } }, 'pause'],
  ['pauses when the template was rejected', { template: { ...PROMO, status: 'REJECTED' } }, 'pause'],
  ['pauses when the template is gone', { template: null }, 'pause'],
  [
    'pauses, and leaves nobody out, when the account takes no marketing',
    { account: { isDisabled: false, restrictions: [], isMarketingOff: true } },
    'pause',
  ],
]
for (const [what, facts, kind] of fates) {
  test(`a broadcast ${what}`, () => {
    const fate = fateOf(decideSend(DRAFT, { ...FINE, ...facts }, NOW), NOW)
    assert.equal(fate.kind, kind)
    if (fate.kind === 'later' || fate.kind === 'hold') assert.ok(fate.until > NOW)
  })
}

test('a page is as large as the pace allows, and nothing of the pace is lost or saved up', () => {
  const rate = rateOf(60, 1)
  assert.equal(rate, 45)
  const first = allowance(null, NOW, rate)
  assert.equal(first.count, 45)
  const second = allowance(first.fedAt, NOW + SECOND, rate)
  assert.equal(first.count + second.count, 90)
  assert.equal(allowance(second.fedAt, NOW + SECOND, rate).count, 0)
  assert.equal(allowance(second.fedAt, NOW + DAY, rate).count, 90)
  assert.equal(allowance(null, NOW + DAY, rateOf(1000, 1)).count, PAGE_MAX)
  assert.equal(rateOf(60, 3), 15)
})

test('1,148 recipients with 688 places left: 688 go now, the rest when places are free', () => {
  const freeAt = Array.from({ length: 312 }, (_, at) => NOW + HOUR + at * SECOND)
  const plan = outlookOf({ fresh: 1148, others: 0, max: 1000, freeAt, rate: 45 }, NOW)
  assert.deepEqual([plan.now, plan.later], [688, 460])
  assert.equal(plan.endsAt, NOW + DAY, '312 as places become free, the last 148 a day after the first')
  const small = outlookOf({ fresh: 10, others: 5, max: null, freeAt: [], rate: 5 }, NOW)
  assert.deepEqual(small, { now: 15, later: 0, endsAt: NOW + 3 * SECOND })
  const soon = outlookOf({ fresh: 690, others: 0, max: 1000, freeAt, rate: 45 }, NOW)
  assert.equal(soon.endsAt, NOW + HOUR + SECOND)
})

test('every recipient stands in one place, whatever its message came to', () => {
  for (const message of [...MESSAGE_STATES, null]) assert.ok(placeOf({ state: 'handed', message }))
  assert.equal(placeOf({ state: 'handed', message: 'uncertain' }), 'unsure')
  assert.equal(placeOf({ state: 'handed', message: 'played' }), 'read')
  assert.equal(placeOf({ state: 'planned', message: 'failed' }), 'waiting')
})

test('only what can pass is tried again', () => {
  for (const code of [131_016, 130_429, 131_042, 131_049, 132_015]) assert.ok(isRetryable(code), String(code))
  for (const code of [131_026, 131_050, 131_000, 132_000, 999_999])
    assert.ok(!isRetryable(code), String(code))
})

test('a fault of our own is told as that, and is never taken for a token of Meta’s that is over', () => {
  for (const code of Object.values(OWN_FAULT)) {
    assert.ok(code < 0 && !TOKEN_CODES.has(code))
    assert.doesNotMatch(faultWords(code).id, /[Tt]oken|Meta/)
  }
  assert.ok(isRetryable(OWN_FAULT.noFile), 'a file may be ready the next time')
  assert.ok(!isRetryable(OWN_FAULT.noForm))
})

test('an act is allowed in the states that it is for', () => {
  const allowed = (state: 'draft' | 'sending' | 'paused' | 'done') => ACTS.filter((act) => mayAct(act, state))
  assert.deepEqual(allowed('draft'), ['save', 'remove', 'test', 'start'])
  assert.deepEqual(allowed('sending'), ['pause', 'cancel'])
  assert.deepEqual(allowed('paused'), ['resume', 'cancel'])
  assert.deepEqual(allowed('done'), ['retry'])
})

test('a list is read with and without a heading, with commas and semicolons', () => {
  const fields = [{ key: 'kota', label: 'Kota asal' }]
  const { columns, isHeading } = columnsOf(cellsOf('Nama;No HP;Kota asal;Lain') ?? [], fields)
  assert.ok(isHeading)
  assert.deepEqual(columns, { phone: 1, name: 0, fields: [{ at: 2, key: 'kota' }] })
  const { rows, bad } = readNumbers('Dewi;0812-3456-7890;Bandung;x\n\n"Budi;0812;;\n', 2, columns)
  assert.deepEqual(rows, [{ phone: '6281234567890', name: 'Dewi', fields: { kota: 'Bandung' } }])
  assert.deepEqual(
    bad.map(({ line }) => line),
    [4],
  )
  const bare = columnsOf(cellsOf('081234567890,Dewi') ?? [], fields)
  assert.equal(bare.isHeading, false)
  assert.equal(readNumbers('081234567890,Dewi', 1, bare.columns).rows[0]?.name, 'Dewi')
})

test('a draft lacks what its steps ask for, in their order', () => {
  const written = {
    numberId: null,
    message: NO_MESSAGE,
    audience: { ...EVERYONE, from: 'numbers' as const },
    consent: '',
    numbers: 0,
  }
  assert.deepEqual(lacksOf(written), ['number', 'numbers', 'consent', 'template'])
  const template = {
    ...{ name: 'sapa', language: 'id', category: 'UTILITY', format: 'POSITIONAL' },
    body: { text: 'Halo {{1}}, toko kami buka.', examples: [] },
  }
  const people = { numberId: 'n', audience: EVERYONE, consent: '', numbers: 0 }
  const saying = (text: string) =>
    lacksOf({
      ...people,
      message: BroadcastMessage.parse({ kind: 'template', template, body: [{ name: '1', text }] }),
    })
  assert.deepEqual(saying(''), ['values'])
  assert.deepEqual(saying('{{first_name}}'), [], 'a field of the contact is a value')
})
