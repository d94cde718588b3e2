import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Query, Tx } from '#server/base/db.ts'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { type ChatFilter, listChats } from '#server/chat/store.ts'
import { createTestDatabase } from '../../test/database.ts'
import { readRows } from '../../test/rows.ts'
import { insertShop } from '../../test/shop-rows.ts'

const CHATS = 2000
const MESSAGES = 5000
const LIMIT = 30
/**
 * Rows that the database may look at for one page: each chat, and at most what it stands beside, once, and
 * some for each line; never all messages for all chats. PostgreSQL 15 to 17 plan it a little dearer than 18. */
const LOOKED_AT_MAX = CHATS * 2 + LIMIT * 20

type Plan = {
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

test('the first page of chats looks at no chat again and again, also before the database knows its tables', async () => {
  await using database = await createTestDatabase()
  await readRows(database, 'create schema auth; create table auth."user" (id text primary key, name text)') // the sign-in makes it
  await using db = openDb({
    connection: database.connection,
    max: 2,
    sees: 'one',
    name: 'test',
    patience: 3000,
  })
  const workspaceId = newId()
  const filter: ChatFilter = {
    view: 'all',
    filter: 'open',
    search: undefined,
    memberId: newId(),
    before: undefined,
    limit: LIMIT,
  }
  await db.tenant(workspaceId, (tx) => fill(tx, workspaceId))
  for (const wanted of ['open', 'unread', 'bot', 'human', 'closing'] as const) {
    const read = await db.tenant(workspaceId, (tx) =>
      rowsRead(tx, (query) => listChats(query, workspaceId, { ...filter, filter: wanted })),
    )
    assert.ok(read <= LOOKED_AT_MAX, `${wanted}: ${read} rows were read for ${LIMIT} lines`)
  }
})

/** A shop with many customers, each with a chat that is open, unread and fresh; the bot answers in every second one. */
async function fill(tx: Tx, workspaceId: string): Promise<void> {
  const [numberId, channelId, botId] = [newId(), newId(), newId()]
  await insertShop(tx, { workspaceId, channelId, numberId, botId })
  await tx.run(sql`
    insert into contact (workspace_id, id, name, profile_name, phone, search_name)
    select ${workspaceId}, md5('contact' || n)::uuid, 'Pelanggan', 'Pelanggan', '62' || n, 'pelanggan' from generate_series(1, ${CHATS}::int) n`)
  await tx.run(sql`
    insert into chat (workspace_id, id, contact_id, phone_number_id, last_at, last, last_inbound_at, unread, bot_paused)
    select ${workspaceId}, md5('chat' || n)::uuid, md5('contact' || n)::uuid, ${numberId}, now() - interval '23 hours' - n * interval '1 millisecond',
           json_build_object('id', md5('message' || n)::uuid), now() - interval '23 hours', 1, n % 2 = 0
    from generate_series(1, ${CHATS}::int) n`)
  await tx.run(sql`
    insert into message (workspace_id, id, chat_id, at, kind, speaker, body)
    select ${workspaceId}, id, md5('chat1')::uuid, now(), 'in', 'customer', '{}'
    from unnest(${Array.from({ length: MESSAGES }, newId)}::uuid[]) id`)
}

/** How many rows the leaves of the plan read while this query ran. */
async function rowsRead(tx: Tx, ask: (query: Query) => Promise<unknown>): Promise<number> {
  let read = 0
  const query: Query = {
    run: tx.run,
    rows: async (statement) => {
      const [row] = await tx.rows<{ 'QUERY PLAN': { Plan: Plan }[] }>({
        text: `explain (analyze, format json) ${statement.text}`,
        values: statement.values,
      })
      read += leaves(row?.['QUERY PLAN'][0]?.Plan)
      return []
    },
  }
  await ask(query)
  return read
}

function leaves(plan: Plan | undefined): number {
  if (!plan) return 0
  const under = plan.Plans ?? []
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
  return under.length === 0 ? own : under.reduce((sum, child) => sum + leaves(child), 0)
}
