import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/base/api.ts'
import { keep, kept } from '#web/base/keep.ts'
import { shownPhone } from '#web/base/phone.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

/** Whoever looks at one draft on a phone looks at the next on the same. */
const REMEMBERED = 'broadcast-test-phone'

/** One message to one's own phone, by the same rules as all of them. */
export function TestDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useBroadcastWords()
  const say = useProblemWords()
  const [phone, setPhone] = useState(() => kept(REMEMBERED) ?? '')
  const send = useMutation({
    mutationFn: () => client.broadcast.testBroadcast({ id, phone }),
    onSuccess: () => keep(REMEMBERED, phone),
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('testTitle')}
      description={t('testText')}
      footer={
        <>
          <CloseWith>
            <Button>{t('back')}</Button>
          </CloseWith>
          <Button
            tone="primary"
            icon={<Send />}
            busy={send.isPending}
            disabled={phone.trim() === ''}
            onClick={() => send.mutate()}
          >
            {t('testSend')}
          </Button>
        </>
      }
    >
      <Field label={t('testPhone')} error={send.error ? say(send.error) : undefined}>
        <TextInput value={phone} onChange={setPhone} inputMode="tel" maxLength={40} placeholder="0812…" />
      </Field>
      {send.data && (
        <p role="status" className="mt-3 text-fg-2 text-sm">
          {t('testSent', { phone: shownPhone(send.data.phone) })}{' '}
          <Link
            to="/inbox/$id"
            params={{ id: send.data.chatId }}
            className="font-medium text-brand-soft-fg underline underline-offset-2"
          >
            {t('testChat')}
          </Link>
        </p>
      )}
    </Dialog>
  )
}
