import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Client } from 'pg'
import { backUp, putBack } from '#server/base/backup.ts'
import { startEmbedded } from '#server/base/embedded.ts'
import { StartError } from '#server/base/start-error.ts'

const scratch = mkdtempSync(join(tmpdir(), 'wetalk-backup-'))
chmodSync(scratch, 0o711)
test.after(() => rmSync(scratch, { recursive: true, force: true }))

test('a backup of a running database holds what was there when it ended, whole, and its files; never the key', async () => {
  const [dataDir, to, fresh] = ['data', 'backup', 'fresh'].map((name) => join(scratch, name)) as [
    string,
    string,
    string,
  ]
  await assert.rejects(backUp({ dataDir, to }), StartError)
  const first = await startEmbedded({ dir: dataDir })
  mkdirSync(join(dataDir, 'files', 'a'), { recursive: true })
  writeFileSync(join(dataDir, 'files', 'a', 'photo'), 'kopi')
  writeFileSync(join(dataDir, 'secret.key'), 'a secret')
  const client = new Client(first.connection)
  await client.connect()
  await client.query(
    'create table sum (n bigint not null); create table line (n bigint primary key, pad text)',
  )
  await client.query('insert into sum values (0)')
  let wanted = true
  const writing = (async () => {
    for (let n = 1; wanted; n++)
      await client.query(
        `begin; insert into line values (${n}, repeat('x', 500)); update sum set n = n + ${n}; commit`,
      )
  })()
  await backUp({ dataDir, to })
  wanted = false
  await writing
  await client.end()
  await assert.rejects(backUp({ dataDir, to }), /is not overwritten/)
  await first.stop()
  assert.equal(existsSync(join(to, 'secret.key')), false)

  putBack({ from: to, dataDir: fresh })
  assert.throws(() => putBack({ from: to, dataDir: fresh }), StartError)
  const second = await startEmbedded({ dir: fresh })
  const reader = new Client(second.connection)
  await reader.connect()
  const { rows } = await reader.query(
    'select (select n from sum) = coalesce(sum(n), 0) as whole, count(*) = coalesce(max(n), 0) as unbroken from line',
  )
  await reader.end()
  await second.stop()
  assert.deepEqual(rows, [{ whole: true, unbroken: true }])
  assert.equal(existsSync(join(fresh, 'files', 'a', 'photo')), true)

  rmSync(join(to, 'backup.json'))
  assert.throws(() => putBack({ from: to, dataDir: join(scratch, 'other') }), /is no whole backup/)
})
