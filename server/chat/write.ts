import { arrayText } from '#server/base/array.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { tableOf } from '#server/base/table.ts'
import type { ChatState, ContactState, MessageRow } from '#server/chat/state.ts'

/** Multi-row writes of the hot path: one statement each, whatever the number of rows. */

const CONTACT_COLUMNS =
  'id uuid, name text, profile_name text, phone text, fields jsonb, tags text, marketing json, language text, zone text'

export function insertContacts(
  query: Query,
  workspaceId: string,
  contacts: readonly ContactState[],
): Promise<number> {
  return query.run(sql`
    insert into contact (workspace_id, id, name, profile_name, phone, search_name, fields, tags, marketing, language, zone)
    select ${workspaceId}, c.id, c.name, c.profile_name, c.phone, lower(c.name), c.fields, c.tags::text[], c.marketing, c.language, c.zone
    from ${tableOf(contacts.map(contactRow), 'c', CONTACT_COLUMNS)}`)
}

export function updateContacts(
  query: Query,
  workspaceId: string,
  contacts: readonly ContactState[],
): Promise<number> {
  return query.run(sql`
    update contact t set name = c.name, profile_name = c.profile_name, phone = c.phone, search_name = lower(c.name),
                         fields = c.fields, tags = c.tags::text[], marketing = c.marketing, language = c.language, zone = c.zone
    from ${tableOf(contacts.map(contactRow), 'c', CONTACT_COLUMNS)}
    where t.workspace_id = ${workspaceId} and t.id = c.id`)
}

function contactRow({ id, name, profileName, phone, fields, tags, marketing, language, zone }: ContactState) {
  return {
    id,
    name,
    profile_name: profileName,
    phone,
    fields,
    tags: arrayText(tags),
    marketing,
    language,
    zone,
  }
}

/**
 * A second process that met the same new person first makes this fail on the key; the batch is then done again. Only the
 * name by which a new person wrote is asked for so strictly: any other name may belong to somebody known, and stays theirs.
 */
export async function insertIdentities(
  query: Query,
  workspaceId: string,
  contacts: readonly ContactState[],
): Promise<void> {
  const rows = contacts.flatMap(({ id, fresh, newIdentities }) =>
    [...newIdentities].map((identity, at) => ({ identity, id, strict: fresh && at === 0 })),
  )
  const strict = rows.filter((row) => row.strict)
  const other = rows.filter((row) => !row.strict)
  await Promise.all([
    strict.length > 0 && query.run(identitiesInto(workspaceId, strict)),
    other.length > 0 &&
      query.run(sql`${identitiesInto(workspaceId, other)} on conflict (workspace_id, identity) do nothing`),
  ])
}

function identitiesInto(
  workspaceId: string,
  rows: readonly { readonly identity: string; readonly id: string }[],
) {
  return sql`
    insert into contact_identity (workspace_id, identity, contact_id)
    select ${workspaceId}, i.identity, i.id from json_to_recordset(${JSON.stringify(rows)}) as i (identity text, id uuid)`
}

const CHAT_COLUMNS =
  'id uuid, contact_id uuid, phone_number_id uuid, last_at timestamptz, last json, unread int, resolved boolean, pending boolean, ' +
  'bot_paused boolean, paused_until timestamptz, last_inbound_at timestamptz, bot_hour timestamptz, bot_said int, ' +
  'welcome_due_at timestamptz'

export function insertChats(query: Query, workspaceId: string, chats: readonly ChatState[]): Promise<number> {
  return query.run(sql`
    insert into chat (workspace_id, id, contact_id, phone_number_id, last_at, last, unread, resolved, pending, bot_paused,
                      paused_until, last_inbound_at, bot_hour, bot_said, welcome_due_at)
    select ${workspaceId}, c.* from ${tableOf(chats.map(chatRow), 'c', CHAT_COLUMNS)}`)
}

export function updateChats(query: Query, workspaceId: string, chats: readonly ChatState[]): Promise<number> {
  return query.run(sql`
    update chat t set last_at = c.last_at, last = c.last, unread = c.unread, resolved = c.resolved, pending = c.pending,
                      bot_paused = c.bot_paused, paused_until = c.paused_until, last_inbound_at = c.last_inbound_at,
                      bot_hour = c.bot_hour, bot_said = c.bot_said, welcome_due_at = c.welcome_due_at
    from ${tableOf(chats.map(chatRow), 'c', CHAT_COLUMNS)}
    where t.workspace_id = ${workspaceId} and t.id = c.id`)
}

function chatRow(chat: ChatState) {
  return {
    id: chat.id,
    contact_id: chat.contactId,
    phone_number_id: chat.phoneNumberId,
    last_at: chat.lastAt,
    last: chat.last,
    unread: chat.unread,
    resolved: chat.status === 'resolved',
    pending: chat.status === 'pending',
    bot_paused: chat.botPaused,
    paused_until: chat.pausedUntil,
    last_inbound_at: chat.lastInboundAt,
    bot_hour: chat.botHour,
    bot_said: chat.botSaid,
    welcome_due_at: chat.welcomeDueAt,
  }
}

const MESSAGE_COLUMNS =
  'id uuid, chat_id uuid, at timestamptz, kind text, speaker text, author_id uuid, body json, state text, rung smallint, wamid text, ' +
  'reply_to text, client_id text, fault json, verdict json, broadcast_id uuid'

export function insertMessages(
  query: Query,
  workspaceId: string,
  messages: readonly MessageRow[],
): Promise<number> {
  return query.run(sql`
    insert into message (workspace_id, id, chat_id, at, kind, speaker, author_id, body, state, rung, wamid, reply_to,
                         client_id, fault, verdict, broadcast_id)
    select ${workspaceId}, m.* from ${tableOf(messages, 'm', MESSAGE_COLUMNS)}`)
}

export type ReactionRow = {
  readonly chat_id: string
  readonly wamid: string
  readonly speaker: 'customer' | 'us'
  readonly emoji: string | null
}

/** The latest reaction of each side to a message; null takes it away. */
export async function saveReactions(
  query: Query,
  workspaceId: string,
  reactions: readonly ReactionRow[],
): Promise<void> {
  const last = new Map(reactions.map((row) => [`${row.chat_id} ${row.wamid} ${row.speaker}`, row]))
  const rows = JSON.stringify([...last.values()])
  await Promise.all([
    query.run(sql`
      insert into reaction (workspace_id, chat_id, wamid, speaker, emoji)
      select ${workspaceId}, r.* from json_to_recordset(${rows}) as r (chat_id uuid, wamid text, speaker text, emoji text)
      where r.emoji is not null
      on conflict (workspace_id, chat_id, wamid, speaker) do update set emoji = excluded.emoji`),
    query.run(sql`
      delete from reaction t using json_to_recordset(${rows}) as r (chat_id uuid, wamid text, speaker text, emoji text)
      where t.workspace_id = ${workspaceId} and t.chat_id = r.chat_id and t.wamid = r.wamid
        and t.speaker = r.speaker and r.emoji is null`),
  ])
}
