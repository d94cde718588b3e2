import type { EventKind } from '#core/base/event.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { tableOf } from '#server/base/table.ts'

/** A past fact for live screens, written in the transaction that made it true. */
export type Emission = {
  readonly kind: EventKind
  /** What changed: at least one thing. A message that was reacted to goes by its wamid. */
  readonly ids: readonly [string, ...string[]]
  readonly chatIds?: readonly string[]
}

/** The fact that these changed; none where the list is empty. */
export function facts(kind: EventKind, ids: readonly string[], chatIds?: readonly string[]): Emission[] {
  const [first, ...rest] = ids
  if (first === undefined) return []
  return [{ kind, ids: [first, ...rest], ...(chatIds ? { chatIds } : {}) }]
}

/** Writes the facts; call `wake` of the live hub after the commit. */
export async function emit(query: Query, workspaceId: string, emissions: readonly Emission[]): Promise<void> {
  if (emissions.length === 0) return
  const rows = emissions.map(({ kind, ids, chatIds }) => ({ kind, ids, chat_ids: chatIds ?? null }))
  await query.run(sql`
    insert into event (workspace_id, kind, ids, chat_ids)
    select ${workspaceId}, e.kind, e.ids, e.chat_ids
    from ${tableOf(rows, 'e', 'kind text, ids json, chat_ids json')}`)
}

export type EventRow = {
  readonly seq: number
  readonly kind: EventKind
  readonly ids: string[]
  readonly chat_ids: string[] | null
}

/** Facts after `after`, oldest first. */
export function eventsAfter(
  query: Query,
  workspaceId: string,
  after: number,
  limit: number,
): Promise<EventRow[]> {
  return query.rows(sql`
    select seq, kind, ids, chat_ids from event
    where workspace_id = ${workspaceId} and seq > ${after} order by seq limit ${limit}`)
}

/** The newest number, and the oldest that is still kept. */
export async function eventBounds(
  query: Query,
  workspaceId: string,
): Promise<{ first: number; last: number }> {
  const [row] = await query.rows<{ first: number | null; last: number | null }>(sql`
    select (select seq from event where workspace_id = ${workspaceId} order by seq limit 1) as first,
           (select seq from event where workspace_id = ${workspaceId} order by seq desc limit 1) as last`)
  return { first: row?.first ?? 0, last: row?.last ?? 0 }
}
