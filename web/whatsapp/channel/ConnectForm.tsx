import { useMutation } from '@tanstack/react-query'
import { Dices, Plug } from 'lucide-react'
import { useState } from 'react'
import { problemOf } from '#web/base/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { type FormField, fieldOf, newVerifyToken } from '#web/whatsapp/channel/connect-field.ts'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useWords } from '#web/whatsapp/words.ts'

/** Any Graph endpoint, by hand. The server checks token and number there before it keeps anything. */
export function ConnectForm() {
  const t = useWords()
  const say = useProblemWords()
  const [form, setForm] = useState(() => ({
    name: '',
    graphUrl: 'https://graph.facebook.com',
    graphVersion: 'v25.0',
    wabaId: '',
    phoneNumberId: '',
    token: '',
    appId: '',
    appSecret: '',
    verifyToken: newVerifyToken(crypto.getRandomValues(new Uint8Array(18))),
  }))
  const connect = useMutation(
    orpc.whatsapp.connect.mutationOptions({
      onSuccess: () => {
        toast(t('connected'))
        void refreshChannel()
      },
    }),
  )
  const problem = connect.isError ? problemOf(connect.error) : null
  const wrong = problem ? fieldOf(problem) : null
  const field = (
    key: FormField,
    options: { hint?: string; secret?: boolean; digits?: boolean; optional?: boolean } = {},
  ) => (
    <Field
      label={t(key)}
      hint={options.hint}
      error={wrong === key && connect.isError ? say(connect.error) : undefined}
    >
      <TextInput
        value={form[key]}
        onChange={(value) => setForm((before) => ({ ...before, [key]: value }))}
        required={!options.optional}
        spellCheck={false}
        {...(options.secret ? { type: 'password', autoComplete: 'new-password' } : {})}
        {...(options.digits ? { inputMode: 'numeric' } : {})}
      />
    </Field>
  )
  return (
    <Card title={t('connectTitle')}>
      <form
        className="grid gap-4 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault()
          connect.mutate(form)
        }}
      >
        <p className="text-fg-2 sm:col-span-2">{t('connectText')}</p>
        {field('graphUrl')}
        {field('graphVersion')}
        {field('wabaId', { hint: t('wabaIdHint'), digits: true })}
        {field('phoneNumberId', { hint: t('phoneNumberIdHint'), digits: true })}
        {field('token', { hint: t('tokenHint'), secret: true })}
        {field('appSecret', { hint: t('appSecretHint'), secret: true })}
        {field('appId', { hint: t('appIdHint'), digits: true, optional: true })}
        {field('name', { hint: t('channelNameHint'), optional: true })}
        <div className="flex items-start gap-1.5 sm:col-span-2">
          <div className="min-w-0 flex-1">{field('verifyToken', { hint: t('verifyTokenHint') })}</div>
          <IconButton
            label={t('newVerifyToken')}
            tone="outline"
            className="mt-[25px]"
            onClick={() =>
              setForm((before) => ({
                ...before,
                verifyToken: newVerifyToken(crypto.getRandomValues(new Uint8Array(18))),
              }))
            }
          >
            <Dices />
          </IconButton>
        </div>
        {connect.isError && !wrong && (
          <Banner tone="danger" role="alert" className="sm:col-span-2">
            {say(connect.error)}
          </Banner>
        )}
        <div className="flex justify-end sm:col-span-2">
          <Button type="submit" tone="primary" icon={<Plug />} busy={connect.isPending}>
            {t('connect')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
