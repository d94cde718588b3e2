import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { arrayText } from '#server/base/array.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { numberedTableOf, tableOf } from '#server/base/table.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'

let database: TestDatabase
let db: Db

before(async () => {
  database = await createTestDatabase()
  db = openDb({ connection: database.connection, max: 1, sees: 'all', name: 'test', patience: 2000 })
})
after(async () => {
  await db?.[Symbol.asyncDispose]()
  await database?.[Symbol.asyncDispose]()
})

const WORDS = [
  '',
  'NULL',
  'null',
  'say "halo"',
  '{a,b}',
  'C:\\new\\table',
  'two\nlines\tand\r\n more',
  '\\n',
  'a\\\nb',
  '\u0001\u001f\u007f',
  "'; drop table chat; --",
  'kopi ☕ 👩🏽‍🍳 \u2028',
]

test('every word arrives as it was written, and every value of JSON', async () => {
  const rows = WORDS.map((word, at) => ({
    at,
    word,
    body: { word, deep: [[word]], none: null },
    on: at % 2 === 0,
  }))
  const found = await db.rows(sql`
    select t.at, t.word, t.body, t.on from ${tableOf(rows, 't', 'at int, word text, body json, "on" boolean')}`)
  assert.deepEqual(found, rows)
})

test('a list as a value arrives as it was written', async () => {
  const words = [...WORDS, null]
  const found = await db.rows(sql`select ${words}::text[] as words, ${[1, null, -2.5]}::float8[] as numbers`)
  assert.deepEqual(found, [{ words, numbers: [1, null, -2.5] }])
})

test('what PostgreSQL could not read again does not get into a json column; an honest backslash stays', async () => {
  const rows = [{ body: { a: 'x\ud83d', b: ['\udc69y\u0000'], c: '\\u0000 \\ud83d', d: '\u{1f469}' } }]
  const found = await db.rows(sql`
    select t.body->>'a' as a, t.body#>>'{b,0}' as b, t.body->>'c' as c, t.body->>'d' as d from ${tableOf(rows, 't', 'body json')}`)
  assert.deepEqual(found, [{ a: 'x\ufffd', b: '\ufffdy', c: '\\u0000 \\ud83d', d: '\u{1f469}' }])
})

test('what a row lacks is null, also where any JSON may stand', async () => {
  const rows = [{ id: 1, body: null }, { id: 2 }, { id: 3, body: 'null' }, { id: 4, body: 0 }]
  const found = await db.rows(sql`
    select t.id, t.body::text as body, t.word from ${tableOf(rows, 't', 'id int, body json, word text')}`)
  assert.deepEqual(
    found,
    [null, null, '"null"', '0'].map((body, at) => ({ id: at + 1, body, word: null })),
  )
})

test('rows are numbered in their order', async () => {
  const rows = [{ word: 'b' }, { word: 'a' }]
  assert.deepEqual(
    await db.rows(sql`select * from ${numberedTableOf(rows, 't', 'word text')} order by t.n desc`),
    [
      { word: 'a', n: 2 },
      { word: 'b', n: 1 },
    ],
  )
  assert.deepEqual(await db.rows(sql`select * from ${tableOf([], 't', 'word text')}`), [])
})

test('a statement over a table is prepared once, whatever its rows; one with a part that varies is not', () => {
  const of = (rows: readonly object[]) =>
    sql`select ${1} from ${tableOf(rows, 't', 'id int')} where id > ${2}`
  const [one, two] = [of([{ id: 1 }]), of([{ id: 2 }, { id: 3 }])]
  assert.equal(one.name, two.name)
  assert.equal(one.text, 'select $1 from unnest($2::int[]) as t ("id") where id > $3')
  assert.deepEqual(two.values, [1, '{2,3}', 2])
  assert.equal(sql`select * from t where ${sql`a = ${1}`}`.name, undefined)
})

test('a list of lists that a column keeps is written as PostgreSQL writes it', async () => {
  const rows = [{ words: arrayText(WORDS) }]
  assert.deepEqual(
    await db.rows(sql`select t.words::text[] as words from ${tableOf(rows, 't', 'words text')}`),
    [{ words: WORDS }],
  )
})

const IDS = ['00000000-0000-0000-0000-000000000000', '01a21fe3-fce3-7100-bbc2-15f7fd03f6ed', null]

test('ids arrive as they were written, in columns and in lists, also where some are missing', async () => {
  const rows = IDS.map((id, at) => ({ at, id, body: id && { id } }))
  const found = await db.rows(
    sql`select * from ${tableOf(rows, 't', 'at int, id uuid, body jsonb')} order by t.at`,
  )
  assert.deepEqual(found, rows)
  const lists = sql`select ${IDS}::uuid[] as ids, ${[]}::uuid[] as none, ${IDS.slice(0, 1)}::uuid[] as one`
  assert.deepEqual(await db.rows(lists), [{ ids: IDS, none: [], one: IDS.slice(0, 1) }])
  assert.deepEqual(
    await db.rows(sql`select * from ${tableOf([], 't', 'id uuid, body json, more jsonb')}`),
    [],
  )
})

test('an id may be written in capitals; what is none is refused by the database, as ever', async () => {
  const loud = ['01A21FE3-FCE3-7100-BBC2-15F7FD03F6ED']
  assert.deepEqual(await db.rows(sql`select ${loud}::uuid[] as ids`), [{ ids: [loud[0]?.toLowerCase()] }])
  for (const odd of [
    '',
    'halo',
    '01a21fe3-fce3-7100-bbc2-15f7fd03f6eg',
    '01a21fe3xfce3-7100-bbc2-15f7fd03f6ed',
    '☕'.repeat(36),
    7,
  ]) {
    await assert.rejects(db.rows(sql`select ${[odd]}::uuid[] as ids`), { code: '22P02' })
    await assert.rejects(db.rows(sql`select * from ${tableOf([{ id: odd }], 't', 'id uuid')}`), {
      code: '22P02',
    })
  }
})

test('a time arrives to the millisecond, also before 2000, in the far future, and beside one that is spelled', async () => {
  const times = [0, -1, 946_684_799_999, 946_684_800_000, 1_795_831_365_522, 4_294_967_296_123, null]
  const columns = 'n int, at timestamptz'
  const rows = times.map((at, n) => ({ n, at }))
  assert.deepEqual(await db.rows(sql`select * from ${tableOf(rows, 't', columns)} order by n`), rows)
  const spelled = [...rows, { n: times.length, at: '2026-11-28 02:00:00.123456+00' }]
  assert.deepEqual(await db.rows(sql`select * from ${tableOf(spelled, 't', columns)} order by n`), [
    ...rows,
    { n: times.length, at: Date.UTC(2026, 10, 28, 2, 0, 0, 123) },
  ])
  for (const at of [1e18, Number.NaN])
    assert.throws(() => tableOf([{ at }], 't', 'at timestamptz'), RangeError)
  const exact = await db.rows(
    sql`select t.at::text from ${tableOf([{ at: 1_795_831_365_522 }], 't', 'at timestamptz')}`,
  )
  assert.deepEqual(exact, [{ at: '2026-11-28 02:02:45.522+00' }])
})
