import type { ChatStatus } from '#core/chat/chat-status.ts'
import type { MessageState } from '#core/chat/status.ts'
import type { Marketing } from '#core/contact/marketing.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { all, type Sql, sql } from '#server/base/sql.ts'
import type { LastLine } from '#server/chat/state.ts'
import { peoplePart } from '#server/contact/search.ts'

/** A chat as lists and the thread's head show it. Times of the channel; `now` too. */
export type ChatRow = {
  readonly id: string
  readonly contact_id: string
  readonly contact_name: string
  readonly phone: string | null
  readonly tags: string[]
  readonly marketing: Marketing | null
  readonly phone_number_id: string
  readonly number_name: string
  readonly display: string
  readonly last: LastLine | null
  readonly last_at: number
  readonly last_state: MessageState | null
  readonly unread: number
  readonly resolved: boolean
  readonly pending: boolean
  readonly assignee_id: string | null
  readonly assignee_name: string | null
  readonly team_id: string | null
  readonly team_name: string | null
  readonly bot_paused: boolean
  readonly paused_until: number | null
  readonly has_bot: boolean
  readonly run_waiting: boolean
  readonly last_inbound_at: number | null
  readonly now: number
  /** What is being written, by the member who writes it. */
  readonly drafts: Readonly<Record<string, string>>
}

const CHAT_COLUMNS = sql`
  select ch.id, ch.contact_id, c.name as contact_name, c.phone, c.tags, c.marketing, ch.phone_number_id, n.name as number_name, n.display,
         ch.last, ch.last_at, m.state as last_state, ch.unread, ch.resolved, ch.pending, ch.assignee_id, u.name as assignee_name,
         ch.team_id, te.name as team_name,
         ch.bot_paused, ch.paused_until, n.bot_id is not null as has_bot, r.chat_id is not null as run_waiting,
         ch.last_inbound_at, now() + coalesce(l.clock_offset, 0) * interval '1 millisecond' as now, ch.drafts`
/** The number and the channel of a chat, whose clock its times are of. */
const CHAT_PLACE = sql`
  join phone_number n on n.workspace_id = ch.workspace_id and n.id = ch.phone_number_id
  left join channel l on l.workspace_id = ch.workspace_id and l.id = n.channel_id`
const CHAT_JOINS = sql`
  join contact c on c.workspace_id = ch.workspace_id and c.id = ch.contact_id
  ${CHAT_PLACE}
  left join message m on m.workspace_id = ch.workspace_id and m.id = (ch.last->>'id')::uuid
  left join run r on r.workspace_id = ch.workspace_id and r.chat_id = ch.id
  left join member mm on mm.workspace_id = ch.workspace_id and mm.id = ch.assignee_id
  left join auth."user" u on u.id::text = mm.user_id::text
  left join team te on te.workspace_id = ch.workspace_id and te.id = ch.team_id`

export type ChatFilter = {
  readonly view: 'mine' | 'team' | 'unassigned' | 'all'
  readonly filter: 'open' | 'unread' | 'closing' | 'bot' | 'human' | 'pending' | 'resolved'
  readonly search: string | undefined
  readonly memberId: string
  readonly before: { readonly at: string; readonly id: string } | undefined
  readonly limit: number
}

/** The page is chosen first, along the index of the latest, and dressed then: no guess about sizes makes it read all chats. */
export async function listChats(query: Query, workspaceId: string, filter: ChatFilter): Promise<ChatRow[]> {
  const { before, limit } = filter
  const where: Sql[] = [
    sql`ch.workspace_id = ${workspaceId}`,
    ...viewParts(workspaceId, filter),
    ...statusParts(filter),
    ...(await peoplePart(query, workspaceId, { search: filter.search, id: sql`ch.contact_id` })),
    ...(before ? [sql`(ch.last_at, ch.id) < (${before.at}::timestamptz, ${before.id}::uuid)`] : []),
  ]
  return await query.rows(sql`
    with page as materialized (
      select ch.* from chat ch
      ${CHAT_PLACE}
      where ${all(where)} order by ch.last_at desc, ch.id desc limit ${limit})
    ${CHAT_COLUMNS} from page ch ${CHAT_JOINS} order by ch.last_at desc, ch.id desc`)
}

function viewParts(workspaceId: string, { view, memberId }: ChatFilter): Sql[] {
  if (view === 'mine') return [sql`ch.assignee_id = ${memberId}`]
  if (view === 'team') return [sql`ch.team_id = any(${teamsOfMember(workspaceId, memberId)})`]
  return view === 'unassigned' ? [sql`ch.assignee_id is null`] : []
}

function teamsOfMember(workspaceId: string, memberId: string): Sql {
  return sql`array(select tm.team_id from team_member tm where tm.workspace_id = ${workspaceId} and tm.member_id = ${memberId})`
}

/**
 * Whoever searches looks for somebody, whatever became of the chat; a filter that is chosen narrows that too. Chats that a
 * flow began of which nothing is said yet are nothing to answer, unless somebody was given them.
 */
function statusParts({ filter, search }: ChatFilter): Sql[] {
  if (search?.trim()) return filter === 'open' ? [] : [filterPart(filter)]
  return [
    filterPart(filter),
    sql`(ch.last is not null or ch.assignee_id is not null or ch.team_id is not null or ch.bot_paused)`,
  ]
}

function filterPart(filter: ChatFilter['filter']): Sql {
  const open = sql`not ch.resolved and not ch.pending`
  const paused = sql`(ch.bot_paused and (ch.paused_until is null
    or ch.paused_until > now() + coalesce(l.clock_offset, 0) * interval '1 millisecond'))`
  switch (filter) {
    case 'open':
      return open
    case 'unread':
      return sql`${open} and ch.unread > 0`
    case 'closing':
      return sql`${open} and ch.last_inbound_at > now() + coalesce(l.clock_offset, 0) * interval '1 millisecond' - interval '24 hours'
        and ch.last_inbound_at < now() + coalesce(l.clock_offset, 0) * interval '1 millisecond' - interval '22 hours'`
    case 'bot':
      return sql`${open} and not ${paused} and n.bot_id is not null`
    case 'human':
      return sql`${open} and (${paused} or n.bot_id is null)`
    case 'pending':
      return sql`ch.pending`
    case 'resolved':
      return sql`ch.resolved`
  }
}

export async function chatOf(query: Query, workspaceId: string, id: string): Promise<ChatRow | undefined> {
  const rows = await query.rows<ChatRow>(
    sql`${CHAT_COLUMNS} from chat ch ${CHAT_JOINS} where ch.workspace_id = ${workspaceId} and ch.id = ${id}`,
  )
  return rows[0]
}

/**
 * How many wait; counted up to a cap, so that a list view never counts a million rows. One without an owner waits while it is
 * unread, and while the bot is silent in it: that a colleague has looked does not answer the customer.
 */
export async function countChats(
  query: Query,
  workspaceId: string,
  memberId: string,
): Promise<{ mine: number; team: number; unassigned: number; unread: number }> {
  const capped = (part: Sql, from = sql``) => sql`(select count(*)::int from (
    select 1 from chat ch ${from} where ch.workspace_id = ${workspaceId} and not ch.resolved and not ch.pending and ${part} limit 1000) capped)`
  const [row] = await query.rows<{ mine: number; team: number; unassigned: number; unread: number }>(sql`
    select ${capped(sql`ch.team_id = any(${teamsOfMember(workspaceId, memberId)})`)} as team,
           ${capped(sql`ch.assignee_id = ${memberId}`)} as mine, ${capped(sql`ch.assignee_id is null and (ch.unread > 0 or ${filterPart('human')})`, CHAT_PLACE)} as unassigned,
           ${capped(sql`ch.unread > 0`)} as unread`)
  return row ?? { mine: 0, team: 0, unassigned: 0, unread: 0 }
}

export type MessageView = {
  readonly id: string
  readonly chat_id: string
  readonly at: number
  readonly kind: 'in' | 'out' | 'note' | 'event'
  readonly speaker: 'customer' | 'bot' | 'agent' | 'system'
  readonly author: string | null
  readonly body: unknown
  readonly state: MessageState | null
  readonly wamid: string | null
  readonly reply_to: string | null
  readonly client_id: string | null
  readonly fault: { code: number; title: string; details?: string } | null
  readonly verdict: unknown
  readonly file: { id: string; mime: string; name: string; size: number } | null
  readonly reactions: { by: 'customer' | 'us'; emoji: string }[]
}

const MESSAGE = sql`
  select m.id, m.chat_id, m.at, m.kind, m.speaker, u.name as author, m.body, m.state, m.wamid, m.reply_to, m.client_id, m.fault,
         m.verdict,
         case when f.id is null then null else jsonb_build_object('id', f.id, 'mime', f.mime, 'name', f.name, 'size', f.size) end as file,
         coalesce((select jsonb_agg(jsonb_build_object('by', x.speaker, 'emoji', x.emoji)) from reaction x
           where x.workspace_id = m.workspace_id and x.chat_id = m.chat_id and x.wamid = m.wamid), '[]') as reactions
  from message m
  left join file f on f.workspace_id = m.workspace_id
    and f.id = coalesce(m.file_id, case when m.kind = 'out' then coalesce(m.body #>> '{source,file}', m.body #>> '{header,source,file}')::uuid end)
  left join member mm on mm.workspace_id = m.workspace_id and mm.id = m.author_id
  left join auth."user" u on u.id::text = mm.user_id::text`

/** A chat's messages, newest first. */
export function listMessages(
  query: Query,
  workspaceId: string,
  chatId: string,
  before: string | undefined,
  limit: number,
): Promise<MessageView[]> {
  const where = [
    sql`m.workspace_id = ${workspaceId}`,
    sql`m.chat_id = ${chatId}`,
    ...(before ? [sql`m.id < ${before}`] : []),
  ]
  return query.rows(sql`${MESSAGE} where ${all(where)} order by m.id desc limit ${limit}`)
}

export async function messageOf(
  query: Query,
  workspaceId: string,
  id: string,
): Promise<MessageView | undefined> {
  const rows = await query.rows<MessageView>(
    sql`${MESSAGE} where m.workspace_id = ${workspaceId} and m.id = ${id}`,
  )
  return rows[0]
}

export async function messageByClient(
  query: Query,
  workspaceId: string,
  chatId: string,
  clientId: string,
): Promise<MessageView | undefined> {
  const rows = await query.rows<MessageView>(sql`
    ${MESSAGE} where m.workspace_id = ${workspaceId} and m.chat_id = ${chatId} and m.client_id = ${clientId}
    order by m.id desc limit 1`)
  return rows[0]
}

export type TurnView = {
  readonly id: string
  readonly at: number
  readonly heard: { kind: string; text: string }
  readonly flow_id: string | null
  readonly flow_name: string | null
  readonly version: number | null
  readonly outcome: string
  readonly micros: number
  readonly steps: {
    node: string
    kind: string
    name: string
    heard?: string
    outlet?: string
    set?: Record<string, string>
    local?: Record<string, string>
    was?: Record<string, string>
    tags?: string[]
    chosen?: { number: number; share: number; isNew: boolean }
    fault?: string
    sent: string[]
  }[]
}

export function listTurns(
  query: Query,
  workspaceId: string,
  chatId: string,
  before: string | undefined,
  limit: number,
): Promise<TurnView[]> {
  const where = [
    sql`t.workspace_id = ${workspaceId}`,
    sql`t.chat_id = ${chatId}`,
    ...(before ? [sql`t.id < ${before}`] : []),
  ]
  return query.rows(sql`
    select t.id, t.at, t.heard, t.flow_id, f.name as flow_name, v.number as version, t.outcome, t.micros, t.steps
    from turn t left join flow f on f.workspace_id = t.workspace_id and f.id = t.flow_id
    left join flow_version v on v.workspace_id = t.workspace_id and v.id = t.version_id
    where ${all(where)} order by t.id desc limit ${limit}`)
}

export type SentView = {
  readonly id: string
  readonly state: MessageState
  readonly verdict: unknown
  readonly body: unknown
  readonly fault: { code: number; title: string } | null
  readonly chat_id: string
  /** To whom it was said. */
  readonly phone: string | null
}

export async function messagesById(
  query: Query,
  workspaceId: string,
  ids: readonly string[],
): Promise<SentView[]> {
  if (ids.length === 0) return []
  return await query.rows(sql`
    select m.id, m.state, m.verdict, m.body, m.fault, m.chat_id, c.phone from message m
    join chat ch on ch.workspace_id = m.workspace_id and ch.id = m.chat_id
    join contact c on c.workspace_id = ch.workspace_id and c.id = ch.contact_id
    where m.workspace_id = ${workspaceId} and m.id = any(${ids}::uuid[])`)
}

/** Locks the contact behind a chat, as the desk does: what is said to them keeps its order. */
export async function lockChat(tx: Tx, workspaceId: string, chatId: string): Promise<boolean> {
  const rows = await tx.rows(sql`
    select c.id from contact c where c.workspace_id = ${workspaceId}
      and c.id = (select contact_id from chat where workspace_id = ${workspaceId} and id = ${chatId}) for update`)
  return rows.length > 0
}

export async function identitiesOfContact(
  query: Query,
  workspaceId: string,
  contactId: string,
): Promise<string[]> {
  const rows = await query.rows<{ identity: string }>(sql`
    select identity from contact_identity where workspace_id = ${workspaceId} and contact_id = ${contactId}`)
  return rows.map(({ identity }) => identity)
}

export type ChatChange = {
  readonly status?: ChatStatus
  readonly paused?: { readonly on: boolean; readonly until: string | null }
  readonly read?: boolean
  readonly unread?: number
}

export async function changeChat(tx: Tx, workspaceId: string, id: string, change: ChatChange): Promise<void> {
  const sets: Sql[] = []
  if (change.status)
    sets.push(sql`resolved = ${change.status === 'resolved'}, pending = ${change.status === 'pending'}`)
  if (change.paused) sets.push(sql`bot_paused = ${change.paused.on}, paused_until = ${change.paused.until}`)
  if (change.read) sets.push(sql`unread = 0`)
  if (change.unread !== undefined) sets.push(sql`unread = ${change.unread}`)
  for (const set of sets)
    await tx.run(sql`update chat set ${set} where workspace_id = ${workspaceId} and id = ${id}`)
  if (change.paused) await setAlarmAgain(tx, workspaceId, id)
}

/** The run that waits in a chat is called back as it wished: its alarm may have passed unheard while people had the chat. */
async function setAlarmAgain(tx: Tx, workspaceId: string, id: string): Promise<void> {
  await tx.run(sql`
    insert into alarm (workspace_id, run_id, due_at, token, contact_key, phone_number_id)
    select r.workspace_id, r.id, to_timestamp((r.state #>> '{waiting,until}')::float8 / 1000), r.state #>> '{waiting,token}',
           i.identity, ch.phone_number_id
    from run r
    join chat ch on ch.workspace_id = r.workspace_id and ch.id = r.chat_id
    join lateral (select identity from contact_identity where workspace_id = ch.workspace_id and contact_id = ch.contact_id
                  order by identity desc limit 1) i on true
    where r.workspace_id = ${workspaceId} and r.chat_id = ${id} and r.state #>> '{waiting,until}' is not null
    on conflict (workspace_id, run_id) do nothing`)
}

/** What a member is writing, beside what others are; an empty text takes it away. */
export async function saveChatDraft(
  tx: Tx,
  workspaceId: string,
  id: string,
  { text, memberId }: { readonly text: string; readonly memberId: string },
): Promise<boolean> {
  const written = text === '' ? sql`'{}'` : sql`jsonb_build_object(${memberId}::text, ${text}::text)`
  const kept = await tx.run(sql`
    update chat set drafts = (drafts - ${memberId}::text) || ${written}
    where workspace_id = ${workspaceId} and id = ${id}`)
  return kept > 0
}

/** Takes the unread mark off. */
export async function readChat(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<'changed' | 'same' | 'missing'> {
  if (!(await lockChat(tx, workspaceId, id))) return 'missing' // the desk writes the count too
  const [row] = await tx.rows<{ unread: number }>(sql`
    select unread from chat where workspace_id = ${workspaceId} and id = ${id} for update`)
  if (!row) return 'missing'
  if (row.unread === 0) return 'same'
  await tx.run(sql`update chat set unread = 0 where workspace_id = ${workspaceId} and id = ${id}`)
  return 'changed'
}

/** The customer's last message in a chat, as Meta names it. */
export async function lastHeard(
  query: Query,
  workspaceId: string,
  chatId: string,
): Promise<{ wamid: string; phone_number_id: string } | undefined> {
  const rows = await query.rows<{ wamid: string; phone_number_id: string }>(sql`
    select m.wamid, ch.phone_number_id from message m
    join chat ch on ch.workspace_id = m.workspace_id and ch.id = m.chat_id
    where m.workspace_id = ${workspaceId} and m.chat_id = ${chatId} and m.kind = 'in' and m.wamid is not null
    order by m.id desc limit 1`)
  return rows[0]
}
