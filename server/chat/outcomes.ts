import { RUNGS } from '#core/chat/status.ts'
import { stoppedBy } from '#core/policy/send.ts'
import type { Fault } from '#core/whatsapp/heard.ts'
import type { Db, Query, Tx } from '#server/base/db.ts'
import { type Sql, sql } from '#server/base/sql.ts'
import { tableOf } from '#server/base/table.ts'
import { IS_OURS } from '#server/chat/ladder.ts'
import type { Acceptance } from '#server/chat/statuses.ts'

/** What became of a call, as the tables need it. */
export type Outcome = {
  readonly id: string
  readonly chat_id: string
  /** Which try it was, see `Claimed`: what a process says that overslept its turn, or says twice, counts no more. */
  readonly claimed_at: string | null
  readonly to: 'accepted' | 'pending' | 'uncertain' | 'failed' | 'refused'
  readonly wamid: string | null
  /** Milliseconds until it is due again. */
  readonly wait: number
  /** Whether this try counts; waiting for one's turn does not. */
  readonly tried: boolean
  readonly fault: Fault | null
  readonly breaker: {
    readonly scope: 'waba' | 'number'
    readonly key: string
    readonly code: number
    readonly reason: string
  } | null
}

/**
 * What the calls came to. An accepted message leaves the outbox, and its acceptance waits with the reports that follow within
 * moments: one write of the message serves them all. Whatever else happened is written at once, in the same transaction.
 * Answers whether other messages of these chats wait to go out.
 */
export async function saveOutcomes(db: Db, workspaceId: string, batch: readonly Outcome[]): Promise<boolean> {
  const sorted = batch.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const accepted = sorted.filter(({ to }) => to === 'accepted')
  const other = sorted.filter(({ to }) => to !== 'accepted')
  if (other.length === 0) return await saveAcceptances(db, workspaceId, accepted)
  const over = other.filter(({ to }) => to === 'failed' || to === 'refused')
  const stay = other.filter(({ to }) => to === 'pending' || to === 'uncertain')
  const breakers = other.flatMap(({ breaker }) => breaker ?? [])
  await db.tx('post', async (tx) => {
    const writes: Promise<unknown>[] = [lockInOrder(tx, workspaceId, sorted)]
    if (accepted.length > 0) writes.push(saveAcceptances(tx, workspaceId, accepted))
    if (over.length > 0) writes.push(end(tx, workspaceId, over))
    if (stay.length > 0) writes.push(keep(tx, workspaceId, stay))
    writes.push(saveStates(tx, workspaceId, other))
    for (const breaker of breakers.slice(0, 2)) writes.push(openBreaker(tx, workspaceId, breaker))
    await tx.finish(writes)
  })
  return true
}

/** Whoever takes several rows of the outbox takes them in the order of their ids: nobody waits in a circle. */
function lockInOrder(tx: Tx, workspaceId: string, sorted: readonly Outcome[]): Promise<unknown> {
  return tx.run(sql`
    select 1 from outbox where workspace_id = ${workspaceId} and message_id = any(${sorted.map(({ id }) => id)}::uuid[])
    order by message_id for update`)
}

async function saveAcceptances(
  query: Query,
  workspaceId: string,
  accepted: readonly Outcome[],
): Promise<boolean> {
  const news = accepted.map(({ id, wamid }) => ({ accepted: id, wamid: wamid ?? '' }) satisfies Acceptance)
  const ids = accepted.map(({ id }) => id)
  const [row] = await query.rows<{ others: boolean }>(sql`
    with gone as (
      delete from outbox where workspace_id = ${workspaceId} and message_id in (
        select message_id from outbox where workspace_id = ${workspaceId} and message_id = any(${ids}::uuid[])
        order by message_id for update)),
    told as (insert into status_inbox (workspace_id, updates) values (${workspaceId}, ${JSON.stringify(news)}))
    select exists (
      select 1 from outbox where workspace_id = ${workspaceId} and chat_id = any(${accepted.map(({ chat_id }) => chat_id)}::uuid[])
        and message_id <> all(${ids}::uuid[])) as others`)
  return row?.others ?? true
}

/**
 * Whether the row still stands by that try: another may be under way by now, whose own outcome counts. What is written down twice,
 * because the answer to its commit was lost, meets the next try; a count would not tell the two apart where tries do not count.
 */
const IS_THAT_TRY: Sql = {
  ...sql`(o.sending_at = r.claimed_at or (r.claimed_at is null and o.tried_at is null))`,
  isFixed: true,
}

function end(tx: Tx, workspaceId: string, over: readonly Outcome[]): Promise<number> {
  return tx.run(sql`
    delete from outbox o using ${tableOf(over, 'r', 'id uuid, claimed_at timestamptz')}
    where o.workspace_id = ${workspaceId} and o.message_id = r.id and ${IS_THAT_TRY}`)
}

function keep(tx: Tx, workspaceId: string, stay: readonly Outcome[]): Promise<number> {
  return tx.run(sql`
    update outbox o set state = r."to", due_at = now() + r.wait * interval '1 millisecond',
                        attempts = case when r.tried then o.attempts else o.attempts - 1 end,
                        paced = case when r.tried or r.fault is null then o.paced else o.paced + 1 end
    from ${tableOf(stay, 'r', 'id uuid, claimed_at timestamptz, "to" text, wait float8, tried boolean, fault json')}
    where o.workspace_id = ${workspaceId} and o.message_id = r.id and ${IS_THAT_TRY}
      and o.state in ('sending', 'uncertain')`)
}

/**
 * A report's word weighs more than the call's: a message that Meta reported on before the call was answered keeps its state.
 * What goes on waiting does so only while it still stands in the outbox, and what is over, only when it does not.
 */
function saveStates(tx: Tx, workspaceId: string, batch: readonly Outcome[]): Promise<number> {
  const rows = batch.map(({ id, to, fault }) => ({ id, state: to === 'pending' ? 'queued' : to, fault }))
  return tx.run(sql`
    with changed as (
      update message m set
        state = case when ${IS_OURS} then r.state else m.state end,
        fault = case when m.state = 'failed' or m.rung >= ${RUNGS.sent} then m.fault else coalesce(r.fault, m.fault) end,
        failed_at = case when r.state in ('failed', 'refused') and m.rung < ${RUNGS.accepted} then coalesce(m.failed_at, now())
                         else m.failed_at end
      from ${tableOf(rows, 'r', 'id uuid, state text, fault json')}
      where m.workspace_id = ${workspaceId} and m.id = any(${rows.map(({ id }) => id)}::uuid[]) and m.id = r.id
        and (r.state in ('queued', 'uncertain'))
            = exists (select 1 from outbox o where o.workspace_id = ${workspaceId} and o.message_id = r.id)
      returning m.id, m.chat_id)
    insert into event (workspace_id, kind, ids, chat_ids)
    select ${workspaceId}, 'message.changed', json_agg(id), to_json(array_agg(distinct chat_id)) from changed having count(*) > 0`)
}

/** Sending stands still, the queue is kept; only a person closes it again. What stops everything takes the place of what stops a part. */
async function openBreaker(
  tx: Tx,
  workspaceId: string,
  { scope, key, code, reason }: NonNullable<Outcome['breaker']>,
): Promise<void> {
  await Promise.all([
    tx.run(sql`
      insert into breaker (workspace_id, scope, key, code, reason) values (${workspaceId}, ${scope}, ${key}, ${code}, ${reason})
      on conflict (workspace_id, scope, key) do update set code = excluded.code, reason = excluded.reason, since = now()
      where ${stoppedBy(code) === 'all'}`),
    tx.run(
      sql`update workspace set settings_revision = settings_revision + 1 where workspace_id = ${workspaceId}`,
    ),
    tx.run(
      sql`insert into event (workspace_id, kind, ids) values (${workspaceId}, 'channel.changed', ${JSON.stringify([key])})`,
    ),
  ])
}
