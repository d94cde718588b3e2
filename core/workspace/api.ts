import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { Language } from '#core/base/language.ts'
import { nameOf } from '#core/base/name.ts'
import { Role } from '#core/workspace/role.ts'

export const Email = z.email().max(254)
/** Length only, no composition rules; whether it is a common one is judged by the server. */
export const Password = z.string().min(8).max(128)
const PersonName = nameOf(80)
const WorkspaceName = nameOf(80)
const Zone = z.string().max(64)

const User = z.object({ id: Id, name: z.string(), email: z.string() })
export const Workspace = z.object({
  ...{ id: Id, name: z.string(), zone: Zone, language: Language, role: Role },
  /** The reader has said that they are not at their place: no team's chat comes to them. */
  away: z.boolean(),
})
export type Workspace = z.infer<typeof Workspace>
/** Who is looking, and from which workspace. `workspace` is null until one is made or joined. */
export const Me = z.object({
  user: User,
  workspace: Workspace.nullable(),
  workspaces: z.array(z.object({ id: Id, name: z.string(), role: Role })),
})
export type Me = z.infer<typeof Me>
export const Member = z.object({
  ...{ id: Id, userId: Id, name: z.string(), email: z.string(), role: Role },
  /** A page of theirs is open, and they are not away. */
  online: z.boolean(),
  away: z.boolean(),
})
export type Member = z.infer<typeof Member>
export const Invitation = z.object({
  id: Id,
  email: z.string(),
  role: Role,
  link: z.string(),
  expiresAt: z.number(),
  /**
   * What became of its letter. `none`: there is no mail server; `kept`: in the simulator's mailbox; `delayed`: it could not be handed
   * over and is tried again; `refused`: it never will be, or this hour has had enough letters.
   */
  letter: z.enum(['none', 'waiting', 'sent', 'kept', 'delayed', 'refused']),
})
export type Invitation = z.infer<typeof Invitation>
/**
 * What becomes of letters here: they are `sent`; without a mail server they are `kept` in the simulator's mailbox, which whoever runs the
 * server reads; or `none` leaves, and their text stands in the log.
 */
export const Letters = z.enum(['sent', 'kept', 'none'])
export type Letters = z.infer<typeof Letters>

const Done = z.object({ done: z.literal(true) })
const tag = 'workspace'

export const workspaceApi = {
  /** What the first page must know before anyone is signed in. */
  instance: endpoint({
    method: 'GET',
    path: '/api/instance',
    allow: 'public',
    tag,
    summary: 'About this installation',
  }).output(
    z.object({
      name: z.string(),
      version: z.string(),
      demo: z.boolean(),
      hasOwner: z.boolean(),
      simulator: z.boolean(),
      /** Whether whoever is not invited may make an account. */
      signUp: z.boolean(),
      letters: Letters,
      /** Days after which a trial that nobody uses is taken away; null: it stays. */
      trialDays: z.number().nullable(),
    }),
  ),
  /** One click, no account: a workspace on the simulator with a living sample bot. */
  demo: endpoint({ method: 'POST', path: '/api/demo', allow: 'public', tag, summary: 'Try it now' })
    .input(z.object({ language: Language.default('id') }))
    .output(Me),
  signUp: endpoint({
    method: 'POST',
    path: '/api/sign-up',
    allow: 'public',
    tag,
    summary: 'Create an account and a workspace',
  })
    .input(
      z.object({
        name: PersonName,
        email: Email,
        password: Password,
        /** The new workspace's name; not asked of whoever comes with an invitation. */
        business: WorkspaceName.optional(),
        /** Joins the workspace that invited this e-mail, instead of making one. */
        invitation: Id.optional(),
        /** `simulator`: with the sample bot on a simulated number; `empty`: nothing in it. */
        start: z.enum(['simulator', 'empty']).default('empty'),
        language: Language.default('id'),
        zone: Zone.default('Asia/Jakarta'),
      }),
    )
    .output(Me),
  signIn: endpoint({ method: 'POST', path: '/api/sign-in', allow: 'public', tag, summary: 'Sign in' })
    .input(z.object({ email: Email, password: z.string().max(1024) }))
    .output(Me),
  signOut: endpoint({
    method: 'POST',
    path: '/api/sign-out',
    allow: 'public',
    tag,
    summary: 'Sign out',
  }).output(Done),
  /** Always answers the same, whether the e-mail is known or not. */
  forgotPassword: endpoint({
    method: 'POST',
    path: '/api/password/forgot',
    allow: 'public',
    tag,
    summary: 'Ask for a reset link',
  })
    .input(z.object({ email: Email, language: Language.default('id') }))
    .output(Done),
  resetPassword: endpoint({
    method: 'POST',
    path: '/api/password/reset',
    allow: 'public',
    tag,
    summary: 'Set a new password',
  })
    .input(z.object({ token: z.string().min(10).max(500), password: Password }))
    .output(Done),
  me: endpoint({ method: 'GET', path: '/api/me', allow: 'member', tag, summary: 'Who is signed in' }).output(
    Me,
  ),
  /** The name is one’s own in every workspace. */
  updateMe: endpoint({ method: 'PATCH', path: '/api/me', allow: 'member', tag, summary: 'Change your name' })
    .input(z.object({ name: PersonName }))
    .output(Me),
  createWorkspace: endpoint({
    method: 'POST',
    path: '/api/workspaces',
    allow: 'member',
    tag,
    summary: 'Create another workspace',
  })
    .input(
      z.object({
        name: WorkspaceName,
        start: z.enum(['simulator', 'empty']).default('empty'),
        language: Language.default('id'),
        zone: Zone.default('Asia/Jakarta'),
      }),
    )
    .output(Me),
  switchWorkspace: endpoint({
    method: 'POST',
    path: '/api/workspaces/{id}/switch',
    allow: 'member',
    tag,
    summary: 'Work in another workspace',
  })
    .input(z.object({ id: Id }))
    .output(Me),
  updateWorkspace: endpoint({
    method: 'PATCH',
    path: '/api/workspace',
    allow: 'admin',
    tag,
    summary: 'Change name, language, time zone',
  })
    .input(z.object({ name: WorkspaceName.optional(), zone: Zone.optional(), language: Language.optional() }))
    .output(Workspace),
  members: endpoint({ method: 'GET', path: '/api/members', allow: 'agent', tag, summary: 'Members' }).output(
    z.object({ members: z.array(Member), invitations: z.array(Invitation) }),
  ),
  /** 409 when the e-mail is a member's; a former invitation of the same e-mail is worth nothing any more. */
  invite: endpoint({
    method: 'POST',
    path: '/api/invitations',
    allow: 'admin',
    tag,
    summary: 'Invite an e-mail by a link and, where there is a mail server, a letter',
  })
    .input(z.object({ email: Email, role: z.enum(['admin', 'agent']) }))
    .output(Invitation),
  revokeInvitation: endpoint({
    method: 'DELETE',
    path: '/api/invitations/{id}',
    allow: 'admin',
    tag,
    summary: 'Take an invitation back',
  })
    .input(z.object({ id: Id }))
    .output(Done),
  acceptInvitation: endpoint({
    method: 'POST',
    path: '/api/invitations/{id}/accept',
    allow: 'member',
    tag,
    summary: 'Join a workspace',
  })
    .input(z.object({ id: Id }))
    .output(Me),
  setRole: endpoint({
    method: 'PATCH',
    path: '/api/members/{id}',
    allow: 'owner',
    tag,
    summary: 'Change a role',
  })
    .input(z.object({ id: Id, role: Role }))
    .output(Member),
  removeMember: endpoint({
    method: 'DELETE',
    path: '/api/members/{id}',
    allow: 'admin',
    tag,
    summary: 'Remove a member',
  })
    .input(z.object({ id: Id }))
    .output(Done),
}
