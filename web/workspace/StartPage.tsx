import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { language } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { signOut } from '#web/base/sign-out.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { zoneHere } from '#web/workspace/here.ts'
import { type Start, StartChoice } from '#web/workspace/StartChoice.tsx'
import { useWords } from '#web/workspace/words.ts'

const NAME_MAX = 80

/** A new workspace: the first of a member without one, or another one. */
export function StartPage() {
  const t = useWords()
  const base = useBaseWords()
  usePageTitle(t('startTitle'))
  const say = useProblemWords()
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const instance = useQuery(orpc.workspace.instance.queryOptions()).data
  const [name, setName] = useState('')
  const [choice, setStart] = useState<Start>('simulator')
  const start = instance?.simulator === false ? 'empty' : choice
  const create = useMutation(
    orpc.workspace.createWorkspace.mutationOptions({
      // Nothing of the workspace before may stay in memory, so the page begins anew.
      onSuccess: () => location.assign(start === 'simulator' ? '/simulator' : '/channels'),
    }),
  )
  return (
    <div className="scroll grid min-h-0 flex-1 place-items-center p-4">
      <Card className="w-full max-w-[520px]">
        <form
          className="space-y-4 p-1"
          onSubmit={(event) => {
            event.preventDefault()
            create.mutate({ name, start, language: language(), zone: zoneHere() })
          }}
        >
          <header>
            <h1 className="font-bold text-2xl tracking-[-.02em]">{t('startTitle')}</h1>
            <p className="mt-1 text-base text-fg-2">{t('startText')}</p>
          </header>
          <Field label={t('startName')}>
            <TextInput size="lg" value={name} onChange={setName} maxLength={NAME_MAX} required />
          </Field>
          {instance?.simulator && (
            <StartChoice
              label={t('startWith')}
              value={start}
              onChange={setStart}
              options={[
                { value: 'simulator', title: t('startSimulator'), text: t('startSimulatorText') },
                { value: 'empty', title: t('startEmpty'), text: t('startEmptyText') },
              ]}
            />
          )}
          {create.isError && (
            <Banner tone="danger" role="alert">
              {say(create.error)}
            </Banner>
          )}
          <div className="flex flex-wrap justify-end gap-2">
            {me?.workspace && (
              <a href="/home" className={buttonClass({ size: 'lg' })}>
                {base('cancel')}
              </a>
            )}
            <Button type="submit" tone="primary" size="lg" busy={create.isPending}>
              {t('create')}
            </Button>
          </div>
        </form>
        {me && !me.workspace && (
          <div className="mt-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-t px-1 pt-3">
            <p className="min-w-0 flex-1 basis-40 text-fg-2 text-sm">
              {t('startSignedIn', { email: me.user.email })}
            </p>
            <Button tone="ghost" onClick={() => void signOut()}>
              {base('signOut')}
            </Button>
          </div>
        )}
      </Card>
    </div>
  )
}
