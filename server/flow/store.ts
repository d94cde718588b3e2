import type { FieldShape } from '#core/contact/field/catalogue.ts'
import type { Around } from '#core/flow/api.ts'
import type { Definition, Layout } from '#core/flow/definition.ts'
import type { StartNode } from '#core/flow/nodes/start.ts'
import { WHOLE } from '#core/flow/version/canary.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { listFields } from '#server/contact/store.ts'
import { placeOf } from '#server/flow/segments.ts'

type BotRow = {
  readonly id: string
  readonly name: string
  readonly flows: number
  readonly numbers: { id: string; display: string; name: string }[]
}

export function listBots(query: Query, workspaceId: string): Promise<BotRow[]> {
  return query.rows(sql`
    select b.id, b.name,
           (select count(*)::int from flow f where f.workspace_id = b.workspace_id and f.bot_id = b.id and not f.archived) as flows,
           coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'display', n.display, 'name', n.name) order by n.id)
             from phone_number n where n.workspace_id = b.workspace_id and n.bot_id = b.id), '[]') as numbers
    from bot b where b.workspace_id = ${workspaceId} and b.gone_at is null order by b.created_at, b.id limit 200`)
}

export async function insertBot(tx: Tx, workspaceId: string, id: string, name: string): Promise<void> {
  await tx.run(sql`insert into bot (workspace_id, id, name) values (${workspaceId}, ${id}, ${name})`)
}

export async function renameBot(tx: Tx, workspaceId: string, id: string, name: string): Promise<boolean> {
  const changed = await tx.run(sql`
    update bot set name = ${name} where workspace_id = ${workspaceId} and id = ${id} and gone_at is null`)
  return changed > 0
}

export type FlowView = {
  readonly id: string
  readonly bot_id: string
  readonly name: string
  readonly enabled: boolean
  readonly number: number | null
  readonly canary: { readonly version: number; readonly share: number } | null
  readonly changed: boolean
  readonly start: StartNode | null
  readonly errors: number
  readonly warnings: number
  readonly running: number
  readonly updated_at: number
}

const FLOW = sql`
  select f.id, f.bot_id, f.name, f.enabled, v.number,
         (select jsonb_build_object('version', c.number, 'share', f.canary_share) from flow_version c
          where c.workspace_id = f.workspace_id and c.id = f.canary_id) as canary,
         f.published_revision is distinct from f.revision as changed,
         f.definition #> array['nodes', f.definition ->> 'start'] as start, f.errors, f.warnings,
         (select count(*)::int from (select 1 from run r where r.workspace_id = f.workspace_id and r.flow_id = f.id limit 10000) capped)
           as running, f.updated_at`

export function listFlows(query: Query, workspaceId: string): Promise<FlowView[]> {
  return query.rows(sql`
    ${FLOW} from flow f left join flow_version v on v.workspace_id = f.workspace_id and v.id = f.version_id
    where f.workspace_id = ${workspaceId} and not f.archived order by f.created_at, f.id limit 1000`)
}

export type FlowDraftRow = FlowView & {
  readonly definition: Definition
  readonly layout: Layout
  readonly revision: number
  readonly version_id: string | null
  readonly canary_id: string | null
  readonly editors: { readonly id: string; readonly name: string; readonly revision: number }[]
}

const EDITORS = sql`coalesce((
  select jsonb_agg(jsonb_build_object('id', who.id, 'name', who.name, 'revision', who.revision) order by who.revision desc)
  from (select u.id, u.name, e.value::int as revision from jsonb_each_text(f.editors) e join auth."user" u on u.id::text = e.key
        order by 3 desc limit 20) who), '[]')`

export async function flowOf(
  query: Query,
  workspaceId: string,
  id: string,
): Promise<FlowDraftRow | undefined> {
  const rows = await query.rows<FlowDraftRow>(sql`
    ${FLOW}, f.definition, f.layout, f.revision, f.version_id, f.canary_id, ${EDITORS} as editors
    from flow f left join flow_version v on v.workspace_id = f.workspace_id and v.id = f.version_id
    where f.workspace_id = ${workspaceId} and f.id = ${id} and not f.archived`)
  return rows[0]
}

export async function lockFlow(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const rows = await tx.rows(
    sql`select id from flow where workspace_id = ${workspaceId} and id = ${id} and not archived for update`,
  )
  return rows.length > 0
}

export type NewFlow = {
  readonly id: string
  readonly botId: string
  readonly name: string
  readonly definition: Definition
  readonly layout: Layout
  readonly errors: number
  readonly warnings: number
}

export async function insertFlow(tx: Tx, workspaceId: string, flow: NewFlow): Promise<void> {
  await tx.run(sql`
    insert into flow (workspace_id, id, bot_id, name, definition, layout, errors, warnings)
    values (${workspaceId}, ${flow.id}, ${flow.botId}, ${flow.name}, ${JSON.stringify(flow.definition)}, ${JSON.stringify(flow.layout)},
            ${flow.errors}, ${flow.warnings})`)
}

export async function saveDraft(
  tx: Tx,
  workspaceId: string,
  id: string,
  draft: {
    readonly definition: Definition
    readonly layout: Layout
    readonly errors: number
    readonly warnings: number
    /** The person whose save it is. */
    readonly by: string
  },
): Promise<number> {
  const [row] = await tx.rows<{ revision: number }>(sql`
    update flow set definition = ${JSON.stringify(draft.definition)}, layout = ${JSON.stringify(draft.layout)}, errors = ${draft.errors},
                    warnings = ${draft.warnings}, revision = revision + 1, updated_at = now(),
                    editors = editors || jsonb_build_object(${draft.by}::text, revision + 1)
    where workspace_id = ${workspaceId} and id = ${id} returning revision`)
  return row?.revision ?? 0
}

export type VersionView = {
  readonly id: string
  readonly number: number
  readonly published_at: number
  readonly by: string
  readonly note: string
  readonly live: boolean
  readonly share: number
}

export function listVersions(query: Query, workspaceId: string, flowId: string): Promise<VersionView[]> {
  return query.rows(sql`
    select v.id, v.number, v.published_at, coalesce(u.name, '') as by, v.note, v.id = f.version_id as live,
           case when v.id = f.canary_id then f.canary_share
                when v.id = f.version_id then 100 - coalesce(f.canary_share, 0) else 0 end as share
    from flow_version v join flow f on f.workspace_id = v.workspace_id and f.id = v.flow_id
    left join auth."user" u on u.id::text = v.published_by::text
    where v.workspace_id = ${workspaceId} and v.flow_id = ${flowId} and v.number is not null
    order by v.number desc limit 200`)
}

export async function versionOf(
  query: Query,
  workspaceId: string,
  flowId: string,
  id: string,
): Promise<{ definition: Definition; layout: Layout } | undefined> {
  const rows = await query.rows<{ definition: Definition; layout: Layout }>(sql`
    select definition, layout from flow_version where workspace_id = ${workspaceId} and flow_id = ${flowId} and id = ${id}`)
  return rows[0]
}

/**
 * The draft as a new immutable version, for this share of those who begin from the next happening on; runs that stand in an older one
 * stay there. A canary that ran before is over: beside a new canary stays the version that the others had.
 */
export async function insertVersion(
  tx: Tx,
  workspaceId: string,
  flowId: string,
  version: { readonly id: string; readonly by: string; readonly note: string; readonly share: number },
): Promise<void> {
  await tx.run(sql`
    insert into flow_version (workspace_id, id, flow_id, number, definition, layout, note, published_by)
    select ${workspaceId}, ${version.id}, id,
           1 + coalesce((select max(number) from flow_version v where v.workspace_id = ${workspaceId} and v.flow_id = ${flowId}), 0),
           definition, layout, ${version.note}, ${version.by}
    from flow where workspace_id = ${workspaceId} and id = ${flowId}`)
  await tx.run(sql`
    update flow set published_revision = revision, enabled = true where workspace_id = ${workspaceId} and id = ${flowId}`)
  if (version.share === WHOLE) await setWhole(tx, workspaceId, flowId, version.id)
  else
    await tx.run(sql`
      update flow set canary_id = ${version.id}, canary_share = ${version.share}, canary_at = now()
      where workspace_id = ${workspaceId} and id = ${flowId}`)
}

/** From the next happening on everybody begins with this version. */
export async function setWhole(
  tx: Tx,
  workspaceId: string,
  flowId: string,
  versionId: string,
): Promise<void> {
  await tx.run(sql`
    update flow set version_id = ${versionId}, canary_id = null, canary_share = null, canary_at = null
    where workspace_id = ${workspaceId} and id = ${flowId}`)
}

export async function updateFlow(
  tx: Tx,
  workspaceId: string,
  id: string,
  change: { readonly name?: string | undefined; readonly enabled?: boolean | undefined },
): Promise<void> {
  await tx.run(sql`
    update flow set name = coalesce(${change.name ?? null}, name), enabled = coalesce(${change.enabled ?? null}, enabled), updated_at = now()
    where workspace_id = ${workspaceId} and id = ${id}`)
}

/** Flows that never ran go for good; those that did are only put away, because runs may stand in them. */
export async function removeFlows(tx: Tx, workspaceId: string, flows: readonly string[]): Promise<void> {
  const ids = sql`any(${[...flows]}::uuid[])`
  await tx.run(sql`delete from preview where workspace_id = ${workspaceId} and flow_id = ${ids}`)
  await tx.run(sql`delete from canary_run where workspace_id = ${workspaceId} and flow_id = ${ids}`)
  await tx.run(sql`delete from flow_version v where v.workspace_id = ${workspaceId} and v.flow_id = ${ids} and v.number is null
    and exists (select 1 from flow f where f.workspace_id = ${workspaceId} and f.id = v.flow_id and f.version_id is null)`)
  await tx.run(sql`delete from flow f where f.workspace_id = ${workspaceId} and f.id = ${ids} and f.version_id is null
    and not exists (select 1 from flow_version v where v.workspace_id = ${workspaceId} and v.flow_id = f.id)`)
  await tx.run(
    sql`update flow set archived = true, enabled = false, canary_id = null, canary_share = null, canary_at = null
        where workspace_id = ${workspaceId} and id = ${ids}`,
  )
}

/** What the checker looks at around a flow. */
export async function worldOf(
  query: Query,
  workspaceId: string,
): Promise<{
  fields: FieldShape[]
  secrets: string[]
  place: Around['place']
  flows: { id: string; name: string; published: boolean; definition?: Definition }[]
}> {
  const [fields, secrets, place, flows] = await Promise.all([
    listFields(query, workspaceId),
    query.rows<{ name: string }>(sql`select name from flow_secret where workspace_id = ${workspaceId}`),
    placeOf(query, workspaceId),
    query.rows<{ id: string; name: string; definition: Definition | null }>(sql`
      select f.id, f.name, v.definition from flow f left join flow_version v on v.workspace_id = f.workspace_id and v.id = f.version_id
      where f.workspace_id = ${workspaceId} and not f.archived limit 1000`),
  ])
  return {
    fields: fields.map(({ id, key, type, scope, former }) => ({ id, key, type, scope, former })),
    secrets: secrets.map(({ name }) => name),
    place,
    flows: flows.map(({ id, name, definition }) => ({
      id,
      name,
      published: definition !== null,
      ...(definition ? { definition } : {}),
    })),
  }
}

export type Drawn = {
  readonly id: string
  readonly name: string
  readonly draft: Definition
  readonly layout: Layout
  /** What runs; null: never published. */
  readonly live: Definition | null
}

/** Every flow that is not put away, draft and live, to look where something is used. */
export function listDrawn(query: Query, workspaceId: string): Promise<Drawn[]> {
  return query.rows(sql`
    select f.id, f.name, f.definition as draft, f.layout, v.definition as live
    from flow f left join flow_version v on v.workspace_id = f.workspace_id and v.id = f.version_id
    where f.workspace_id = ${workspaceId} and not f.archived order by f.created_at, f.id limit 1000`)
}
