import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { openDb } from '#server/base/db.ts'
import { Secret } from '#server/base/log.ts'
import { sealer } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import { startOverWithoutKey } from '#server/flow/lost-key.ts'
import { openKeys, takeKeys } from '#server/whatsapp/keys.ts'
import { openRig } from '../../test/rig.ts'

test('where the master key is lost a new one opens the house: bots stay, channels are cut, what nobody can read is gone', async () => {
  await using rig = await openRig()
  assert.equal((await rig.visitor().call('POST', '/api/demo', {})).status, 200)
  await rig.house.close()
  await using db = openDb({
    connection: rig.database.connection,
    ...{ max: 2, sees: 'all', name: 'test', patience: 2000 },
  })
  await db.run(sql`
    insert into flow_secret (workspace_id, name, sealed, updated_at) select workspace_id, 'kunci', '\\x00', now() from workspace`)
  await db.run(sql`
    insert into flow_hook (workspace_id, flow_id, key_hash, key, mapping) select workspace_id, id, '\\x00', '\\x00', '{}' from flow limit 1`)
  const fresh = sealer(new Secret(randomBytes(32)))
  await assert.rejects(takeKeys(db, fresh, false), /is not the one of this database/)
  assert.equal(await startOverWithoutKey(db, fresh), 1)
  assert.equal(await takeKeys(db, fresh, false), 0)
  const [left] = await db.rows<{ flows: number; lines: number; secrets: number }>(sql`
    select (select count(*) from flow)::int as flows, (select count(*) from channel where connected)::int as lines,
           (select count(*) from flow_secret)::int as secrets`)
  assert.ok(left && left.flows > 0)
  assert.deepEqual([left.lines, left.secrets], [0, 0])
  const [hook] = await db.rows<{ workspace_id: string; key: Buffer }>(
    sql`select workspace_id, key from flow_hook`,
  )
  assert.ok(hook && (await openKeys(fresh).open(db, hook.workspace_id, hook.key)).length > 20)
})
