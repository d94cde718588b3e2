import { createHash } from 'node:crypto'
import type { Json } from '#core/base/json.ts'
import type { Millis } from '#core/base/time.ts'
import type { Heard, Status } from '#core/whatsapp/heard.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** One webhook, read but not yet thought about. */
export type Arrival = {
  readonly workspaceId: string
  readonly channelId: string
  readonly eventId: string
  readonly body: Buffer
  readonly updates: number
  readonly quarantine: Json | null
  readonly heard: readonly {
    readonly contactKey: string
    readonly phoneNumberId: string
    readonly graphId: string
    readonly heard: Heard
  }[]
  readonly statuses: readonly Status[]
  /** The channel's new clock offset, when it moved. */
  readonly clockOffset: Millis | null
}

export type Ingest = {
  /** Resolves when the arrival is stored for good; rejects when it is not: then the sender must come again. */
  readonly store: (arrival: Arrival) => Promise<void>
}

const BATCH_MAX = 200
/** Reports wait so long for more of their kind: of one message come three within moments, and one write serves them all. */
const REPORTS_GATHER_MS = 60
const FLIGHTS_MAX = 2
/** Arrivals that wait for the database; beyond it the door answers 503 and Meta comes again. */
const WAITING_MAX = 5000

type Waiting = {
  readonly arrival: Arrival
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Group commit: what arrives while the database is busy shares the next transaction, one per workspace. */
export function openIngest(db: Db, bus: Bus): Ingest {
  const waiting: Waiting[] = []
  const callForReports = gathering((workspaceId) => bus.call('status', workspaceId))
  let flights = 0
  let scheduled = false

  function schedule(): void {
    if (scheduled || flights >= FLIGHTS_MAX || waiting.length === 0) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      if (flights >= FLIGHTS_MAX) return
      const batch = waiting.splice(0, BATCH_MAX)
      flights++
      void fly(db, bus, callForReports, batch).finally(() => {
        flights--
        schedule()
      })
      schedule()
    })
  }

  return {
    store: (arrival) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= WAITING_MAX)
          return reject(Object.assign(new Error('too much is waiting'), { code: '53000' }))
        waiting.push({ arrival, resolve, reject })
        schedule()
      }),
  }
}

async function fly(
  db: Db,
  bus: Bus,
  callForReports: (workspaceId: string) => void,
  batch: readonly Waiting[],
): Promise<void> {
  const groups = Map.groupBy(batch, ({ arrival }) => arrival.workspaceId)
  for (const [workspaceId, group] of groups) {
    const arrivals = group.map(({ arrival }) => arrival)
    try {
      await db.tx('door', (tx) => storeArrivals(tx, workspaceId, arrivals))
      if (arrivals.some(({ heard, clockOffset }) => heard.length > 0 || clockOffset !== null))
        bus.call('inbox', workspaceId)
      if (arrivals.some(({ clockOffset }) => clockOffset !== null)) {
        bus.call('settings', workspaceId)
        bus.call('live', workspaceId)
      }
      if (arrivals.some(({ statuses }) => statuses.length > 0)) callForReports(workspaceId)
      for (const { resolve } of group) resolve()
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }
}

/** Calls once for everything that happens to a workspace within a short time. */
function gathering(call: (workspaceId: string) => void): (workspaceId: string) => void {
  const waiting = new Set<string>()
  return (workspaceId) => {
    if (waiting.has(workspaceId)) return
    waiting.add(workspaceId)
    setTimeout(() => {
      waiting.delete(workspaceId)
      call(workspaceId)
    }, REPORTS_GATHER_MS)
  }
}

/** Raw bodies, what is new among the messages, and the reports: one round trip. */
function storeArrivals(tx: Tx, workspaceId: string, arrivals: readonly Arrival[]): Promise<void> {
  const writes: Promise<unknown>[] = [insertEvents(tx, workspaceId, arrivals)]
  const messages = messagesOf(arrivals)
  if (messages.length > 0) {
    writes.push(claimKeys(tx, workspaceId, messages), insertInbox(tx, workspaceId, messages))
  }
  const reports = arrivals.flatMap(({ statuses }) => statuses)
  if (reports.length > 0) writes.push(insertStatuses(tx, workspaceId, reports))
  const moved = arrivals.findLast(({ clockOffset }) => clockOffset !== null)
  if (moved) writes.push(moveClock(tx, workspaceId, moved))
  return tx.finish(writes)
}

type MessageRow = {
  readonly key: string
  readonly event_id: string
  readonly contact_key: string
  readonly phone_number_id: string
  readonly at: string
  readonly payload: Heard
}

/** The messages of a batch in the order of their arrival, each key once: the first that brought it. */
function messagesOf(arrivals: readonly Arrival[]): MessageRow[] {
  const byKey = new Map<string, MessageRow>()
  for (const { eventId, heard } of arrivals) {
    for (const one of heard) {
      const key = keyOf(`m:${one.graphId}:${one.heard.wamid}`)
      if (byKey.has(key)) continue
      byKey.set(key, {
        key,
        event_id: eventId,
        contact_key: one.contactKey,
        phone_number_id: one.phoneNumberId,
        at: new Date(one.heard.at).toISOString(),
        payload: one.heard,
      })
    }
  }
  return [...byKey.values()]
}

/** Sixteen bytes that stand for a long name. */
export function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32)
}

function insertEvents(tx: Tx, workspaceId: string, arrivals: readonly Arrival[]): Promise<number> {
  return tx.run(sql`
    insert into webhook_event (workspace_id, id, channel_id, body, updates, quarantine)
    select ${workspaceId}, e.* from unnest(
      ${arrivals.map(({ eventId }) => eventId)}::uuid[], ${arrivals.map(({ channelId }) => channelId)}::uuid[],
      ${arrivals.map(({ body }) => body)}::bytea[], ${arrivals.map(({ updates }) => updates)}::int[],
      ${arrivals.map(({ quarantine }) => (quarantine ? JSON.stringify(quarantine) : null))}::jsonb[]) as e`)
}

/** Rows go in sorted by key, so that two batches never wait for each other in a circle. */
function claimKeys(tx: Tx, workspaceId: string, messages: readonly MessageRow[]): Promise<number> {
  const sorted = messages.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  return tx.run(sql`
    insert into seen (workspace_id, key, first_id)
    select ${workspaceId}, m.* from unnest(
      ${sorted.map(({ key }) => key)}::uuid[], ${sorted.map(({ event_id }) => event_id)}::uuid[]) as m
    on conflict do nothing`)
}

/** Only what this very batch brought first goes into the inbox, by Meta's time; within one second, as it arrived. */
function insertInbox(tx: Tx, workspaceId: string, messages: readonly MessageRow[]): Promise<number> {
  const byTime = messages.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return tx.run(sql`
    insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, event_id, payload)
    select ${workspaceId}, m.contact_key, m.phone_number_id, 'message', m.at, m.event_id, m.payload
    from rows from (json_to_recordset(${JSON.stringify(byTime)})
           as (key uuid, event_id uuid, contact_key text, phone_number_id uuid, at timestamptz, payload jsonb))
         with ordinality as m (key, event_id, contact_key, phone_number_id, at, payload, n)
    join seen s on s.workspace_id = ${workspaceId} and s.key = m.key and s.first_id = m.event_id
    order by m.n`)
}

/** All reports of a batch in one row: nobody asks which webhook brought them, the raw bodies say so. */
function insertStatuses(tx: Tx, workspaceId: string, reports: readonly Status[]): Promise<number> {
  return tx.run(
    sql`insert into status_inbox (workspace_id, updates) values (${workspaceId}, ${JSON.stringify(reports)})`,
  )
}

async function moveClock(tx: Tx, workspaceId: string, { channelId, clockOffset }: Arrival): Promise<void> {
  await Promise.all([
    tx.run(
      sql`update channel set clock_offset = ${clockOffset} where workspace_id = ${workspaceId} and id = ${channelId}`,
    ),
    tx.run(
      sql`update workspace set settings_revision = settings_revision + 1 where workspace_id = ${workspaceId}`,
    ),
    tx.run(sql`
      insert into event (workspace_id, kind, ids) values (${workspaceId}, 'clock.moved', ${JSON.stringify([channelId])})`),
  ])
}
