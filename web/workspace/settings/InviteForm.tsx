import { useMutation } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { Invitation } from '#core/workspace/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Copyable } from '#web/ui/Copyable.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { useWords } from '#web/workspace/words.ts'

/** Makes an invitation, says what becomes of its letter, and gives the link to be carried to the person. */
export function InviteForm({ open, onInvited }: { open: readonly Invitation[]; onInvited: () => void }) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<'admin' | 'agent'>('agent')
  const invite = useMutation(
    orpc.workspace.invite.mutationOptions({
      onSuccess: () => {
        setEmail('')
        onInvited()
      },
    }),
  )
  // as it stands by now: the letter leaves a moment after the invitation was made
  const letter = open.find(({ id }) => id === invite.data?.id)?.letter ?? invite.data?.letter
  return (
    <Card title={t('inviteTitle')}>
      <form
        className="grid items-start gap-3 sm:grid-cols-[1fr_240px_auto]"
        onSubmit={(event) => {
          event.preventDefault()
          invite.mutate({ email: email.trim(), role })
        }}
      >
        <Field label={t('inviteEmail')} error={invite.isError ? say(invite.error) : undefined}>
          <TextInput type="email" value={email} onChange={setEmail} required />
        </Field>
        <Field label={t('role')}>
          <Select
            value={role}
            onChange={setRole}
            options={[
              { value: 'agent', label: base('agent'), hint: t('roleAgentText') },
              { value: 'admin', label: base('admin'), hint: t('roleAdminText') },
            ]}
          />
        </Field>
        <Button
          type="submit"
          tone="primary"
          icon={<UserPlus />}
          busy={invite.isPending}
          className="sm:mt-[25px]"
        >
          {t('inviteDo')}
        </Button>
      </form>
      {invite.data && (
        <div className="mt-4 space-y-3">
          <Banner tone={letter === 'delayed' || letter === 'refused' ? 'warn' : 'brand'} role="status">
            {t('inviteReady', { email: invite.data.email })} {letter && t(`letter_${letter}`)}
          </Banner>
          <Copyable label={t('inviteLink')} value={invite.data.link} />
        </div>
      )}
    </Card>
  )
}
