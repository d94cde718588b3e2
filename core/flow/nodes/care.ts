import { z } from 'zod'
import { never } from '#core/base/assert.ts'
import { isId } from '#core/base/id.ts'
import { cutText } from '#core/base/text.ts'
import { CHAT_STATUSES } from '#core/chat/chat-status.ts'
import type { Effect } from '#core/flow/effect.ts'
import type { Refs, RunFault, View } from '#core/flow/kind.ts'
import type { Report } from '#core/flow/problem.ts'
import { Meant } from '#core/flow/rule.ts'
import { renderText } from '#core/flow/text/merge.ts'
import { type Assigned, type Crew, memberIn, membersOf, nextOf, teamIn } from '#core/workspace/crew.ts'

/** A notice for colleagues is as long as a note on a screen, not a letter. */
const NOTICE_MAX = 1000
/** Members that one action tells; a team is not larger. */
const NOTIFIED_MAX = 50

/** What a flow does about the people who answer, and about the chat as they see it. */
export const CARE_ACTIONS = [
  /** To a member; or to a team: to whoever of it is online with the fewest open chats, else into its queue. */
  z.object({ do: z.literal('assign'), to: z.enum(['member', 'team']), ...Meant }),
  z.object({ do: z.literal('unassign') }),
  z.object({ do: z.literal('resumeBot') }),
  /** As the inbox lists it: among the open ones, put off until something comes, or done. */
  z.object({ do: z.literal('chat'), is: z.enum(CHAT_STATUSES) }),
  /** Tells colleagues: on their screens, by e-mail, both, or on the screen and on WhatsApp, who has proved a number there. `assigned`: whose the chat is; of a team's queue, the team. */
  z.object({
    do: z.literal('notify'),
    to: z.enum(['assigned', 'member', 'team']),
    ...Meant,
    by: z.enum(['screen', 'email', 'both', 'whatsapp']),
    text: z.string().max(NOTICE_MAX),
  }),
] as const
export type CareAction = z.infer<(typeof CARE_ACTIONS)[number]>

/** What it asks for; a fault when whom it means is not there any more. */
export function careWish(action: CareAction, view: View): Effect | RunFault {
  switch (action.do) {
    case 'assign': {
      const to = receiverOf(action, view.crew)
      return to ? { kind: 'assign', to } : 'missing-member'
    }
    case 'unassign':
      return { kind: 'assign', to: { member: null, team: null } }
    case 'resumeBot':
      return { kind: 'resumeBot' }
    case 'chat':
      return { kind: 'setStatus', status: action.is }
    case 'notify': {
      const members = toldBy(action, view)
      if (members === null) return 'missing-member'
      const { by } = action
      const text = cutText(renderText(action.text, view), NOTICE_MAX)
      const [onScreen, byMail, byWhatsapp] = [
        by !== 'email',
        by === 'email' || by === 'both',
        by === 'whatsapp',
      ]
      return { kind: 'notify', members, text, onScreen, byMail, byWhatsapp }
    }
    default:
      return never(action)
  }
}

/** Where nobody is known (a test of a flow) the chat goes where it is sent, and a team has only its queue. */
function receiverOf(
  { to, ref }: Extract<CareAction, { do: 'assign' }>,
  crew: Crew | undefined,
): Assigned | null {
  if (!isId(ref)) return null
  if (to === 'member') return !crew || memberIn(crew, ref) ? { member: ref, team: null } : null
  if (!crew) return { member: null, team: ref }
  return teamIn(crew, ref) ? { member: nextOf(crew, ref)?.id ?? null, team: ref } : null
}

/** Null: whom it means is not there any more. An unassigned chat tells nobody. */
function toldBy({ to, ref }: Extract<CareAction, { do: 'notify' }>, view: View): readonly string[] | null {
  const { crew } = view
  if (!crew) return []
  const { member = null, team = null } = view.person.assigned ?? {}
  const of = to === 'assigned' ? (member === null ? 'team' : 'member') : to
  const id = to === 'assigned' ? (member ?? team) : ref
  if (id === null) return []
  if (of === 'member') return memberIn(crew, id) ? [id] : null
  if (!teamIn(crew, id)) return null
  return membersOf(crew, id)
    .map((each) => each.id)
    .slice(0, NOTIFIED_MAX)
}

export function careRefs(action: CareAction): Refs {
  const texts = action.do === 'notify' ? [action.text] : []
  if (action.do !== 'assign' && action.do !== 'notify') return {}
  const { to, ref, name } = action
  if (to === 'member') return { texts, members: [{ ref, name }] }
  return to === 'team' ? { texts, teams: [{ ref, name }] } : { texts }
}

export function checkCare(action: CareAction, report: Report): void {
  if (action.do === 'notify' && action.text.trim() === '') report('text-empty')
}
