import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import type { Jobs } from '#server/base/jobs.ts'
import type { Log } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { openWorker, type Worker } from '#server/base/worker.ts'
import type { AccountNews } from '#server/whatsapp/ingest.ts'
import { tell } from '#server/whatsapp/lines.ts'
import { hearNumberNews } from '#server/whatsapp/number/news.ts'
import { channelOf, holdChannel } from '#server/whatsapp/store.ts'
import { hearTemplateNews } from '#server/whatsapp/template/hear.ts'

/** Webhooks whose news is applied together. */
const ROWS_MAX = 50

type Parts = { readonly db: Db; readonly bus: Bus; readonly log: Log; readonly jobs: Jobs }
type NewsRow = { readonly channel_id: string; readonly updates: readonly AccountNews[] }

/** Applies what Meta says about the account itself, in the order of its arrival; gone with the commit that applied it. */
export function openAccountNews({ db, bus, log, jobs }: Parts): Worker {
  return openWorker({
    name: 'account news',
    topic: 'account',
    bus,
    log,
    find: async () => {
      const rows = await db.rows<{ workspace_id: string }>(
        sql`select distinct workspace_id from account_inbox limit 1000`,
      )
      return rows.map(({ workspace_id }) => workspace_id)
    },
    work: async (workspaceId) => {
      const taken = await db.tx('account', (tx) => applyRows(tx, jobs, workspaceId))
      if (taken > 0) tell(bus, workspaceId)
      return { more: taken >= ROWS_MAX }
    },
    each: 1,
    total: 1,
    rest: 50,
  })
}

/** The rows are locked, not skipped: a second process waits, so that newer news never overtakes older. */
async function applyRows(tx: Tx, jobs: Jobs, workspaceId: string): Promise<number> {
  const rows = await tx.rows<NewsRow & { seq: number }>(sql`
    select seq, channel_id, updates from account_inbox where workspace_id = ${workspaceId} order by seq limit ${ROWS_MAX} for update`)
  if (rows.length === 0) return 0
  const found = await channelOf(tx, workspaceId)
  // held before its templates and numbers, as those do who read them from Meta; then read as it stands now
  const channel = found && (await holdChannel(tx, found)) ? await channelOf(tx, workspaceId) : undefined
  if (channel) {
    const now = Date.now() + channel.clock_offset
    // what a channel said that is cut off since is about an account that is not ours any more
    const news = rows.filter(({ channel_id }) => channel_id === channel.id).flatMap(({ updates }) => updates)
    const templates = news.flatMap((one) => (one.of === 'template' ? one.news : []))
    const numbers = news.flatMap((one) => (one.of === 'number' ? one.news : []))
    await hearTemplateNews(tx, jobs, { workspaceId, now, news: templates })
    await hearNumberNews(tx, channel, numbers)
  }
  await tx.run(
    sql`delete from account_inbox where workspace_id = ${workspaceId} and seq = any(${rows.map(({ seq }) => seq)})`,
  )
  return rows.length
}
