import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Db, isAboveRowSecurity, openDb } from '#server/base/db.ts'
import { type Ids, idsOf } from './probes.ts'
import type { Loose } from './rig.ts'
import { openStage, type Shop, type Stage } from './stage.ts'

let stage: Stage
let here: Shop
let there: Shop
let ours: Ids
let theirs: Ids

before(async () => {
  stage = await openStage()
  here = await stage.shop('Toko Sini')
  there = await stage.shop('Toko Sana')
  ours = await idsOf(stage, here, '6281100000001')
  theirs = await idsOf(stage, there, '6281100000002')
})
after(() => stage[Symbol.asyncDispose]())

/** What requests work with: it sees the workspace that it names. */
function openPool(): Db {
  const { connection } = stage.rig.database
  return openDb({ connection, max: 1, sees: 'one', name: 'test', patience: 3000 })
}

test('the HTTP pool sees only the rows of the workspace it names, and none when it names none', async () => {
  await using db = openPool()
  const raw = (text: string) => ({ text, values: [] })
  const filled: string[] = []
  for (const table of await tenantTables()) {
    const count = `select count(*)::int as many, count(distinct workspace_id)::int as spaces from ${table}`
    const [all] = await stage.rows(count)
    const none = await db.rows<Loose>(raw(count))
    assert.equal(none[0].many, 0, `${table} without a name`)
    const named = await db.tenant(here.workspaceId, (tx) =>
      tx.rows<Loose>(raw(`select distinct workspace_id from ${table}`)),
    )
    for (const { workspace_id } of named) assert.equal(workspace_id, here.workspaceId, table)
    if (all.spaces > 1) filled.push(table)
  }
  for (const table of [
    'chat',
    'contact',
    'message',
    'flow',
    'flow_version',
    'channel',
    'member',
    'file',
    'turn',
    'template',
  ])
    assert.ok(filled.includes(table), `${table} has rows of both, so that this says something`)
})

test('the HTTP pool cannot write a row into another workspace, nor move one there', async () => {
  await using db = openPool()
  const act = (text: string, values: unknown[]) =>
    db.tenant(here.workspaceId, (tx) => tx.run({ text, values }))
  await assert.rejects(
    act('insert into bot (workspace_id, id, name) values ($1, gen_random_uuid(), $2)', [
      there.workspaceId,
      'x',
    ]),
    /row-level security/,
  )
  assert.equal(await act('update contact set name = $1 where id = $2', ['x', theirs.contact]), 0)
  assert.equal(await act('delete from field where workspace_id = $1', [there.workspaceId]), 0)
  await assert.rejects(
    act('update bot set workspace_id = $1 where id = $2', [there.workspaceId, ours.bot]),
    /row-level security|violates/,
  )
})

test('the HTTP pool sees nothing of what no account took, and writes nothing there', async () => {
  const add = "insert into unclaimed_webhook (id, body, accounts) values (uuid_floor(now()), 'x', '{}')"
  await using db = openPool()
  const count = { text: 'select count(*)::int as many from unclaimed_webhook', values: [] }
  await stage.rows(add)
  assert.deepEqual(await stage.rows(count.text), [{ many: 1 }])
  assert.deepEqual(await db.rows(count), [{ many: 0 }])
  await db.tenant(here.workspaceId, async (tx) => assert.deepEqual(await tx.rows(count), [{ many: 0 }]))
  await assert.rejects(db.run({ text: add, values: [] }), /row-level security/)
})

test('a role that stands above row-level security is known as such', async () => {
  const { connection } = stage.rig.database
  assert(typeof connection === 'object')
  const above = async (user: string) => {
    const options = { max: 1, sees: 'one', name: 'test', patience: 3000 } as const
    await using db = openDb({ ...options, connection: { ...connection, user } })
    return await isAboveRowSecurity(db)
  }
  assert.equal(await above(connection.user), false)
  assert.equal(await above('postgres'), true)
})

test('the role of the product does not stand above row-level security', async () => {
  const [role] = await stage.rows('select rolsuper, rolbypassrls from pg_roles where rolname = current_user')
  assert.deepEqual(role, { rolsuper: false, rolbypassrls: false })
  const open = await stage.rows(
    `select relname from pg_class c join pg_namespace n on n.oid = relnamespace
     where nspname = 'public' and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)`,
  )
  const names = open.map(({ relname }) => relname).sort()
  assert.deepEqual(names, [...NO_TENANT].sort())
})

/** Tables that are read before a tenant is known, or that belong to the program itself. */
const NO_TENANT = ['hook_directory', 'waba_directory', 'process', 'migration', 'email_change']
/** Of no workspace, and seen by workers alone. */
const WORKERS_ONLY = /^unclaimed_webhook/
/** Indexes by what is known before the workspace: a person's seats, an invitation's link. */
const INDEX_EXCEPTIONS = ['member_user', 'invitation_id']
/** Written as it comes, never asked for by its name: each key would cost a part of every webhook. */
const KEYLESS = /^webhook_event/

test('every tenant table begins its keys and indexes with workspace_id, and so does every foreign key', async () => {
  const keys = await stage.rows<{ table: string; index: string; first: string }>(`
    select t.relname as table, i.relname as index, a.attname as first
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    join pg_namespace n on n.oid = t.relnamespace
    join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0] where n.nspname = 'public'`)
  const wrong = keys.filter(
    ({ table, index, first }) =>
      !NO_TENANT.includes(table) && !INDEX_EXCEPTIONS.includes(index) && first !== 'workspace_id',
  )
  assert.deepEqual(wrong, [])
  const foreign = await stage.rows<{ name: string; first: string }>(`
    select conname as name, a.attname as first from pg_constraint c
    join pg_namespace n on n.oid = c.connamespace
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where contype = 'f' and n.nspname = 'public'`)
  assert.ok(foreign.length > 10)
  assert.deepEqual(
    foreign.filter(({ first }) => first !== 'workspace_id'),
    [],
  )
  const keyed = new Set((await primaryKeys()).map(({ table }) => table))
  for (const table of await tenantTables())
    assert.ok(keyed.has(table) || KEYLESS.test(table), `${table} has a primary key`)
})

async function primaryKeys(): Promise<{ table: string }[]> {
  return await stage.rows(`
    select t.relname as table from pg_index x join pg_class t on t.oid = x.indrelid
    join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
    where x.indisprimary and a.attname = 'workspace_id'`)
}

async function tenantTables(): Promise<string[]> {
  const rows = await stage.rows<{ relname: string }>(
    `select relname from pg_class c join pg_namespace n on n.oid = relnamespace
     where nspname = 'public' and relkind in ('r', 'p') order by relname`,
  )
  const names = rows
    .map(({ relname }) => relname)
    .filter((name) => !NO_TENANT.includes(name) && !WORKERS_ONLY.test(name))
  assert.ok(names.length > 25)
  return names
}
