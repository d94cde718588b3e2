import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { CircleX, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/base/api.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { buttonClass, Spinner } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { SignInButton } from '#web/whatsapp/connect/way/SignInButton.tsx'
import { useConnectWords } from '#web/whatsapp/connect-words.ts'

/** Where Meta's dialog comes back to: takes the code at once, and goes on to the numbers. */
export function FacebookPage() {
  const t = useConnectWords()
  usePageTitle(t('returnTitle'))
  const [answer] = useState(() => new URLSearchParams(location.search))
  const [code, state] = [answer.get('code') ?? '', answer.get('state') ?? '']
  return (
    <Page title={t('returnTitle')}>
      <Card>
        {code && state ? <Taking code={code} state={state} /> : <NoCode isCancelled={answer.has('error')} />}
      </Card>
    </Page>
  )
}

const taking = new Map<string, ReturnType<typeof client.whatsapp.finishOauth>>()

/** A state works once: whoever asks again, such as a query that is drawn anew, hears the first answer. */
function takeOnce(code: string, state: string) {
  const answer = taking.get(state) ?? client.whatsapp.finishOauth({ code, state })
  taking.set(state, answer)
  return answer
}

/** Shows the exchange of a code, and why it did not succeed. */
function Taking({ code, state }: { code: string; state: string }) {
  const t = useConnectWords()
  const say = useProblemWords()
  const navigate = useNavigate()
  const taken = useQuery({
    queryKey: ['facebook', state],
    queryFn: async () => {
      const result = await takeOnce(code, state)
      if (result.renewed) toast(t('tokenRenewed'))
      await refreshChannel()
      const search = result.renewed ? {} : { way: 'facebook' }
      await navigate({ to: '/channels', search: search as never, replace: true })
      return result
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!taken.isError) {
    return (
      <p role="status" className="flex items-center justify-center gap-2 py-8 text-fg-2">
        <Spinner />
        {t('returning')}
      </p>
    )
  }
  return (
    <EmptyState icon={<CircleX />} title={t('returnFailed')} action={<Ways />}>
      <span role="alert">{say(taken.error)}</span>
    </EmptyState>
  )
}

function NoCode({ isCancelled }: { isCancelled: boolean }) {
  const t = useConnectWords()
  return (
    <EmptyState
      icon={<Undo2 />}
      title={isCancelled ? t('returnCancelled') : t('returnFailed')}
      action={<Ways />}
    >
      {isCancelled ? t('returnCancelledText') : t('returnMissing')}
    </EmptyState>
  )
}

function Ways() {
  const t = useConnectWords()
  return (
    <>
      <Link to="/channels" className={buttonClass({})}>
        {t('backToChannels')}
      </Link>
      <SignInButton>{t('facebookAgain')}</SignInButton>
    </>
  )
}
