import { type Refusal, refuse } from '#core/base/refusal.ts'
import type { Tx } from '#server/base/db.ts'
import { type Emission, emit, facts } from '#server/base/events.ts'
import { sql } from '#server/base/sql.ts'
import { eventLine } from '#server/chat/record.ts'
import { insertMessages } from '#server/chat/write.ts'
import { channelNow } from '#server/contact/store.ts'
import { removeFlows } from '#server/flow/store.ts'
import { bumpSettings } from '#server/whatsapp/store.ts'

/** Runs that end at once, each with a line in its chat; those beyond end at the next thing that they hear. */
const RUNS_MAX = 10_000
/** Chats that one event for screens tells of. */
const CHATS_TOLD = 500

/**
 * Takes a bot away with all that is its alone. Its row stays, and published flows stay put away, so that costs, old chats and traces go on
 * naming them. The bot's row is locked first: nobody links it, or adds a flow to it, meanwhile.
 */
export async function removeBot(
  tx: Tx,
  workspaceId: string,
  { id, memberId }: { readonly id: string; readonly memberId: string },
): Promise<{ done: true } | Refusal> {
  const [bot] = await tx.rows<{ name: string }>(sql`
    select name from bot where workspace_id = ${workspaceId} and id = ${id} and gone_at is null for update`)
  if (!bot) return refuse('not-found')
  const numbers = await tx.rows<{ display: string }>(sql`
    select display from phone_number where workspace_id = ${workspaceId} and bot_id = ${id} order by id`)
  if (numbers.length > 0)
    return refuse('bot-linked', { numbers: numbers.map(({ display }) => display).join(', ') })
  const flows = await tx.rows<{ id: string; archived: boolean }>(sql`
    select id, archived from flow where workspace_id = ${workspaceId} and bot_id = ${id} order by id for update`)
  const ids = flows.map((flow) => flow.id)
  await endRuns(tx, workspaceId, { ids, bot: bot.name, memberId })
  await tx.run(sql`delete from sequence where workspace_id = ${workspaceId} and bot_id = ${id}`)
  await removeBelongings(tx, workspaceId, ids)
  await removeFlows(
    tx,
    workspaceId,
    flows.filter(({ archived }) => !archived).map((flow) => flow.id),
  )
  await tx.run(sql`update bot set gone_at = now() where workspace_id = ${workspaceId} and id = ${id}`)
  await bumpSettings(tx, workspaceId)
  return { done: true }
}

/** What begins its flows, proves them or is said about them. */
async function removeBelongings(tx: Tx, workspaceId: string, flows: readonly string[]): Promise<void> {
  const ids = [...flows]
  await tx.run(
    sql`delete from flow_trigger where workspace_id = ${workspaceId} and flow_id = any(${ids}::uuid[])`,
  )
  await tx.run(
    sql`delete from flow_schedule where workspace_id = ${workspaceId} and flow_id = any(${ids}::uuid[])`,
  )
  await tx.run(
    sql`delete from flow_hook where workspace_id = ${workspaceId} and flow_id = any(${ids}::uuid[])`,
  )
  await tx.run(
    sql`delete from flow_test where workspace_id = ${workspaceId} and flow_id = any(${ids}::uuid[])`,
  )
  await tx.run(
    sql`delete from flow_thread where workspace_id = ${workspaceId} and flow_id = any(${ids}::uuid[])`,
  )
  const gone = await tx.rows<{ flow_id: string }>(sql`
    delete from flow_template where workspace_id = ${workspaceId} and flow_id = any(${ids}::uuid[]) returning flow_id`)
  await emit(tx, workspaceId, facts('template.changed', [...new Set(gone.map(({ flow_id }) => flow_id))]))
}

type Ending = { readonly ids: readonly string[]; readonly bot: string; readonly memberId: string }

/** Each run ends, alarm and all, and its chat says why. The contacts are locked first, as the desk locks them. */
async function endRuns(tx: Tx, workspaceId: string, { ids, bot, memberId }: Ending): Promise<void> {
  const flows = [...ids]
  await tx.rows(sql`
    select c.id from contact c where c.workspace_id = ${workspaceId} and c.id in (
      select ch.contact_id from run r join chat ch on ch.workspace_id = r.workspace_id and ch.id = r.chat_id
      where r.workspace_id = ${workspaceId} and r.flow_id = any(${flows}::uuid[]) limit ${RUNS_MAX})
    order by c.id for update`)
  const ended = await tx.rows<{ id: string; chat_id: string }>(sql`
    delete from run where workspace_id = ${workspaceId} and chat_id in (
      select chat_id from run where workspace_id = ${workspaceId} and flow_id = any(${flows}::uuid[]) limit ${RUNS_MAX})
    returning id, chat_id`)
  if (ended.length === 0) return
  await tx.run(sql`
    delete from alarm where workspace_id = ${workspaceId} and run_id = any(${ended.map(({ id }) => id)}::uuid[])`)
  const now = await channelNow(tx, workspaceId)
  const lines = ended.map(({ chat_id }) => {
    const line = eventLine(chat_id, 'bot.removed', now)
    return { ...line, author_id: memberId, body: { text: 'bot.removed', bot } }
  })
  await insertMessages(tx, workspaceId, lines)
  await emit(tx, workspaceId, told(lines))
}

function told(lines: readonly { readonly id: string; readonly chat_id: string }[]): Emission[] {
  const parts = Array.from({ length: Math.ceil(lines.length / CHATS_TOLD) }, (_, at) =>
    lines.slice(at * CHATS_TOLD, (at + 1) * CHATS_TOLD),
  )
  return parts.flatMap((part) => {
    const chats = part.map(({ chat_id }) => chat_id)
    const messages = part.map(({ id }) => id)
    return [...facts('message.changed', messages, chats), ...facts('chat.changed', chats)]
  })
}
