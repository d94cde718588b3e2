import { useQuery } from '@tanstack/react-query'
import type { Member } from '#core/workspace/api.ts'
import type { Team } from '#core/workspace/team-api.ts'
import { orpc } from '#web/base/query.ts'

/** The reader as a member of the workspace; null until both lists are known. */
export function useMyMember(): Pick<Member, 'id' | 'name'> | null {
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const members = useQuery(orpc.workspace.members.queryOptions()).data?.members
  return members?.find((member) => member.userId === me?.user.id) ?? null
}

/** The teams of the workspace, and which of them the reader is in. */
export function useTeams(): { readonly teams: readonly Team[]; readonly mine: readonly Team[] } {
  const me = useMyMember()
  const teams = useQuery(orpc.workspace.teams.queryOptions()).data ?? NONE
  return { teams, mine: teams.filter(({ members }) => me !== null && members.includes(me.id)) }
}
const NONE: readonly Team[] = []

/** The workspace's time zone: the same hour for everyone who looks at a chat. */
export function useZone(): string | undefined {
  return useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.zone
}
