import type { MemberNotice } from '#core/workspace/team-api.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** Notices that a member is shown at once, and that are kept for one of them; the oldest go first. */
const SHOWN_MAX = 20
const KEPT_MAX = 200

type NewNotice = {
  readonly id: string
  readonly member_id: string
  /** What it leads to: a chat, or a flow. */
  readonly chat_id: string | null
  readonly flow_id?: string
  readonly text: string
}

export async function insertNotices(
  tx: Tx,
  workspaceId: string,
  notices: readonly NewNotice[],
): Promise<void> {
  const members = [...new Set(notices.map(({ member_id }) => member_id))]
  await Promise.all([
    tx.run(sql`
      insert into member_notice (workspace_id, id, member_id, chat_id, text, flow_id)
      select ${workspaceId}, n.* from json_to_recordset(${JSON.stringify(notices)})
        as n (id uuid, member_id uuid, chat_id uuid, text text, flow_id uuid)`),
    tx.run(sql`
      delete from member_notice n using unnest(${members}::uuid[]) as m (id)
      where n.workspace_id = ${workspaceId} and n.member_id = m.id and n.id < (
        select o.id from member_notice o where o.workspace_id = ${workspaceId} and o.member_id = m.id
        order by o.id desc offset ${KEPT_MAX - 1} limit 1)`),
  ])
}

/** What the bot or a comment told a member and they have not put away, newest first. */
export async function noticesOf(
  query: Query,
  workspaceId: string,
  memberId: string,
): Promise<MemberNotice[]> {
  const rows = await query.rows<{
    id: string
    text: string
    at: number
    chat_id: string | null
    name: string | null
    flow_id: string | null
    flow: string | null
  }>(sql`
    select n.id, n.text, n.at, n.chat_id, coalesce(nullif(c.name, ''), c.phone, case when c.id is not null then '' end) as name,
           n.flow_id, f.name as flow
    from member_notice n
    left join chat ch on ch.workspace_id = n.workspace_id and ch.id = n.chat_id
    left join contact c on c.workspace_id = n.workspace_id and c.id = ch.contact_id
    left join flow f on f.workspace_id = n.workspace_id and f.id = n.flow_id and not f.archived
    where n.workspace_id = ${workspaceId} and n.member_id = ${memberId} order by n.id desc limit ${SHOWN_MAX}`)
  return rows.map(({ id, text, at, chat_id, name, flow_id, flow }) => ({
    ...{ id, text, at },
    chat: name === null || chat_id === null ? null : { id: chat_id, name },
    flow: flow === null || flow_id === null ? null : { id: flow_id, name: flow },
  }))
}

/** They have seen these, or all when none is named. */
export async function seeNotices(
  tx: Tx,
  workspaceId: string,
  memberId: string,
  ids: readonly string[] | undefined,
): Promise<void> {
  await tx.run(sql`
    delete from member_notice where workspace_id = ${workspaceId} and member_id = ${memberId}
      and (${ids === undefined} or id = any(${ids ?? []}::uuid[]))`)
}
