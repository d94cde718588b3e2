import { useMutation } from '@tanstack/react-query'
import { Plug } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { problemOf } from '#web/base/api.ts'
import { keep, kept } from '#web/base/keep.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { type FormField, fieldOf, newVerifyToken } from '#web/whatsapp/channel/connect-field.ts'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { DashboardSketch } from '#web/whatsapp/connect/sketch/DashboardSketch.tsx'
import { SetUpGuide } from '#web/whatsapp/connect/sketch/MetaGuide.tsx'
import { Whereabouts } from '#web/whatsapp/connect/Whereabouts.tsx'
import { useWords } from '#web/whatsapp/words.ts'

/** What is no secret is remembered on this device until the account is connected. */
const KEPT = 'connect-form'
type Kept = { readonly appId?: string; readonly wabaId?: string }

function remembered(): Kept {
  const text = kept(KEPT)
  const [appId = '', wabaId = ''] = text?.split(' ') ?? []
  return { appId, wabaId }
}

/** Step one: the four keys to an account, each with the way to it in Meta's dashboard. */
export function AccessStep() {
  const t = useChannelWords()
  const words = useWords()
  const say = useProblemWords()
  const [form, setForm] = useState(() => ({
    appId: '',
    wabaId: '',
    ...remembered(),
    appSecret: '',
    token: '',
    name: '',
    graphUrl: 'https://graph.facebook.com',
    graphVersion: 'v25.0',
    verifyToken: newVerifyToken(crypto.getRandomValues(new Uint8Array(18))),
  }))
  const connect = useMutation(
    orpc.whatsapp.connect.mutationOptions({
      onSuccess: () => {
        keep(KEPT, '')
        toast(t('accessKept'))
        void refreshChannel()
      },
    }),
  )
  const set = (key: keyof typeof form, value: string) => {
    const next = { ...form, [key]: value }
    if (key === 'appId' || key === 'wabaId') keep(KEPT, `${next.appId} ${next.wabaId}`)
    setForm(next)
  }
  const problem = connect.isError ? problemOf(connect.error) : null
  const wrong = problem ? fieldOf(problem) : null
  const sheet = useRef<HTMLFormElement>(null)
  // on a phone the field that was refused stands screens above the button
  useEffect(() => {
    if (!connect.error) return
    const field = sheet.current?.querySelector('[aria-invalid]')
    if (!(field instanceof HTMLElement)) return
    field.scrollIntoView({ block: 'center' })
    field.focus({ preventScroll: true })
  }, [connect.error])
  const drawn = (
    key: 'appId' | 'appSecret' | 'wabaId' | 'token',
    path: string,
    kind: 'secret' | 'digits',
  ) => (
    <div className="row-span-2 grid grid-rows-subgrid gap-y-2">
      <DashboardSketch name={key} what={path} />
      {field(key, path, kind)}
    </div>
  )
  const field = (key: FormField, path: string, kind?: 'secret' | 'digits') => (
    <Field
      label={words(key)}
      hint={<Whereabouts path={path} />}
      error={wrong === key && connect.isError ? say(connect.error) : undefined}
    >
      <TextInput
        value={form[key]}
        onChange={(value) => set(key, value)}
        required={key !== 'name'}
        spellCheck={false}
        {...(kind === 'secret' ? { type: 'password', autoComplete: 'new-password' } : {})}
        {...(kind === 'digits' ? { inputMode: 'numeric' } : {})}
      />
    </Field>
  )
  return (
    <form
      ref={sheet}
      className="grid gap-x-4 gap-y-4 sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault()
        connect.mutate(form)
      }}
    >
      <p className="text-fg-2 sm:col-span-2">{t('accessText')}</p>
      <div className="sm:col-span-2">
        <SetUpGuide />
      </div>
      {drawn('appId', t('whereAppId'), 'digits')}
      {drawn('appSecret', t('whereAppSecret'), 'secret')}
      {drawn('wabaId', t('whereWabaId'), 'digits')}
      {drawn('token', t('whereToken'), 'secret')}
      <details className="sm:col-span-2" open={wrong === 'graphUrl' || wrong === 'graphVersion' || undefined}>
        <summary className="cursor-pointer py-1 font-medium text-fg-2 text-sm">{t('advanced')}</summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          {field('graphUrl', t('whereGraphUrl'))}
          {field('graphVersion', t('whereGraphVersion'))}
        </div>
      </details>
      {connect.isError && !wrong && (
        <Banner tone="danger" role="alert" className="sm:col-span-2">
          {say(connect.error)}
        </Banner>
      )}
      <div className="flex justify-end sm:col-span-2">
        <Button type="submit" tone="primary" icon={<Plug />} busy={connect.isPending}>
          {t('checkAccess')}
        </Button>
      </div>
    </form>
  )
}
