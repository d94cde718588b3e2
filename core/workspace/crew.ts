import type { Millis } from '#core/base/time.ts'

export type CrewMember = {
  readonly id: string
  readonly name: string
  readonly email: string
  /** A page of theirs is open, and they have not said that they are away. */
  readonly isOnline: boolean
  /** Chats that are theirs and open. */
  readonly open: number
  /** They have proved a WhatsApp number of their own. */
  readonly hasWhatsapp?: boolean
  /** When a team's chat was last given to them; 0: never. */
  readonly givenAt: Millis
}
export type CrewTeam = { readonly id: string; readonly name: string; readonly members: readonly string[] }

/** Who works in a workspace, as of one moment. */
export type Crew = { readonly members: readonly CrewMember[]; readonly teams: readonly CrewTeam[] }

/** Whose a chat is: a member's, a team's (whose queue it waits in until somebody takes it), or a member's by way of a team. */
export type Assigned = { readonly member: string | null; readonly team: string | null }
export const NOBODY: Assigned = { member: null, team: null }

export function memberIn({ members }: Crew, id: string | null): CrewMember | undefined {
  return members.find((member) => member.id === id)
}

export function teamIn({ teams }: Crew, id: string | null): CrewTeam | undefined {
  return teams.find((team) => team.id === id)
}

export function membersOf(crew: Crew, teamId: string): CrewMember[] {
  const team = teamIn(crew, teamId)
  return crew.members.filter(({ id }) => team?.members.includes(id))
}

/** Who of a team gets its next chat: of those online who have the fewest open chats, the one who waited longest for one. */
export function nextOf(crew: Crew, teamId: string): CrewMember | null {
  const [next] = membersOf(crew, teamId)
    .filter(({ isOnline }) => isOnline)
    .toSorted((a, b) => a.open - b.open || a.givenAt - b.givenAt || (a.id < b.id ? -1 : 1))
  return next ?? null
}

type Queued = { readonly id: string; readonly team: string }

/** Who gets the chats that wait in queues, in the order in which they wait, each as if it were given to its team now; those of teams of whom nobody is online go on waiting. */
export function handOut(
  crew: Crew,
  queue: readonly Queued[],
): { readonly id: string; readonly to: Assigned }[] {
  const given: { id: string; to: Assigned }[] = []
  let now = crew
  for (const { id, team } of queue) {
    const next = nextOf(now, team)
    if (!next) continue
    const to: Assigned = { member: next.id, team }
    now = crewAfter(now, { member: null, team }, to)
    given.push({ id, to })
  }
  return given
}

/** The crew once a chat went from one to another: what is given next sees it. */
export function crewAfter(crew: Crew, from: Assigned, to: Assigned): Crew {
  const latest = Math.max(0, ...crew.members.map(({ givenAt }) => givenAt))
  return {
    ...crew,
    members: crew.members.map((member) => {
      const gone = member.id === from.member ? 1 : 0
      const come = member.id === to.member ? 1 : 0
      if (gone + come === 0) return member
      const isTurn = come === 1 && to.team !== null
      return { ...member, open: member.open - gone + come, ...(isTurn && { givenAt: latest + 1 }) }
    }),
  }
}
