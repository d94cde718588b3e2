import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBus } from '#server/base/bus.ts'
import { openDb } from '#server/base/db.ts'
import { createDoor } from '#server/base/fetch.ts'
import { newId } from '#server/base/id.ts'
import { createLog } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import type { Storage } from '#server/base/storage.ts'
import { insertFile } from '#server/whatsapp/files.ts'
import type { Keys } from '#server/whatsapp/keys.ts'
import { type Line, openLines } from '#server/whatsapp/lines.ts'
import { channelOf, disconnectChannel } from '#server/whatsapp/store.ts'
import { createTestDatabase } from '../../test/database.ts'
import { openGraph } from '../../test/graph.ts'
import { insertShop } from '../../test/shop-rows.ts'

test('a file that many messages carry at once is read and uploaded once; after a failure it is tried anew', async () => {
  await using database = await createTestDatabase()
  await using db = openDb({
    connection: database.connection,
    ...{ max: 4, sees: 'all', name: 'test', patience: 3000 },
  })
  await using bus = await openBus(database.connection, newId(), createLog({ level: 'silent' }))
  await using graph = await openGraph()
  await using door = createDoor({ allow: [graph.host], userAgent: 'Wetalk test' })
  const [workspaceId, channelId, numberId, file] = [newId(), newId(), newId(), newId()]
  await insertShop(db, { workspaceId, channelId, numberId })
  await insertFile(db, workspaceId, {
    ...{
      id: file,
      name: 'menu.png',
      mime: 'image/png',
      media: 'image',
      size: 4,
      sha256: 'x',
      storage_key: file,
    },
  })
  const line: Line = {
    channelId,
    graph: { door, provider: 'meta', base: graph.url, version: 'v25.0', token: 'good' },
    clockOffset: 0,
    numbers: new Map([[numberId, { graphId: '1', rate: 80 }]]),
    silent: { all: [], broadcasts: [], templates: [] },
  }
  let read = 0
  const storage = { read: async () => Buffer.from(`menu ${++read}`) } as Partial<Storage> as Storage
  const lines = openLines({ db, bus, door, storage, keys: {} as Partial<Keys> as Keys })
  const many = () =>
    Promise.all(
      Array.from({ length: 20 }, () =>
        lines.mediaFor(workspaceId, line, numberId, { kind: 'media', media: 'image', source: { file } }),
      ),
    )
  graph.say('POST /v25.0/1/media', { status: 503, body: { error: { code: 2, message: 'down' } } })
  assert.deepEqual([...new Set((await many()).map(({ kind }) => kind))], ['refused'])
  graph.say('POST /v25.0/1/media', { body: { id: '77' } })
  for (const got of await many()) assert.equal(got.kind === 'ready' && got.idOf(file), '77')
  assert.deepEqual([read, graph.calls.length], [2, 2])

  const channel = (await channelOf(db, workspaceId)) ?? assert.fail('it is connected')
  await db.tx('test', (tx) => disconnectChannel(tx, channel))
  await many()
  const kept = await db.rows(sql`select media_id from uploaded_media where workspace_id = ${workspaceId}`)
  assert.deepEqual(kept, [], 'what was under way when the line was cut is not used over the next one')
})
