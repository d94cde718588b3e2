import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { uncertainSettled } from '#server/base/metrics.ts'
import { sql } from '#server/base/sql.ts'
import { LANES } from '#server/chat/compose.ts'

/** How long a message whose fate is unknown waits for proof, in seconds. */
export type Patience = {
  /** Before it may be tried again, when the reports of its number are known to arrive. Above the late tail of reports. */
  readonly resendAfter: number
  /** The same when our own address was down at any moment since: then reports come later still. */
  readonly resendAfterOutage: number
  /** When we stop asking, let the chat go on, and show "maybe sent". */
  readonly holdAfter: number
}
export const PATIENCE: Patience = { resendAfter: 90, resendAfterOutage: 900, holdAfter: 600 }

/** A bot's answer that is older than this is worse than none (seconds). */
const STALE_REPLY = 120
/** Proof that reports arrive: so many for messages of the number that were sent at least two seconds later. */
const PROOFS = 3
const ROWS_MAX = 500

/**
 * Settles what a call left open. `sending` past its lease is uncertain. Uncertain is tried again only with proof that it did
 * not go out: old enough, and later messages of the number are being reported. Without proof it is held in the end.
 */
export async function sweepOutbox(db: Db, bus: Bus, patience: Patience): Promise<void> {
  const found = await db.rows<{ workspace_id: string }>(sql`
    select distinct workspace_id from outbox where state = 'uncertain' or (state = 'sending' and lease_until < now()) limit 1000`)
  for (const { workspace_id: workspaceId } of found) {
    await db.tx('sweep', (tx) => sweepWorkspace(tx, workspaceId, patience))
    bus.call('live', workspaceId)
    bus.call('outbox', workspaceId)
  }
}

type Open = {
  readonly message_id: string
  readonly chat_id: string
  readonly lane: number
  readonly age: number
  readonly quiet: number
  readonly outage: boolean
  readonly proofs: number
}

async function sweepWorkspace(tx: Tx, workspaceId: string, patience: Patience): Promise<void> {
  const lapsed = await tx.rows<{ message_id: string }>(sql`
    update outbox set state = 'uncertain' where workspace_id = ${workspaceId} and message_id in (
      select message_id from outbox where workspace_id = ${workspaceId} and state = 'sending' and lease_until < now()
      limit ${ROWS_MAX} for update skip locked)
    returning message_id`)
  await tell(
    tx,
    workspaceId,
    lapsed.map(({ message_id }) => message_id),
    'uncertain',
  )
  const open = await tx.rows<Open>(sql`
    select o.message_id, o.chat_id, o.lane, extract(epoch from now() - o.created_at)::int as age,
           extract(epoch from now() - o.sending_at)::int as quiet,
           exists (select 1 from process p where p.started_at > o.sending_at and p.roles like '%web%') as outage,
           (select count(*) from (
              select 1 from message m join chat c on c.workspace_id = m.workspace_id and c.id = m.chat_id
              where m.workspace_id = ${workspaceId} and m.id > uuid_floor(o.sending_at) and m.kind = 'out' and m.rung >= 6
                and c.phone_number_id = o.phone_number_id and m.accepted_at >= o.sending_at + interval '2 seconds'
              limit ${PROOFS}) proof)::int as proofs
    from outbox o where o.workspace_id = ${workspaceId} and o.state = 'uncertain'
    order by o.seq limit ${ROWS_MAX} for update of o skip locked`)
  const verdicts = Map.groupBy(open, (row) => settleOf(row, patience))
  const again = (verdicts.get('again') ?? []).map(({ message_id }) => message_id)
  const held = (verdicts.get('hold') ?? []).map(({ message_id }) => message_id)
  if (again.length > 0) {
    await tx.run(sql`
      update outbox set state = 'pending', due_at = now() where workspace_id = ${workspaceId} and message_id = any(${again}::uuid[])`)
    await tell(tx, workspaceId, again, 'queued')
  }
  if (held.length > 0) {
    await tx.run(
      sql`delete from outbox where workspace_id = ${workspaceId} and message_id = any(${held}::uuid[])`,
    )
    await tell(tx, workspaceId, held, 'held')
  }
  if (again.length > 0) uncertainSettled('again', again.length)
  if (held.length > 0) uncertainSettled('held', held.length)
}

/** What to do with an uncertain message now. An agent's is never sent again by itself: a person is there to decide. */
export function settleOf(
  row: Pick<Open, 'lane' | 'age' | 'quiet' | 'outage' | 'proofs'>,
  patience: Patience,
): 'again' | 'hold' | 'wait' {
  const enough = row.outage ? patience.resendAfterOutage : patience.resendAfter
  const stale = row.lane === LANES.reply && row.age > STALE_REPLY
  const proven = row.quiet >= enough && row.proofs >= PROOFS
  if (row.lane === LANES.agent) return row.quiet >= patience.resendAfter ? 'hold' : 'wait'
  if (stale) return 'hold'
  if (proven) return 'again'
  return row.quiet >= patience.holdAfter ? 'hold' : 'wait'
}

async function tell(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
  state: 'uncertain' | 'queued' | 'held',
): Promise<void> {
  if (ids.length === 0) return
  const rung = { uncertain: 2, queued: 0, held: 3 }[state]
  await tx.run(sql`
    with changed as (
      update message set state = ${state}, rung = ${rung} where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]) and rung < 5
      returning id, chat_id)
    insert into event (workspace_id, kind, ids, chat_ids)
    select ${workspaceId}, 'message.changed', jsonb_agg(id), jsonb_agg(distinct chat_id) from changed having count(*) > 0`)
}
