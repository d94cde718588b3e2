import type { Advance, Run } from '#core/flow/run.ts'
import { visitsOf } from '#core/flow/version/canary.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { choiceFor } from '#server/flow/library.ts'
import type { DeskChat, Page, VisitRow } from '#server/flow/page.ts'

type Before = { readonly id: string; readonly run: Run | null }

/**
 * Writes down where a run stands in versions of flows that have a canary, and lets the trace say why it was that version. Where no
 * canary runs it costs one look at an empty map.
 */
export function noteVisits(page: Page, at: DeskChat, before: Before, step: Advance): Advance {
  const { library, changes, contact } = page
  if (library.canaries.size === 0) return step
  const marks = new Map<string, NonNullable<Advance['trace'][number]['chosen']>>()
  for (const { version, isFresh, outcome, node } of visitsOf(before.run, step)) {
    const flow = library.versions.get(version)?.flowId ?? ''
    const live = library.lives.get(flow)
    if (!live?.canary || (live.version !== version && live.canary.version !== version)) continue
    const key = `${before.id} ${version}`
    const fresh = isFresh || (changes.visits.get(key)?.fresh ?? false)
    const row = { flow_id: flow, run_id: before.id, version_id: version, chat_id: at.chat.id }
    changes.visits.set(key, { ...row, outcome, node: node ?? changes.visits.get(key)?.node ?? null, fresh })
    const choice = choiceFor(library, flow, contact.id)
    if (isFresh && choice?.because && choice.version === version)
      marks.set(version, { ...choice.because, number: choice.number })
  }
  return marks.size === 0 ? step : { ...step, trace: marked(step.trace, marks) }
}

/** The first line of each version says why it was that one. */
function marked(
  trace: Advance['trace'],
  marks: ReadonlyMap<string, NonNullable<Advance['trace'][number]['chosen']>>,
): Advance['trace'] {
  return trace.map((line, at) => {
    const chosen = marks.get(line.version)
    const isFirst = trace.findIndex(({ version }) => version === line.version) === at
    return chosen && isFirst ? { ...line, chosen } : line
  })
}

/** Runs that were begun before the canary are in no comparison: of them there is no row to write on. */
export function saveVisits(query: Query, workspaceId: string, visits: readonly VisitRow[]): Promise<number> {
  const rows = visits.toSorted((a, b) => (a.run_id + a.version_id < b.run_id + b.version_id ? -1 : 1))
  return query.run(sql`
    with came as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}) as c
        (flow_id uuid, run_id uuid, version_id uuid, chat_id uuid, outcome text, node text, fresh boolean)),
    went as (
      update canary_run r set outcome = c.outcome, node = coalesce(c.node, r.node) from came c
      where not c.fresh and r.workspace_id = ${workspaceId} and r.flow_id = c.flow_id and r.run_id = c.run_id
        and r.version_id = c.version_id)
    insert into canary_run as r (workspace_id, flow_id, run_id, version_id, chat_id, outcome, node)
    select ${workspaceId}, flow_id, run_id, version_id, chat_id, outcome, node from came where fresh
    on conflict (workspace_id, flow_id, run_id, version_id) do update
    set outcome = excluded.outcome, node = coalesce(excluded.node, r.node)`)
}
