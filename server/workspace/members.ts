import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { accountApi } from '#core/workspace/account-api.ts'
import { type Me, type Member, workspaceApi } from '#core/workspace/api.ts'
import { atLeast } from '#core/workspace/role.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Config } from '#server/base/config.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import { on, onOpen, type Person } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import type { Jobs } from '#server/base/jobs.ts'
import { askForInvitationLetter } from '#server/workspace/invitation-letter.ts'
import { workspaceCookie } from '#server/workspace/session.ts'
import {
  deleteInvitation,
  deleteMember,
  type InvitationRow,
  insertInvitation,
  insertMember,
  isMember,
  type LetterState,
  listInvitations,
  listMembers,
  type MemberRow,
  memberOf,
  openInvitation,
  otherOwners,
  seatsOf,
  setMemberRole,
  takeInvitation,
} from '#server/workspace/store.ts'

/** Chats whose change screens are told of at once; other lists hear it when they are read next. */
const TOLD_MAX = 200

type Parts = {
  readonly config: Config
  readonly jobs: Jobs
  readonly db: Db
  readonly http: Db
  readonly bus: Bus
  readonly secure: boolean
  readonly meAs: (person: Person, chosen: string | undefined) => Promise<Me>
}

/** Who works here, and who is asked to. */
export function memberRoutes({ config, jobs, db, http, bus, secure, meAs }: Parts) {
  const invitationOf = ({ id, email, role, expires_at }: InvitationRow, letter: LetterState) => ({
    id,
    email,
    role,
    letter,
    link: `${config.publicUrl}/undangan/${id}`,
    expiresAt: expires_at,
  })
  return {
    members: on(workspaceApi.members, async (_input, { seat }) => ({
      members: (await listMembers(db, seat.workspaceId)).map(memberAs),
      invitations: atLeast(seat.role, 'admin')
        ? (await listInvitations(db, seat.workspaceId)).map((row) => invitationOf(row, row.letter))
        : [],
    })),
    invite: on(workspaceApi.invite, async ({ email, role }, { seat, person }) => {
      if (await isMember(db, seat.workspaceId, email)) return refuse('already-member', { email })
      const id = newId()
      const { workspaceId } = seat
      const { expiresAt, letter } = await http.tenant(workspaceId, async (tx) => ({
        expiresAt: await insertInvitation(tx, workspaceId, { id, email, role }, person.id),
        letter: await askForInvitationLetter(tx, { jobs, config }, { workspaceId, id }),
      }))
      return invitationOf({ workspace_id: workspaceId, id, email, role, expires_at: expiresAt }, letter)
    }),
    invitation: onOpen(accountApi.invitation, async ({ id }, { person }) => {
      const invitation = await openInvitation(db, id)
      if (!invitation) return refuse('bad-token')
      const { name, role, email, expires_at } = invitation
      const yours = person && person.email.toLowerCase() === email.toLowerCase()
      return { workspace: name, role, email: veiled(email), expiresAt: expires_at, yours }
    }),
    revokeInvitation: on(workspaceApi.revokeInvitation, async ({ id }, { seat }) => {
      const gone = await http.tenant(seat.workspaceId, (tx) => deleteInvitation(tx, seat.workspaceId, id))
      return gone === 0 ? refuse('not-found') : { done: true as const }
    }),
    acceptInvitation: onOpen(workspaceApi.acceptInvitation, async ({ id }, caller) => {
      const { person } = caller
      if (!person) return refuse('not-signed-in')
      const joined = await joinBy({ db, bus }, id, person)
      if (!joined) return refuse('bad-token')
      caller.setCookie(workspaceCookie(joined, secure))
      return await meAs(person, joined)
    }),
    setRole: on(workspaceApi.setRole, async ({ id, role }, { seat }) => {
      const result = await db.tx('http', async (tx): Promise<Member | Refusal> => {
        const member = await memberOf(tx, seat.workspaceId, id)
        if (!member) return refuse('not-found')
        if (role !== 'owner' && (await otherOwners(tx, seat.workspaceId, id)) === 0)
          return refuse('last-owner')
        await setMemberRole(tx, seat.workspaceId, id, role)
        await emit(tx, seat.workspaceId, [{ kind: 'member.changed', ids: [id] }])
        return memberAs({ ...member, role })
      })
      bus.call('live', seat.workspaceId)
      return result
    }),
    removeMember: on(workspaceApi.removeMember, async ({ id }, { seat }) => {
      const result = await db.tx('http', async (tx) => {
        const member = await memberOf(tx, seat.workspaceId, id)
        if (!member) return refuse('not-found')
        if (!atLeast(seat.role, member.role)) return refuse('not-allowed')
        return await unseat(tx, seat.workspaceId, id)
      })
      bus.call('live', seat.workspaceId)
      return result
    }),
    leave: on(accountApi.leave, async (_input, { seat, person, setCookie }) => {
      const result = await db.tx('http', (tx) => unseat(tx, seat.workspaceId, seat.memberId))
      if (isRefusal(result)) return result
      bus.call('live', seat.workspaceId)
      const me = await meAs(person, undefined)
      if (me.workspace) setCookie(workspaceCookie(me.workspace.id, secure))
      return me
    }),
  }
}

/** Takes a member's seat away, and tells those who stay; the last owner keeps theirs. */
async function unseat(tx: Tx, workspaceId: string, id: string): Promise<Refusal | { done: true }> {
  if ((await otherOwners(tx, workspaceId, id)) === 0) return refuse('last-owner')
  const chats = await deleteMember(tx, workspaceId, id)
  await emit(tx, workspaceId, [
    { kind: 'member.changed', ids: [id] },
    ...facts('chat.changed', chats.slice(0, TOLD_MAX)),
  ])
  return { done: true }
}

/** Uses up an invitation of this person's e-mail: the workspace they are in now; undefined: there is none, or it is over. */
export async function joinBy(
  { db, bus }: Pick<Parts, 'db' | 'bus'>,
  id: string,
  person: Person,
): Promise<string | undefined> {
  const joined = await db.tx('http', async (tx) => {
    const invitation = await takeInvitation(tx, id, person.email)
    if (!invitation) return undefined
    const { workspace_id, role } = invitation
    const seats = await seatsOf(tx, person.id)
    if (seats.some((seat) => seat.workspace_id === workspace_id)) return workspace_id
    const memberId = newId()
    await insertMember(tx, workspace_id, memberId, person.id, role)
    await emit(tx, workspace_id, [{ kind: 'member.changed', ids: [memberId] }])
    return workspace_id
  })
  if (joined) bus.call('live', joined)
  return joined
}

/** `b•••@toko.id`: whose it is knows it, and nobody else can write there. */
function veiled(email: string): string {
  const at = email.lastIndexOf('@')
  return `${[...email][0] ?? ''}•••${email.slice(at)}`
}

function memberAs({ id, user_id, name, email, role, online, away }: MemberRow): Member {
  return { id, userId: user_id, name, email, role, online, away }
}
