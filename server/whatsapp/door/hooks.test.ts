import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import type { Sql } from '#server/base/sql.ts'
import { openHooks } from '#server/whatsapp/door/hooks.ts'
import type { Keys } from '#server/whatsapp/keys.ts'

test('what the door read while the settings changed is read anew for the next webhook: a new number is heard at once', async () => {
  const workspaceId = newId()
  let numbers: { graph_id: string; id: string; used: boolean }[] = []
  let change = () => {}
  const reading = Promise.withResolvers<void>()
  const rows = async ({ text }: Sql): Promise<unknown[]> => {
    if (text.includes('hook_directory')) return [{ workspace_id: workspaceId, channel_id: newId() }]
    if (!text.includes('from phone_number')) return [{ workspace_id: workspaceId, clock_offset: 0 }]
    const read = numbers
    await reading.promise
    return read
  }
  const hooks = openHooks({
    db: { rows } as Partial<Db> as Db,
    bus: {
      listen: (_topic, hear) => {
        change = () => hear(workspaceId)
        return () => undefined
      },
    } as Partial<Bus> as Bus,
    keys: { open: async () => 'secret' } as Partial<Keys> as Keys,
  })
  const before = hooks.find('hook')
  await new Promise((resolve) => setTimeout(resolve, 5)) // the numbers are being read
  numbers = [{ graph_id: '106', id: newId(), used: true }]
  change()
  reading.resolve()
  assert.equal((await before)?.numbers.size, 0)
  assert.equal((await hooks.find('hook'))?.numbers.size, 1)
})
