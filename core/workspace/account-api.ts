import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { Email, Letters, Me, Password } from '#core/workspace/api.ts'
import { Role } from '#core/workspace/role.ts'

/** A device on which the reader is signed in; `here`: this one. */
export const Session = z.object({
  id: Id,
  /** What the browser said of itself when it signed in; empty when it said nothing. */
  device: z.string(),
  address: z.string(),
  /** When it was last renewed, which happens at most every twelve hours. */
  seenAt: z.number(),
  here: z.boolean(),
})
export type Session = z.infer<typeof Session>

/** What whoever holds the link of an invitation may know before they accept it. */
export const InvitationView = z.object({
  workspace: z.string(),
  role: Role,
  /** Enough for the invited to know which of their addresses it is, and too little for others to sign up with it. */
  email: z.string(),
  expiresAt: z.number(),
  /** It is for whoever is signed in; null: nobody is. */
  yours: z.boolean().nullable(),
})
export type InvitationView = z.infer<typeof InvitationView>

const Done = z.object({ done: z.literal(true) })
const tag = 'workspace'

/** One’s own account, and coming and going. */
export const accountApi = {
  /** Every other device is signed out. */
  changePassword: endpoint({
    method: 'POST',
    path: '/api/password/change',
    allow: 'member',
    tag,
    summary: 'Change your password',
  })
    .input(z.object({ current: z.string().max(1024), password: Password }))
    .output(Done),
  /**
   * A letter to the new address confirms it within an hour, unless the password is changed before; until then the present one stays. 409 when
   * an account has it, 503 when the letter cannot be sent. `letter`: `sent`; without a mail server `kept` in the simulator's mailbox, or `none`: its
   * link stands in the log alone.
   */
  changeEmail: endpoint({
    method: 'POST',
    path: '/api/me/email',
    allow: 'member',
    tag,
    summary: 'Ask for another e-mail',
  })
    .input(z.object({ email: Email, password: z.string().max(1024) }))
    .output(z.object({ email: z.string(), letter: Letters })),
  /** By the link of that letter, signed in or not. The former address is told, sessions stay. */
  confirmEmail: endpoint({
    method: 'POST',
    path: '/api/email/confirm',
    allow: 'public',
    tag,
    summary: 'Confirm another e-mail',
  })
    .input(z.object({ token: z.string().min(10).max(500) }))
    .output(z.object({ email: z.string() })),
  sessions: endpoint({
    method: 'GET',
    path: '/api/me/sessions',
    allow: 'member',
    tag,
    summary: 'Where you are signed in, newest first',
  }).output(z.array(Session)),
  signOutOthers: endpoint({
    method: 'POST',
    path: '/api/sign-out/others',
    allow: 'member',
    tag,
    summary: 'Sign out everywhere but here',
  }).output(Done),
  /** 400 when there is none, or it is over. */
  invitation: endpoint({
    method: 'GET',
    path: '/api/invitations/{id}',
    allow: 'public',
    tag,
    summary: 'What an invitation is for',
  })
    .input(z.object({ id: Id }))
    .output(InvitationView),
  /** The last owner stays. Open chats go back to their teams’ queues or to nobody. */
  leave: endpoint({
    method: 'POST',
    path: '/api/workspace/leave',
    allow: 'agent',
    tag,
    summary: 'Leave the workspace',
  }).output(Me),
}
