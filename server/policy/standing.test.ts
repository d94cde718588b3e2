import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { HOUR } from '#core/base/time.ts'
import type { Pair } from '#core/policy/foresight.ts'
import { limitUseOf, slotsOf } from '#core/policy/limit/limit.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { type Db, openDb, type Query } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { openBooks } from '#server/policy/books.ts'
import { foreseeWith } from '#server/policy/foresee.ts'
import { placesOf } from '#server/policy/standing.ts'
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
          const rule = limitUseOf(
            slotsOf(begun, { scope, phoneNumberId: NUMBERS[0] }, now),
            MAX,
            pair.contactId,
          )
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

async function openNumbers(workspaceId: string): Promise<void> {
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
    select ${workspaceId}, n, ${channelId}, n, '', '', '', ${`TIER_${MAX}`} from unnest(${[...NUMBERS]}::uuid[]) n`)
}

type Sending = {
  readonly contact: number
  readonly number: number
  readonly hours: number
  readonly state: string
  readonly outside: boolean
}

async function noteSending(
  workspaceId: string,
  now: number,
  { contact, number, hours, state, outside }: Sending,
  query: Query = db,
): Promise<void> {
  const id = newId()
  await query.run(sql`
    insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
    values (${workspaceId}, ${id}, ${newId()}, now(), 'out', 'bot', '{}', ${state}, 0)`)
  await query.run(sql`
    insert into begun (workspace_id, message_id, phone_number_id, contact_id, at, outside, month, currency, micros)
    values (${workspaceId}, ${id}, ${NUMBERS[number]}, ${CONTACTS[contact]}, ${new Date(now - hours * HOUR).toISOString()}, ${outside},
            '', '', 0)`)
}
