import { type Refusal, refuse } from '#core/base/refusal.ts'
import { cleanText } from '#core/base/text.ts'
import { flowApi, type SetAside } from '#core/flow/api.ts'
import { readAsides } from '#core/whatsapp/aside.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Query, Tx } from '#server/base/db.ts'
import { on } from '#server/base/http.ts'
import { quarantined } from '#server/base/metrics.ts'
import { all, sql } from '#server/base/sql.ts'
import { cursorId } from '#server/contact/routes.ts'

const EXCERPT_CHARS = 400
const REASON_CHARS = 500
/** Deaths of a process over one happening that are written down; at this many it is set aside. */
export const DEATHS_MAX = 3
/** The reason of what killed its process again and again (takeover.ts). */
export const DEADLY = 'the process ended each time it heard this'

/** What was set aside: to look at, and to hear once more. */
export function quarantineRoutes({ http, bus }: { readonly http: Db; readonly bus: Bus }) {
  return {
    quarantine: on(flowApi.quarantine, async ({ cursor, limit }, { seat: { workspaceId } }) => {
      const items = await http.tenant(workspaceId, (tx) =>
        listSetAside(tx, workspaceId, cursorId(cursor), limit),
      )
      return { items, cursor: items.length === limit ? (items.at(-1)?.id ?? null) : null }
    }),
    replay: on(flowApi.replay, async ({ id }, { seat: { workspaceId } }) => {
      const no = await http.tenant(workspaceId, (tx) => replay(tx, workspaceId, id))
      if (no) return no
      bus.call('inbox', workspaceId)
      bus.call('account', workspaceId)
      bus.call('status', workspaceId)
      return { done: true as const }
    }),
  }
}

async function listSetAside(
  query: Query,
  workspaceId: string,
  before: string | undefined,
  limit: number,
): Promise<SetAside[]> {
  const where = all([sql`workspace_id = ${workspaceId}`, ...(before ? [sql`id < ${before}`] : [])])
  const rows = await query.rows<Omit<SetAside, 'parts'> & { kept: unknown }>(sql`
    select * from (
      (select id, 'happening' as kind, created_at as at, reason, null::jsonb as kept, left(payload::text, ${EXCERPT_CHARS}::int) as excerpt
       from quarantine where ${where} order by id desc limit ${limit})
      union all
      (select id, 'webhook', to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0),
              coalesce(quarantine->0->>'reason', ''), quarantine, encode(substring(body for ${EXCERPT_CHARS}::int), 'escape')
       from webhook_event where quarantine is not null and ${where} order by id desc limit ${limit})) both_kinds
    order by id desc limit ${limit}`)
  return rows.map(({ kept, ...row }) => ({
    ...row,
    reason: row.reason.slice(0, EXCERPT_CHARS),
    parts: row.reason === DEADLY ? [{ code: 'process-ended', where: '', reason: DEADLY }] : readAsides(kept),
  }))
}

/** Out of the way of what the contact wrote later; `id` is its own from now on. */
export async function setAside(
  tx: Tx,
  { workspaceId, seq, id, reason }: { workspaceId: string; seq: number; id: string; reason: string },
): Promise<void> {
  quarantined('happening')
  await tx.run(sql`
    with gone as (delete from inbox where workspace_id = ${workspaceId} and seq = ${seq}
      returning contact_key, phone_number_id, kind, at, event_id, payload)
    insert into quarantine (workspace_id, id, contact_key, phone_number_id, kind, at, event_id, payload, reason)
    select ${workspaceId}, ${id}, contact_key, phone_number_id, kind, at, event_id, payload, ${cleanText(reason).slice(0, REASON_CHARS)}
    from gone`)
}

/** Back to where it came from: a contact's happenings, the account's news, or reports of our messages. What killed its process has one try before it is set aside again. */
async function replay(tx: Tx, workspaceId: string, id: string): Promise<Refusal | undefined> {
  const [moved] = await tx.rows<{ moved: number }>(sql`
    with back as (delete from quarantine where workspace_id = ${workspaceId} and id = ${id}
      returning contact_key, phone_number_id, channel_id, kind, at, event_id, payload, reason),
    heard as (
      insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, event_id, payload, deaths)
      select ${workspaceId}, contact_key, phone_number_id, kind, at, event_id, payload,
             case reason when ${DEADLY} then ${DEATHS_MAX - 1}::smallint else 0 end
      from back where contact_key is not null),
    reported as (
      insert into status_inbox (workspace_id, updates) select ${workspaceId}, payload::json from back where kind = 'reports'),
    told as (
      insert into account_inbox (workspace_id, channel_id, event_id, updates)
      select ${workspaceId}, channel_id, event_id, payload::json from back where channel_id is not null)
    select count(*)::int as moved from back`)
  return moved?.moved ? undefined : refuse('not-found')
}
