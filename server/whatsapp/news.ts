import type { Bus } from '#server/base/bus.ts'
import { type Db, isPassing, type Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import type { Jobs } from '#server/base/jobs.ts'
import type { Log } from '#server/base/log.ts'
import { quarantined } from '#server/base/metrics.ts'
import { sql } from '#server/base/sql.ts'
import { openWorker, type Worked, type Worker } from '#server/base/worker.ts'
import type { AccountNews } from '#server/whatsapp/ingest.ts'
import { tell } from '#server/whatsapp/lines.ts'
import { hearNumberNews } from '#server/whatsapp/number/hear.ts'
import { channelOf, holdChannel } from '#server/whatsapp/store.ts'
import { hearTemplateNews } from '#server/whatsapp/template/hear.ts'

/** Webhooks whose news is applied together. */
const ROWS_MAX = 50
/** Tries of news that our own code cannot digest; then they are set aside, and what came after them goes on. */
const ATTEMPTS_MAX = 3
const RETRY_AFTER = ['1 second', '5 seconds']

type Parts = { readonly db: Db; readonly bus: Bus; readonly log: Log; readonly jobs: Jobs }
type NewsRow = {
  readonly seq: number
  readonly channel_id: string
  readonly updates: readonly AccountNews[]
  readonly attempts: number
  /** It failed before and rests. */
  readonly early: boolean
}

/** Applies what Meta says about the account itself, in the order of its arrival; gone with the commit that applied it. */
export function openAccountNews(parts: Parts): Worker {
  const { db, bus, log } = parts
  return openWorker({
    name: 'account news',
    topic: 'account',
    bus,
    log,
    find: async () => {
      const rows = await db.rows<{ workspace_id: string }>(
        sql`select distinct workspace_id from account_inbox where not_before <= now() limit 1000`,
      )
      return rows.map(({ workspace_id }) => workspace_id)
    },
    work: (workspaceId) => workOff(parts, workspaceId),
    each: 1,
    total: 1,
    rest: 50,
  })
}

/** Many together; where one of them cannot be digested each alone, so that it is known which. */
async function workOff(parts: Parts, workspaceId: string): Promise<Worked> {
  try {
    return await oneBatch(parts, workspaceId, ROWS_MAX)
  } catch (error) {
    if (isPassing(error)) throw error
  }
  try {
    return await oneBatch(parts, workspaceId, 1)
  } catch (error) {
    if (!(error instanceof Undigested)) throw error
    parts.log.warn({ err: error.cause, workspaceId }, 'account news could not be applied')
    await parts.db.tx('account', (tx) => setBack(tx, workspaceId, error))
    return { more: true }
  }
}

async function oneBatch({ db, bus, jobs }: Parts, workspaceId: string, max: number): Promise<Worked> {
  const taken = await db.tx('account', (tx) => applyRows(tx, jobs, { workspaceId, max }))
  if (taken > 0) tell(bus, workspaceId)
  return { more: taken >= max }
}

/** A row that alone could not be applied. */
class Undigested extends Error {
  readonly row: NewsRow
  constructor(row: NewsRow, cause: unknown) {
    super('account news could not be applied', { cause })
    this.row = row
  }
}

type Share = { readonly workspaceId: string; readonly max: number }

/** The rows are locked, not skipped: a second process waits, so that newer news never overtakes older. */
async function applyRows(tx: Tx, jobs: Jobs, { workspaceId, max }: Share): Promise<number> {
  const found = await tx.rows<NewsRow>(sql`
    select seq, channel_id, updates, attempts, not_before > now() as early
    from account_inbox where workspace_id = ${workspaceId} order by seq limit ${max} for update`)
  const resting = found.findIndex(({ early }) => early)
  const rows = resting === -1 ? found : found.slice(0, resting)
  const [head] = rows
  if (!head) return 0
  try {
    await applyNews(tx, jobs, workspaceId, rows)
  } catch (error) {
    if (rows.length > 1 || isPassing(error)) throw error
    throw new Undigested(head, error)
  }
  await tx.run(
    sql`delete from account_inbox where workspace_id = ${workspaceId} and seq = any(${rows.map(({ seq }) => seq)})`,
  )
  return rows.length
}

async function applyNews(tx: Tx, jobs: Jobs, workspaceId: string, rows: readonly NewsRow[]): Promise<void> {
  const found = await channelOf(tx, workspaceId)
  // held before its templates and numbers, as those do who read them from Meta; then read as it stands now
  const channel = found && (await holdChannel(tx, found)) ? await channelOf(tx, workspaceId) : undefined
  if (!channel) return
  // what a channel said that is cut off since is about an account that is not ours any more
  const told = rows.filter(({ channel_id }) => channel_id === channel.id).flatMap(({ updates }) => updates)
  const now = Date.now() + channel.clock_offset
  const templates = told.flatMap((one) => (one.of === 'template' ? [one.news] : []))
  const numbers = told.flatMap((one) => (one.of === 'number' ? [one.news] : []))
  await hearTemplateNews(tx, jobs, { workspaceId, now, news: templates })
  await hearNumberNews(tx, channel, numbers)
}

/** Tries again later, or sets the news aside for a person to look at; what came after them goes on. */
async function setBack(tx: Tx, workspaceId: string, { row, cause }: Undigested): Promise<void> {
  const { seq, attempts } = row
  const wait = RETRY_AFTER[attempts]
  if (attempts + 1 < ATTEMPTS_MAX && wait) {
    await tx.run(sql`
      update account_inbox set attempts = attempts + 1, not_before = now() + ${wait}::interval
      where workspace_id = ${workspaceId} and seq = ${seq}`)
    return
  }
  quarantined('news')
  await tx.run(sql`
    insert into quarantine (workspace_id, id, channel_id, kind, at, event_id, payload, reason)
    select workspace_id, ${newId()}, channel_id, 'news', received_at, event_id, updates, ${String(cause).slice(0, 500)}
    from account_inbox where workspace_id = ${workspaceId} and seq = ${seq}`)
  await tx.run(sql`delete from account_inbox where workspace_id = ${workspaceId} and seq = ${seq}`)
}
