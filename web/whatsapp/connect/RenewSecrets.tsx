import { useMutation } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { Channel } from '#core/whatsapp/api.ts'
import { problemOf } from '#web/base/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { Whereabouts } from '#web/whatsapp/connect/Whereabouts.tsx'
import { useConnectWords } from '#web/whatsapp/connect-words.ts'
import { useWords } from '#web/whatsapp/words.ts'

const EMPTY = { token: '', appSecret: '', appId: '' }
type Key = keyof typeof EMPTY

/** New secrets for a channel that goes on working: what stays empty stays as it is. */
export function RenewSecrets({ channel }: { channel: Channel }) {
  const t = useChannelWords()
  const words = useWords()
  const ways = useConnectWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [open, setOpen] = useState(false)
  const [form, setForm] = useState(EMPTY)
  const renew = useMutation(
    orpc.whatsapp.renewSecrets.mutationOptions({
      onSuccess: () => {
        toast(t('renewed'))
        show(false)
        void orpc.whatsapp.examine.call({}).finally(refreshChannel)
      },
    }),
  )
  const show = (next: boolean) => {
    setOpen(next)
    setForm(EMPTY)
    renew.reset()
  }
  const field = problemOf(renew.error)?.details.field
  const isKey = channel.provider === '360dialog'
  const input = (key: Key, path: string, secret: boolean) => (
    <Field
      label={isKey ? ways('apiKey') : words(key)}
      hint={<Whereabouts path={path} />}
      error={field === key ? say(renew.error) : undefined}
    >
      <TextInput
        value={form[key]}
        onChange={(value) => setForm({ ...form, [key]: value })}
        placeholder={now[key]}
        spellCheck={false}
        {...(secret ? { type: 'password', autoComplete: 'new-password' } : { inputMode: 'numeric' })}
      />
    </Field>
  )
  const now = {
    token: `••••${channel.tokenEnd}`,
    appSecret: `••••${channel.appSecretEnd}`,
    appId: channel.appId,
  }
  const given = Object.entries(form).filter(([, value]) => value.trim() !== '')
  return (
    <>
      <Button size="sm" icon={<KeyRound />} onClick={() => show(true)}>
        {isKey ? ways('renewKey') : t('renew')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={show}
        width="md"
        title={isKey ? ways('renewKey') : t('renewTitle')}
        description={t('renewText')}
        footer={
          <>
            <CloseWith>
              <Button>{base('cancel')}</Button>
            </CloseWith>
            <Button
              tone="primary"
              busy={renew.isPending}
              disabled={given.length === 0}
              onClick={() => renew.mutate(Object.fromEntries(given))}
            >
              {t('renewDo')}
            </Button>
          </>
        }
      >
        <div className="space-y-4">
          {input('token', isKey ? ways('apiKeyWhere') : t('whereToken'), true)}
          {!isKey && input('appSecret', t('whereAppSecret'), true)}
          {!isKey && input('appId', t('whereAppId'), false)}
          {renew.isError && typeof field !== 'string' && (
            <Banner tone="danger" role="alert">
              {say(renew.error)}
            </Banner>
          )}
        </div>
      </Dialog>
    </>
  )
}
