import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { Secret } from '#server/base/log.ts'
import { migrate } from '#server/base/migrate.ts'
import { sealer } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import { StartError } from '#server/base/start-error.ts'
import { isSigned } from '#server/whatsapp/door/signature.ts'
import { openCallback, openKeys, takeKeys } from '#server/whatsapp/keys.ts'
import { createTestDatabase } from '../../test/database.ts'

const callback = openCallback(new Secret(Buffer.alloc(32, 7)))

test('our key names the message to us, and to nobody else', () => {
  const [workspace, message] = [newId(), newId()]
  const key = callback.keyOf(workspace, message)
  assert.ok(key.length <= 512)
  assert.equal(callback.messageOf(workspace, key), message)
  assert.equal(callback.messageOf(newId(), key), undefined, 'another workspace')
  assert.equal(callback.messageOf(workspace, `${key.slice(0, -2)}xx`), undefined, 'a forged proof')
  for (const nonsense of ['', 'v1..', 'v2.a.b', '<script>', key.slice(1)])
    assert.equal(callback.messageOf(workspace, nonsense), undefined)
})

test('the signature is over the exact bytes that Meta sends, escapes and all', () => {
  const dir = new URL('../../test/data/webhooks/raw/', import.meta.url)
  const body = readFileSync(new URL('text-escaped.body', dir))
  const vector = JSON.parse(readFileSync(new URL('signature.json', dir), 'utf8'))
  const header = JSON.stringify(vector).match(/sha256=[0-9a-f]{64}/)?.[0] ?? ''
  const secret = vector.app_secret ?? vector.appSecret ?? vector.secret
  assert.equal(isSigned(header, body, secret), true)
  assert.equal(
    isSigned(header, Buffer.from(JSON.stringify(JSON.parse(body.toString()))), secret),
    false,
    're-serialised',
  )
  assert.equal(isSigned(header, body, ''), false, 'no secret: door closed')
  assert.equal(isSigned(undefined, body, secret), false)
})

test('a changed master key is taken over in one start; without the former one the start is refused with what to do', async () => {
  await using database = await createTestDatabase()
  await migrate(database.connection)
  await using db = openDb({
    connection: database.connection,
    ...{ max: 2, sees: 'all', name: 'test', patience: 2000 },
  })
  const key = () => new Secret(randomBytes(32))
  const [before, after] = [key(), key()]
  const workspaceId = newId()
  const { wrapped, key: dataKey } = sealer(before).newDataKey(workspaceId)
  const token = sealer(before).seal(dataKey, workspaceId, 'EAAG-token')
  await db.run(sql`
    insert into workspace (workspace_id, name, zone, language, data_key)
    values (${workspaceId}, 'Toko', 'Asia/Jakarta', 'id', ${wrapped})`)
  assert.equal(await takeKeys(db, sealer(before), false), 0)
  for (const isChanged of [false, true])
    await assert.rejects(takeKeys(db, sealer(after), isChanged), (error) => {
      assert(error instanceof StartError)
      assert.match(error.id, /SECRET_KEY_FORMER/)
      return true
    })
  assert.equal(await takeKeys(db, sealer(after, [before]), true), 1)
  assert.equal(await openKeys(sealer(after)).open(db, workspaceId, token), 'EAAG-token')
  await assert.rejects(takeKeys(db, sealer(before), false), StartError)
})
