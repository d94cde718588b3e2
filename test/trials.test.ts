import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openDb } from '#server/base/db.ts'
import { removeWorkspace, TENANT_TABLES } from '#server/workspace/remove.ts'
import { fileOf } from './belongings.ts'
import { idsOf } from './probes.ts'
import { type Loose, phoneOf, until, type Visitor } from './rig.ts'
import { openStage, PASSWORD, type Shop, type Stage, take } from './stage.ts'

type Trial = { readonly guest: Visitor; readonly id: string; readonly userId: string; readonly world: Loose }

let stage: Stage
let here: Shop
let there: Shop

before(async () => {
  stage = await openStage({ DEMO: '1' })
  here = await stage.shop('Toko Sini')
  there = await stage.shop('Toko Sana')
  await idsOf(stage, here, '6281100000001')
  await idsOf(stage, there, '6281100000002')
})
after(() => stage[Symbol.asyncDispose]())

test('the tables of a removal are all that hold rows of a workspace', async () => {
  const found = await stage.rows<{ name: string }>(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attname = 'workspace_id' and not a.attisdropped`)
  const byAge = ['webhook_event'] // raw webhooks go with their day
  assert.deepEqual([...TENANT_TABLES, ...byAge].sort(), found.map(({ name }) => name).sort())
})

test('trials that nobody used for a week are taken away, and nobody else’s', async () => {
  assert.equal((await stage.rig.visitor().call('GET', '/api/instance')).body.trialDays, 7)
  const forgotten = await aTrial()
  const phone = await phoneOf(stage.rig, forgotten.guest)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  await fileOf(stage, { ...here, owner: forgotten.guest })
  const kept = {
    young: await aTrial(),
    used: await aTrial(),
    inviting: await aTrial(),
    shared: await aTrial(),
    real: await aTrial(),
    known: await aTrial('rina@shop.example'),
  }
  const email = 'sari@shop.example'
  await take(kept.inviting.guest, 'POST', '/api/invitations', { email: 'budi@shop.example', role: 'agent' })
  const { id: invitation } = await take(kept.shared.guest, 'POST', '/api/invitations', {
    email,
    role: 'agent',
  })
  await take(stage.rig.visitor(), 'POST', '/api/sign-up', {
    name: 'Sari',
    email,
    password: PASSWORD,
    invitation,
  })
  await connectReal(kept.real)
  const left = await aTrial()
  await stage.rows('delete from member where workspace_id = $1', [left.id])
  await longAgo(kept.young.userId)
  for (const name of kept.used.guest.cookies.keys())
    if (name.includes('session_data')) kept.used.guest.cookies.delete(name) // good for a minute
  await take(kept.used.guest, 'GET', '/api/me')
  const before = await rowsOfOthers(forgotten.id)
  assert.ok((await tablesWith(forgotten.id)).includes('message'))
  await round(forgotten.id)

  assert.deepEqual(await tablesWith(forgotten.id), [])
  await until('its world is gone', async () => !(await isThere(forgotten.world)))
  assert.deepEqual(await filesOf(forgotten.id), [])
  for (const { userId } of [forgotten, left]) {
    assert.deepEqual(await stage.rows('select 1 from auth."user" where id::text = $1', [userId]), [])
    assert.deepEqual(await stage.rows('select 1 from auth.session where "userId"::text = $1', [userId]), [])
    assert.deepEqual(await stage.rows('select 1 from auth.account where "userId"::text = $1', [userId]), [])
  }
  assert.deepEqual(await rowsOfOthers(forgotten.id), before)
  assert.equal((await filesOf(here.workspaceId)).length, 1)
  for (const [name, { guest, id, world }] of Object.entries(kept)) {
    const { status, body } = await guest.call('GET', '/api/me')
    assert.deepEqual([status, body.workspace?.id], [200, id], name)
    if (name !== 'real') assert.ok(await isThere(world), name)
  }
})

test('a full workspace is removed to its last row, and its neighbour keeps every one', async () => {
  const before = await rowsOfOthers(here.workspaceId)
  const filled = await tablesWith(here.workspaceId)
  assert.ok(filled.length > 30, filled.join(' '))
  await using db = openDb({
    ...{ connection: stage.rig.database.connection, max: 1, sees: 'one', name: 'test', patience: 3000 },
  })
  const endWorld = async () => {}
  assert.equal(await removeWorkspace({ http: db, endWorld }, here.workspaceId, async () => false), null)
  assert.deepEqual(await tablesWith(here.workspaceId), filled, 'who came back meanwhile keeps all')
  await removeWorkspace({ http: db, endWorld }, here.workspaceId)
  assert.deepEqual(await tablesWith(here.workspaceId), [])
  assert.deepEqual(await rowsOfOthers(here.workspaceId), before)
  assert.equal((await there.owner.call('GET', '/api/chats')).body.items.length, 1)
})

/** A workspace on the simulator; with an e-mail it is no trial but somebody's. */
async function aTrial(email?: string): Promise<Trial> {
  const guest = stage.rig.visitor()
  const account = { name: 'Rina', email, password: PASSWORD, business: 'Kopi Rina', start: 'simulator' }
  const me = email
    ? await take(guest, 'POST', '/api/sign-up', account)
    : await take(guest, 'POST', '/api/demo', {})
  const { world } = await take(guest, 'GET', '/api/simulator')
  return { guest, id: me.workspace.id, userId: me.user.id, world }
}

/** Its owner has connected an account that is not simulated. */
async function connectReal({ guest }: Trial): Promise<void> {
  await take(guest, 'POST', '/api/channel/disconnect', { confirm: 'PUTUSKAN' })
  const secrets = { token: `EAA${'t'.repeat(30)}`, appSecret: 's'.repeat(32), verifyToken: 'v'.repeat(20) }
  const place = { graphUrl: stage.graph.url, wabaId: '200100300499', phoneNumberId: '300200100499' }
  await take(guest, 'POST', '/api/channel', { name: 'Asli', ...place, ...secrets })
}

/** Everybody but one came eight days ago, and nobody was seen since; also those with an e-mail. */
async function longAgo(young: string): Promise<void> {
  await stage.rows(`update auth."user" set "createdAt" = now() - interval '8 days' where id::text <> $1`, [
    young,
  ])
  await stage.rows(`
    update auth.session
    set "updatedAt" = now() - interval '8 days', "expiresAt" = "expiresAt" - interval '8 days'`)
}

/** What comes every hour, now, and this workspace is gone by it. */
async function round(workspaceId: string): Promise<void> {
  await stage.rows(`insert into jobs.job (name, data) values ('workspace.trials', '{}')`)
  await until(
    'the round is over',
    async () => {
      const jobs = await stage.rows(
        `select 1 from jobs.job where name = 'workspace.trials' and state < 'completed'`,
      )
      return jobs.length === 0
    },
    30_000,
  )
  assert.deepEqual(await stage.rows('select 1 from workspace where workspace_id = $1', [workspaceId]), [])
}

async function isThere({ id, key }: Loose): Promise<boolean> {
  const headers = { 'x-world-key': key }
  return (await fetch(`${stage.rig.url}/sim/worlds/${id}`, { headers })).status === 200
}

async function filesOf(workspaceId: string): Promise<string[]> {
  const none = () => [] // no file of it was ever written
  return await readdir(join(stage.rig.dataDir, 'files', workspaceId)).catch(none)
}

async function tablesWith(workspaceId: string): Promise<string[]> {
  const found: string[] = []
  for (const table of TENANT_TABLES) {
    const rows = await stage.rows(`select 1 from ${table} where workspace_id = $1 limit 1`, [workspaceId])
    if (rows.length > 0) found.push(table)
  }
  return found
}

/** What works by itself meanwhile. */
const RESTLESS = ['event', 'channel_check', 'channel_notice', 'presence', 'account_inbox']

/** How many rows every other workspace has in every table. */
async function rowsOfOthers(workspaceId: string): Promise<string[]> {
  const counted: string[] = []
  for (const table of TENANT_TABLES.filter((one) => !RESTLESS.includes(one))) {
    const rows = await stage.rows(
      `select workspace_id as id, count(*) as many from ${table} where workspace_id <> $1 group by 1 order by 1`,
      [workspaceId],
    )
    for (const { id, many } of rows) counted.push(`${table} ${id} ${many}`)
  }
  return counted
}
