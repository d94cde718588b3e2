import { MINUTE } from '#core/base/time.ts'
import { RUNGS } from '#core/chat/status.ts'
import { WINDOW } from '#core/policy/window.ts'
import { TRIES_MAX } from '#core/whatsapp/fault.ts'
import type { Fault } from '#core/whatsapp/heard.ts'
import type { Bus } from '#server/base/bus.ts'
import { type Db, isUnavailable, type Tx } from '#server/base/db.ts'
import { GONE_S } from '#server/base/heartbeat.ts'
import type { Log } from '#server/base/log.ts'
import { leaseExpired, sendUncertain, uncertainSettled } from '#server/base/metrics.ts'
import { sql } from '#server/base/sql.ts'
import { LANES } from '#server/chat/compose.ts'
import { IS_OURS } from '#server/chat/ladder.ts'
import { channelOf, failPending } from '#server/whatsapp/store.ts'

/** How long a message whose fate is unknown waits for proof, in seconds. */
export type Patience = {
  /** Before it may be tried again, when the reports of its number are known to arrive. Above the late tail of reports. */
  readonly resendAfter: number
  /** The same when our own address was down at any moment since, its process or its database: then reports come later still. */
  readonly resendAfterOutage: number
  /** When we stop asking, let the chat go on, and show "maybe sent". */
  readonly holdAfter: number
}
export const PATIENCE: Patience = { resendAfter: 90, resendAfterOutage: 900, holdAfter: 600 }

/** A bot's answer that is older than this is worse than none (seconds). */
const STALE_REPLY = 120
/** Proof that reports arrive: so many for messages of the number that were sent at least two seconds later. */
const PROOFS = 3
/** Meta's clock and ours are not further apart than this; only for finding where to look. */
const CLOCKS_APART_MAX = 10 * MINUTE
const WINDOW_CLOSED: Fault = { code: 131047, title: 'the 24-hour window closed before it could be sent' }

type Parts = { readonly db: Db; readonly bus: Bus; readonly log: Log }
const ROWS_MAX = 500
/** A message that proves something was written down so long before the lost call at most: broadcasts are, and then wait for their pace. */
const WRITTEN_BEFORE = '10 minutes'
/** The newest messages that are looked at for proof; when none of them is reported, reports do not arrive. */
const RECENT_MAX = 2000

/**
 * Settles what a call left open. `sending` past its lease is uncertain. Uncertain is tried again only with proof that it did
 * not go out: old enough, and later messages of the number are being reported. Without proof, or after `TRIES_MAX` calls, it is held.
 * What waited past its window is refused, also where nobody may send at present, and what a channel that is cut off left has failed. One workspace's trouble stops no other.
 */
export async function sweepOutbox({ db, bus, log }: Parts, patience: Patience): Promise<void> {
  const found = await db.rows<{ workspace_id: string }>(sql`
    select distinct workspace_id from outbox where state = 'uncertain' or (state = 'sending' and lease_until < now())
      or (state = 'pending' and expires_at < now() + ${`${CLOCKS_APART_MAX} milliseconds`}::interval)
      or (state = 'pending' and workspace_id not in (select c.workspace_id from channel c where c.connected)) limit 1000`)
  for (const { workspace_id: workspaceId } of found) {
    try {
      await db.tx('sweep', (tx) => sweepWorkspace(tx, workspaceId, patience))
      bus.call('live', workspaceId)
      bus.call('outbox', workspaceId)
    } catch (error) {
      if (!isUnavailable(error)) log.error({ err: error, workspaceId }, 'the outbox could not be swept')
    }
  }
}

type Open = {
  readonly message_id: string
  readonly chat_id: string
  readonly lane: number
  readonly attempts: number
  readonly age: number
  readonly quiet: number
  readonly outage: boolean
  /** Later messages of its number are being reported. */
  readonly reported: boolean
}

async function sweepWorkspace(tx: Tx, workspaceId: string, patience: Patience): Promise<void> {
  // what was being called for when the channel was cut, and is to be tried again
  if (!(await channelOf(tx, workspaceId))) await failPending(tx, workspaceId)
  await refuseLate(tx, workspaceId)
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
  leaseExpired(lapsed.length)
  sendUncertain(lapsed.length)
  const open = await tx.rows<Open>(sql`
    with recent as materialized (
      select c.phone_number_id, m.accepted_at, m.rung
      from message m join chat c on c.workspace_id = m.workspace_id and c.id = m.chat_id
      where m.workspace_id = ${workspaceId} and m.kind = 'out' and m.id > uuid_floor((
        select min(sending_at) - ${WRITTEN_BEFORE}::interval from outbox where workspace_id = ${workspaceId} and state = 'uncertain'))
      order by m.id desc limit ${RECENT_MAX}),
    proof as (
      select phone_number_id, accepted_at from (
        select *, row_number() over (partition by phone_number_id order by accepted_at desc) as n
        from recent where rung >= ${RUNGS.sent} and accepted_at is not null) ranked
      where n = ${PROOFS})
    select o.message_id, o.chat_id, o.lane, o.attempts, extract(epoch from now() - o.created_at)::int as age,
           extract(epoch from now() - o.sending_at)::int as quiet,
           exists (select 1 from process p where p.roles like '%web%' and (
             p.started_at > o.sending_at or p.back_at > o.sending_at
             or (p.beat_at > o.sending_at and p.beat_at < now() - ${GONE_S} * interval '1 second'))) as outage,
           exists (select 1 from proof p where p.phone_number_id = o.phone_number_id
                   and p.accepted_at >= o.sending_at + interval '2 seconds') as reported
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
  row: Pick<Open, 'lane' | 'attempts' | 'age' | 'quiet' | 'outage' | 'reported'>,
  patience: Patience,
): 'again' | 'hold' | 'wait' {
  const enough = row.outage ? patience.resendAfterOutage : patience.resendAfter
  const stale = row.lane === LANES.reply && row.age > STALE_REPLY
  const proven = row.quiet >= enough && row.reported
  if (row.lane === LANES.agent) return row.quiet >= patience.resendAfter ? 'hold' : 'wait'
  if (stale) return 'hold'
  if (proven) return row.attempts < TRIES_MAX ? 'again' : 'hold'
  return row.quiet >= patience.holdAfter ? 'hold' : 'wait'
}

/**
 * A free-form message whose window closed while it waited: behind a breaker, or for a channel that is gone. Where the customer wrote
 * again meanwhile, the newest window counts.
 */
async function refuseLate(tx: Tx, workspaceId: string): Promise<void> {
  const late = await tx.rows<{ message_id: string }>(sql`
    delete from outbox where workspace_id = ${workspaceId} and message_id in (
      select o.message_id from outbox o left join channel c on c.workspace_id = o.workspace_id and c.connected
      where o.workspace_id = ${workspaceId} and o.state = 'pending'
        and o.expires_at <= now() + coalesce(c.clock_offset, 0) * interval '1 millisecond'
        and not exists (
          select 1 from chat h where h.workspace_id = ${workspaceId} and h.id = o.chat_id
            and h.last_inbound_at > now() + (coalesce(c.clock_offset, 0) - ${WINDOW}) * interval '1 millisecond')
      order by o.message_id limit ${ROWS_MAX} for update of o skip locked)
    returning message_id`)
  await tell(
    tx,
    workspaceId,
    late.map(({ message_id }) => message_id),
    'refused',
    WINDOW_CLOSED,
  )
}

async function tell(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
  state: 'uncertain' | 'queued' | 'held' | 'refused',
  fault: Fault | null = null,
): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`
    with changed as (
      update message m set state = ${state}, rung = ${RUNGS[state]}, fault = coalesce(${fault && JSON.stringify(fault)}::json, m.fault)
      where m.workspace_id = ${workspaceId} and m.id = any(${ids}::uuid[]) and ${IS_OURS}
      returning m.id, m.chat_id)
    insert into event (workspace_id, kind, ids, chat_ids)
    select ${workspaceId}, 'message.changed', json_agg(id), to_json(array_agg(distinct chat_id)) from changed having count(*) > 0`)
}
