import type { Occurrence } from '#core/flow/event.ts'
import type { HttpReply } from '#core/flow/http/call.ts'
import type { Run } from '#core/flow/run.ts'
import type { Heard } from '#core/whatsapp/heard.ts'
import type { Tx } from '#server/base/db.ts'
import { type Sql, sql } from '#server/base/sql.ts'
import type { LastLine } from '#server/chat/state.ts'
import type { ContactRow as StoredContact } from '#server/contact/store.ts'

/** Which wait of which run it is for. */
type OfWait = { readonly runId: string; readonly token: string }

/**
 * What moves a contact: a message that was heard, an alarm of a waiting run, the answer of another server to it, a flow that is
 * begun for them, or something else that happened to them.
 */
export type InboxRow = {
  readonly seq: number
  readonly contact_key: string
  readonly phone_number_id: string
  readonly at: number
  readonly received_at: number
  readonly event_id: string | null
  readonly attempts: number
  /** The process that wrote down that it begins this; null in ordinary work. */
  readonly begun_by: string | null
  /** Processes that are gone and had this under way, as far as it was written down. */
  readonly deaths: number
} & (
  | { readonly kind: 'message'; readonly payload: Heard }
  | { readonly kind: 'alarm'; readonly payload: OfWait }
  | { readonly kind: 'reply'; readonly payload: OfWait & { readonly reply: HttpReply } }
  | { readonly kind: 'event'; readonly payload: Occurrence }
  | { readonly kind: 'start'; readonly payload: { readonly flowId: string } }
)

/** Contacts in one batch, and happenings of one contact in it. */
export const CONTACTS_MAX = 48
export const HAPPENINGS_MAX = 20
export type Share = {
  readonly contacts: number
  readonly happenings: number
  /** None but these. */
  readonly seqs?: readonly number[]
}

/**
 * What stands before a row of the inbox. Asked row by row (`offset` keeps it from becoming a join): a planner that takes the queue for
 * empty, as it often is, would compare every row with every other.
 */
function olderThan(workspaceId: string): Sql {
  const older = sql`
          select 1 from inbox o
          where o.workspace_id = ${workspaceId} and o.contact_key = i.contact_key and o.seq < i.seq offset 0`
  return { ...older, isFixed: true }
}

/**
 * Takes the oldest undone row of each contact and what follows it, all locked. The head is the contact's mutex: other
 * desks skip it, later rows are no heads. The rows behind it are locked too, because an older one, committed late by a
 * concurrent webhook, may become head while they are worked on: then they must not be taken again.
 */
export async function claimInbox(
  tx: Tx,
  workspaceId: string,
  { contacts, happenings, seqs }: Share,
): Promise<InboxRow[]> {
  if (seqs) return await claimThese(tx, workspaceId, seqs)
  return await tx.rows<InboxRow>(sql`
    with head as materialized (
      select i.seq, i.contact_key from inbox i
      where i.workspace_id = ${workspaceId} and i.not_before <= now()
        and not exists (${olderThan(workspaceId)})
      order by i.seq limit ${contacts} for update of i skip locked)
    select f.seq, f.contact_key, f.phone_number_id, f.kind, f.at, f.received_at, f.event_id, f.payload, f.attempts,
           f.begun_by, f.deaths
    from head cross join lateral (
      select * from inbox f
      where f.workspace_id = ${workspaceId} and f.contact_key = head.contact_key and f.seq >= head.seq
      order by f.seq limit ${happenings} for update skip locked) f`)
}

/** The same, of these rows alone: those of a contact whose head has changed meanwhile are left for the next turn. */
async function claimThese(tx: Tx, workspaceId: string, seqs: readonly number[]): Promise<InboxRow[]> {
  return await tx.rows<InboxRow>(sql`
    with head as materialized (
      select i.seq, i.contact_key from inbox i
      where i.workspace_id = ${workspaceId} and i.seq = any(${seqs}::bigint[]) and i.not_before <= now()
        and not exists (${olderThan(workspaceId)})
      order by i.seq for update of i skip locked)
    select f.seq, f.contact_key, f.phone_number_id, f.kind, f.at, f.received_at, f.event_id, f.payload, f.attempts,
           f.begun_by, f.deaths
    from head cross join lateral (
      select * from inbox f
      where f.workspace_id = ${workspaceId} and f.contact_key = head.contact_key and f.seq = any(${seqs}::bigint[])
      order by f.seq for update skip locked) f`)
}

export type ContactRow = Omit<StoredContact, 'created_at'> & { readonly identities: string[] }
export type ChatRow = {
  readonly id: string
  readonly contact_id: string
  readonly phone_number_id: string
  readonly last_at: number
  readonly last: LastLine | null
  readonly unread: number
  readonly resolved: boolean
  readonly pending: boolean
  readonly bot_paused: boolean
  readonly paused_until: number | null
  readonly last_inbound_at: number | null
  readonly bot_hour: number | null
  readonly bot_said: number
  readonly welcome_due_at: number | null
  readonly fallback_at: number | null
  readonly assignee_id: string | null
  readonly team_id: string | null
  readonly ad_at: number | null
  readonly run_id: string | null
  readonly run_flow_id: string | null
  readonly run_version_id: string | null
  readonly run_state: Run | null
  readonly run_started_at: number | null
}
export type Loaded = {
  readonly contacts: ContactRow[]
  readonly chats: ChatRow[]
  readonly revision: number
  /** Present values of bot fields, by field id. */
  readonly bot: Readonly<Record<string, string>>
  readonly now: number
}

/** The contacts behind these identities, locked in the order of their ids, their chats and runs, and the time. One round trip. */
export async function loadPeople(
  tx: Tx,
  workspaceId: string,
  identities: readonly string[],
): Promise<Loaded> {
  const [contacts, chats, [clock]] = await Promise.all([
    tx.rows<ContactRow>(sql`
      with found as materialized (
        select distinct contact_id from contact_identity where workspace_id = ${workspaceId} and identity = any(${identities}))
      select c.id, c.name, c.profile_name, c.phone, c.fields, c.tags, c.marketing, c.language, c.zone,
             array(select identity from contact_identity i where i.workspace_id = ${workspaceId} and i.contact_id = c.id) as identities
      from contact c join found on found.contact_id = c.id
      where c.workspace_id = ${workspaceId} order by c.id for update of c`),
    tx.rows<ChatRow>(sql`
      select ch.id, ch.contact_id, ch.phone_number_id, ch.last_at, ch.last, ch.unread, ch.resolved, ch.pending, ch.bot_paused,
             ch.paused_until, ch.last_inbound_at, ch.bot_hour, ch.bot_said, ch.welcome_due_at, ch.fallback_at,
             ch.assignee_id, ch.team_id, ch.ad_at,
             r.id as run_id, r.flow_id as run_flow_id, r.version_id as run_version_id, r.state as run_state,
             r.started_at as run_started_at
      from chat ch left join run r on r.workspace_id = ${workspaceId} and r.chat_id = ch.id
      where ch.workspace_id = ${workspaceId} and ch.contact_id in (
        select contact_id from contact_identity where workspace_id = ${workspaceId} and identity = any(${identities}))`),
    tx.rows<{ now: number; settings_revision: number; bot_values: Record<string, string> }>(sql`
      select now() as now, settings_revision, bot_values from workspace where workspace_id = ${workspaceId}`),
  ])
  if (!clock) throw new Error('the workspace of a happening exists')
  return { contacts, chats, revision: clock.settings_revision, bot: clock.bot_values, now: clock.now }
}

/** The bot fields' values, held until the batch is committed: whoever counts with them counts alone. */
export async function holdBotValues(tx: Tx, workspaceId: string): Promise<Readonly<Record<string, string>>> {
  const [row] = await tx.rows<{ bot_values: Record<string, string> }>(sql`
    select bot_values from workspace where workspace_id = ${workspaceId} for no key update`)
  return row?.bot_values ?? {}
}
