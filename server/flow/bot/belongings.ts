import type { BotBelongings } from '#core/flow/bot-api.ts'
import { refer } from '#core/flow/bundle/refer.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

const COUNTED_MAX = 10_000
const FLOWS_MAX = 1000
const CALLERS_MAX = 20

type Counts = Omit<BotBelongings, 'callers'>

/** What goes with a bot, and what holds it; undefined: there is no such bot. */
export async function belongingsOf(
  query: Query,
  workspaceId: string,
  id: string,
): Promise<BotBelongings | undefined> {
  const own = sql`select f.id from flow f where f.workspace_id = ${workspaceId} and f.bot_id = ${id}`
  const drawn = sql`${own} and not f.archived`
  const sequences = sql`select q.id from sequence q where q.workspace_id = ${workspaceId} and q.bot_id = ${id}`
  const [counts] = await query.rows<Counts>(sql`
    select (${numbersOf(workspaceId, id)}) as numbers,
           (select count(*)::int from (${drawn}) counted) as flows,
           (select count(*)::int from (${sequences}) counted) as sequences,
           (select count(*)::int from (
             select 1 from subscription s where s.workspace_id = ${workspaceId} and s.sequence_id in (${sequences})
               and s.state = 'active' limit ${COUNTED_MAX}) counted) as subscribed,
           (select count(*)::int from (
             select 1 from run r where r.workspace_id = ${workspaceId} and r.flow_id in (${own}) limit ${COUNTED_MAX}) counted) as running,
           (select count(*)::int from flow_hook h where h.workspace_id = ${workspaceId} and h.flow_id in (${drawn})) as hooks,
           (select count(*)::int from flow_test t where t.workspace_id = ${workspaceId} and t.flow_id in (${drawn})) as tests,
           (select count(*)::int from flow_thread t where t.workspace_id = ${workspaceId} and t.flow_id in (${drawn})) as threads,
           not exists (select 1 from bot o where o.workspace_id = ${workspaceId} and o.id <> b.id and o.gone_at is null) as "isLast"
    from bot b where b.workspace_id = ${workspaceId} and b.id = ${id} and b.gone_at is null`)
  return counts && { ...counts, callers: await callersOf(query, workspaceId, id) }
}

function numbersOf(workspaceId: string, id: string) {
  return sql`
    select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'display', n.display, 'name', n.name) order by n.id), '[]')
    from phone_number n where n.workspace_id = ${workspaceId} and n.bot_id = ${id}`
}

type Caller = {
  readonly id: string
  readonly name: string
  readonly bot: string
  readonly draft: Definition
  readonly live: Definition | null
}

/** Who would lead into nothing: flows of other bots that name a flow or a sequence of this one. */
async function callersOf(
  query: Query,
  workspaceId: string,
  id: string,
): Promise<{ id: string; name: string; bot: string }[]> {
  const [named, others] = await Promise.all([
    query.rows<{ id: string }>(sql`
      select id from flow where workspace_id = ${workspaceId} and bot_id = ${id} and not archived
      union all select id from sequence where workspace_id = ${workspaceId} and bot_id = ${id}`),
    query.rows<Caller>(sql`
      select f.id, f.name, b.name as bot, f.definition as draft, v.definition as live
      from flow f join bot b on b.workspace_id = f.workspace_id and b.id = f.bot_id
      left join flow_version v on v.workspace_id = f.workspace_id and v.id = f.version_id
      where f.workspace_id = ${workspaceId} and f.bot_id <> ${id} and not f.archived
      order by f.created_at, f.id limit ${FLOWS_MAX}`),
  ])
  const gone = new Set(named.map((one) => one.id))
  return others
    .filter(({ draft, live }) => [draft, live].some((one) => one && leadsInto(one, gone)))
    .slice(0, CALLERS_MAX)
    .map(({ id, name, bot }) => ({ id, name, bot }))
}

function leadsInto({ nodes }: Definition, gone: ReadonlySet<string>): boolean {
  let isFound = false
  refer(nodes, (_what, name) => {
    isFound ||= gone.has(name)
    return name
  })
  return isFound
}
