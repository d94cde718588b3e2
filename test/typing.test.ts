import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Db, openDb } from '#server/base/db.ts'
import { openJobs } from '#server/base/jobs.ts'
import { createLog } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { readMark } from '#server/whatsapp/read-mark.ts'
import { type Loose, openRig, type Phone, phoneOf, type Rig, until, type Visitor } from './rig.ts'
import { chatNow, messagesOf, onlyChat, stillAfter } from './team.ts'

const HOUR = 3_600_000
/** In which what was asked for would have come to the phone. */
const SOON_MS = 1000

let rig: Rig
let db: Db
let owner: Visitor
let phone: Phone
let chat: Loose

before(async () => {
  rig = await openRig()
  const { connection } = rig.database
  db = openDb({ connection, max: 1, sees: 'all', name: 'test', patience: 3000 })
  owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  phone = await phoneOf(rig, owner)
  await phone.text('halo')
  await phone.hears('Ada yang bisa kami bantu')
  chat = await onlyChat(owner)
})
after(async () => {
  await db[Symbol.asyncDispose]()
  await rig[Symbol.asyncDispose]()
})

const write = async () => (await owner.call('POST', `/api/chats/${chat.id}/typing`, {})).body
/** The calls that told the phone, newest first. */
const told = async (): Promise<Loose[]> => {
  const { entries: log } = await phone.control('GET', '/log')
  return log.flatMap(({ kind, request }: Loose) =>
    kind === 'graph' && request.includes('typing_indicator') ? [JSON.parse(request)] : [],
  )
}
const isTyping = async () => (await phone.thread()).typingUntil !== null
/** As if the last telling were so long ago. */
const wait = (seconds: number) =>
  db.run(
    sql`update chat set typing_shown_at = now() - ${seconds} * interval '1 second' where id = ${chat.id}`,
  )

test('the phone shows that a reply is being written under the newest message, until it comes', async () => {
  assert.deepEqual(await write(), { shown: true })
  await until('the phone shows it', isTyping)
  const heard = (await messagesOf(owner, chat.id)).find(({ by }) => by === 'customer')
  assert.deepEqual(await told(), [
    {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: heard.wamid,
      typing_indicator: { type: 'text' },
    },
  ])
  await owner.call('POST', `/api/chats/${chat.id}/messages`, { draft: { kind: 'text', text: 'Siap, kak' } })
  await phone.hears('Siap, kak')
  assert.equal(await isTyping(), false)
})

test('it is told once in 20 seconds, of however many that are asked for at once', async () => {
  assert.deepEqual(await write(), { shown: false })
  await wait(19)
  assert.deepEqual(await write(), { shown: false })
  await wait(21)
  const answers = await Promise.all([write(), write(), write()])
  assert.equal(answers.filter(({ shown }) => shown).length, 1)
  await until('the phone shows it again', isTyping)
  assert.equal((await told()).length, 2)
})

test('what was asked for too long ago is not told, and nobody hears of a call that failed', async () => {
  const [number] = await db.rows<{ workspace_id: string; phone_number_id: string }>(
    sql`select workspace_id, phone_number_id from chat where id = ${chat.id}`,
  )
  assert.ok(number)
  const before = (await told()).length
  const log = createLog({ level: 'error', pretty: false, sink: process.stderr })
  await using jobs = await openJobs(rig.database.connection, log)
  const ask = { workspaceId: number.workspace_id, numberId: number.phone_number_id, wamid: 'wamid.gone' }
  await jobs.enqueue(db, readMark, { ...ask, typingAt: Date.now() - 6000 })
  await jobs.enqueue(db, readMark, { ...ask, typingAt: Date.now() })
  await until('the later one is told', async () => (await told()).length > before)
  await stillAfter(SOON_MS, async () => assert.equal((await told()).length, before + 1, 'once'))
})

test('over a number whose replies have to wait nothing is told', async () => {
  const before = (await told()).length
  await phone.control('PATCH', '', { faults: { force: { code: 131031, times: 1 } } })
  await owner.call('POST', `/api/chats/${chat.id}/messages`, { draft: { kind: 'text', text: 'tertahan' } })
  await until('sending stands still', async () => {
    const [open] = await db.rows(sql`select 1 from breaker limit 1`)
    return open
  })
  await wait(21)
  assert.deepEqual(await write(), { shown: true })
  await stillAfter(SOON_MS, async () => assert.equal((await told()).length, before))
  await db.run(sql`delete from breaker`)
})

test('outside of the 24-hour window nothing is told', async () => {
  await phone.control('POST', '/clock', { advance: 25 * HOUR })
  await until('the chat follows the clock', async () => {
    const { now, windowEndsAt } = await chatNow(owner, chat.id)
    return now > windowEndsAt
  })
  await wait(21)
  const before = (await told()).length
  assert.deepEqual(await write(), { shown: false })
  await stillAfter(SOON_MS, async () => assert.equal((await told()).length, before))
})
