import { useMutation } from '@tanstack/react-query'
import { X } from 'lucide-react'
import type { z } from 'zod'
import type { Invitation } from '#core/workspace/api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Card } from '#web/ui/Card.tsx'
import { CopyButton } from '#web/ui/Copyable.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useWords } from '#web/workspace/words.ts'

type Row = z.infer<typeof Invitation>
type Props = { invitations: readonly Row[]; mayRevoke: boolean; onRevoked: () => void }

/** Invitations that still wait; their links can be copied again or taken back. */
export function Invitations({ invitations, mayRevoke, onRevoked }: Props) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const { date } = useFormats()
  const revoke = useMutation(
    orpc.workspace.revokeInvitation.mutationOptions({
      onSuccess: (_done, { id }) => {
        toast(t('revoked', { email: invitations.find((invitation) => invitation.id === id)?.email ?? '' }))
        onRevoked()
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  return (
    <Card title={t('invitesTitle')} bodyClass="pb-1">
      <ul className="divide-y divide-line">
        {invitations.map((invitation) => (
          <li key={invitation.id} className="flex items-center gap-3 px-4 py-3">
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium text-sm">{invitation.email}</p>
              <p className="text-fg-3 text-xs">{t('inviteUntil', { date: date(invitation.expiresAt) })}</p>
            </div>
            <Badge>{base(invitation.role)}</Badge>
            <CopyButton value={invitation.link} />
            {mayRevoke && (
              <IconButton label={t('revoke')} onClick={() => revoke.mutate({ id: invitation.id })}>
                <X />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
