import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { openLibraries, PINNED_MAX } from '#server/flow/library.ts'
import { openRig } from '../../test/rig.ts'
import { readRows } from '../../test/rows.ts'
import { take } from '../../test/stage.ts'

test('drawing a flow leaves the workers’ library as it is; publishing, switching and deleting renew it', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const revision = async () => {
    const [row] = await readRows<{ now: number }>(
      rig.database,
      'select settings_revision::int as now from workspace',
    )
    return row?.now ?? 0
  }
  const [flow] = await take(owner, 'GET', '/api/flows')
  const draft = await take(owner, 'GET', `/api/flows/${flow.id}`)
  const first = await revision()
  const { definition, layout } = draft
  await take(owner, 'PUT', `/api/flows/${flow.id}/draft`, { definition, layout, revision: draft.revision })
  await take(owner, 'POST', '/api/bots', { name: 'Bot baru' })
  const made = await take(owner, 'POST', '/api/flows', { name: 'Flow baru' })
  await take(owner, 'POST', `/api/flows/${flow.id}/duplicate`, {})
  assert.equal(await revision(), first)
  await take(owner, 'POST', `/api/flows/${flow.id}/publish`, {})
  assert.equal(await revision(), first + 1)
  await take(owner, 'PATCH', `/api/flows/${flow.id}`, { enabled: false })
  assert.equal(await revision(), first + 2)
  await take(owner, 'DELETE', `/api/flows/${made.flow.id}`)
  assert.equal(await revision(), first + 3)
})

test('a library keeps what is published, what is wanted now, and only so many older versions', async () => {
  await using rig = await openRig()
  await rig.visitor().call('POST', '/api/demo', {})
  const { connection } = rig.database
  await using db = openDb({ connection, max: 1, sees: 'all', name: 'test', patience: 3000 })
  const [flow] = await db.rows<{ workspace_id: string; id: string; version_id: string }>(
    sql`select workspace_id, id, version_id from flow where version_id is not null`,
  )
  assert.ok(flow)
  const ids = Array.from({ length: PINNED_MAX + 50 }, () => newId())
  await db.run(sql`
    insert into flow_version (workspace_id, id, flow_id, number, definition, layout, note, published_by)
    select v.workspace_id, n.id, v.flow_id, 1 + n.at, v.definition, v.layout, '', v.published_by
    from flow_version v, unnest(${ids}::uuid[]) with ordinality n (id, at) where v.id = ${flow.version_id}`)
  const libraries = openLibraries()
  const library = await libraries.at(db, flow.workspace_id, -1)
  const load = (versions: readonly string[]) => libraries.load(db, flow.workspace_id, library, versions)
  for (const id of ids.slice(0, 10)) await load([id])
  await load(ids.slice(10))
  assert.ok(library.versions.size <= 1 + ids.length)
  const [old = '', last = ''] = [ids[0], ids.at(-1)]
  await load([old])
  assert.ok(library.versions.has(old), 'what is wanted is there')
  assert.ok(library.versions.has(flow.version_id), 'what is published is there')
  assert.ok(library.versions.size <= PINNED_MAX + 2)
  await load([last])
  assert.ok(library.versions.has(last))
  const renewed = await libraries.at(db, flow.workspace_id, -2)
  assert.ok(renewed.versions.size <= PINNED_MAX + 1, 'the next library takes over no more than that')
  assert.ok(renewed.versions.has(flow.version_id))
})
