import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { HOUR } from '#core/base/time.ts'
import type { Pair } from '#core/policy/foresight.ts'
import { regimeOf } from '#core/policy/price/regime.ts'
import { decideSend } from '#core/policy/send.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { type Db, openDb, type Query } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import type { Due } from '#server/policy/bills.ts'
import { openBooks } from '#server/policy/books.ts'
import { spentOf } from '#server/policy/costs.ts'
import { foreseeWith } from '#server/policy/foresee.ts'
import { saveClocks } from '#server/policy/save-booked.ts'
import { clocksOf, noteEntries, placesOf } from '#server/policy/standing.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'

let database: TestDatabase
let db: Db
/** Another process. */
let other: Db
before(async () => {
  database = await createTestDatabase()
  const open = (name: string) =>
    openDb({ connection: database.connection, max: 2, sees: 'all', name, patience: 2000 })
  db = open('test')
  other = open('other')
})
after(async () => {
  await db?.[Symbol.asyncDispose]()
  await other?.[Symbol.asyncDispose]()
  await database?.[Symbol.asyncDispose]()
})

/** Midnight of the new rules' second day, and a day under the old ones. */
const MOMENTS = { portfolio: Date.UTC(2026, 10, 27), 'phone-number': Date.UTC(2024, 5, 1) } as const
const NUMBERS = [newId(), newId()] as const
const CONTACTS = Array.from({ length: 5 }, () => newId())
const MAX = 3

/** A message that the business began, as the rule is written down. */
type Begun = {
  readonly to: string
  readonly at: number
  readonly phoneNumberId: string
  readonly state: string
}

/** Meta's rule in plain words, to hold the SQL to: unique customers of the last 24 hours; exactly 24 hours ago has left; what failed frees its place. */
function useOf(log: readonly Begun[], now: number, to: string) {
  const latest = new Map<string, number>()
  for (const { to: customer, at, state } of log)
    if (state !== 'failed' && at > now - 24 * HOUR && at <= now)
      latest.set(customer, Math.max(latest.get(customer) ?? at, at))
  const freeAt = [...latest.values()].map((at) => at + 24 * HOUR).sort((one, other) => one - other)
  const nextSlotAt = latest.size >= MAX ? (freeAt[latest.size - MAX] ?? null) : null
  return { max: MAX, used: latest.size, isCounted: latest.has(to), nextSlotAt }
}

const sending = fc.record({
  contact: fc.nat(CONTACTS.length - 1),
  number: fc.nat(1),
  hours: fc.integer({ min: -1, max: 26 }),
  state: fc.constantFrom('accepted', 'delivered', 'failed'),
  outside: fc.boolean(),
})

for (const scope of ['portfolio', 'phone-number'] as const) {
  test(`the places of the messaging limit in SQL are those of the rule, by ${scope}`, async () => {
    const now = MOMENTS[scope]
    await fc.assert(
      fc.asyncProperty(
        fc.array(sending, { maxLength: 12 }),
        fc.nat(CONTACTS.length - 1),
        async (log, asked) => {
          const workspaceId = newId()
          await openNumbers(workspaceId)
          for (const one of log) await noteSending(workspaceId, now, one)
          const pair: Pair = {
            numberId: NUMBERS[0],
            contactId: CONTACTS[asked] ?? '',
            to: '',
            lastInboundAt: null,
          }
          const found = await placesOf(db, workspaceId, { pairs: [pair], now, zone: 'UTC' })
          const begun = log.flatMap(({ contact, number, hours, state, outside }) =>
            outside
              ? {
                  to: CONTACTS[contact] ?? '',
                  at: now - hours * HOUR,
                  phoneNumberId: NUMBERS[number] ?? '',
                  state,
                }
              : [],
          )
          const own = begun.filter(
            ({ phoneNumberId }) => scope === 'portfolio' || phoneNumberId === NUMBERS[0],
          )
          const rule = useOf(own, now, pair.contactId)
          const { counted, max, used, nextSlotAt } =
            found.get(NUMBERS[0]) ?? assert.fail('its limit is known')
          assert.deepEqual({ max, used, nextSlotAt, isCounted: counted.has(pair.contactId) }, rule)
        },
      ),
      { numRuns: 60 },
    )
  })
}

const TEMPLATE: Draft = { kind: 'template', name: 'kabar', language: 'id', body: [], buttons: [] }
const foresee = foreseeWith(openBooks())
const pairOf = (number: 0 | 1, contact: number, lastInboundAt: number | null = null): Pair => ({
  ...{ numberId: NUMBERS[number], contactId: CONTACTS[contact] ?? '', to: '6281', lastInboundAt },
})

test('of the last places of the limit each is given once: who asks waits until the one before is done', async () => {
  const now = MOMENTS.portfolio
  const workspaceId = newId()
  await openNumbers(workspaceId)
  const ask = (pair: Pair) => ({ pairs: [pair], drafts: [TEMPLATE], now, automatic: true })
  const asked = Promise.withResolvers<void>()
  const done = Promise.withResolvers<void>()
  const first = db.tx('first', async (tx) => {
    await foresee(tx, workspaceId, ask(pairOf(0, 0)))
    asked.resolve()
    await done.promise
    for (const contact of [0, 1, 2])
      await noteSending(
        workspaceId,
        now,
        { contact, number: 0, hours: 0, state: 'accepted', outside: true },
        tx,
      )
  })
  await asked.promise
  await db.tx('answer', (tx) => foresee(tx, workspaceId, ask(pairOf(1, 3, now - HOUR)))) // an open window waits for nobody
  let answered = false
  const second = other.tx('second', async (tx) => {
    const foresight = await foresee(tx, workspaceId, ask(pairOf(1, 4)))
    answered = true
    return foresight.factsOf(TEMPLATE, pairOf(1, 4)).limit
  })
  await sleep(300)
  assert.equal(answered, false)
  done.resolve()
  const [limit] = await Promise.all([second, first])
  assert.deepEqual([limit?.used, limit?.max], [MAX, MAX], 'it sees what the first one took')
})

for (const [scope, used] of [
  ['portfolio', 1],
  ['phone-number', 0],
] as const) {
  test(`what one number of a batch took counts for the other by ${scope}: ${used}`, async () => {
    const now = MOMENTS[scope]
    const workspaceId = newId()
    await openNumbers(workspaceId)
    const [one, two] = [pairOf(0, 0), pairOf(1, 1)]
    const ask = { pairs: [one, two], drafts: [TEMPLATE], now, automatic: true }
    const limit = await db.tx('batch', async (tx) => {
      const foresight = await foresee(tx, workspaceId, ask)
      const expense = foresight.expenseOf(TEMPLATE, one) ?? assert.fail('a template may cost')
      foresight.took(expense, one)
      return foresight.factsOf(TEMPLATE, two).limit
    })
    assert.equal(limit?.used, used)
  })
}

async function openNumbers(workspaceId: string, tier = String(MAX)): Promise<void> {
  const channelId = newId()
  await db.run(sql`
    insert into workspace (workspace_id, name, zone, language, data_key)
    values (${workspaceId}, 'Toko', 'UTC', 'id', ${Buffer.from('x')})`)
  await db.run(sql`
    insert into channel (workspace_id, id, name, hook, graph_url, graph_version, waba_id, app_id, token, app_secret, verify_token,
                         token_end, app_secret_end)
    values (${workspaceId}, ${channelId}, '', ${channelId}, '', '', '1', '', 'x', 'x', 'x', '', '')`)
  await db.run(sql`
    insert into phone_number (workspace_id, id, channel_id, graph_id, display, name, state, tier)
    select ${workspaceId}, n, ${channelId}, n, '', '', '', ${`TIER_${tier}`} from unnest(${[...NUMBERS]}::uuid[]) n`)
}

type Sending = {
  readonly contact: number
  readonly number: number
  readonly hours: number
  readonly state: string
  readonly outside: boolean
  /** Hours from now. */
  readonly lapses?: number
  readonly micros?: number
}

async function noteSending(
  workspaceId: string,
  now: number,
  { contact, number, hours, state, outside, lapses = 30 * 24, micros = 0 }: Sending,
  query: Query = db,
): Promise<string> {
  const id = newId()
  const at = (ahead: number) => new Date(now + ahead * HOUR).toISOString()
  await query.run(sql`
    insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
    values (${workspaceId}, ${id}, ${newId()}, now(), 'out', 'bot', '{}', 'queued', 0)`)
  await query.run(sql`
    insert into begun (workspace_id, message_id, phone_number_id, contact_id, at, lapses_at, outside, month, currency, micros)
    values (${workspaceId}, ${id}, ${NUMBERS[number]}, ${CONTACTS[contact]}, ${at(-hours)}, ${at(lapses)}, ${outside}, '2026-11',
            'USD', ${micros})`)
  await query.run(sql`update message set state = ${state} where workspace_id = ${workspaceId} and id = ${id}`)
  return id
}

test('an advertisement that is heard while a delivery is booked is not forgotten', async () => {
  const workspaceId = newId()
  const [numberId, contactId] = [newId(), newId()]
  const first = Date.UTC(2026, 10, 27, 3)
  const entry = (at: number) => ({
    phone_number_id: numberId,
    contact_id: contactId,
    at: new Date(at).toISOString(),
  })
  const clock = async () =>
    (await clocksOf(db, workspaceId, [{ ...pairOf(0, 0), numberId, contactId }])).get(
      `${numberId} ${contactId}`,
    )
  await noteEntries(db, workspaceId, [entry(first)])
  const due = { phone_number_id: numberId, contact_id: contactId, entry_at: first } as Due
  const answered = { heardAt: null, entryAt: null, entryEndsAt: first + 72 * HOUR, conversations: {} }
  await db.tx('booked', (tx) => saveClocks(tx, workspaceId, [{ due, clock: answered }]))
  assert.equal((await clock())?.entryAt, null, 'it was answered')
  await noteEntries(db, workspaceId, [entry(first + HOUR)])
  await db.tx('booked', (tx) => saveClocks(tx, workspaceId, [{ due, clock: answered }]))
  assert.deepEqual(await clock(), {
    entryAt: first + HOUR,
    entryEndsAt: first + 72 * HOUR,
    conversations: {},
  })
})

test('what lapsed at Meta undelivered holds neither money nor a place, nor does what failed', async () => {
  const now = MOMENTS.portfolio
  const workspaceId = newId()
  await openNumbers(workspaceId)
  const note = (contact: number, hours: number, lapses: number, state = 'sent') =>
    noteSending(workspaceId, now, { contact, number: 0, hours, state, outside: true, lapses, micros: 1000 })
  await note(0, 2, -1)
  await note(1, 2, 1)
  await note(2, 2, 1, 'failed')
  const id = await note(3, 2, 1)
  const sums = () => spentOf(db, { workspaceId, month: '2026-11', currency: 'USD' }, now)
  const used = async () =>
    (await placesOf(db, workspaceId, { pairs: [pairOf(0, 4)], now, zone: 'UTC' })).get(NUMBERS[0])?.used
  assert.deepEqual([await used(), (await sums()).reserved], [2, 2000n])
  await db.run(sql`update message set state = 'failed' where workspace_id = ${workspaceId} and id = ${id}`)
  assert.deepEqual([await used(), (await sums()).reserved], [1, 1000n], 'its failure frees both')
  await db.run(sql`update message set state = 'delivered' where workspace_id = ${workspaceId} and id = ${id}`)
  assert.deepEqual([await used(), (await sums()).reserved], [2, 2000n], 'it came through after all')
  const next = await spentOf(db, { workspaceId, month: '2026-12', currency: 'USD' }, now)
  assert.equal(next.reserved, 2000n, 'what is on its way at the turn of the month is booked in the next')
})

type Given = {
  readonly now: string
  readonly era: '2022' | '2026'
  readonly limit: number | null
  readonly log: readonly {
    readonly repeat?: number
    readonly prefix?: string
    readonly to?: string
    readonly at: string
    readonly business_phone: string
    readonly status: string
    readonly in_window: boolean
  }[]
  readonly ask: { readonly to: string; readonly in_window?: boolean; readonly business_phone?: string }
}

const { vectors } = JSON.parse(
  readFileSync(new URL('../../test/data/vectors/policy.json', import.meta.url), 'utf8'),
) as {
  readonly vectors: readonly { id: string; kind: string; title: string; given: Given; expect: unknown }[]
}

for (const { id, kind, title, given, expect } of vectors) {
  if (kind !== 'limit') continue
  test(`${id}: ${title}`, async () => {
    const workspaceId = newId()
    const { now, era, limit, log, ask } = given
    await openNumbers(workspaceId, limit === null ? 'UNLIMITED' : String(limit))
    const contacts = new Map([[ask.to, newId()]])
    const numberOf = (phone: string) => NUMBERS[phone === 'pn_1' ? 0 : 1]
    for (const { repeat = 1, prefix = '', to, at, business_phone, status, in_window } of log) {
      const names = Array.from({ length: repeat }, (_, n) => to ?? `${prefix}${String(n).padStart(7, '0')}`)
      for (const name of names) contacts.set(name, contacts.get(name) ?? newId())
      const people = names.map((name) => ({ id: newId(), contact: contacts.get(name) }))
      await db.run(sql`
        insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
        select ${workspaceId}, p.id, p.id, now(), 'out', 'bot', '{}', 'queued', 0
        from json_to_recordset(${JSON.stringify(people)}) as p (id uuid)`)
      await db.run(sql`
        insert into begun (workspace_id, message_id, phone_number_id, contact_id, at, lapses_at, outside, month, currency, micros)
        select ${workspaceId}, p.id, ${numberOf(business_phone)}, p.contact, ${at}::timestamptz, ${at}::timestamptz + interval '30 days',
               ${!in_window}, '', '', 0 from json_to_recordset(${JSON.stringify(people)}) as p (id uuid, contact uuid)`)
      await db.run(sql`
        update message set state = ${status} where workspace_id = ${workspaceId} and id = any(${people.map((one) => one.id)}::uuid[])`)
    }
    const numberId = numberOf(ask.business_phone ?? 'pn_1')
    const contactId = contacts.get(ask.to) ?? ''
    const moment = Date.parse(now)
    const pair: Pair = { numberId, contactId, to: ask.to, lastInboundAt: ask.in_window ? moment : null }
    const places = await placesOf(db, workspaceId, {
      ...{ pairs: [pair], now: moment, zone: 'UTC' },
      ...(era === '2022' ? { regime: regimeOf('cbp-2022') } : {}),
    })
    const { counted, max, used, nextSlotAt } = places.get(numberId) ?? assert.fail('its limit is known')
    const use = { max, used, nextSlotAt, isCounted: counted.has(contactId) }
    const { lastInboundAt } = pair
    const fine = { numberState: 'CONNECTED', optedOut: false, trouble: null, tooOften: false } as const
    const facts = { ...fine, lane: 'agent', automatic: false, lastInboundAt, limit: use } as const
    const decision = decideSend(TEMPLATE, facts, moment)
    const allow = decision.kind === 'send'
    const next =
      allow || nextSlotAt === null ? null : new Date(nextSlotAt).toISOString().replace('.000Z', 'Z')
    const remaining = max === null ? null : Math.max(0, max - used)
    assert.deepEqual({ allow, used, remaining, next_slot_at: next }, expect)
  })
}

test('every vector of the limit is asked', () => {
  assert.equal(vectors.filter(({ kind }) => kind === 'limit').length, 10)
})
