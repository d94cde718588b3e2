import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { dateIn } from '#core/base/zone.ts'
import { type Audience, EVERYONE } from '#core/broadcast/broadcast.ts'
import { AUDIENCE_MAX } from '#core/broadcast/limits.ts'
import { catalogueOf, textField } from '#core/contact/field/catalogue.ts'
import { holds } from '#core/flow/condition.ts'
import type { Condition } from '#core/flow/rule.ts'
import type { SegmentWhen } from '#core/flow/segment.ts'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { wherePeople } from '#server/broadcast/audience.ts'
import { expandPage } from '#server/broadcast/expand.ts'
import { feedPage } from '#server/broadcast/feed.ts'
import { openBooks } from '#server/policy/books.ts'
import { foreseeWith } from '#server/policy/foresee.ts'
import { usesOf } from '#server/whatsapp/template/uses.ts'
import { type Loose, until } from './rig.ts'
import { openStage, type Shop, type Stage, take } from './stage.ts'
import { timeOf } from './time.ts'

const MANY = Number(process.env.BROADCAST_PEOPLE ?? 2000)
const TEMPLATE = {
  name: 'kabar_toko',
  language: 'id',
  category: 'UTILITY',
  body: { text: 'Halo {{1}}, toko kami buka sampai malam.', examples: [{ name: '1', value: 'Dewi' }] },
}

let stage: Stage
let shop: Shop

before(async () => {
  stage = await openStage()
  shop = await stage.shop('Toko Ramai')
})
after(() => stage[Symbol.asyncDispose]())

/** People who never wrote, straight into the tables. */
async function people(count: number, tags: readonly string[] = []): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => ({
    id: newId(),
    phone: `62811${String(at).padStart(7, '0')}`,
    name: `Pelanggan ${at}`,
  }))
  const text = JSON.stringify(rows)
  await stage.rows(
    `insert into contact (workspace_id, id, name, phone, search_name, tags)
     select $1, p.id, p.name, p.phone, lower(p.name), $3 from json_to_recordset($2) as p (id uuid, name text, phone text)`,
    [shop.workspaceId, text, tags],
  )
  await stage.rows(
    `insert into contact_identity (workspace_id, identity, contact_id)
     select $1, 'wa:' || p.phone, p.id from json_to_recordset($2) as p (id uuid, phone text)`,
    [shop.workspaceId, text],
  )
}

function openWork() {
  const { connection } = stage.rig.database
  return openDb({ connection, max: 4, sees: 'all', name: 'test', patience: 5000 })
}

/** A draft of everyone, and its recipients not written down yet. */
async function draft(name: string, change: Loose = {}): Promise<Loose> {
  const made = await take(shop.owner, 'POST', '/api/broadcasts', { name })
  return await take(shop.owner, 'PUT', `/api/broadcasts/${made.id}`, {
    name,
    revision: made.revision,
    numberId: shop.numberId,
    message: {
      kind: 'template',
      template: TEMPLATE,
      body: [{ name: '1', text: '{{first_name}}', fallback: 'Kak' }],
    },
    audience: EVERYONE,
    consent: '',
    ...change,
  })
}

test('an audience is asked of the database as a flow’s condition asks it of one person', async () => {
  await using db = openWork()
  const day = (days: number) => dateIn(Date.now() + days * 86_400_000, 'Asia/Jakarta') ?? ''
  const people = [
    {
      name: 'A',
      tags: ['VIP', 'grosir'],
      fields: { kota: ' Bandung ', umur: '9', belanja: '["Kopi","roti"]', vip: 'true', lahir: day(3) },
    },
    { name: 'B', tags: ['vip'], fields: { kota: 'BANDUNG', umur: '10', catatan: 'Ｋopi  susu' } },
    {
      name: 'C',
      tags: [],
      fields: { kota: 'Jakarta', umur: 'sepuluh', belanja: '["kopi susu"]', vip: 'no', lahir: day(-3) },
    },
    { name: 'D', tags: ['grosir'], fields: {} },
  ]
  for (const { name, tags, fields } of people)
    await db.run(sql`
      insert into contact (workspace_id, id, name, tags, fields)
      values (${shop.workspaceId}, ${newId()}, ${name}, ${tags}, ${JSON.stringify(fields)})`)
  // lahir was once called hari_lahir, and is called ulang_tahun now
  const shapes = [
    { ...textField('umur'), type: 'number' },
    { ...textField('belanja'), type: 'list' },
    { ...textField('vip'), type: 'boolean' },
    { ...textField('lahir'), key: 'ulang_tahun', former: ['hari_lahir'], type: 'date' },
  ] as const
  for (const { id, key, type, former } of shapes)
    await db.run(sql`
      insert into field (workspace_id, id, key, label, type, former)
      values (${shop.workspaceId}, ${id}, ${key}, ${id}, ${type}, ${[...former]})`)
  const catalogue = catalogueOf(shapes)
  const field = (field: string, is: string, value = '', upTo = '') => ({
    fact: 'field',
    field,
    is,
    value,
    upTo,
  })
  const rules: Loose[] = [
    field('kota', 'equal', 'bandung'),
    field('kota', 'not-equal', 'bandung'),
    field('umur', 'more', '9'),
    field('umur', 'less', '10'),
    field('umur', 'equal', '10.0'),
    field('kota', 'filled'),
    field('kota', 'empty'),
    field('catatan', 'contains', 'kopi susu'),
    field('kota', 'not-contains', 'dung'),
    field('kota', 'begins', 'ja'),
    field('kota', 'ends', 'DUNG'),
    field('umur', 'at-least', '10'),
    field('umur', 'at-most', '9'),
    field('umur', 'between', '9.5', '10'),
    field('belanja', 'contains', 'kopi'),
    field('belanja', 'not-contains', 'roti'),
    field('vip', 'true'),
    field('vip', 'false'),
    field('ulang_tahun', 'next-days', '7'),
    field('hari_lahir', 'past-days', '7'),
    field('lahir', 'more', day(0)),
    { fact: 'tag', tag: 'Vip', is: 'has' },
    { fact: 'tag', tag: 'grosir', is: 'lacks' },
    { fact: 'window', is: 'closed' },
    { fact: 'segment', ref: 'grosir', name: '', is: 'in' },
    { fact: 'segment', ref: 'grosir', name: '', is: 'out' },
    { fact: 'segment', ref: 'hilang', name: '', is: 'out' },
  ]
  const segment: SegmentWhen = {
    match: 'any',
    rules: [
      { fact: 'tag', tag: 'grosir', is: 'has' },
      { fact: 'field', field: 'kota', is: 'begins', value: 'ja' },
    ],
  }
  const now = Date.now()
  for (const match of ['all', 'any'] as const)
    for (const [at, rule] of rules.entries()) {
      const both = [rule, rules[(at + 5) % rules.length]]
      const audience: Audience = { ...EVERYONE, match, rules: both }
      const asked = {
        workspaceId: shop.workspaceId,
        broadcastId: newId(),
        audience,
        numberId: shop.numberId,
        now,
        segments: { grosir: segment },
      }
      const rows = await db.rows<{ name: string }>(sql`
        select c.name from contact c where ${wherePeople(asked)} and length(c.name) = 1 order by c.name`)
      const condition = { match: 'all', groups: [{ match, rules: both }] } as Condition
      const expected = people.filter((one) =>
        holds(condition, {
          now,
          person: { ...one, phone: '', lastInboundAt: null } as Loose,
          workspace: { name: '', zone: 'Asia/Jakarta', language: 'id' },
          catalogue,
          segments: new Map([['grosir', segment]]),
        }),
      )
      assert.deepEqual(
        rows.map(({ name }) => name),
        expected.map(({ name }) => name),
        JSON.stringify(audience),
      )
    }
  await db.run(sql`delete from contact where workspace_id = ${shop.workspaceId} and length(name) = 1`)
})

test(`${MANY} recipients are written down and handed over once each, in seconds`, async () => {
  await people(MANY)
  const { id } = await draft('Ramai')
  await using db = openWork()
  // the product's own keeper leaves it alone: it is held until tomorrow while this test takes its turns
  await stage.rows(
    `update broadcast set state = 'sending', held_until = now() + interval '1 day' where id = $1`,
    [id],
  )
  const { workspaceId, numberId } = shop
  const asked = { workspaceId, broadcastId: id, audience: EVERYONE, numberId, now: Date.now() }
  const heap = process.memoryUsage().heapUsed
  const began = performance.now()
  let from: string | null = null
  for (let page = 0; page < AUDIENCE_MAX; page++) {
    const more = await db.tx('test', (tx) => expandPage(tx, { ...asked, from }))
    const [row] = await stage.rows('select expanded_to from broadcast where id = $1', [id])
    from = row.expanded_to
    if (!more) break
  }
  const expanded = performance.now()
  const [planned] = await stage.rows(
    `select count(*)::int as count from broadcast_recipient where broadcast_id = $1 and state = 'planned'`,
    [id],
  )
  assert.equal(planned.count, MANY)
  const foresee = foreseeWith(openBooks())
  let handed = 0
  for (let page = 0; page < MANY; page++) {
    const fed = await db.tx('test', async (tx) => {
      await tx.run(
        sql`update broadcast set held_until = null where workspace_id = ${workspaceId} and id = ${id}`,
      )
      const done = await feedPage(tx, workspaceId, id, { foresee, most: 500 })
      await tx.run(sql`
        update broadcast set held_until = now() + interval '1 day' where workspace_id = ${workspaceId} and id = ${id}`)
      return done
    })
    handed += fed.handed
    if (fed.handed === 0) break
  }
  const took = performance.now() - expanded
  console.info(
    `${MANY} recipients: written down in ${Math.round(expanded - began)} ms, handed over in ${Math.round(took)} ms, heap +${Math.round((process.memoryUsage().heapUsed - heap) / 1e6)} MB`,
  )
  assert.equal(handed, MANY)
  assert.ok(expanded - began < 10_000, 'an audience is written down in seconds')
  const [count] = await stage.rows(
    `select count(*)::int as messages, count(distinct chat_id)::int as chats from message where broadcast_id = $1`,
    [id],
  )
  assert.deepEqual([count.messages, count.chats], [MANY, MANY])
  await stage.rows(`delete from outbox where workspace_id = $1 and lane = 3 and state = 'pending'`, [
    workspaceId,
  ])
  await stage.rows(`update broadcast set state = 'cancelled' where id = $1`, [id])
})

test('a pause stops handing over within two seconds, a live reply overtakes, and resuming forgets nobody', async () => {
  await stage.rows(
    `update contact set tags = '{pilihan}' where workspace_id = $1 and id in (
       select id from contact where workspace_id = $1 and name like 'Pelanggan %' order by id limit 300)`,
    [shop.workspaceId],
  )
  const message = {
    kind: 'template',
    template: { ...TEMPLATE, name: 'kabar_jeda' },
    body: [{ name: '1', text: 'Kak' }],
  }
  const one = await draft('Jeda', { audience: { ...EVERYONE, any: ['pilihan'] }, message })
  const begun = { revision: one.revision, recipients: 300, at: null }
  await take(shop.owner, 'POST', `/api/broadcasts/${one.id}/start`, begun)
  const sentNow = () => stage.graph.sent.filter(({ template }) => template?.name === 'kabar_jeda')
  await until('some went', async () => sentNow().length > 40)
  await shop.hear('6281299990001', 'halo')
  const took = await timeOf(() =>
    until('the reply', async () => stage.graph.sent.some(({ to }) => String(to).endsWith('6281299990001'))),
  )
  assert.ok(took < 2000, `the broadcast does not hold up a live reply: ${took} ms`)
  assert.ok(sentNow().length < 300, 'the broadcast was still under way')
  await take(shop.owner, 'POST', `/api/broadcasts/${one.id}/pause`, {})
  await sleep(2000)
  const still = sentNow().length
  await sleep(1500)
  assert.equal(sentNow().length, still, 'nothing more goes out')
  await take(shop.owner, 'POST', `/api/broadcasts/${one.id}/resume`, {})
  await until('all went', async () => sentNow().length === 300, 30_000)
  assert.equal(new Set(sentNow().map(({ to }) => to)).size, 300, 'nobody got it twice')
})

test('at 100 percent of the budget a broadcast is held with its reason, and goes on when the budget is raised', async () => {
  const one = await draft('Anggaran', { audience: { ...EVERYONE, any: ['pilihan'] } })
  await take(shop.owner, 'PUT', '/api/costs/settings', { currency: 'IDR', regime: null, budget: '100000' })
  const unpriced = await take(shop.owner, 'GET', `/api/broadcasts/${one.id}/estimate`)
  assert.equal(unpriced.reason.code, 'budget-unpriced', 'no card knows what it costs')
  await take(shop.owner, 'PUT', '/api/costs/settings', { currency: 'USD', regime: null, budget: '0.01' })
  const estimate = await take(shop.owner, 'GET', `/api/broadcasts/${one.id}/estimate`)
  assert.deepEqual([estimate.budget.isEnough, estimate.budget.left], [false, '0.0000'])
  await take(shop.owner, 'POST', `/api/broadcasts/${one.id}/start`, {
    revision: one.revision,
    recipients: 300,
    at: null,
  })
  const held = await until('it is held', async () => {
    const now = await take(shop.owner, 'GET', `/api/broadcasts/${one.id}`)
    return now.reason && now.tally?.total === 300 && now
  })
  assert.equal(held.tally.places.waiting, 300)
  assert.deepEqual([held.state, held.reason.code], ['sending', 'budget-held'])
  assert.match(held.reason.id, /Anggaran pesan bulan ini/)
  const now = () => take(shop.owner, 'GET', `/api/broadcasts/${one.id}`)
  await take(shop.owner, 'PUT', '/api/costs/settings', { currency: 'USD', regime: null, budget: null })
  await until('it goes on', async () => (await now()).reason === null, 30_000)
  await take(shop.owner, 'POST', `/api/broadcasts/${one.id}/cancel`, {})
  const over = await until('it is counted', async () => {
    const { tally, state } = await now()
    return tally?.places.waiting === 0 && { tally, state }
  })
  assert.equal(over.state, 'cancelled')
  assert.ok(over.tally.places.cancelled > 0, 'those behind the cancel get nothing')
  const sum = Object.values<number>(over.tally.places).reduce((total, count) => total + count, 0)
  assert.equal(sum, 300)
})

test('only what failed for a reason that can pass is sent again, to the same people', async () => {
  const message = {
    kind: 'template',
    template: { ...TEMPLATE, name: 'kabar_ulang' },
    body: [{ name: '1', text: 'Kak' }],
  }
  const one = await draft('Ulang', { audience: { ...EVERYONE, any: ['pilihan'] }, message })
  const sent = () => stage.graph.sent.filter(({ template }) => template?.name === 'kabar_ulang')
  const now = () => take(shop.owner, 'GET', `/api/broadcasts/${one.id}`)
  await take(shop.owner, 'POST', `/api/broadcasts/${one.id}/start`, {
    revision: one.revision,
    recipients: 300,
    at: null,
  })
  await until('all went', async () => sent().length === 300 && (await now()).state === 'done', 40_000)
  await sleep(1000)
  const fail = (code: number, count: number) =>
    stage.rows(
      `update message set state = 'failed', rung = 4, fault = $2 where id in (
         select message_id from broadcast_recipient where broadcast_id = $1 order by contact_id offset $3 limit $4)`,
      [one.id, JSON.stringify({ code, title: 'x' }), code === 131_016 ? 0 : 50, count],
    )
  await fail(131_016, 5)
  await fail(131_026, 3)
  const counted = await until('it is counted', async () => {
    const { tally } = await now()
    return tally?.places.failed === 8 && tally
  })
  assert.deepEqual(
    counted.reasons.map(({ code, count, retryable }: Loose) => [code, count, retryable]),
    [
      ['131016', 5, true],
      ['131026', 3, false],
    ],
  )
  await take(shop.owner, 'POST', `/api/broadcasts/${one.id}/retry`, {})
  await until('it is done again', async () => sent().length >= 305 && (await now()).state === 'done', 30_000)
  assert.equal(sent().length, 305)
  assert.equal(new Set(sent().map(({ to }) => to)).size, 300)
})

test('a template can be asked which broadcasts still need it', async () => {
  await using db = openWork()
  const name = 'kabar_dipakai'
  const message = { kind: 'template', template: { ...TEMPLATE, name }, body: [{ name: '1', text: 'Kak' }] }
  const { id } = await draft('Dipakai', { message })
  const asked = { name, language: 'id' }
  const uses = async () => (await usesOf(db, shop.workspaceId, [asked]))(asked)
  const use = { kind: 'broadcast', id, name: 'Dipakai', steps: [] }
  assert.deepEqual(await uses(), [{ ...use, live: false, draft: true }])
  for (const state of ['scheduled', 'sending', 'paused', 'done']) {
    await stage.rows('update broadcast set state = $2 where id = $1', [id, state])
    const isOver = state === 'done'
    assert.deepEqual(await uses(), isOver ? [] : [{ ...use, live: true, draft: false }], state)
  }
})

test('who stopped marketing is counted before, skipped by the gate, and told after', async () => {
  const template = { ...TEMPLATE, name: 'kabar_promo', category: 'MARKETING' }
  const message = { kind: 'template', template, body: [{ name: '1', text: 'Kak' }] }
  await stage.rows(
    `update contact set marketing = $2, tags = '{promo}' where workspace_id = $1 and id in (
       select id from contact where workspace_id = $1 and name like 'Pelanggan %' order by id desc limit 2)`,
    [shop.workspaceId, JSON.stringify({ stopped: true, by: 'meta', at: Date.now() })],
  )
  const one = await draft('Promo', { audience: { ...EVERYONE, any: ['promo'] }, message })
  const estimate = await take(shop.owner, 'GET', `/api/broadcasts/${one.id}/estimate`)
  const skipped = estimate.skipped.map(({ code, count }: Loose) => [code, count])
  assert.deepEqual([estimate.recipients, skipped, estimate.amount], [2, [['opted-out', 2]], '0.0000'])
  await take(shop.owner, 'POST', `/api/broadcasts/${one.id}/start`, {
    revision: one.revision,
    recipients: 2,
    at: null,
  })
  const { tally } = await until('it is done', async () => {
    const now = await take(shop.owner, 'GET', `/api/broadcasts/${one.id}`)
    return now.state === 'done' && now.tally?.places.skipped === 2 && now
  })
  assert.deepEqual([tally.optedOut, tally.reasons[0].code], [2, 'opted-out'])
  assert.ok(!stage.graph.sent.some(({ template: sent }) => sent?.name === 'kabar_promo'))
})
