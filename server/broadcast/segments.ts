import { type Refusal, refuse } from '#core/base/refusal.ts'
import { EVERYONE } from '#core/broadcast/broadcast.ts'
import { type Segment, segmentApi } from '#core/broadcast/segment-api.ts'
import type { SegmentWhen } from '#core/flow/segment.ts'
import { isUniqueViolation, type Query, type Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { wherePeople } from '#server/broadcast/audience.ts'
import type { BroadcastParts } from '#server/broadcast/routes.ts'
import { insertSegment, listSegments, SEGMENTS_MAX, type SegmentRow } from '#server/flow/segments.ts'
import { bumpSettings } from '#server/whatsapp/store.ts'
import { mentionsOf } from '#server/workspace/mentions.ts'

/** Contacts that are counted of one segment; more are shown as so many. */
const COUNTED_MAX = 100_000

/** Saved segments: flows ask for them by condition, broadcasts write to them. */
export function segmentRoutes({ http, bus }: Pick<BroadcastParts, 'http' | 'bus'>) {
  const change = async (workspaceId: string, name: string, work: (tx: Tx) => Promise<Segment | Refusal>) => {
    try {
      const segment = await http.tenant(workspaceId, work)
      bus.call('live', workspaceId)
      return segment
    } catch (error) {
      if (isUniqueViolation(error)) return refuse('name-taken', { name })
      throw error
    }
  }
  return {
    segments: on(segmentApi.segments, (_input, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => viewed(tx, workspaceId, await listSegments(tx, workspaceId))),
    ),
    countSegment: on(segmentApi.countSegment, ({ rule }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => ({ count: await countOf(tx, workspaceId, rule) })),
    ),
    createSegment: on(segmentApi.createSegment, ({ name, rule }, { seat: { workspaceId } }) =>
      change(workspaceId, name, async (tx) => {
        if ((await listSegments(tx, workspaceId)).length >= SEGMENTS_MAX)
          return refuse('too-large', { max: SEGMENTS_MAX })
        const id = newId()
        await insertSegment(tx, workspaceId, { id, name, rule })
        return await changed(tx, workspaceId, id)
      }),
    ),
    updateSegment: on(segmentApi.updateSegment, ({ id, name, rule }, { seat: { workspaceId } }) =>
      change(workspaceId, name ?? '', async (tx) => {
        await tx.run(sql`
          update segment set name = coalesce(${name ?? null}, name), rule = coalesce(${rule ? JSON.stringify(rule) : null}::jsonb, rule)
          where workspace_id = ${workspaceId} and id = ${id}`)
        return await changed(tx, workspaceId, id)
      }),
    ),
    removeSegment: on(segmentApi.removeSegment, async ({ id }, { seat: { workspaceId } }) => {
      const gone = await http.tenant(workspaceId, async (tx) => {
        const count = await tx.run(
          sql`delete from segment where workspace_id = ${workspaceId} and id = ${id}`,
        )
        await told(tx, workspaceId, id)
        return count
      })
      bus.call('live', workspaceId)
      return gone === 0 ? refuse('not-found') : { done: true as const }
    }),
  }
}

/** Desks read it anew, and so do screens. */
async function told(tx: Tx, workspaceId: string, id: string): Promise<void> {
  await bumpSettings(tx, workspaceId)
  await emit(tx, workspaceId, [{ kind: 'segment.changed', ids: [id] }])
}

async function changed(tx: Tx, workspaceId: string, id: string): Promise<Segment | Refusal> {
  const row = (await listSegments(tx, workspaceId)).find((segment) => segment.id === id)
  if (!row) return refuse('not-found')
  await told(tx, workspaceId, id)
  const [segment] = await viewed(tx, workspaceId, [row])
  return segment ?? refuse('not-found')
}

async function viewed(query: Query, workspaceId: string, rows: readonly SegmentRow[]): Promise<Segment[]> {
  const uses = await mentionsOf(
    query,
    workspaceId,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({ ...row, uses: [...(uses.get(row.id) ?? [])] }))
}

async function countOf(query: Query, workspaceId: string, { match, rules }: SegmentWhen): Promise<number> {
  const [clock] = await query.rows<{ now: number }>(sql`
    select now() + coalesce((select c.clock_offset from channel c where c.workspace_id = ${workspaceId} and c.connected limit 1), 0)
      * interval '1 millisecond' as now`)
  const audience = { ...EVERYONE, match, rules }
  const asked = { workspaceId, broadcastId: '', numberId: null, now: clock?.now ?? 0, audience }
  const [row] = await query.rows<{ count: number }>(sql`
    select count(*)::int as count from (select 1 from contact c where ${wherePeople(asked)} limit ${COUNTED_MAX}) counted`)
  return row?.count ?? 0
}
