import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { HOUR } from '#core/base/time.ts'
import { BroadcastMessage, EVERYONE } from '#core/broadcast/broadcast.ts'
import { SENDING_MAX } from '#core/broadcast/limits.ts'
import { inWindow, type SendWindow } from '#core/flow/sequence.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { beginDue } from '#server/broadcast/begin.ts'
import { expandPage } from '#server/broadcast/expand.ts'
import { feedPage } from '#server/broadcast/feed.ts'
import { openBooks } from '#server/policy/books.ts'
import { foreseeWith } from '#server/policy/foresee.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'

let database: TestDatabase
let db: Db
const foresee = foreseeWith(openBooks())
before(async () => {
  database = await createTestDatabase()
  db = openDb({ connection: database.connection, max: 2, sees: 'all', name: 'test', patience: 2000 })
})
after(async () => {
  await db?.[Symbol.asyncDispose]()
  await database?.[Symbol.asyncDispose]()
})

type Vector = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly given: {
    readonly now: string
    readonly limit: number
    readonly log: readonly { readonly repeat: number; readonly at: string }[]
    readonly payload: { readonly template: { readonly name: string; readonly category: string } }
    readonly audience: readonly { to: string; last_inbound: string | null; opted_out?: boolean }[]
  }
  readonly expect: {
    readonly send_now: readonly string[]
    readonly deferred: readonly { readonly to: string; readonly until: string }[]
    readonly skipped: readonly { readonly to: string; readonly reason: string }[]
  }
}
const { vectors } = JSON.parse(
  readFileSync(new URL('../../test/data/vectors/policy.json', import.meta.url), 'utf8'),
) as { readonly vectors: readonly Vector[] }
const [mixed] = vectors.filter(({ kind }) => kind === 'broadcast')
assert.ok(mixed, 'there is a vector of a whole audience')

test(`${mixed.id}: ${mixed.title}`, async () => {
  const { given, expect } = mixed
  const shop = await openShop(given.limit)
  const now = Date.now()
  const moved = (text: string) => new Date(now + Date.parse(text) - Date.parse(given.now)).toISOString()
  for (const { repeat, at } of given.log) await begun(shop, repeat, moved(at))
  // one number is one contact, and what is no international number is no address
  const people = new Map(given.audience.map((one) => [one.to, one]))
  const ids = [...people].map(() => newId()).sort()
  for (const [nth, one] of [...people.values()].entries())
    await person(shop, ids[nth] ?? '', {
      phone: one.to.startsWith('+') ? one.to.slice(1) : null,
      heardAt: one.last_inbound && moved(one.last_inbound),
      stopped: one.opted_out ?? false,
    })
  const { name, category } = given.payload.template
  const id = await broadcast(shop, { name, category: category.toUpperCase() })
  const asked = { workspaceId: shop, broadcastId: id, audience: EVERYONE, numberId: shop, now }
  for (const from of [null, ids.at(-1) ?? null])
    await db.tx('expand', (tx) => expandPage(tx, { ...asked, from }))
  await db.tx('feed', (tx) => feedPage(tx, shop, id, { foresee, most: 100 }))
  const rows = await db.rows<{ id: string; state: string; code: string | null }>(sql`
    select contact_id as id, state, code from broadcast_recipient where workspace_id = ${shop} and broadcast_id = ${id}
    order by contact_id`)
  const named = rows.map((row) => ({ ...row, to: [...people.keys()][ids.indexOf(row.id)] ?? '' }))
  const of = (state: string) => named.filter((row) => row.state === state)
  assert.deepEqual(
    of('handed').map(({ to }) => to),
    expect.send_now,
  )
  const reasons: Readonly<Record<string, string>> = {
    'opted-out': 'opted_out',
    'recipient-invalid': 'invalid_number',
  }
  assert.deepEqual(
    of('skipped').map(({ to, code }) => ({ to, reason: reasons[code ?? ''] })),
    expect.skipped.filter(({ reason }) => reason !== 'duplicate'),
  )
  const [held] = await db.rows<{ until: number; code: string }>(sql`
    select held_until as until, reason ->> 'code' as code from broadcast where workspace_id = ${shop} and id = ${id}`)
  assert.equal(held?.code, 'limit-reached')
  assert.deepEqual(
    of('planned').map(({ to }) => ({ to, until: new Date(held?.until ?? 0).toISOString() })),
    expect.deferred.map(({ to, until }) => ({ to, until: moved(until) })),
  )
})

test('while the messaging limit is reached those whose window is open are served, and nobody else', async () => {
  const shop = await openShop(1)
  await begun(shop, 1, new Date(Date.now() - HOUR).toISOString())
  const [closed, open] = [newId(), newId()].sort()
  assert.ok(closed && open)
  await person(shop, closed, { phone: '6281200000001', heardAt: null, stopped: false })
  await person(shop, open, { phone: '6281200000002', heardAt: new Date().toISOString(), stopped: false })
  const id = await broadcast(shop, { name: 'promo', category: 'UTILITY', expanded: true })
  await db.run(sql`
    insert into broadcast_recipient (workspace_id, broadcast_id, contact_id) values (${shop}, ${id}, ${closed}), (${shop}, ${id}, ${open})`)
  const feed = () => db.tx('feed', (tx) => feedPage(tx, shop, id, { foresee, most: 10 }))
  const held = async () => {
    const [row] = await db.rows<{ until: number; code: string }>(sql`
      select held_until as until, reason ->> 'code' as code from broadcast where workspace_id = ${shop} and id = ${id}`)
    return row
  }
  assert.equal((await feed()).handed, 0, 'the first of them waits for a place')
  const before = await held()
  assert.equal(before?.code, 'limit-reached')
  assert.equal((await feed()).handed, 1)
  const [handed] = await db.rows<{ contact_id: string }>(sql`
    select contact_id from broadcast_recipient where workspace_id = ${shop} and broadcast_id = ${id} and state = 'handed'`)
  assert.equal(handed?.contact_id, open)
  assert.deepEqual(await held(), before, 'it still says what the others wait for')
  assert.deepEqual(await feed(), { handed: 0, moved: false })
})

test('outside its hours a broadcast hands nobody over and says until when', async () => {
  const shop = await openShop(250)
  await person(shop, newId(), { phone: '6281200000001', heardAt: null, stopped: false })
  const hour = new Date().getUTCHours()
  const at = (one: number) => `${String(one).padStart(2, '0')}:00`
  const hours: SendWindow = {
    days: [1, 2, 3, 4, 5, 6, 7],
    ...(hour < 22 ? { from: at(hour + 1), to: '23:59' } : { from: '00:00', to: '20:00' }),
  }
  const id = await broadcast(shop, { name: 'promo', category: 'UTILITY', hours, expanded: true })
  await db.run(sql`
    insert into broadcast_recipient (workspace_id, broadcast_id, contact_id)
    select ${shop}, ${id}, id from contact where workspace_id = ${shop}`)
  const now = Date.now()
  const feed = () => db.tx('feed', (tx) => feedPage(tx, shop, id, { foresee, most: 10 }))
  assert.equal((await feed()).handed, 0)
  const [held] = await db.rows<{ until: number; code: string }>(sql`
    select held_until as until, reason ->> 'code' as code from broadcast where workspace_id = ${shop} and id = ${id}`)
  assert.deepEqual(held, { until: inWindow(hours, now, 'UTC'), code: 'broadcast-hours' })
  await db.run(
    sql`update broadcast set hours = null, held_until = null where workspace_id = ${shop} and id = ${id}`,
  )
  assert.equal((await feed()).handed, 1)
})

test('of broadcasts that are due together no more begin than may be sent at a time, in their order', async () => {
  const [shop, other] = [await openShop(250), await openShop(250)]
  const due = { name: 'promo', category: 'UTILITY', state: 'scheduled' } as const
  const ids = []
  for (const minutes of [7, 6, 5, 4, 3, 2, 1]) ids.push(await broadcast(shop, { ...due, minutes }))
  const alone = await broadcast(other, { ...due, minutes: 1 })
  const sending = async (workspaceId: string) =>
    (
      await db.rows<{ id: string }>(sql`
        select id from broadcast where workspace_id = ${workspaceId} and state = 'sending' order by starts_at`)
    ).map(({ id }) => id)
  await beginDue(db)
  assert.deepEqual(await sending(shop), ids.slice(0, SENDING_MAX))
  assert.deepEqual(await sending(other), [alone], 'another workspace waits for nobody')
  await beginDue(db)
  assert.equal((await sending(shop)).length, SENDING_MAX)
  await db.run(sql`update broadcast set state = 'done' where workspace_id = ${shop} and id = ${ids[0]}`)
  await beginDue(db)
  assert.deepEqual(await sending(shop), ids.slice(1, SENDING_MAX + 1), 'one is done, the next begins')
})

/** A workspace with a connected number of that limit; one id names them all. */
async function openShop(limit: number): Promise<string> {
  const id = newId()
  await db.run(sql`
    insert into workspace (workspace_id, name, zone, language, data_key) values (${id}, 'Toko', 'UTC', 'id', '')`)
  await db.run(sql`
    insert into channel (workspace_id, id, name, hook, graph_url, graph_version, waba_id, app_id, token, app_secret,
                         verify_token, token_end, app_secret_end)
    values (${id}, ${id}, 'Toko', ${id}, 'http://127.0.0.1', 'v25.0', '1', '1', '', '', '', '', '')`)
  await db.run(sql`
    insert into phone_number (workspace_id, id, channel_id, graph_id, display, name, state, tier)
    values (${id}, ${id}, ${id}, '1', '+62 811', 'Toko', 'CONNECTED', ${`TIER_${limit}`})`)
  return id
}

/** So many other customers were written first at that moment. */
async function begun(shop: string, many: number, at: string): Promise<void> {
  await db.run(sql`
    insert into begun (workspace_id, message_id, phone_number_id, contact_id, at, lapses_at, outside, month, currency, micros)
    select ${shop}, gen_random_uuid(), ${shop}, gen_random_uuid(), ${at}::timestamptz, ${at}::timestamptz + interval '30 days', true, '', '', 0
    from generate_series(1, ${many})`)
}

type Who = { readonly phone: string | null; readonly heardAt: string | null; readonly stopped: boolean }

async function person(shop: string, id: string, { phone, heardAt, stopped }: Who): Promise<void> {
  const marketing = stopped ? JSON.stringify({ stopped, by: 'customer', at: Date.now() - HOUR }) : null
  await db.run(sql`
    insert into contact (workspace_id, id, name, phone, search_name, marketing)
    values (${shop}, ${id}, 'Dewi', ${phone}, 'dewi', ${marketing})`)
  if (heardAt)
    await db.run(sql`
      insert into chat (workspace_id, id, contact_id, phone_number_id, last_at, last_inbound_at)
      values (${shop}, ${id}, ${id}, ${shop}, ${heardAt}::timestamptz, ${heardAt}::timestamptz)`)
}

type Wish = {
  readonly name: string
  readonly category: string
  readonly state?: string
  readonly hours?: SendWindow
  readonly expanded?: boolean
  /** How long ago it was to begin. */
  readonly minutes?: number
}

async function broadcast(
  shop: string,
  { name, category, state = 'sending', hours, expanded = false, minutes = 0 }: Wish,
): Promise<string> {
  const id = newId()
  const template = { name, language: 'id', category, body: { text: 'Halo, ada kabar dari toko.' } }
  const message = BroadcastMessage.parse({ kind: 'template', template })
  await db.run(sql`
    insert into broadcast (workspace_id, id, name, state, phone_number_id, message, template, language, audience, hours, expanded, starts_at)
    values (${shop}, ${id}, 'Kabar', ${state}, ${shop}, ${JSON.stringify(message)}, ${name}, 'id', ${JSON.stringify(EVERYONE)},
            ${hours ? JSON.stringify(hours) : null}, ${expanded}, now() - ${minutes} * interval '1 minute')`)
  return id
}
