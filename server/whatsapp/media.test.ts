import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import type { Jobs } from '#server/base/jobs.ts'
import type { Storage } from '#server/base/storage.ts'
import type { Lines } from '#server/whatsapp/lines.ts'
import { fetchMediaWith } from '#server/whatsapp/media.ts'

test('a customer’s file is asked for again where its channel is cut for the moment, as long as Meta keeps it', async () => {
  const [workspaceId, messageId] = [newId(), newId()]
  const asked: unknown[] = []
  const message = { chat_id: newId(), body: { kind: 'media', mediaId: '7' }, file_id: null }
  const fetchMedia = fetchMediaWith({
    db: { rows: async () => [message] } as Partial<Db> as Db,
    bus: {} as Bus,
    lines: { of: async () => undefined } as Partial<Lines> as Lines,
    storage: {} as Storage,
    jobs: {
      enqueue: async (_db, _job, payload, after) => void asked.push([payload, after]),
    } as Partial<Jobs> as Jobs,
  })
  await fetchMedia({ workspaceId, messageId, tries: 3 })
  assert.deepEqual(asked, [[{ workspaceId, messageId, tries: 4 }, 300]])
  await fetchMedia({ workspaceId, messageId, tries: 33 })
  assert.equal(asked.length, 1, 'and then no more')
})
