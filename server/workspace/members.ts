import { type Refusal, refuse } from '#core/base/refusal.ts'
import { type Me, type Member, workspaceApi } from '#core/workspace/api.ts'
import { atLeast } from '#core/workspace/role.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Config } from '#server/base/config.ts'
import type { Db } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import { on, onOpen, type Person } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { workspaceCookie } from '#server/workspace/session.ts'
import {
  deleteInvitation,
  deleteMember,
  type InvitationRow,
  insertInvitation,
  insertMember,
  listInvitations,
  listMembers,
  type MemberRow,
  memberOf,
  otherOwners,
  seatsOf,
  setMemberRole,
  takeInvitation,
} from '#server/workspace/store.ts'

/** Chats whose change screens are told of at once; other lists hear it when they are read next. */
const TOLD_MAX = 200

type Parts = {
  readonly config: Config
  readonly db: Db
  readonly http: Db
  readonly bus: Bus
  readonly secure: boolean
  readonly meAs: (person: Person, chosen: string) => Promise<Me>
}

/** Who works here, and who is asked to. */
export function memberRoutes({ config, db, http, bus, secure, meAs }: Parts) {
  const invitationOf = ({ id, email, role, expires_at }: InvitationRow) => ({
    id,
    email,
    role,
    link: `${config.publicUrl}/undangan/${id}`,
    expiresAt: expires_at,
  })
  return {
    members: on(workspaceApi.members, async (_input, { seat }) => ({
      members: (await listMembers(db, seat.workspaceId)).map(memberAs),
      invitations: atLeast(seat.role, 'admin')
        ? (await listInvitations(db, seat.workspaceId)).map(invitationOf)
        : [],
    })),
    invite: on(workspaceApi.invite, async ({ email, role }, { seat, person }) => {
      const id = newId()
      const expiresAt = await http.tenant(seat.workspaceId, (tx) =>
        insertInvitation(tx, seat.workspaceId, { id, email, role }, person.id),
      )
      return invitationOf({ workspace_id: seat.workspaceId, id, email, role, expires_at: expiresAt })
    }),
    revokeInvitation: on(workspaceApi.revokeInvitation, async ({ id }, { seat }) => {
      const gone = await http.tenant(seat.workspaceId, (tx) => deleteInvitation(tx, seat.workspaceId, id))
      return gone === 0 ? refuse('not-found') : { done: true as const }
    }),
    acceptInvitation: onOpen(workspaceApi.acceptInvitation, async ({ id }, caller) => {
      const { person } = caller
      if (!person) return refuse('not-signed-in')
      const joined = await db.tx('http', async (tx) => {
        const invitation = await takeInvitation(tx, id, person.email)
        if (!invitation) return undefined
        const seats = await seatsOf(tx, person.id)
        if (seats.some(({ workspace_id }) => workspace_id === invitation.workspace_id))
          return invitation.workspace_id
        const memberId = newId()
        await insertMember(tx, invitation.workspace_id, memberId, person.id, invitation.role)
        await emit(tx, invitation.workspace_id, [{ kind: 'member.changed', ids: [memberId] }])
        return invitation.workspace_id
      })
      if (!joined) return refuse('bad-token')
      bus.call('live', joined)
      caller.setCookie(workspaceCookie(joined, secure))
      return await meAs(person, joined)
    }),
    setRole: on(workspaceApi.setRole, async ({ id, role }, { seat }) => {
      const result = await db.tx('http', async (tx): Promise<Member | Refusal> => {
        const member = await memberOf(tx, seat.workspaceId, id)
        if (!member) return refuse('not-found')
        if (role !== 'owner' && (await otherOwners(tx, seat.workspaceId, id)) === 0)
          return refuse('not-allowed')
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
        if ((await otherOwners(tx, seat.workspaceId, id)) === 0) return refuse('not-allowed')
        const chats = await deleteMember(tx, seat.workspaceId, id)
        await emit(tx, seat.workspaceId, [
          { kind: 'member.changed', ids: [id] },
          ...facts('chat.changed', chats.slice(0, TOLD_MAX)),
        ])
        return { done: true as const }
      })
      bus.call('live', seat.workspaceId)
      return result
    }),
  }
}

function memberAs({ id, user_id, name, email, role, online, away }: MemberRow): Member {
  return { id, userId: user_id, name, email, role, online, away }
}
