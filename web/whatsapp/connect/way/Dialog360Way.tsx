import { useMutation } from '@tanstack/react-query'
import { Plug, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { problemOf } from '#web/base/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { fieldOf } from '#web/whatsapp/channel/connect-field.ts'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { Whereabouts } from '#web/whatsapp/connect/Whereabouts.tsx'
import { useConnectWords } from '#web/whatsapp/connect-words.ts'

const URL_360DIALOG = 'https://waba-v2.360dialog.io'

/** One key of 360dialog: it tells the number, and the webhook is registered by its API. */
export function Dialog360Way() {
  const t = useConnectWords()
  const say = useProblemWords()
  const [form, setForm] = useState({ apiKey: '', url: URL_360DIALOG })
  const connect = useMutation(
    orpc.whatsapp.connect360dialog.mutationOptions({
      onSuccess: ({ channel }) => {
        toast(t('connected', { name: channel.name }))
        void refreshChannel()
      },
    }),
  )
  const problem = connect.isError ? problemOf(connect.error) : null
  const isKey = problem?.details.field === 'apiKey'
  const isUrl = problem !== null && !isKey && fieldOf(problem) === 'graphUrl'
  const error = connect.isError ? say(connect.error) : undefined
  return (
    <Card title={t('dialogTitle')}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          connect.mutate(form)
        }}
      >
        <p className="text-fg-2">{t('dialogText')}</p>
        <Field
          label={t('apiKey')}
          hint={<Whereabouts path={t('apiKeyWhere')} />}
          error={isKey ? error : undefined}
        >
          <TextInput
            value={form.apiKey}
            onChange={(apiKey) => setForm({ ...form, apiKey })}
            type="password"
            autoComplete="new-password"
            spellCheck={false}
            required
          />
        </Field>
        <details open={isUrl || undefined}>
          <summary className="cursor-pointer py-1 font-medium text-fg-2 text-sm">
            {t('dialogAdvanced')}
          </summary>
          <Field
            className="mt-3"
            label={t('dialogUrl')}
            hint={t('dialogUrlHint')}
            error={isUrl ? error : undefined}
          >
            <TextInput
              value={form.url}
              onChange={(url) => setForm({ ...form, url })}
              spellCheck={false}
              required
            />
          </Field>
        </details>
        <Banner tone="neutral" icon={<ShieldCheck aria-hidden />}>
          {t('dialogProof')}
        </Banner>
        {error && !isKey && !isUrl && (
          <Banner tone="danger" role="alert">
            {error}
          </Banner>
        )}
        <div className="flex justify-end">
          <Button type="submit" tone="primary" icon={<Plug />} busy={connect.isPending}>
            {t('dialogDo')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
