import {
  type Comment,
  type CommentPlace,
  REPLIES_MAX,
  THREADS_MAX,
  type Thread,
} from '#core/flow/comment/api.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { type Sql, sql } from '#server/base/sql.ts'

type Row = {
  readonly id: string
  readonly node: string | null
  readonly x: number | null
  readonly y: number | null
  readonly at: number
  readonly resolved_at: number | null
  readonly resolved_by: string
  readonly comments: Comment[]
}

/** The threads of a flow, oldest first, at most as many as it may have; with `threadId` that one only. */
export async function listThreads(
  query: Query,
  workspaceId: string,
  flowId: string,
  threadId?: string,
): Promise<Thread[]> {
  const one: Sql = threadId === undefined ? sql`` : sql` and t.id = ${threadId}`
  const rows = await query.rows<Row>(sql`
    select t.id, t.node, t.x, t.y, t.created_at as at, t.resolved_at, coalesce(u.name, '') as resolved_by,
           (select coalesce(json_agg(c), '[]') from (
             select c.id, c.author_id as "authorId", coalesce(a.name, '') as author, c.body,
                    (extract(epoch from c.created_at) * 1000)::float8 as at
             from flow_comment c left join auth."user" a on a.id::text = c.author_id::text
             where c.workspace_id = t.workspace_id and c.thread_id = t.id order by c.id limit ${REPLIES_MAX}) c) as comments
    from flow_thread t left join auth."user" u on u.id::text = t.resolved_by::text
    where t.workspace_id = ${workspaceId} and t.flow_id = ${flowId}${one} order by t.id limit ${THREADS_MAX}`)
  return rows.map(({ id, node, x, y, at, resolved_at, resolved_by, comments }) => ({
    ...{ id, at, comments },
    place: node === null ? { x: x ?? 0, y: y ?? 0 } : { node },
    resolved: resolved_at === null ? null : { at: resolved_at, by: resolved_by },
  }))
}

export type Said = { readonly id: string; readonly by: string; readonly body: string }

/** False: the flow has as many threads as it may. Whoever calls holds the flow. */
export async function insertThread(
  tx: Tx,
  workspaceId: string,
  flowId: string,
  { id, place }: { readonly id: string; readonly place: CommentPlace },
): Promise<boolean> {
  const { node, x, y } = 'node' in place ? { node: place.node, x: null, y: null } : { node: null, ...place }
  const put = await tx.run(sql`
    insert into flow_thread (workspace_id, id, flow_id, node, x, y)
    select ${workspaceId}, ${id}, ${flowId}, ${node}, ${x}, ${y}
    where (select count(*) from flow_thread where workspace_id = ${workspaceId} and flow_id = ${flowId}) < ${THREADS_MAX}`)
  return put > 0
}

/** False: there is no such thread. Until the commit nobody else writes in it. */
export async function lockThread(
  tx: Tx,
  workspaceId: string,
  flowId: string,
  threadId: string,
): Promise<boolean> {
  const rows = await tx.rows(sql`
    select id from flow_thread where workspace_id = ${workspaceId} and flow_id = ${flowId} and id = ${threadId} for update`)
  return rows.length > 0
}

/** False: the thread has as many comments as it may. Whoever calls holds the thread. */
export async function insertComment(
  tx: Tx,
  workspaceId: string,
  threadId: string,
  { id, by, body }: Said,
): Promise<boolean> {
  const put = await tx.run(sql`
    insert into flow_comment (workspace_id, id, thread_id, author_id, body)
    select ${workspaceId}, ${id}, ${threadId}, ${by}, ${body}
    where (select count(*) from flow_comment where workspace_id = ${workspaceId} and thread_id = ${threadId}) < ${REPLIES_MAX}`)
  return put > 0
}

/** False: the thread stands at a step. */
export async function moveThread(
  tx: Tx,
  workspaceId: string,
  threadId: string,
  { x, y }: { readonly x: number; readonly y: number },
): Promise<boolean> {
  const moved = await tx.run(sql`
    update flow_thread set x = ${x}, y = ${y} where workspace_id = ${workspaceId} and id = ${threadId} and node is null`)
  return moved > 0
}

/** Who resolves it; null opens it again. */
export async function resolveThread(
  tx: Tx,
  workspaceId: string,
  threadId: string,
  by: string | null,
): Promise<void> {
  await tx.run(sql`
    update flow_thread set resolved_by = ${by}, resolved_at = case when ${by}::uuid is null then null else now() end
    where workspace_id = ${workspaceId} and id = ${threadId} and (resolved_at is null) <> (${by}::uuid is null)`)
}

export async function authorOf(
  query: Query,
  workspaceId: string,
  threadId: string,
  id: string,
): Promise<string | undefined> {
  const rows = await query.rows<{ author_id: string }>(sql`
    select author_id from flow_comment where workspace_id = ${workspaceId} and thread_id = ${threadId} and id = ${id}`)
  return rows[0]?.author_id
}

/** A thread in which nothing is said any more goes too. */
export async function deleteComment(
  tx: Tx,
  workspaceId: string,
  threadId: string,
  id: string,
): Promise<void> {
  await tx.run(sql`
    delete from flow_comment where workspace_id = ${workspaceId} and thread_id = ${threadId} and id = ${id}`)
  await tx.run(sql`
    delete from flow_thread t where t.workspace_id = ${workspaceId} and t.id = ${threadId}
      and not exists (select 1 from flow_comment c where c.workspace_id = ${workspaceId} and c.thread_id = ${threadId})`)
}
