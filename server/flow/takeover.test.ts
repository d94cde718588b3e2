import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openBus } from '#server/base/bus.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { createLog } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { DEATHS_MAX } from '#server/flow/quarantine.ts'
import { type Begun, beginWithCare, type Care, takeCare } from '#server/flow/takeover.ts'
import { createTestDatabase } from '../../test/database.ts'

const database = await createTestDatabase()
const db: Db = openDb({
  connection: database.connection,
  max: 4,
  sees: 'all',
  name: 'test',
  patience: 3000,
})
after(async () => {
  await db[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})
const log = createLog({ level: 'fatal', pretty: false, sink: process.stderr })

/** A process that has just started. */
const started = () => takeCare(db, newId())

function workspace() {
  const workspaceId = newId()
  return {
    say: async (contact: string, text: string): Promise<number> => {
      const [row] = await db.rows<{ seq: number }>(sql`
        insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
        values (${workspaceId}, ${contact}, ${newId()}, 'message', now(), ${JSON.stringify({ text })}) returning seq`)
      return row?.seq ?? 0
    },
    begin: (care: Care): Promise<Begun> =>
      db.tx('desk', (tx) => beginWithCare(tx, care, { workspaceId, log })),
    heard: (...seqs: number[]) =>
      db.run(sql`delete from inbox where workspace_id = ${workspaceId} and seq = any(${seqs}::bigint[])`),
    aside: () =>
      db.rows<{ payload: { text: string }; reason: string }>(
        sql`select payload, reason from quarantine where workspace_id = ${workspaceId}`,
      ),
  }
}

const seqsOf = (begun: Begun) => (typeof begun === 'object' ? begun.seqs : begun)

test('what was there at the start is begun in one batch; what came later is heard as ever', async () => {
  const shop = workspace()
  const [first, second] = [await shop.say('wa:1', 'satu'), await shop.say('wa:2', 'dua')]
  const care = await started()
  assert.deepEqual(seqsOf(await shop.begin(care)), [first, second])
  assert.deepEqual(seqsOf(await shop.begin(care)), [first, second], 'a batch that failed begins again')
  await shop.heard(first, second)
  await shop.say('wa:1', 'tiga')
  assert.equal(await shop.begin(care), 'calm')
})

test('what a process left is taken alone, the one that was left least often first, and the guilty is set aside', async () => {
  const shop = workspace()
  const deadly = await shop.say('wa:1', 'mati')
  const innocent = await shop.say('wa:2', 'halo')
  const behind = await shop.say('wa:1', 'masih di sini?')
  await shop.begin(await started())
  const second = await started()
  assert.deepEqual(seqsOf(await shop.begin(second)), [deadly])
  for (let deaths = 2; deaths < DEATHS_MAX; deaths++) {
    const next = await started()
    assert.deepEqual(seqsOf(await shop.begin(next)), [innocent], 'the other one goes first now')
    await shop.heard(innocent)
    assert.deepEqual(seqsOf(await shop.begin(next)), [deadly])
  }
  const last = await started()
  assert.equal(await shop.begin(last), 'aside')
  const [item, ...more] = await shop.aside()
  assert.deepEqual(more, [])
  assert.equal(item?.payload.text, 'mati')
  assert.deepEqual(seqsOf(await shop.begin(last)), [behind], 'the contact goes on')
})

test('two processes that live and come between each other count no death', async () => {
  const shop = workspace()
  const both = [await shop.say('wa:1', 'satu'), await shop.say('wa:2', 'dua')]
  const one = await started()
  const other = await started()
  await using _line = await openBus(database.connection, one.processId, log)
  await using _another = await openBus(database.connection, other.processId, log)
  for (let turn = 0; turn <= DEATHS_MAX; turn++)
    for (const care of [one, other]) assert.deepEqual(seqsOf(await shop.begin(care)), both)
  assert.deepEqual(await shop.aside(), [])
})

test('what was written down with older ones and not come to is begun again, by whoever meets it', async () => {
  const shop = workspace()
  const old = await shop.say('wa:1', 'lama')
  const [one, other] = [await started(), await started()]
  await using _line = await openBus(database.connection, one.processId, log)
  await using _another = await openBus(database.connection, other.processId, log)
  const fresh = await shop.say('wa:2', 'baru')
  assert.deepEqual(seqsOf(await shop.begin(one)), [old, fresh])
  await shop.heard(old) // the other one was held just then by somebody who only looked
  for (const care of [one, other, one]) assert.deepEqual(seqsOf(await shop.begin(care)), [fresh])
  await shop.heard(fresh)
  for (const care of [one, other]) assert.equal(await shop.begin(care), 'calm')
})

test('a happening that only failed was not under way, however many processes ended since', async () => {
  const shop = workspace()
  const clumsy = await shop.say('wa:1', 'gagal')
  for (let ends = 0; ends <= DEATHS_MAX + 1; ends++) {
    assert.deepEqual(seqsOf(await shop.begin(await started())), [clumsy])
    // as the desk sets back what it could not digest
    await db.run(sql`update inbox set attempts = attempts + 1, begun_by = null where seq = ${clumsy}`)
  }
  assert.deepEqual(await shop.aside(), [])
})
