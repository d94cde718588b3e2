import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#server/base/id.ts'
import { until } from './rig.ts'
import { openStage, type Stage, take } from './stage.ts'
import { timeOf } from './time.ts'

/** Much waits at once: after a breaker closed, after a restart. */
let stage: Stage
/** More than the hands of one process, several times over. */
const MANY = 480
/** A post that only looked by itself would need several looks of half a second. */
const SOON_MS = 1800

before(async () => {
  stage = await openStage()
})
after(() => stage[Symbol.asyncDispose]())

test('a long queue goes out without a pause, whoever else is quiet', async () => {
  const shop = await stage.shop('Antre')
  await stage.rows('update phone_number set rate = 100000 where workspace_id = $1', [shop.workspaceId])
  await take(shop.owner, 'POST', '/api/channel/resume') // the post reads its line anew
  const ids = Array.from({ length: MANY }, newId)
  const chats = Array.from({ length: MANY }, newId)
  await stage.rows(
    `insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
     select $1, m.id, m.chat, now(), 'out', 'bot', '{"kind":"text","text":"antre"}', 'queued', 0
     from unnest($2::uuid[], $3::uuid[]) as m (id, chat)`,
    [shop.workspaceId, ids, chats],
  )
  await stage.rows(
    `insert into outbox (workspace_id, message_id, chat_id, phone_number_id, lane, recipient)
     select $1, m.id, m.chat, $4, 0, '{"waId":"6281100000900"}' from unnest($2::uuid[], $3::uuid[]) as m (id, chat)`,
    [shop.workspaceId, ids, chats, shop.numberId],
  )
  const sent = () => stage.graph.sent.filter(({ text }) => text?.body === 'antre').length
  await until('the first goes out', async () => sent() > 0)
  const took = await timeOf(() => until('all went out', async () => sent() === MANY))
  assert.ok(took < SOON_MS, `${MANY} messages took ${Math.round(took)} ms`)
  await until('and all are known as accepted', async () => {
    const [row] = await stage.rows<{ many: number }>(
      `select count(*)::int as many from message where id = any($1::uuid[]) and state = 'accepted'`,
      [ids],
    )
    return row?.many === MANY
  })
})
