import { cleanText } from '#core/base/text.ts'
import type { Bus } from '#server/base/bus.ts'
import { type Db, isPassing, type Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import type { Log } from '#server/base/log.ts'
import { quarantined } from '#server/base/metrics.ts'
import { sql } from '#server/base/sql.ts'
import { openWorker, type Worked, type Worker } from '#server/base/worker.ts'
import { applyNews, type News } from '#server/chat/statuses.ts'
import type { Callback } from '#server/whatsapp/keys.ts'

/** Rows of reports, each a batch that the door wrote together, that are applied together: all that come within the longer rest at a door's full speed. */
const ROWS_MAX = 100
const WORKERS = 2
/** A message is reported on several times within moments: one write serves what comes within this time. */
const REST_MS = 100
/** With so many reports in one batch, the next waits longer: most messages then have all their reports in one, and are written once. */
const MANY = 200
const LONG_REST_MS = 700
/** Tries of reports that our own code cannot digest; then they are set aside. */
const ATTEMPTS_MAX = 3
const RETRY_AFTER = ['1 second', '5 seconds']
const REASON_CHARS = 500

type Parts = { readonly db: Db; readonly bus: Bus; readonly log: Log; readonly callback: Callback }

/** Applies Meta's reports about our messages: in batches, in any order, never down the ladder. They wait for no contact. */
export function openReports(parts: Parts): Worker {
  const { db, bus, log } = parts
  return openWorker({
    name: 'reports',
    topic: 'status',
    bus,
    log,
    find: async () => {
      const rows = await db.rows<{ workspace_id: string }>(sql`
        select distinct workspace_id from status_inbox where not_before is null or not_before <= now() limit 1000`)
      return rows.map(({ workspace_id }) => workspace_id)
    },
    work: (workspaceId) => workOffReports(parts, workspaceId),
    each: 1,
    total: WORKERS,
    rest: REST_MS,
  })
}

/** Many rows together; where one of them cannot be digested each alone, so that it is known which, and holds up no other. */
export async function workOffReports(parts: Parts, workspaceId: string): Promise<Worked> {
  try {
    return await oneBatch(parts, workspaceId, ROWS_MAX)
  } catch (error) {
    if (!(error instanceof Undigested)) throw error
  }
  for (let turn = 0; turn < ROWS_MAX; turn++) {
    try {
      const { more } = await oneBatch(parts, workspaceId, 1)
      if (!more) return { more: false }
    } catch (error) {
      if (!(error instanceof Undigested)) throw error
      const { row, cause } = error
      parts.log.error({ err: cause, workspaceId, seq: row.seq }, 'reports could not be applied')
      await parts.db.tx('statuses', (tx) => setBack(tx, workspaceId, error))
    }
  }
  return { more: true }
}

type ReportsRow = { readonly seq: number; readonly updates: News[]; readonly attempts: number }

/** Reports over which our own code stumbles. */
class Undigested extends Error {
  readonly row: ReportsRow
  constructor(row: ReportsRow, cause: unknown) {
    super('reports could not be applied', { cause })
    this.row = row
  }
}

async function oneBatch(parts: Parts, workspaceId: string, max: number): Promise<Worked> {
  const { db, bus, callback } = parts
  const taken = await db.tx('statuses', (tx) => applyBatch(tx, callback, { workspaceId, max }))
  if (taken.rows > 0) bus.call('live', workspaceId)
  if (taken.stopped) bus.call('settings', workspaceId)
  const more = taken.rows >= max
  return { more, ...(taken.reports >= MANY && !more ? { rest: LONG_REST_MS } : {}) }
}

type Share = { readonly workspaceId: string; readonly max: number }

async function applyBatch(tx: Tx, callback: Callback, { workspaceId, max }: Share) {
  const taken = await tx.rows<ReportsRow>(sql`
    delete from status_inbox where workspace_id = ${workspaceId} and seq in (
      select seq from status_inbox where workspace_id = ${workspaceId} and (not_before is null or not_before <= now())
      order by seq limit ${max} for update skip locked)
    returning seq, updates, attempts`)
  const [first] = taken
  if (!first) return { rows: 0, reports: 0, stopped: false }
  try {
    const news = taken.flatMap(({ updates }) => updates)
    return { rows: taken.length, ...(await applyNews(tx, callback, workspaceId, news)) }
  } catch (error) {
    if (isPassing(error)) throw error
    throw new Undigested(first, error)
  }
}

/** Tries again later, or sets the reports aside for a person to look at; the others go on without them. */
async function setBack(tx: Tx, workspaceId: string, { row, cause }: Undigested): Promise<void> {
  const { seq, attempts } = row
  const wait = RETRY_AFTER[attempts]
  if (attempts + 1 < ATTEMPTS_MAX && wait) {
    await tx.run(sql`
      update status_inbox set attempts = attempts + 1, not_before = now() + ${wait}::interval
      where workspace_id = ${workspaceId} and seq = ${seq}`)
    return
  }
  quarantined('reports')
  await tx.run(sql`
    with gone as (
      delete from status_inbox where workspace_id = ${workspaceId} and seq = ${seq} returning received_at, updates)
    insert into quarantine (workspace_id, id, kind, at, payload, reason)
    select ${workspaceId}, ${newId()}, 'reports', received_at, updates, ${cleanText(String(cause)).slice(0, REASON_CHARS)} from gone`)
}
