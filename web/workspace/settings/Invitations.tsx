import { X } from 'lucide-react'
import { useState } from 'react'
import type { Invitation } from '#core/workspace/api.ts'
import { client } from '#web/base/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Card } from '#web/ui/Card.tsx'
import { CopyButton } from '#web/ui/Copyable.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { RemoveDialog } from '#web/workspace/RemoveDialog.tsx'
import { useWords } from '#web/workspace/words.ts'

type Props = { invitations: readonly Invitation[]; mayRevoke: boolean; onRevoked: () => void }

/** Invitations that still wait; their links can be copied again or taken back. */
export function Invitations({ invitations, mayRevoke, onRevoked }: Props) {
  const t = useWords()
  const base = useBaseWords()
  const { date } = useFormats()
  const [leaving, setLeaving] = useState<Invitation | null>(null)
  return (
    <Card title={t('invitesTitle')} bodyClass="pb-1">
      <ul className="divide-y divide-line">
        {invitations.map((invitation) => (
          <li
            key={invitation.id}
            className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1 px-4 py-3"
          >
            <div className="min-w-0 flex-1 basis-56">
              <p className="font-medium text-sm">{invitation.email}</p>
              <p className="text-fg-3 text-xs">
                {t('inviteUntil', { date: date(invitation.expiresAt) })} ·{' '}
                {t(`letterMark_${invitation.letter}`)}
              </p>
            </div>
            <span className="flex items-center gap-3">
              <Badge>{base(invitation.role)}</Badge>
              <CopyButton value={invitation.link} />
              {mayRevoke && (
                <IconButton label={t('revoke')} onClick={() => setLeaving(invitation)}>
                  <X />
                </IconButton>
              )}
            </span>
          </li>
        ))}
      </ul>
      <RemoveDialog
        thing={leaving}
        say={({ email }) => ({
          title: t('revokeTitle', { email }),
          text: t('revokeText'),
          act: t('revokeDo'),
          done: t('revoked', { email }),
        })}
        remove={(id) => client.workspace.revokeInvitation({ id })}
        onGone={onRevoked}
        onDone={() => setLeaving(null)}
      />
    </Card>
  )
}
