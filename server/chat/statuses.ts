import { isObject } from '#core/base/json.ts'
import type { Millis } from '#core/base/time.ts'
import { type MessageState, RUNGS } from '#core/chat/status.ts'
import type { Status } from '#core/whatsapp/heard.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { statusesApplied } from '#server/base/metrics.ts'
import { type Sql, sql } from '#server/base/sql.ts'
import { tableOf } from '#server/base/table.ts'
import { STATE_AFTER } from '#server/chat/ladder.ts'
import { stopUnpaid } from '#server/chat/unpaid.ts'
import type { Callback } from '#server/whatsapp/keys.ts'

/** What the Graph API itself said to a call: the message has a name now. Kept with the reports, and applied with them. */
export type Acceptance = { readonly accepted: string; readonly wamid: string }
export type News = Status | Acceptance

/** What the reports say of one message, taken together. */
export type Report = {
  readonly id: string | null
  readonly wamid: string
  state: MessageState | null
  rung: number
  accepted: boolean
  failed: boolean
  fault: Status['fault'] | null
  pricing: unknown
  sent_at: Millis | null
  delivered_at: Millis | null
  read_at: Millis | null
  failed_at: Millis | null
}

type Taken = {
  readonly reports: number
  /** Sending stands still from now on. */
  readonly stopped: boolean
}

/** Applies what reports and acceptances say: in any order, never down the ladder. Ends the transaction. */
export async function applyNews(
  tx: Tx,
  callback: Callback,
  workspaceId: string,
  news: readonly News[],
): Promise<Taken> {
  const reports = reportsOf(news, (key) => callback.messageOf(workspaceId, key))
  const named = reports.filter(({ id }) => id !== null)
  const unnamed = reports.filter(({ id }) => id === null)
  const found = unnamed.length > 0 ? await byWamid(tx, workspaceId, unnamed) : []
  const known = [...named, ...found].sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1))
  const stopped = await stopUnpaid(tx, workspaceId, known)
  const writes: Promise<unknown>[] = []
  if (known.length > 0) {
    const applied = reportsApplied(workspaceId, known) // before anything is sent: what was sent is committed
    writes.push(settle(tx, workspaceId, known), tx.run(applied))
  }
  const strangers = unnamed.filter(({ wamid }) => !found.some((one) => one.wamid === wamid))
  if (strangers.length > 0) writes.push(park(tx, workspaceId, news, strangers))
  const wamids = news.flatMap((one) => ('accepted' in one ? one.wamid : []))
  if (wamids.length > 0) writes.push(fetchParked(tx, workspaceId, wamids))
  await tx.finish(writes)
  statusesApplied(news.length)
  return { reports: news.length, stopped }
}

/**
 * One report per message: the highest rung, whether it failed, and when each rung was reached. A report without our key,
 * about a message whose acceptance came with it, is that message's.
 */
export function reportsOf(news: readonly News[], messageOf: (key: string) => string | undefined): Report[] {
  const accepted = new Map(news.flatMap((one) => ('accepted' in one ? [[one.wamid, one.accepted]] : [])))
  const byMessage = new Map<string, Report>()
  const proven = new Map<string, string | undefined>()
  const provenBy = (key: string) => {
    if (!proven.has(key)) proven.set(key, messageOf(key))
    return proven.get(key)
  }
  for (const one of news) {
    const id = 'accepted' in one ? one.accepted : ((one.key && provenBy(one.key)) ?? accepted.get(one.wamid))
    const name = id || one.wamid
    const report = byMessage.get(name) ?? emptyReport(id || null, one.wamid)
    byMessage.set(name, report)
    if ('accepted' in one) reach(report, 'accepted')
    else addStatus(report, one)
  }
  return [...byMessage.values()]
}

const REACHED = { sent: 'sent_at', delivered: 'delivered_at', read: 'read_at', played: 'read_at' } as const

function addStatus(report: Report, { status, at, pricing, conversation, fault }: Status): void {
  // the price is kept as Meta said it, with the conversation it belongs to: the ledger reads both
  if (isObject(pricing)) report.pricing = conversation === undefined ? pricing : { ...pricing, conversation }
  if (status === 'failed') {
    report.failed = true
    report.fault = fault ?? null
    report.failed_at = at
    return
  }
  report[REACHED[status]] ??= at
  reach(report, status)
}

function reach(report: Report, state: Status['status'] | 'accepted'): void {
  if (state === 'accepted') report.accepted = true
  if (RUNGS[state] <= report.rung) return
  report.rung = RUNGS[state]
  report.state = state
}

function emptyReport(id: string | null, wamid: string): Report {
  return {
    id,
    wamid,
    state: null,
    rung: 0,
    accepted: false,
    failed: false,
    fault: null,
    pricing: null,
    sent_at: null,
    delivered_at: null,
    read_at: null,
    failed_at: null,
  }
}

async function byWamid(tx: Tx, workspaceId: string, reports: readonly Report[]): Promise<Report[]> {
  const rows = await tx.rows<{ id: string; wamid: string }>(sql`
    select message_id as id, wamid from sent where workspace_id = ${workspaceId} and wamid = any(${reports.map(({ wamid }) => wamid)})`)
  const ids = new Map(rows.map(({ id, wamid }) => [wamid, id]))
  return reports.flatMap((report) => {
    const id = ids.get(report.wamid)
    return id ? [{ ...report, id }] : []
  })
}

const REPORT_COLUMNS =
  'id uuid, wamid text, state text, rung smallint, accepted boolean, failed boolean, fault json, pricing json, ' +
  'sent_at timestamptz, delivered_at timestamptz, read_at timestamptz, failed_at timestamptz'

/**
 * The ladder (ladder.ts) over many messages. What a call said of an earlier try is over once
 * another try was accepted, but for a message that failed or of which its reports speak already. What reached its customer now
 * is to be billed: noted here, reckoned by the ledger (server/policy/ledger.ts). Throws `RangeError` for what is no time.
 */
export function reportsApplied(workspaceId: string, reports: readonly Report[]): Sql {
  const names = reports.filter(({ accepted }) => accepted)
  return sql`
    with named as (
      insert into sent (workspace_id, wamid, message_id)
      select ${workspaceId}, n.* from unnest(
        ${names.map(({ wamid }) => wamid)}::text[], ${names.map(({ id }) => id)}::uuid[]) as n
      on conflict do nothing),
    changed as (
      update message m set
        state = ${STATE_AFTER},
        rung = greatest(m.rung, r.rung),
        wamid = coalesce(m.wamid, r.wamid),
        fault = case when r.accepted and m.rung < ${RUNGS.sent} and m.state is distinct from 'failed' then r.fault
                     else coalesce(r.fault, m.fault) end,
        pricing = coalesce(r.pricing, m.pricing),
        accepted_at = case when r.accepted then coalesce(m.accepted_at, now()) else m.accepted_at end,
        sent_at = coalesce(m.sent_at, r.sent_at),
        delivered_at = coalesce(m.delivered_at, r.delivered_at),
        read_at = coalesce(m.read_at, r.read_at),
        failed_at = coalesce(m.failed_at, r.failed_at)
      from ${tableOf(reports, 'r', REPORT_COLUMNS)}
      where m.workspace_id = ${workspaceId} and m.id = any(${reports.map(({ id }) => id)}::uuid[]) and m.id = r.id and m.kind = 'out'
      returning m.id, m.chat_id,
                m.delivered_at = r.delivered_at or (m.delivered_at is null and m.read_at = r.read_at) as reached),
    billed as (
      insert into bill (workspace_id, message_ids)
      select ${workspaceId}, array_agg(id) from changed where reached having count(*) > 0)
    insert into event (workspace_id, kind, ids, chat_ids)
    select ${workspaceId}, 'message.changed', json_agg(id), to_json(array_agg(distinct chat_id)) from changed having count(*) > 0`
}

/**
 * A report proves that a call was made: what waits for its answer waits no more, and what was to be tried again is not. Outbox before messages, as
 * everywhere: who takes rows of both in another order waits in a circle.
 */
function settle(tx: Tx, workspaceId: string, reports: readonly Report[]): Promise<number> {
  return tx.run(sql`
    delete from outbox where workspace_id = ${workspaceId} and message_id in (
      select message_id from outbox where workspace_id = ${workspaceId}
        and message_id = any(${reports.map(({ id }) => id)}::uuid[])
      order by message_id for update)`)
}

/** Reports about messages that are not ours, or not ours yet. */
function park(
  tx: Tx,
  workspaceId: string,
  news: readonly News[],
  strangers: readonly Report[],
): Promise<number> {
  const wamids = new Set(strangers.map(({ wamid }) => wamid))
  const rows = news.flatMap((payload) =>
    'status' in payload && wamids.has(payload.wamid)
      ? { wamid: payload.wamid, status: payload.status, payload }
      : [],
  )
  return tx.run(sql`
    insert into parked_status (workspace_id, wamid, status, payload)
    select ${workspaceId}, p.* from json_to_recordset(${JSON.stringify(rows)}) as p (wamid text, status text, payload json)
    on conflict do nothing`)
}

/** Reports that came before the answer, by a way that does not echo our key, are heard now that the message has its name. */
function fetchParked(tx: Tx, workspaceId: string, wamids: readonly string[]): Promise<number> {
  return tx.run(sql`
    with back as (delete from parked_status where workspace_id = ${workspaceId} and wamid = any(${wamids}) returning payload)
    insert into status_inbox (workspace_id, updates)
    select ${workspaceId}, json_agg(payload) from back having count(*) > 0`)
}

/** How far back lost reports are looked for: what misses its acceptance misses it by moments. */
const LOST_WITHIN = '5 minutes'

/**
 * Reports without our key that were parked by one process in the very moment in which another wrote down the message's name:
 * neither saw the other. They are heard again.
 */
export async function returnParked(db: Db, bus: Bus): Promise<void> {
  const found = await db.rows<{ workspace_id: string }>(sql`
    with lost as (
      select p.workspace_id, p.wamid, p.status, p.payload
      from parked_status p join sent s on s.workspace_id = p.workspace_id and s.wamid = p.wamid
      where p.received_at > now() - ${LOST_WITHIN}::interval limit 1000),
    gone as (
      delete from parked_status p using lost l
      where p.workspace_id = l.workspace_id and p.wamid = l.wamid and p.status = l.status
      returning p.workspace_id, p.payload)
    insert into status_inbox (workspace_id, updates)
    select workspace_id, json_agg(payload) from gone group by workspace_id
    returning workspace_id`)
  for (const { workspace_id: workspaceId } of found) bus.call('status', workspaceId)
}
