import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { type Loose, openRig, phoneOf, until } from '../../test/rig.ts'

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

test('a webhook of which parts were not understood is read once more after an upgrade, and nothing of it comes twice', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  await using db = openDb({
    connection: rig.database.connection,
    max: 1,
    sees: 'all',
    name: 'test',
    patience: 3000,
  })
  const wordsOf = async () => {
    const { body: chats } = await owner.call('GET', '/api/chats')
    const { body } = await owner.call('GET', `/api/chats/${chats.items[0].id}/messages`)
    return body.items.map((message: Loose) => message.content?.text).filter(Boolean)
  }
  const [event] = await db.rows<{ body: Buffer }>(
    sql`select body from webhook_event where convert_from(body, 'utf8') like '%halo%' limit 1`,
  )
  assert.ok(event)
  // as a release left it that knew this kind of message not
  const told = event.body
    .toString()
    .replaceAll('halo', 'apa kabar')
    .replace(/wamid\.[\w=+/-]+/, 'wamid.later')
  const [channel] = await db.rows<{ workspace_id: string; id: string }>(
    sql`select workspace_id, id from channel limit 1`,
  )
  assert.ok(channel)
  const keep = async (body: string, kept: object) => {
    const id = newId()
    await db.run(sql`
      insert into webhook_event (workspace_id, id, channel_id, body, updates, quarantine)
      values (${channel.workspace_id}, ${id}, ${channel.id}, ${Buffer.from(body)}, 1, ${JSON.stringify([kept])}::jsonb)`)
    return id
  }
  const where = 'entry[0].changes[0].value.messages[0]'
  const known = await keep(told, {
    code: 'unknown-message',
    where,
    reason: 'message type is not known: text',
  })
  const broken = await keep('{', { code: 'not-json', where: '', reason: 'not JSON' })
  const again = (id: string) => owner.call('POST', `/api/quarantine/${id}/replay`)
  const pressed = await Promise.all([again(known), again(known)])
  assert.deepEqual(pressed.map(({ status }) => status).toSorted(), [200, 404])
  await until('its words stand in the chat', async () => (await wordsOf()).includes('apa kabar'))
  assert.equal((await wordsOf()).filter((text: string) => text === 'apa kabar').length, 1)
  const still = await again(broken)
  assert.deepEqual([still.status, still.body.code], [409, 'still-aside'])
  const { body: list } = await owner.call('GET', '/api/quarantine')
  assert.deepEqual(
    list.items.map(({ id }: Loose) => id),
    [broken],
  )
})
