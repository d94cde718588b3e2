import type { Language } from '#core/base/language.ts'
import type { Invitation } from '#core/workspace/api.ts'
import type { Role } from '#core/workspace/role.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { IS_ONLINE } from '#server/base/presence.ts'
import { sql } from '#server/base/sql.ts'

export type SeatRow = {
  readonly workspace_id: string
  readonly member_id: string
  readonly role: Role
  readonly name: string
  readonly zone: string
  readonly language: Language
  readonly away: boolean
}

/** The workspaces of a person, the one they joined first at the top. */
export function seatsOf(query: Query, userId: string): Promise<SeatRow[]> {
  return query.rows(sql`
    select m.workspace_id, m.id as member_id, m.role, w.name, w.zone, w.language, m.away
    from member m join workspace w on w.workspace_id = m.workspace_id
    where m.user_id = ${userId} order by m.created_at limit 200`)
}

export async function insertWorkspace(
  tx: Tx,
  row: {
    readonly id: string
    readonly name: string
    readonly zone: string
    readonly language: Language
    readonly dataKey: Buffer
  },
): Promise<void> {
  await tx.run(sql`
    insert into workspace (workspace_id, name, zone, language, data_key)
    values (${row.id}, ${row.name}, ${row.zone}, ${row.language}, ${row.dataKey})`)
}

export async function insertMember(
  tx: Tx,
  workspaceId: string,
  id: string,
  userId: string,
  role: Role,
): Promise<void> {
  await tx.run(
    sql`insert into member (workspace_id, id, user_id, role) values (${workspaceId}, ${id}, ${userId}, ${role})`,
  )
}

export async function updateWorkspace(
  tx: Tx,
  workspaceId: string,
  change: {
    readonly name?: string | undefined
    readonly zone?: string | undefined
    readonly language?: Language | undefined
  },
): Promise<void> {
  await tx.run(sql`
    update workspace set name = coalesce(${change.name ?? null}, name), zone = coalesce(${change.zone ?? null}, zone),
                         language = coalesce(${change.language ?? null}, language),
                         settings_revision = settings_revision + 1
    where workspace_id = ${workspaceId}`)
}

export type MemberRow = {
  readonly id: string
  readonly user_id: string
  readonly role: Role
  readonly name: string
  readonly email: string
  readonly online: boolean
  readonly away: boolean
}

export function listMembers(query: Query, workspaceId: string): Promise<MemberRow[]> {
  return query.rows(sql`
    select m.id, m.user_id, m.role, u.name, u.email, m.away, ${IS_ONLINE} as online from member m join auth."user" u on u.id::text = m.user_id::text
    where m.workspace_id = ${workspaceId} order by m.created_at limit 500`)
}

export async function memberOf(
  query: Query,
  workspaceId: string,
  id: string,
): Promise<MemberRow | undefined> {
  const rows = await query.rows<MemberRow>(sql`
    select m.id, m.user_id, m.role, u.name, u.email, m.away, ${IS_ONLINE} as online from member m join auth."user" u on u.id::text = m.user_id::text
    where m.workspace_id = ${workspaceId} and m.id = ${id}`)
  return rows[0]
}

/** Who looks after a workspace: owners and admins with an address of their own. */
export function listStewards(query: Query, workspaceId: string): Promise<{ user_id: string }[]> {
  return query.rows(sql`
    select m.user_id from member m join auth."user" u on u.id::text = m.user_id::text
    where m.workspace_id = ${workspaceId} and m.role in ('owner', 'admin') and u.email not like '%@demo.invalid'
    order by m.created_at limit ${STEWARDS_MAX}`)
}
const STEWARDS_MAX = 50

/** Where and in which language one of them is written to. */
export async function stewardOf(
  query: Query,
  workspaceId: string,
  userId: string,
): Promise<{ email: string; language: Language; business: string } | undefined> {
  const rows = await query.rows<{ email: string; language: Language; business: string }>(sql`
    select u.email, w.language, w.name as business
    from member m join auth."user" u on u.id::text = m.user_id::text join workspace w on w.workspace_id = m.workspace_id
    where m.workspace_id = ${workspaceId} and m.user_id = ${userId} and m.role in ('owner', 'admin')`)
  return rows[0]
}

/** How many owners would be left without this member; locks them, so that two cannot leave at once. */
export async function otherOwners(tx: Tx, workspaceId: string, memberId: string): Promise<number> {
  const rows = await tx.rows<{ id: string }>(sql`
    select id from member where workspace_id = ${workspaceId} and role = 'owner' for update`)
  return rows.filter(({ id }) => id !== memberId).length
}

export async function setMemberRole(tx: Tx, workspaceId: string, id: string, role: Role): Promise<void> {
  await tx.run(sql`update member set role = ${role} where workspace_id = ${workspaceId} and id = ${id}`)
}

/** Their chats go back into the queue of the team by way of which they had them, else to nobody. Gives the open ones among them. */
export async function deleteMember(tx: Tx, workspaceId: string, id: string): Promise<string[]> {
  const chats = await tx.rows<{ id: string; open: boolean }>(sql`
    update chat set assignee_id = null, queued_at = case when team_id is null then null else now() end, drafts = drafts - ${id}::text
    where workspace_id = ${workspaceId} and assignee_id = ${id} returning id, not resolved and not pending as open`)
  await tx.run(sql`delete from member where workspace_id = ${workspaceId} and id = ${id}`)
  return chats.flatMap((chat) => (chat.open ? [chat.id] : []))
}

export type InvitationRow = {
  readonly workspace_id: string
  readonly id: string
  readonly email: string
  readonly role: 'admin' | 'agent'
  readonly expires_at: number
}
/** What became of an invitation's letter (migrations/0044_letters.sql). */
export type LetterState = Invitation['letter']

/** A letter that an hour of tries has not brought out is given up on. */
export function listInvitations(
  query: Query,
  workspaceId: string,
): Promise<(InvitationRow & { readonly letter: LetterState })[]> {
  return query.rows(sql`
    select workspace_id, id, email, role, expires_at,
           case when letter in ('waiting', 'delayed') and created_at < now() - interval '1 hour' then 'refused' else letter end as letter
    from invitation
    where workspace_id = ${workspaceId} and expires_at > now() order by created_at limit 200`)
}

/** The newest invitation of an e-mail is the only one; says until when it is good. */
export async function insertInvitation(
  tx: Tx,
  workspaceId: string,
  row: Omit<InvitationRow, 'workspace_id' | 'expires_at'>,
  invitedBy: string,
): Promise<number> {
  await tx.run(
    sql`delete from invitation where workspace_id = ${workspaceId} and lower(email) = lower(${row.email})`,
  )
  const [saved] = await tx.rows<{ expires_at: number }>(sql`
    insert into invitation (workspace_id, id, email, role, invited_by, expires_at)
    values (${workspaceId}, ${row.id}, ${row.email}, ${row.role}, ${invitedBy}, now() + interval '7 days')
    returning expires_at`)
  return saved?.expires_at ?? 0
}

export async function deleteInvitation(tx: Tx, workspaceId: string, id: string): Promise<number> {
  return await tx.run(sql`delete from invitation where workspace_id = ${workspaceId} and id = ${id}`)
}

export type OpenInvitation = InvitationRow & {
  /** The workspace's. */
  readonly name: string
  readonly language: Language
  readonly zone: string
}

/** An open invitation as whoever holds its link sees it. */
export async function openInvitation(query: Query, id: string): Promise<OpenInvitation | undefined> {
  const rows = await query.rows<OpenInvitation>(sql`
    select i.workspace_id, i.id, i.email, i.role, i.expires_at, w.name, w.language, w.zone
    from invitation i join workspace w using (workspace_id) where i.id = ${id} and i.expires_at > now()`)
  return rows[0]
}

/** Whether the e-mail is a member's already. */
export async function isMember(query: Query, workspaceId: string, email: string): Promise<boolean> {
  const rows = await query.rows(sql`
    select 1 from member m join auth."user" u on u.id::text = m.user_id::text
    where m.workspace_id = ${workspaceId} and lower(u.email) = lower(${email})`)
  return rows.length > 0
}

/** Whether an account has this e-mail. */
export async function isEmailTaken(query: Query, email: string): Promise<boolean> {
  const rows = await query.rows(sql`select 1 from auth."user" where lower(email) = ${email}`)
  return rows.length > 0
}

/** An open invitation by its id alone: whoever holds the link does not know the workspace. */
export async function takeInvitation(tx: Tx, id: string, email: string): Promise<InvitationRow | undefined> {
  const rows = await tx.rows<InvitationRow>(sql`
    delete from invitation where id = ${id} and lower(email) = lower(${email}) and expires_at > now()
    returning workspace_id, id, email, role, expires_at`)
  return rows[0]
}

/** Whether someone with a real account owns anything here; people who only try it do not count. */
export async function hasOwner(query: Query): Promise<boolean> {
  const rows = await query.rows(sql`
    select 1 from member m join auth."user" u on u.id::text = m.user_id::text
    where m.role = 'owner' and u.email not like '%@demo.invalid' limit 1`)
  return rows.length > 0
}
