import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { openRig, phoneOf, until } from '../../test/rig.ts'

test('what was set aside is listed with its reason, and is heard when it is replayed', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const { body: me } = await owner.call('GET', '/api/me')
  await using db = openDb({
    connection: rig.database.connection,
    max: 1,
    sees: 'all',
    name: 'test',
    patience: 3000,
  })
  const id = newId()
  const heard = {
    wamid: 'wamid.aside',
    from: { waId: '6281288412093' },
    at: Date.now(),
    content: { kind: 'text', text: 'apa kabar' },
  }
  await db.run(sql`
    insert into quarantine (workspace_id, id, contact_key, phone_number_id, kind, at, payload, reason)
    select ${me.workspace.id}, ${id}, 'wa:6281288412093', phone_number_id, 'message', now(), ${JSON.stringify(heard)}, 'stumbled'
    from chat where workspace_id = ${me.workspace.id} limit 1`)
  const { body: list } = await owner.call('GET', '/api/quarantine')
  assert.equal(list.items[0].id, id)
  assert.equal(list.items[0].reason, 'stumbled')
  assert.match(list.items[0].excerpt, /apa kabar/)
  assert.equal((await owner.call('POST', `/api/quarantine/${id}/replay`)).status, 200)
  const { body: chats } = await owner.call('GET', '/api/chats')
  await until('the replayed words stand in the chat', async () => {
    const { body } = await owner.call('GET', `/api/chats/${chats.items[0].id}/messages`)
    return body.items.some(
      (message: { content?: { text?: string } }) => message.content?.text === 'apa kabar',
    )
  })
  assert.equal((await owner.call('POST', `/api/quarantine/${id}/replay`)).status, 404)
})
