import { type Refusal, refuse } from '#core/base/refusal.ts'
import { flowApi, type SetAside } from '#core/flow/api.ts'
import { readAsides } from '#core/whatsapp/aside.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Query, Tx } from '#server/base/db.ts'
import { on } from '#server/base/http.ts'
import { all, sql } from '#server/base/sql.ts'
import { cursorId } from '#server/contact/routes.ts'

const EXCERPT_CHARS = 400

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
    parts: readAsides(kept),
  }))
}

/** Back to where it came from: a contact's happenings, or the account's news. */
async function replay(tx: Tx, workspaceId: string, id: string): Promise<Refusal | undefined> {
  const [moved] = await tx.rows<{ moved: number }>(sql`
    with back as (delete from quarantine where workspace_id = ${workspaceId} and id = ${id}
      returning contact_key, phone_number_id, channel_id, kind, at, event_id, payload),
    heard as (
      insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, event_id, payload)
      select ${workspaceId}, contact_key, phone_number_id, kind, at, event_id, payload from back where channel_id is null),
    told as (
      insert into account_inbox (workspace_id, channel_id, event_id, updates)
      select ${workspaceId}, channel_id, event_id, payload::json from back where channel_id is not null)
    select count(*)::int as moved from back`)
  return moved?.moved ? undefined : refuse('not-found')
}
