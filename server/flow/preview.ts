import type { Trigger } from '#core/flow/route.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { endRunsOf } from '#server/flow/runs.ts'

/** A draft that a simulated customer meets instead of what is published. */
export type Preview = {
  readonly flowId: string
  readonly botId: string
  readonly versionId: string
  /** What starts flows for this customer: the draft first, then the published flows of its bot. */
  readonly triggers: readonly Trigger[]
}

/** Customers of one workspace who try a draft at the same time. */
const PREVIEWS_MAX = 100
/** Snapshots of a draft that are kept, so that a run under way finds the drawing it began with. */
const SNAPSHOTS_MAX = 50

export type PreviewRow = {
  readonly phone_number_id: string
  readonly identity: string
  readonly flow_id: string
  readonly version_id: string
  readonly bot_id: string
}

export function listPreviews(query: Query, workspaceId: string): Promise<PreviewRow[]> {
  return query.rows(sql`
    select p.phone_number_id, p.identity, p.flow_id, p.version_id, f.bot_id
    from preview p join flow f on f.workspace_id = p.workspace_id and f.id = p.flow_id and not f.archived
    where p.workspace_id = ${workspaceId} order by p.started_at desc limit ${PREVIEWS_MAX}`)
}

export type Try = {
  readonly flowId: string
  readonly revision: number
  /** Of the workspace, on its simulated channel. */
  readonly numberId: string
  readonly identity: string
  readonly by: string
  readonly newId: string
}

/** From now on this customer meets the draft as it stands. Their run ends when `restart` asks so, or when it was of something else. */
export async function startPreview(
  tx: Tx,
  workspaceId: string,
  { flowId, revision, numberId, identity, by, newId }: Try,
  restart: boolean,
): Promise<void> {
  const [before] = await tx.rows<{ flow_id: string; version_id: string; revision: number }>(sql`
    select flow_id, version_id, revision from preview
    where workspace_id = ${workspaceId} and phone_number_id = ${numberId} and identity = ${identity} for update`)
  const isSame = before?.flow_id === flowId
  if (!isSame || before.revision !== revision) {
    await tx.run(sql`
      insert into flow_version (workspace_id, id, flow_id, number, definition, layout, note, published_by)
      select workspace_id, ${newId}, id, null, definition, layout, '', ${by}
      from flow where workspace_id = ${workspaceId} and id = ${flowId}`)
    await tx.run(sql`
      insert into preview (workspace_id, phone_number_id, identity, flow_id, version_id, revision)
      values (${workspaceId}, ${numberId}, ${identity}, ${flowId}, ${newId}, ${revision})
      on conflict (workspace_id, phone_number_id, identity) do update
      set flow_id = excluded.flow_id, version_id = excluded.version_id, revision = excluded.revision, started_at = now()`)
    await dropOldSnapshots(tx, workspaceId, flowId)
  }
  if (restart || !isSame) await endRunsOf(tx, workspaceId, { numberId, identity })
}

/** The customer meets what is published again; what they were in ends. */
export async function stopPreview(
  tx: Tx,
  workspaceId: string,
  { numberId, identity }: { readonly numberId: string; readonly identity: string },
): Promise<void> {
  const gone = await tx.rows(sql`
    delete from preview where workspace_id = ${workspaceId} and phone_number_id = ${numberId} and identity = ${identity}
    returning flow_id`)
  if (gone.length > 0) await endRunsOf(tx, workspaceId, { numberId, identity })
}

async function dropOldSnapshots(tx: Tx, workspaceId: string, flowId: string): Promise<void> {
  await tx.run(sql`
    delete from flow_version v where v.workspace_id = ${workspaceId} and v.flow_id = ${flowId} and v.number is null
      and v.id not in (select id from flow_version k where k.workspace_id = ${workspaceId} and k.flow_id = ${flowId}
        and k.number is null order by k.published_at desc, k.id desc limit ${SNAPSHOTS_MAX})
      and not exists (select 1 from preview p where p.workspace_id = ${workspaceId} and p.version_id = v.id)
      and not exists (select 1 from run r where r.workspace_id = ${workspaceId} and r.version_id = v.id)`)
}
