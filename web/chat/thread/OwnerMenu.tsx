import { useQuery } from '@tanstack/react-query'
import { ChevronDown, UserRound, Users, X } from 'lucide-react'
import type { Ref } from 'react'
import { orpc } from '#web/base/query.ts'
import { useBaseWords } from '#web/base/words.ts'
import { assignChat, giveToTeam } from '#web/chat/data/acts.ts'
import { SHORTCUT } from '#web/chat/keys.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import { useMyMember, useTeams } from '#web/chat/me.ts'
import { useWords } from '#web/chat/words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import type { MenuItem } from '#web/ui/popup-props.ts'
import { toast } from '#web/ui/Toast.tsx'

/** Who answers this chat: taken, given away, or put back. */
export function OwnerMenu({ chat, buttonRef }: { chat: HeldChat; buttonRef: Ref<HTMLButtonElement> }) {
  const t = useWords()
  const items = useOwnerItems(chat)
  const name = chat.assignee ? firstWord(chat.assignee.name) : (chat.team?.name ?? t('owner.give'))
  return (
    <Menu
      align="end"
      className="w-72"
      items={items}
      trigger={
        <Button ref={buttonRef} icon={chat.team && !chat.assignee ? <Users /> : <UserRound />}>
          <span className="max-w-28 truncate">{name}</span>
          <ChevronDown aria-hidden="true" className="text-fg-3" />
        </Button>
      }
    />
  )
}

/** Who may have this chat; `named`: how each is called among other acts. */
export function useOwnerItems(
  chat: HeldChat,
  named?: (name: string) => string,
): readonly (MenuItem | null)[] {
  const base = useBaseWords()
  const give = async ({ assignee, team }: Owner) => {
    const failure = await (team && !assignee ? giveToTeam(chat, team) : assignChat(chat, assignee))
    if (failure) toast(failure.sentence || base('unreachable'), { tone: 'problem' })
  }
  return useOwners(chat, (to) => void give(to), named)
}

type Owner = Pick<HeldChat, 'assignee' | 'team'>

/** The members to choose from with whether each is there, the teams, and taking the owner away where there is one. */
export function useOwners(
  { assignee, team }: Owner,
  onGive: (to: Owner) => void,
  named = (name: string) => name,
): readonly (MenuItem | null)[] {
  const t = useWords()
  const members = useQuery(orpc.workspace.members.queryOptions()).data?.members ?? []
  const me = useMyMember()
  const { teams } = useTeams()
  const items: (MenuItem | null)[] = members.map((member) => ({
    key: member.id,
    label: named(member.id === me?.id ? t('owner.me', { name: member.name }) : member.name),
    icon: <Avatar name={member.name} size={20} online={member.online} />,
    hint: member.id === me?.id ? SHORTCUT['assign-me'] : t(member.online ? 'owner.online' : 'owner.offline'),
    chosen: member.id === assignee?.id,
    onSelect: () => onGive({ assignee: { id: member.id, name: member.name }, team: null }),
  }))
  const here = new Set(members.flatMap(({ id, online }) => (online ? [id] : [])))
  const ofTeams: MenuItem[] = teams.map(({ id, name, members: own }) => ({
    key: id,
    label: named(name),
    icon: <Users />,
    hint: t('owner.teamOnline', { n: own.filter((member) => here.has(member)).length }),
    chosen: team?.id === id,
    onSelect: () => onGive({ assignee: null, team: { id, name } }),
  }))
  return [
    ...items,
    ...(ofTeams.length > 0 ? [null, ...ofTeams] : []),
    ...(assignee || team
      ? [
          null,
          {
            key: 'none',
            label: t('owner.none'),
            icon: <X />,
            onSelect: () => onGive({ assignee: null, team: null }),
          },
        ]
      : []),
  ]
}

function firstWord(name: string): string {
  return name.split(/\s+/)[0] ?? name
}
