import { createHash } from 'node:crypto'
import type { Json } from '#core/base/json.ts'
import type { Millis } from '#core/base/time.ts'
import type { Heard, Status } from '#core/whatsapp/heard.ts'
import type { NumberNews } from '#core/whatsapp/number/news.ts'
import type { TemplateNews } from '#core/whatsapp/template/news.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Query, Tx } from '#server/base/db.ts'
import { duplicatePrevented, statusLagged, webhookReceived } from '#server/base/metrics.ts'
import { sql } from '#server/base/sql.ts'
import { numberedTableOf, tableOf } from '#server/base/table.ts'

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
  /** What it says about the account itself. */
  readonly news: readonly AccountNews[]
  /** By what these news are known when Meta posts them again; null: they do not say when they were, and count each time. */
  readonly newsKey: string | null
  /** The channel's new clock offset, when it moved. */
  readonly clockOffset: Millis | null
}

/** News that is about no message: applied in its order, after it was stored, by `server/whatsapp/news.ts`. */
export type AccountNews =
  | { readonly of: 'template'; readonly news: TemplateNews }
  | { readonly of: 'number'; readonly news: NumberNews }

export type Ingest = {
  /** Resolves when the arrival is stored for good; rejects when it is not: then the sender must come again. */
  readonly store: (arrival: Arrival) => Promise<void>
}

const BATCH_MAX = 200
const FLIGHTS_MAX = 2
/** Workspaces of one flight that are stored side by side: with two flights all but two of the door's connections (`DOOR_POOL`). */
const LANDING_MAX = 2
/** The least time between two flights, in milliseconds: what comes meanwhile shares the next. A lone webhook does not wait. */
const REST_MS = 10
/** Bytes of one flight; a single larger body flies alone. */
const BATCH_BYTES_MAX = 8 * 1024 * 1024
/** So that whoever applies some rows of them knows how much that is. */
const REPORTS_PER_ROW_MAX = 100
/** Arrivals that wait for the database; beyond it the door answers 503 and Meta comes again. */
const WAITING_MAX = 5000
/** The same in bytes of their bodies. */
const WAITING_BYTES_MAX = 64 * 1024 * 1024

type Waiting = {
  readonly arrival: Arrival
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Group commit: what arrives while the database is busy shares the next transaction, one per workspace. */
export function openIngest(db: Db, bus: Bus): Ingest {
  const waiting: Waiting[] = []
  let waitingBytes = 0
  let flights = 0
  let lastFlight = 0
  let scheduled = false

  function schedule(): void {
    if (scheduled || flights >= FLIGHTS_MAX || waiting.length === 0) return
    scheduled = true
    setTimeout(
      () => {
        scheduled = false
        if (flights >= FLIGHTS_MAX) return
        const batch = waiting.splice(0, batchSize(waiting))
        for (const { arrival } of batch) waitingBytes -= arrival.body.length
        flights++
        lastFlight = performance.now()
        void fly(db, bus, batch).finally(() => {
          flights--
          schedule()
        })
        schedule()
      },
      Math.max(0, lastFlight + REST_MS - performance.now()),
    )
  }

  return {
    store: (arrival) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= WAITING_MAX || waitingBytes + arrival.body.length > WAITING_BYTES_MAX)
          return reject(Object.assign(new Error('too much is waiting'), { code: '53000' }))
        waitingBytes += arrival.body.length
        waiting.push({ arrival, resolve, reject })
        schedule()
      }),
  }
}

function batchSize(waiting: readonly Waiting[]): number {
  let bytes = 0
  const full = waiting.findIndex(({ arrival }, at) => {
    bytes += arrival.body.length
    return at >= BATCH_MAX || (at > 0 && bytes > BATCH_BYTES_MAX)
  })
  return full === -1 ? waiting.length : full
}

async function fly(db: Db, bus: Bus, batch: readonly Waiting[]): Promise<void> {
  const left = [...Map.groupBy(batch, ({ arrival }) => arrival.workspaceId)]
  const next = async () => {
    for (let one = left.shift(); one; one = left.shift()) await land(db, bus, ...one)
  }
  await Promise.all(Array.from({ length: LANDING_MAX }, next))
}

/** What a flight brings one workspace: nobody waits for another's. */
async function land(db: Db, bus: Bus, workspaceId: string, group: readonly Waiting[]): Promise<void> {
  const arrivals = group.map(({ arrival }) => arrival)
  try {
    count(arrivals, await storeArrivals(db, workspaceId, arrivals))
    wake(bus, workspaceId, arrivals)
    for (const { resolve } of group) resolve()
  } catch (error) {
    for (const { reject } of group) reject(error)
  }
}

/** `fresh`: so many of its messages nobody had brought before. */
function count(arrivals: readonly Arrival[], fresh: number): void {
  let messages = 0
  let reports = 0
  let account = 0
  for (const { heard, statuses, news } of arrivals) {
    messages += heard.length
    reports += statuses.length
    account += news.length
  }
  const latest = arrivals.at(-1)?.statuses.at(-1)
  if (latest) statusLagged(Date.now() - latest.at)
  webhookReceived('message', messages)
  webhookReceived('report', reports)
  webhookReceived('account', account)
  duplicatePrevented('message', messages - fresh)
}

/** Wakes whoever works on what has come. */
function wake(bus: Bus, workspaceId: string, arrivals: readonly Arrival[]): void {
  const hasMoved = arrivals.some(({ clockOffset }) => clockOffset !== null)
  if (hasMoved || arrivals.some(({ heard }) => heard.length > 0)) bus.call('inbox', workspaceId)
  if (hasMoved) {
    bus.call('settings', workspaceId)
    bus.call('live', workspaceId)
  }
  if (arrivals.some(({ statuses }) => statuses.length > 0)) bus.call('status', workspaceId)
  if (arrivals.some(({ news }) => news.length > 0)) bus.call('account', workspaceId)
}

/** What a kept body says when it is read once more; the body stays as it is, and what is still not understood stays with it. */
export async function writeAgain(tx: Tx, arrival: Arrival): Promise<void> {
  const { workspaceId, eventId, quarantine } = arrival
  await tx.run(sql`
    update webhook_event set quarantine = ${quarantine && JSON.stringify(quarantine)}::jsonb
    where workspace_id = ${workspaceId} and id = ${eventId} and quarantine is not null`)
  const fresh = await insertArrivals(tx, workspaceId, [arrival], [])
  if (arrival.news.length > 0) await insertNews(tx, workspaceId, [arrival])
  count([arrival], fresh)
}

export function wakeFor(bus: Bus, workspaceId: string, arrival: Arrival): void {
  wake(bus, workspaceId, [arrival])
}

/**
 * Raw bodies, what is new among the messages, and the reports: one statement; with it, in one transaction, the clock when it
 * moved and the rare news about the account. Gives how many messages were new.
 */
async function storeArrivals(db: Db, workspaceId: string, arrivals: readonly Arrival[]): Promise<number> {
  const moved = arrivals.findLast(({ clockOffset }) => clockOffset !== null)
  const told = arrivals.filter(({ news }) => news.length > 0)
  if (!moved && told.length === 0) return await insertArrivals(db, workspaceId, arrivals)
  return await db.tx('door', async (tx) => {
    const fresh = insertArrivals(tx, workspaceId, arrivals)
    const writes: Promise<unknown>[] = [fresh]
    if (moved) writes.push(moveClock(tx, workspaceId, moved))
    if (told.length > 0) writes.push(insertNews(tx, workspaceId, told))
    await tx.finish(writes)
    return await fresh
  })
}

/** News in the order of their arrival; what `seen` knows already would be applied after newer ones. */
function insertNews(tx: Tx, workspaceId: string, told: readonly Arrival[]): Promise<number> {
  const byKey = new Map(told.toReversed().map((one) => [one.newsKey ?? one.eventId, one]))
  const rows = told
    .filter((one) => byKey.get(one.newsKey ?? one.eventId) === one)
    .map(({ channelId, eventId, news, newsKey }) => ({
      ...{ channel_id: channelId, event_id: eventId, updates: news },
      key: newsKey === null ? null : keyOf(newsKey),
    }))
  return tx.run(sql`
    with told as materialized (
      select * from ${numberedTableOf(rows, 'a', 'channel_id uuid, event_id uuid, updates json, key uuid')}),
    fresh as (
      insert into seen (workspace_id, key, first_id)
      select ${workspaceId}, key, event_id from told where key is not null order by key
      on conflict do nothing returning key)
    insert into account_inbox (workspace_id, channel_id, event_id, updates)
    select ${workspaceId}, channel_id, event_id, updates from told
    where key is null or key in (select f.key from fresh f) order by n`)
}

type MessageRow = {
  readonly key: string
  readonly event_id: string
  readonly contact_key: string
  readonly phone_number_id: string
  readonly at: Millis
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
        at: one.heard.at,
        payload: one.heard,
      })
    }
  }
  return [...byKey.values()]
}

/** Sixteen bytes that stand for a long name. */
function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32)
}

/**
 * Everything of a batch. The bodies travel as one piece of bytes and are cut there, because an array of bytes would be
 * spelled out as text. `seen` decides what is new, its keys sorted so that two batches never wait for each other in a
 * circle; only what this very batch brought first goes into the inbox, by Meta's time, within one second as it arrived.
 * `raw`: those whose bodies are not kept yet. Reports go in many to a row: nobody asks which webhook brought them, the raw bodies say so.
 */
function insertArrivals(
  query: Query,
  workspaceId: string,
  arrivals: readonly Arrival[],
  raw: readonly Arrival[] = arrivals,
): Promise<number> {
  const messages = messagesOf(arrivals)
  const keys = messages.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const byTime = messages.toSorted((a, b) => a.at - b.at)
  const reports = inPieces(
    arrivals.flatMap(({ statuses }) => statuses),
    REPORTS_PER_ROW_MAX,
  )
  return query.run(sql`
    with event as (
      insert into webhook_event (workspace_id, id, channel_id, body, updates, quarantine)
      select ${workspaceId}, e.id, e.channel_id, substring(${Buffer.concat(raw.map(({ body }) => body))}::bytea from e.start for e.size),
             e.updates, e.quarantine
      from ${tableOf(eventRows(raw), 'e', 'id uuid, channel_id uuid, start int, size int, updates int, quarantine jsonb')}),
    report as (
      insert into status_inbox (workspace_id, updates)
      select ${workspaceId}, r from json_array_elements(${JSON.stringify(reports)}) r),
    fresh as (
      insert into seen (workspace_id, key, first_id)
      select ${workspaceId}, k.* from unnest(
        ${keys.map(({ key }) => key)}::uuid[], ${keys.map(({ event_id }) => event_id)}::uuid[]) as k
      on conflict do nothing returning key)
    insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, event_id, payload)
    select ${workspaceId}, m.contact_key, m.phone_number_id, 'message', m.at, m.event_id, m.payload
    from ${numberedTableOf(byTime, 'm', 'key uuid, event_id uuid, contact_key text, phone_number_id uuid, at timestamptz, payload json')}
    join fresh on fresh.key = m.key
    order by m.n`)
}

function inPieces<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  )
}

function eventRows(arrivals: readonly Arrival[]) {
  let start = 1 // PostgreSQL counts from one
  return arrivals.map(({ eventId, channelId, body, updates, quarantine }) => {
    const row = { id: eventId, channel_id: channelId, start, size: body.length, updates, quarantine }
    start += body.length
    return row
  })
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
