import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { searchMessages } from '#server/chat/search.ts'
import { type ChatFilter, listChats } from '#server/chat/store.ts'
import { listContacts } from '#server/contact/store.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { readRows } from '../../test/rows.ts'
import { insertShop } from '../../test/shop-rows.ts'

const HERE = newId()
const THERE = newId()
let database: TestDatabase
let db: Db

before(async () => {
  database = await createTestDatabase()
  await readRows(database, 'create schema auth; create table auth."user" (id text primary key, name text)') // the sign-in makes it
  db = openDb({ connection: database.connection, max: 2, sees: 'one', name: 'test', patience: 3000 })
  for (const workspaceId of [HERE, THERE])
    await db.tenant(workspaceId, (tx) =>
      insertShop(tx, { workspaceId, channelId: newId(), numberId: workspaceId }),
    )
})
after(async () => {
  await db[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

async function meet(workspaceId: string, name: string, phone: string): Promise<string> {
  const id = newId()
  await db.tenant(workspaceId, async (tx) => {
    await tx.run(sql`insert into contact (workspace_id, id, name, phone, search_name)
      values (${workspaceId}, ${id}, ${name}, ${phone}, ${name.toLowerCase()})`)
    await tx.run(sql`insert into chat (workspace_id, id, contact_id, phone_number_id, last_at, last)
      values (${workspaceId}, ${id}, ${id}, ${workspaceId}, now(), '{}')`)
  })
  return id
}

async function say(workspaceId: string, chatId: string, body: object, kind = 'in'): Promise<string> {
  const id = newId()
  await db.tenant(workspaceId, (tx) =>
    tx.run(sql`insert into message (workspace_id, id, chat_id, at, kind, speaker, body)
      values (${workspaceId}, ${id}, ${chatId}, now(), ${kind}, 'customer', ${JSON.stringify(body)})`),
  )
  return id
}

const CHATS: Omit<ChatFilter, 'search'> = {
  view: 'all',
  filter: 'open',
  memberId: newId(),
  before: undefined,
  limit: 30,
}

async function found(search: string): Promise<string> {
  const chats = await db.tenant(HERE, (tx) => listChats(tx, HERE, { ...CHATS, search }))
  const contacts = await db.tenant(HERE, (tx) =>
    listContacts(tx, HERE, { search, tag: undefined, before: undefined, limit: 30 }),
  )
  const names = chats.map((row) => row.contact_name).sort()
  assert.deepEqual(contacts.map(({ name }) => name).sort(), names, 'both pages find the same people')
  return names.join(', ')
}

test('people are found by any word of their name and by any digits of their number, as people write them', async () => {
  await meet(HERE, 'Sari Dewi', '6281298765430')
  await meet(HERE, '🌸José–Ánna🌸', '6285711122233')
  await meet(HERE, 'سارة ديوي', '60123456789')
  await meet(THERE, 'Dewi Lain', '6281298765431')
  for (const [search, names] of [
    ['dewi', 'Sari Dewi'],
    ['DEW sar', 'Sari Dewi'],
    ['ewi', ''],
    ['jose', '🌸José–Ánna🌸'],
    ['anna', '🌸José–Ánna🌸'],
    ['ديوي', 'سارة ديوي'],
    ['0812-9876', 'Sari Dewi'],
    ['+62 812 9876', 'Sari Dewi'],
    ['5430', 'Sari Dewi'],
    ['430', 'Sari Dewi'],
    ['9876', 'Sari Dewi'],
    ['456', 'سارة ديوي'],
    ['012 345 6789', 'سارة ديوي'],
    ['81112', ''],
    ['71112', '🌸José–Ánna🌸'],
    ['!!!', ''],
  ])
    assert.equal(await found(search ?? ''), names, search)
})

test('every run of three digits and more finds its number', async () => {
  const phone = '6289998877665'
  await meet(HERE, 'Runut', phone)
  for (const length of [3, 4, 5, 9])
    for (let at = 0; at + length <= phone.length; at++)
      assert.match(await found(phone.slice(at, at + length)), /Runut/, phone.slice(at, at + length))
})

test('a new name or number is found, the former one no more', async () => {
  const id = await meet(HERE, 'Lama Sekali', '6287700000001')
  await db.tenant(HERE, (tx) =>
    tx.run(sql`update contact set name = 'Baru', search_name = 'baru', phone = '6287700000002'
      where workspace_id = ${HERE} and id = ${id}`),
  )
  assert.equal(await found('lama'), '')
  assert.equal(await found('87700000001'), '')
  assert.equal(await found('baru'), 'Baru')
  assert.equal(await found('87700000002'), 'Baru')
})

test('more people than are named one by one are found along the list', async () => {
  await db.tenant(HERE, (tx) =>
    tx.run(sql`with people as (
        insert into contact (workspace_id, id, name, phone, search_name)
        select ${HERE}, gen_random_uuid(), 'Pelanggan ' || n, '6283' || lpad(n::text, 9, '0'), 'pelanggan ' || n
        from generate_series(1, 1200) n returning id)
      insert into chat (workspace_id, id, contact_id, phone_number_id, last_at, last)
      select ${HERE}, id, id, ${HERE}, now() - interval '1 day', '{}' from people`),
  )
  const many = await db.tenant(HERE, (tx) => listChats(tx, HERE, { ...CHATS, search: 'pelang' }))
  assert.equal(many.length, CHATS.limit)
  const digits = await db.tenant(HERE, (tx) => listChats(tx, HERE, { ...CHATS, search: '0830000' }))
  assert.equal(digits.length, CHATS.limit)
  assert.equal(await found('pelanggan 1200'), 'Pelanggan 1200')
})

test('messages are found by the beginnings of their words, newest first, and nobody else’s', async () => {
  const chat = await meet(HERE, 'Budi', '6281900000001')
  const other = await meet(THERE, 'Tetangga', '6281900000002')
  const first = await say(HERE, chat, { kind: 'text', text: 'Mau pesan kopi susu\nGula aren ya' })
  await say(HERE, chat, { kind: 'text', text: 'es teh' })
  const photo = await say(HERE, chat, {
    kind: 'media',
    media: 'image',
    caption: 'KÓPI tumpah 😭',
    mediaId: 'kopi',
  })
  await say(HERE, chat, { text: 'kopi.rahasia' }, 'event')
  const note = await say(HERE, chat, { text: 'suka kopinya' }, 'note')
  await say(THERE, other, { kind: 'text', text: 'kopi tetangga' })
  const ask = (search: string, cursor?: string) =>
    db.tenant(HERE, (tx) => searchMessages(tx, HERE, { search, before: cursor }))
  const { items, cursor, back } = await ask('kopi')
  assert.deepEqual(
    items.map(({ id }) => id),
    [note, photo, first],
  )
  assert.deepEqual([cursor, back, items[0]?.contact], [null, null, 'Budi'])
  assert.equal(items[2]?.parts.find(({ hit }) => hit)?.text, 'kopi')
  const idsOf = async (search: string) => (await ask(search)).items.map(({ id }) => id)
  assert.deepEqual(await idsOf('gula kop'), [first])
  assert.deepEqual(await idsOf('opi'), [], 'words are met at their beginning')
  assert.deepEqual(await idsOf('text'), [], 'what only programs read is no word')
  assert.deepEqual(await idsOf('k'), [])
})

test('the look goes back in bounded pieces, tells how far, and goes on from there', async () => {
  const chat = await meet(HERE, 'Lama', '6281900000009')
  const old = await say(HERE, chat, { kind: 'text', text: 'jarum' })
  await db.tenant(HERE, (tx) =>
    tx.run(sql`insert into message (workspace_id, id, chat_id, at, kind, speaker, body)
      select ${HERE}, overlay(gen_random_uuid()::text placing left(${newId()}, 15) from 1)::uuid, ${chat}, now(), 'in', 'customer',
             '{"kind":"text","text":"jerami"}' from generate_series(1, 25) n`),
  )
  const ask = (search: string, before?: string) =>
    db.tenant(HERE, (tx) => searchMessages(tx, HERE, { search, before }))
  const straw = await ask('jerami')
  assert.equal(straw.items.length, 20)
  assert.ok(straw.cursor !== null && straw.back !== null)
  const more = await ask('jerami', straw.cursor)
  assert.deepEqual([more.items.length, more.cursor], [5, null])
  assert.deepEqual(
    (await ask('jarum')).items.map(({ id }) => id),
    [old],
  )
})
