import { RUNGS } from '#core/chat/status.ts'
import type { Fault } from '#core/whatsapp/heard.ts'
import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** What became of a call, as the tables need it. */
export type Outcome = {
  readonly id: string
  readonly chat_id: string
  /** Which try it was: what a process says that overslept its turn counts no more. */
  readonly attempt: number
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

/** What the calls came to, in one round trip: the outbox, the messages, breakers, and what screens should know. */
export async function saveOutcomes(tx: Tx, workspaceId: string, batch: readonly Outcome[]): Promise<void> {
  const sorted = batch.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const over = sorted.filter(({ to }) => to === 'accepted' || to === 'failed' || to === 'refused')
  const stay = sorted.filter(({ to }) => to === 'pending' || to === 'uncertain')
  const breakers = sorted.flatMap(({ breaker }) => breaker ?? [])
  const writes: Promise<unknown>[] = []
  if (over.length > 0) {
    writes.push(
      tx.run(
        sql`delete from outbox where workspace_id = ${workspaceId} and message_id = any(${over.map(({ id }) => id)}::uuid[])`,
      ),
    )
  }
  if (stay.length > 0) writes.push(keep(tx, workspaceId, stay))
  writes.push(saveStates(tx, workspaceId, sorted))
  const wamids = sorted.flatMap(({ wamid }) => wamid ?? [])
  if (wamids.length > 0) writes.push(fetchParked(tx, workspaceId, wamids))
  for (const breaker of breakers.slice(0, 2)) writes.push(openBreaker(tx, workspaceId, breaker))
  await tx.finish(writes)
}

function keep(tx: Tx, workspaceId: string, stay: readonly Outcome[]): Promise<number> {
  return tx.run(sql`
    update outbox o set state = r.to, due_at = now() + r.wait * interval '1 millisecond',
                        attempts = case when r.tried then o.attempts else o.attempts - 1 end,
                        paced = case when r.tried or r.fault is null then o.paced else o.paced + 1 end
    from json_to_recordset(${JSON.stringify(stay)}) as r (id uuid, attempt int, "to" text, wait bigint, tried boolean, fault jsonb)
    where o.workspace_id = ${workspaceId} and o.message_id = r.id and o.attempts = r.attempt
      and o.state in ('sending', 'uncertain')`)
}

/**
 * Never down the ladder, and a report's word weighs more than the call's: a message that Meta reported as failed before the
 * call was answered stays failed. What goes on waiting does so only while it still stands in the outbox.
 */
function saveStates(tx: Tx, workspaceId: string, batch: readonly Outcome[]): Promise<number> {
  const rows = batch.map((row) => {
    const state = row.to === 'pending' ? 'queued' : row.to
    return { id: row.id, state, rung: RUNGS[state], wamid: row.wamid, fault: row.fault }
  })
  return tx.run(sql`
    with changed as (
      update message m set
        state = case when m.rung < ${RUNGS.accepted} and m.state is distinct from 'failed' then r.state else m.state end,
        rung = greatest(m.rung, case when r.state = 'accepted' then r.rung else m.rung end),
        wamid = coalesce(r.wamid, m.wamid),
        fault = case when m.state = 'failed' or m.rung >= ${RUNGS.sent} then m.fault
                     when r.state = 'accepted' then null else coalesce(r.fault, m.fault) end,
        accepted_at = case when r.state = 'accepted' then now() else m.accepted_at end,
        failed_at = case when r.state in ('failed', 'refused') and m.rung < ${RUNGS.accepted} then coalesce(m.failed_at, now())
                         else m.failed_at end
      from json_to_recordset(${JSON.stringify(rows)}) as r (id uuid, state text, rung smallint, wamid text, fault jsonb)
      where m.workspace_id = ${workspaceId} and m.id = any(${rows.map(({ id }) => id)}::uuid[]) and m.id = r.id
        and (r.state not in ('queued', 'uncertain')
             or exists (select 1 from outbox o where o.workspace_id = ${workspaceId} and o.message_id = r.id))
      returning m.id, m.chat_id)
    insert into event (workspace_id, kind, ids, chat_ids)
    select ${workspaceId}, 'message.changed', jsonb_agg(id), jsonb_agg(distinct chat_id) from changed having count(*) > 0`)
}

/** Reports that came before the answer, by a way that does not echo our key, are heard now that the message has its name. */
function fetchParked(tx: Tx, workspaceId: string, wamids: readonly string[]): Promise<number> {
  return tx.run(sql`
    with back as (delete from parked_status where workspace_id = ${workspaceId} and wamid = any(${wamids}) returning payload)
    insert into status_inbox (workspace_id, updates)
    select ${workspaceId}, jsonb_agg(payload) from back having count(*) > 0`)
}

/** Sending stands still, the queue is kept; only a person closes it again. */
async function openBreaker(
  tx: Tx,
  workspaceId: string,
  { scope, key, code, reason }: NonNullable<Outcome['breaker']>,
): Promise<void> {
  await Promise.all([
    tx.run(sql`
      insert into breaker (workspace_id, scope, key, code, reason) values (${workspaceId}, ${scope}, ${key}, ${code}, ${reason})
      on conflict do nothing`),
    tx.run(
      sql`update workspace set settings_revision = settings_revision + 1 where workspace_id = ${workspaceId}`,
    ),
    tx.run(
      sql`insert into event (workspace_id, kind, ids) values (${workspaceId}, 'channel.changed', ${JSON.stringify([key])})`,
    ),
  ])
}
