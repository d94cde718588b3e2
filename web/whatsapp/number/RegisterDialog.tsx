import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'

/** From a number that Meta lists to one that is connected: the code, then the PIN. What is done is read from Meta. */
export function RegisterDialog({
  number: given,
  onClose,
}: {
  number: PhoneNumber | null
  onClose: () => void
}) {
  const t = useChannelWords()
  const all = useQuery(orpc.whatsapp.numbers.queryOptions({ enabled: given !== null })).data
  const number = all?.find(({ id }) => id === given?.id) ?? given
  const isVerified = number?.verification === 'VERIFIED'
  return (
    <Dialog
      open={given !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t('registerTitle', { number: number?.display ?? '' })}
      description={isVerified ? t('registerPinText') : t('registerCodeText')}
    >
      {number && !isVerified && <CodeForm number={number} />}
      {number && isVerified && <PinForm number={number} act="register" onDone={onClose} />}
    </Dialog>
  )
}

function CodeForm({ number }: { number: PhoneNumber }) {
  const t = useChannelWords()
  const say = useProblemWords()
  const language = useLanguage()
  const [by, setBy] = useState<'SMS' | 'VOICE'>('SMS')
  const [code, setCode] = useState('')
  const ask = useMutation(
    orpc.whatsapp.requestCode.mutationOptions({ onSuccess: () => toast(t('codeAsked')) }),
  )
  const verify = useMutation(
    orpc.whatsapp.verifyCode.mutationOptions({ onSuccess: () => void refreshChannel() }),
  )
  const failed = verify.error ?? ask.error
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        verify.mutate({ id: number.id, code })
      }}
    >
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label={t('codeBy')}
          value={by}
          onChange={setBy}
          options={[
            { value: 'SMS', label: t('bySms') },
            { value: 'VOICE', label: t('byCall') },
          ]}
        />
        <Button busy={ask.isPending} onClick={() => ask.mutate({ id: number.id, by, language })}>
          {ask.isSuccess ? t('askAgain') : t('askCode')}
        </Button>
      </div>
      <Field label={t('code')} hint={t('codeHint')}>
        <TextInput
          value={code}
          inputMode="numeric"
          autoComplete="one-time-code"
          onChange={(value) => setCode(value.replace(/[^\d -]/g, '').slice(0, 7))}
        />
      </Field>
      {failed && (
        <Banner tone="danger" role="alert">
          {say(failed)}
        </Banner>
      )}
      <div className="flex justify-end">
        <Button
          type="submit"
          tone="primary"
          busy={verify.isPending}
          disabled={code.replace(/\D/g, '').length !== 6}
        >
          {t('verifyDo')}
        </Button>
      </div>
    </form>
  )
}

/** Six digits that guard the number: for its registration, or as a new PIN. */
export function PinForm({
  number,
  act,
  onDone,
}: {
  number: PhoneNumber
  act: 'register' | 'change'
  onDone: () => void
}) {
  const t = useChannelWords()
  const say = useProblemWords()
  const [pin, setPin] = useState('')
  const after = (word: 'registered' | 'pinChanged') => ({
    onSuccess: () => {
      toast(t(word, { number: number.display }))
      void refreshChannel()
      onDone()
    },
  })
  const register = useMutation(orpc.whatsapp.registerNumber.mutationOptions(after('registered')))
  const change = useMutation(orpc.whatsapp.setPin.mutationOptions(after('pinChanged')))
  const mutation = act === 'register' ? register : change
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        mutation.mutate({ id: number.id, pin })
      }}
    >
      <Field label={t('pin')} hint={number.pinSet ? t('pinKnownHint') : t('pinHint')}>
        <TextInput
          value={pin}
          type="password"
          inputMode="numeric"
          autoComplete="new-password"
          onChange={(value) => setPin(value.replace(/\D/g, '').slice(0, 6))}
        />
      </Field>
      {mutation.isError && (
        <Banner tone="danger" role="alert">
          {say(mutation.error)}
        </Banner>
      )}
      <div className="flex justify-end">
        <Button type="submit" tone="primary" busy={mutation.isPending} disabled={pin.length !== 6}>
          {act === 'register' ? t('registerDo') : t('pinDo')}
        </Button>
      </div>
    </form>
  )
}
