import { TURN_EVERY } from '#core/broadcast/pace.ts'
import type { Bus } from '#server/base/bus.ts'
import { type Db, isUnavailable } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import type { Log } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { beginDue, pauseForTemplates } from '#server/broadcast/begin.ts'
import { askedOf } from '#server/broadcast/estimate.ts'
import { expandPage } from '#server/broadcast/expand.ts'
import { feedPage } from '#server/broadcast/feed.ts'
import { broadcastOf, lockBroadcast } from '#server/broadcast/store.ts'
import { noteReplies, saveResult } from '#server/broadcast/tally.ts'
import type { Foresee } from '#server/chat/foresee.ts'

type Parts = { readonly db: Db; readonly bus: Bus; readonly log: Log; readonly foresee: Foresee }
type Found = { readonly workspace_id: string; readonly id: string }

/** Broadcasts that are worked on in one turn, over all workspaces. */
const FOUND_MAX = 1000
/** Pages of one audience that are written down in a turn, so that no broadcast waits for another's audience. */
const EXPAND_PAGES = 5

/**
 * One turn of all broadcasts: those whose time has come begin, audiences are written down, recipients are handed to the post at their
 * number's pace. Everything stands in rows, so that any process can take any turn. One broadcast's trouble stops no other.
 */
export async function keepBroadcasts(parts: Parts): Promise<void> {
  const { db, bus, log } = parts
  for (const workspaceId of await pauseForTemplates(db)) bus.call('live', workspaceId)
  for (const workspaceId of await beginDue(db)) bus.call('live', workspaceId)
  const found = await db.rows<Found>(sql`
    select workspace_id, id from broadcast where state = 'sending'
      and (fed_at is null or fed_at <= now() - ${TURN_EVERY} * interval '1 millisecond')
      and (held_until is null or reason ->> 'code' = 'limit-reached' or held_until <= now() + coalesce((
        select c.clock_offset from channel c where c.workspace_id = broadcast.workspace_id and c.connected), 0) * interval '1 millisecond')
    order by coalesce(fed_at, 'epoch'::timestamptz) limit ${FOUND_MAX}`)
  for (const { workspace_id: workspaceId, id } of found) {
    try {
      await keepOne(parts, workspaceId, id)
    } catch (error) {
      if (!isUnavailable(error))
        log.error({ err: error, workspaceId, broadcastId: id }, 'a broadcast’s turn failed')
    }
  }
}

async function keepOne({ db, bus, foresee }: Parts, workspaceId: string, id: string): Promise<void> {
  if (!(await expand(db, workspaceId, id))) return
  const fed = await db.tx('broadcast', (tx) => feedPage(tx, workspaceId, id, { foresee }))
  if (fed.handed > 0) bus.call('outbox', workspaceId)
  if (fed.moved) bus.call('live', workspaceId)
}

/** True when the whole audience stands written down. */
async function expand(db: Db, workspaceId: string, id: string): Promise<boolean> {
  for (let page = 0; page < EXPAND_PAGES; page++) {
    const more = await db.tx('broadcast', async (tx) => {
      const [row] = await tx.rows<{ expanded: boolean; expanded_to: string | null }>(sql`
        select expanded, expanded_to from broadcast where workspace_id = ${workspaceId} and id = ${id} and state = 'sending'
        for update`)
      if (!row || row.expanded) return false
      const broadcast = await broadcastOf(tx, workspaceId, id)
      if (!broadcast) return false
      return await expandPage(tx, { ...askedOf(workspaceId, broadcast), from: row.expanded_to })
    })
    if (!more) return true
  }
  return false
}

/** Broadcasts that have ended are counted on for as long as answers to them count. */
const COUNTED_FOR = '4 days'
/** How old a count may be, in seconds: while it is being sent, and after it. */
const FRESH_S = 3
const SETTLED_S = 60
/** Large ones are counted less often: a second later for so many recipients. */
const COUNTED_PER_S = 4000
const COUNTED_MAX = 100

/** Counts what became of the recipients, for lists and open pages. */
export async function countBroadcasts({ db, bus, log }: Pick<Parts, 'db' | 'bus' | 'log'>): Promise<void> {
  const found = await db.rows<Found>(sql`
    select workspace_id, id from broadcast
    where (state in ('sending', 'paused') or (state in ('done', 'cancelled') and ended_at > now() - ${COUNTED_FOR}::interval
        and started_at is not null))
      and (tallied_at is null or tallied_at < now() - case
        when state = 'sending' or ended_at > now() - interval '2 minutes' then ${FRESH_S}::int else ${SETTLED_S}::int end * interval '1 second'
        - coalesce((tally ->> 'total')::int, 0) / ${COUNTED_PER_S}::int * interval '1 second')
    order by coalesce(tallied_at, 'epoch'::timestamptz) limit ${COUNTED_MAX}`)
  for (const { workspace_id: workspaceId, id } of found) {
    try {
      await db.tx('broadcast', async (tx) => {
        // the broadcast before its recipients, as everywhere: nobody waits in a circle
        const before = (await lockBroadcast(tx, workspaceId, id))?.tally
        await noteReplies(tx, workspaceId, id)
        const after = await saveResult(tx, workspaceId, id)
        if (JSON.stringify(before) !== JSON.stringify(after))
          await emit(tx, workspaceId, [{ kind: 'broadcast.changed', ids: [id] }])
      })
      bus.call('live', workspaceId)
    } catch (error) {
      if (!isUnavailable(error))
        log.error({ err: error, workspaceId, broadcastId: id }, 'a broadcast could not be counted')
    }
  }
}
