import type { Language } from '#core/base/language.ts'
import type { Definition } from '#core/flow/definition.ts'
import { nodeName } from '#core/flow/trial/words.ts'
import type { CanaryReport, VersionRuns } from '#core/flow/version/api.ts'
import { WHOLE } from '#core/flow/version/canary.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** Runs of a comparison that are counted, the latest ones. */
const RUNS_MAX = 100_000
/** Steps that are named of each version. */
const STOPS_MAX = 5

type Side = {
  readonly id: string
  readonly number: number
  readonly share: number
  readonly canary: boolean
  readonly since: number
  readonly definition: Definition
}
type Count = {
  readonly version_id: string
  readonly fate: 'waiting' | 'ended' | 'handed-over' | 'failed' | 'given-up'
  readonly node: string | null
  readonly runs: number
}

/** A canary and the version of the others, side by side; null: no canary runs. */
export async function canaryReport(
  query: Query,
  workspaceId: string,
  flowId: string,
  language: Language,
): Promise<CanaryReport | null> {
  const sides = await query.rows<Side>(sql`
    select v.id, v.number, v.definition, v.id = f.canary_id as canary, f.canary_at as since,
           case when v.id = f.canary_id then f.canary_share else ${WHOLE} - f.canary_share end as share
    from flow f join flow_version v on v.workspace_id = f.workspace_id and v.id in (f.version_id, f.canary_id)
    where f.workspace_id = ${workspaceId} and f.id = ${flowId} and f.canary_id is not null`)
  const canary = sides.find((side) => side.canary)
  const stable = sides.find((side) => !side.canary)
  if (!canary || !stable) return null
  const counts = await query.rows<Count>(sql`
    select version_id, fate, node, count(*)::int as runs from (
      select c.version_id, c.node,
             case when c.outcome = 'waiting' and r.id is null then 'given-up' else c.outcome end as fate
      from (select * from canary_run where workspace_id = ${workspaceId} and flow_id = ${flowId}
            order by run_id desc limit ${RUNS_MAX}) c
      left join run r on r.workspace_id = ${workspaceId} and r.chat_id = c.chat_id and r.id = c.run_id) seen
    group by version_id, fate, node`)
  const told = (side: Side) => runsOf(side, counts, language)
  return { since: canary.since, stable: told(stable), canary: told(canary) }
}

function runsOf(
  { id, number, share, definition }: Side,
  all: readonly Count[],
  language: Language,
): VersionRuns {
  const counts = all.filter(({ version_id }) => version_id === id)
  const sum = (...fates: Count['fate'][]) =>
    counts.reduce(
      (total, { fate, runs }) => total + (fates.length === 0 || fates.includes(fate) ? runs : 0),
      0,
    )
  const lost = new Map<string, number>()
  for (const { fate, node, runs } of counts)
    if (node && (fate === 'failed' || fate === 'given-up')) lost.set(node, (lost.get(node) ?? 0) + runs)
  return {
    ...{ versionId: id, number, share, begun: sum(), waiting: sum('waiting'), ended: sum('ended') },
    ...{ handedOver: sum('handed-over'), failed: sum('failed'), givenUp: sum('given-up') },
    stops: [...lost]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, STOPS_MAX)
      .map(([node, many]) => ({ node, name: nodeName(definition, node, language), lost: many })),
  }
}

export async function setShare(tx: Tx, workspaceId: string, flowId: string, share: number): Promise<void> {
  await tx.run(
    sql`update flow set canary_share = ${share} where workspace_id = ${workspaceId} and id = ${flowId}`,
  )
}

/** The draft is of no version that runs any more: what it was published as is withdrawn. */
export async function forgetPublished(tx: Tx, workspaceId: string, flowId: string): Promise<void> {
  await tx.run(
    sql`update flow set published_revision = null where workspace_id = ${workspaceId} and id = ${flowId}`,
  )
}

/** Forgets what a comparison counted. */
export async function clearVisits(tx: Tx, workspaceId: string, flowId: string): Promise<void> {
  await tx.run(sql`delete from canary_run where workspace_id = ${workspaceId} and flow_id = ${flowId}`)
}

/** The drawings that run: one, or with a canary two. */
export async function liveDefinitions(tx: Tx, workspaceId: string, flowId: string): Promise<Definition[]> {
  const rows = await tx.rows<{ definition: Definition }>(sql`
    select v.definition from flow f
    join flow_version v on v.workspace_id = f.workspace_id and v.id in (f.version_id, f.canary_id)
    where f.workspace_id = ${workspaceId} and f.id = ${flowId} order by v.id = f.canary_id`)
  return rows.map(({ definition }) => definition)
}
