import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { nameOf } from '#core/base/name.ts'
import { Hours } from '#core/workspace/hours.ts'
import { TEAM_MEMBERS_MAX, TEAM_NAME_MAX } from '#core/workspace/limits.ts'

const TeamName = nameOf(TEAM_NAME_MAX)
const Members = z.array(Id).max(TEAM_MEMBERS_MAX)

/** `uses`: names of the flows that mean it. */
export const Team = z.object({ id: Id, name: z.string(), members: z.array(Id), uses: z.array(z.string()) })
export type Team = z.infer<typeof Team>

/** What a flow told the reader about a chat, that a colleague gave them one, or a comment about a flow; both null: it is not there any more. */
export const MemberNotice = z.object({
  id: Id,
  text: z.string(),
  at: z.number(),
  chat: z.object({ id: Id, name: z.string() }).nullable(),
  flow: z.object({ id: Id, name: z.string() }).nullable(),
})
export type MemberNotice = z.infer<typeof MemberNotice>

/** Where flows tell the reader on WhatsApp: their number, and the business's by which; null: nowhere yet. `numbers`: to which a code may be written. */
export const OwnWhatsapp = z.object({
  linked: z.object({ phone: z.string().nullable(), number: z.string() }).nullable(),
  numbers: z.array(z.string()),
})
export type OwnWhatsapp = z.infer<typeof OwnWhatsapp>

const Done = z.object({ done: z.literal(true) })
const tag = 'workspace'

/** Who is there to answer: presence, teams, business hours, and what the bot tells them. */
export const teamApi = {
  setAway: endpoint({
    method: 'PUT',
    path: '/api/me/away',
    allow: 'agent',
    tag,
    summary: 'Say whether you are at your place',
  })
    .input(z.object({ away: z.boolean() }))
    .output(Done),
  memberNotices: endpoint({
    method: 'GET',
    path: '/api/me/notices',
    allow: 'agent',
    tag,
    summary: 'What the bot, colleagues and comments told you, newest first',
  }).output(z.array(MemberNotice)),
  /** Without ids: all. The same again changes nothing. */
  seeNotices: endpoint({
    method: 'POST',
    path: '/api/me/notices/seen',
    allow: 'agent',
    tag,
    summary: 'Put notices away',
  })
    .input(z.object({ ids: z.array(Id).max(100).optional() }))
    .output(Done),
  ownWhatsapp: endpoint({
    method: 'GET',
    path: '/api/me/whatsapp',
    allow: 'agent',
    tag,
    summary: 'On which WhatsApp flows tell you',
  }).output(OwnWhatsapp),
  /** A code that you write to one of the numbers from your own WhatsApp; the one before is worth nothing. */
  linkWhatsapp: endpoint({
    method: 'POST',
    path: '/api/me/whatsapp',
    allow: 'agent',
    tag,
    summary: 'Get a code that proves your WhatsApp number',
  }).output(z.object({ code: z.string(), until: z.number() })),
  unlinkWhatsapp: endpoint({
    method: 'DELETE',
    path: '/api/me/whatsapp',
    allow: 'agent',
    tag,
    summary: 'Be told on WhatsApp no more',
  }).output(Done),
  /** What removing a member would touch: flows that mean them, and their open chats, which go back to their teams' queues or to nobody. */
  memberUses: endpoint({
    method: 'GET',
    path: '/api/members/{id}/uses',
    allow: 'admin',
    tag,
    summary: 'What a member has and means',
  })
    .input(z.object({ id: Id }))
    .output(z.object({ flows: z.array(z.string()), chats: z.number().int() })),
  teams: endpoint({ method: 'GET', path: '/api/teams', allow: 'agent', tag, summary: 'Teams' }).output(
    z.array(Team),
  ),
  /** 409 when another team has the name. */
  createTeam: endpoint({ method: 'POST', path: '/api/teams', allow: 'admin', tag, summary: 'Make a team' })
    .input(z.object({ name: TeamName, members: Members.default([]) }))
    .output(Team),
  updateTeam: endpoint({
    method: 'PATCH',
    path: '/api/teams/{id}',
    allow: 'admin',
    tag,
    summary: 'Rename a team, or change who is in it',
  })
    .input(z.object({ id: Id, name: TeamName.optional(), members: Members.optional() }))
    .output(Team),
  /** Its chats stay with whoever has them; those of its queue become unassigned. */
  removeTeam: endpoint({
    method: 'DELETE',
    path: '/api/teams/{id}',
    allow: 'admin',
    tag,
    summary: 'Remove a team',
  })
    .input(z.object({ id: Id }))
    .output(Done),
  hours: endpoint({
    method: 'GET',
    path: '/api/workspace/hours',
    allow: 'agent',
    tag,
    summary: 'Business hours',
  }).output(z.object({ hours: Hours.nullable() })),
  /** Null: none are kept. */
  saveHours: endpoint({
    method: 'PUT',
    path: '/api/workspace/hours',
    allow: 'admin',
    tag,
    summary: 'Set the business hours',
  })
    .input(z.object({ hours: Hours.nullable() }))
    .output(z.object({ hours: Hours.nullable() })),
}
