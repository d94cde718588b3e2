import { type Refusal, refuse } from '#core/base/refusal.ts'
import type { Bundle } from '#core/flow/bundle/form.ts'
import { type Source, writeBundle } from '#core/flow/bundle/write.ts'
import type { Definition, Layout } from '#core/flow/definition.ts'
import type { HookMapping } from '#core/flow/hook.ts'
import { SEQUENCES_MAX } from '#core/flow/sequence.ts'
import type { Script } from '#core/flow/trial/script.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { listFields } from '#server/contact/store.ts'

type FlowRow = {
  readonly id: string
  readonly name: string
  readonly definition: Definition
  readonly layout: Layout
  readonly tested: boolean
  readonly mapping: HookMapping | null
  readonly tests: Script[]
}

/** One more than a file may hold, so that it is told and not cut off. */
const FLOWS_MAX = 101

/** A bot with all its flows as they are drawn now, or one flow of it, as a file. */
export async function exportBundle(
  query: Query,
  workspaceId: string,
  what: { readonly bot: string } | { readonly flow: string },
): Promise<Bundle | Refusal> {
  const isBot = 'bot' in what
  const [flows, bots, sequences, fields, names] = await Promise.all([
    flowsOf(query, workspaceId, isBot ? sql`f.bot_id = ${what.bot}` : sql`f.id = ${what.flow}`),
    query.rows<{ name: string }>(
      sql`select name from bot where workspace_id = ${workspaceId} and id = ${isBot ? what.bot : null}`,
    ),
    isBot ? sequencesOf(query, workspaceId, what.bot) : [],
    listFields(query, workspaceId),
    query.rows<{ id: string; name: string }>(sql`
      select id, name from flow where workspace_id = ${workspaceId} and not archived
      union all select id, name from sequence where workspace_id = ${workspaceId} limit 2000`),
  ])
  const name = isBot ? bots[0]?.name : flows[0]?.name
  if (name === undefined) return refuse('not-found')
  return writeBundle({
    kind: isBot ? 'bot' : 'flow',
    name,
    flows: flows.map(({ tested, mapping, ...flow }) => ({ ...flow, testsRequired: tested, hook: mapping })),
    sequences,
    fields: fields.map(({ default_value, ...field }) => ({ ...field, default: default_value })),
    names: new Map(names.map((row) => [row.id, row.name])),
  })
}

function flowsOf(query: Query, workspaceId: string, which: ReturnType<typeof sql>): Promise<FlowRow[]> {
  return query.rows(sql`
    select f.id, f.name, f.definition, f.layout, f.tested, h.mapping,
           coalesce((select jsonb_agg(t.script order by t.created_at, t.id) from flow_test t
             where t.workspace_id = f.workspace_id and t.flow_id = f.id), '[]') as tests
    from flow f left join flow_hook h on h.workspace_id = f.workspace_id and h.flow_id = f.id
    where f.workspace_id = ${workspaceId} and ${which} and not f.archived order by f.created_at, f.id limit ${FLOWS_MAX}`)
}

function sequencesOf(query: Query, workspaceId: string, bot: string): Promise<Source['sequences'][number][]> {
  return query.rows(sql`
    select id, name, enabled, ends_on_reply as "endsOnReply", send_window as window, steps
    from sequence where workspace_id = ${workspaceId} and bot_id = ${bot} order by created_at, id limit ${SEQUENCES_MAX}`)
}
