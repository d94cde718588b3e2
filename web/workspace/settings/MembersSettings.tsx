import { useMutation, useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Member } from '#core/workspace/api.ts'
import { atLeast, ROLES, type Role } from '#core/workspace/role.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { RemoveDialog } from '#web/workspace/RemoveDialog.tsx'
import { Invitations } from '#web/workspace/settings/Invitations.tsx'
import { InviteForm } from '#web/workspace/settings/InviteForm.tsx'
import { shownEmail } from '#web/workspace/settings/shown-email.ts'
import { TeamsSettings } from '#web/workspace/settings/TeamsSettings.tsx'
import { useWords } from '#web/workspace/words.ts'

const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.workspace.members.key() })

/** Who works here, with which rights; owners change roles, admins invite and remove. */
export function MembersSettings({ role, userId }: { role: Role; userId: string }) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const members = useQuery(orpc.workspace.members.queryOptions())
  const [leaving, setLeaving] = useState<Member | null>(null)
  const [rising, setRising] = useState<Member | null>(null)
  const removal = useRemovalText(leaving)
  if (members.isPending) return <Skeleton className="h-48 rounded-lg" />
  if (members.isError) {
    return (
      <EmptyState
        title={say(members.error)}
        action={<Button onClick={() => void members.refetch()}>{base('retry')}</Button>}
      />
    )
  }
  const mayInvite = atLeast(role, 'admin')
  return (
    <>
      {mayInvite && <InviteForm open={members.data.invitations} onInvited={() => void refresh()} />}
      <Card title={t('membersTitle', { count: members.data.members.length })} bodyClass="pb-1">
        <ul className="divide-y divide-line">
          {members.data.members.map((member) => (
            <Row
              key={member.id}
              member={member}
              own={member.userId === userId}
              mayChange={role === 'owner' && member.userId !== userId}
              onOwner={() => setRising(member)}
              onRemove={
                mayInvite && member.userId !== userId && member.role !== 'owner'
                  ? () => setLeaving(member)
                  : null
              }
            />
          ))}
        </ul>
      </Card>
      <TeamsSettings members={members.data.members} may={mayInvite} />
      {members.data.invitations.length > 0 && (
        <Invitations
          invitations={members.data.invitations}
          mayRevoke={mayInvite}
          onRevoked={() => void refresh()}
        />
      )}
      <RemoveDialog
        thing={rising}
        say={({ name }) => ({
          title: t('ownerTitle', { name }),
          text: t('ownerText'),
          act: t('ownerDo'),
          done: t('roleChanged', { name }),
        })}
        remove={(id) => client.workspace.setRole({ id, role: 'owner' })}
        onGone={refresh}
        onDone={() => setRising(null)}
      />
      <RemoveDialog
        thing={leaving}
        say={({ name }) => ({
          title: t('removeTitle', { name }),
          text: removal,
          act: t('removeDo'),
          done: t('removed', { name }),
        })}
        remove={(id) => client.workspace.removeMember({ id })}
        onGone={refresh}
        onDone={() => setLeaving(null)}
      />
    </>
  )
}

/** What goes with a member: their chats, and what flows wanted of them. */
function useRemovalText(member: Member | null): string {
  const t = useWords()
  const asked = orpc.workspace.memberUses.queryOptions({ input: { id: member?.id ?? '' } })
  const { flows = [], chats = 0 } = useQuery({ ...asked, enabled: member !== null }).data ?? {}
  return [
    t('removeText', { name: member?.name ?? '' }),
    ...(chats > 0 ? [t('removeChats', { count: chats })] : []),
    ...(flows.length > 0 ? [t('removeUsed', { names: flows.join(', ') })] : []),
  ].join(' ')
}

type RowProps = {
  member: Member
  own: boolean
  mayChange: boolean
  /** They shall be an owner, which is asked about first. */
  onOwner: () => void
  onRemove: (() => void) | null
}

function Row({ member, own, mayChange, onOwner, onRemove }: RowProps) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const change = useMutation(
    orpc.workspace.setRole.mutationOptions({
      onSuccess: () => {
        toast(t('roleChanged', { name: member.name }))
        void refresh()
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3">
      <Avatar name={member.name} size={36} online={member.online} />
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex items-center gap-2">
          <span className="truncate font-semibold text-sm">{member.name}</span>
          {own && <Badge>{t('you')}</Badge>}
          <span className={member.online ? 'text-brand-soft-fg text-xs' : 'text-fg-3 text-xs'}>
            {member.online ? t('online') : t(member.away ? 'awayNow' : 'offline')}
          </span>
        </p>
        <p className="truncate text-fg-3 text-xs">{shownEmail(member.email) ?? t('demoAccount')}</p>
      </div>
      {mayChange ? (
        <span className="w-32">
          <Select
            label={`${t('role')}: ${member.name}`}
            size="sm"
            value={member.role}
            onChange={(role) => (role === 'owner' ? onOwner() : change.mutate({ id: member.id, role }))}
            options={ROLES.map((role) => ({ value: role, label: base(role) }))}
          />
        </span>
      ) : (
        <Badge tone={member.role === 'owner' ? 'brand' : 'neutral'}>{base(member.role)}</Badge>
      )}
      {onRemove && (
        <IconButton label={t('removeMember', { name: member.name })} onClick={onRemove}>
          <Trash2 />
        </IconButton>
      )}
    </li>
  )
}
