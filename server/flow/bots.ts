import type { BotAtWork } from '#core/flow/api.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

const BOTS_MAX = 200
const RUNS_MAX = 10_000
/** Steps that are looked at for who was active last: there is no index by flow, because every step would pay for it. */
const TURNS_MAX = 10_000

/** All bots, each with its numbers, what of it runs, and when it last did something. */
export function listBotsAtWork(query: Query, workspaceId: string): Promise<BotAtWork[]> {
  return query.rows(sql`
    with live as (
      select f.bot_id, f.id, f.name, v.number, v.published_at,
             jsonb_array_length(coalesce(v.definition #> array['nodes', v.definition ->> 'start', 'keywords'], '[]')) as keywords
      from flow f join flow_version v on v.workspace_id = f.workspace_id and v.id = f.version_id
      where f.workspace_id = ${workspaceId} and f.enabled and not f.archived),
    active as (
      select f.bot_id, max(t.at) as at
      from (select flow_id, at from turn where workspace_id = ${workspaceId} order by id desc limit ${TURNS_MAX}) t
      join flow f on f.workspace_id = ${workspaceId} and f.id = t.flow_id group by f.bot_id)
    select b.id, b.name,
           (select count(*)::int from flow f where f.workspace_id = b.workspace_id and f.bot_id = b.id and not f.archived) as flows,
           coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'display', n.display, 'name', n.name) order by n.id)
             from phone_number n where n.workspace_id = b.workspace_id and n.bot_id = b.id), '[]') as numbers,
           (select count(*)::int from live l where l.bot_id = b.id) as published,
           (select jsonb_build_object('flowId', l.id, 'flow', l.name, 'number', l.number,
                                      'publishedAt', (extract(epoch from l.published_at) * 1000)::float8)
             from live l where l.bot_id = b.id order by l.published_at desc, l.id limit 1) as version,
           (select coalesce(sum(l.keywords), 0)::int from live l where l.bot_id = b.id) as keywords,
           (select count(*)::int from (
             select 1 from flow f join run r on r.workspace_id = f.workspace_id and r.flow_id = f.id
             where f.workspace_id = b.workspace_id and f.bot_id = b.id limit ${RUNS_MAX}) capped) as running,
           (select a.at from active a where a.bot_id = b.id) as "lastAt"
    from bot b where b.workspace_id = ${workspaceId} and b.gone_at is null order by b.created_at, b.id limit ${BOTS_MAX}`)
}
