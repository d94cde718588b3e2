import { useMutation, useQuery } from '@tanstack/react-query'
import { Building2, ListTree } from 'lucide-react'
import { useState } from 'react'
import type { ListedBusiness } from '#core/whatsapp/oauth-api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { AccountRow } from '#web/whatsapp/connect/way/AccountRow.tsx'
import { SignInButton } from '#web/whatsapp/connect/way/SignInButton.tsx'
import { useConnectWords } from '#web/whatsapp/connect-words.ts'

/** "List Business with WhatsApp Phone Number": the approval is there, one number is chosen. */
export function BusinessList() {
  const t = useConnectWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [isAsked, setAsked] = useState(false)
  const found = useQuery(orpc.whatsapp.businesses.queryOptions({ enabled: isAsked }))
  return (
    <Card title={t('listTitle')} bodyClass="space-y-4 px-4 pb-4">
      <p className="text-fg-2">{t('listText')}</p>
      {!isAsked && (
        <Button tone="primary" icon={<ListTree />} onClick={() => setAsked(true)}>
          {t('listDo')}
        </Button>
      )}
      {isAsked && found.isPending && (
        <Patience label={base('loading')}>
          <Skeleton className="h-32 rounded-md" />
        </Patience>
      )}
      {found.isError && (
        <Banner
          tone="danger"
          role="alert"
          action={
            <Button size="sm" onClick={() => void found.refetch()}>
              {base('retry')}
            </Button>
          }
        >
          {say(found.error)}
        </Banner>
      )}
      {found.data && <Businesses businesses={found.data.businesses} />}
      <Leave />
    </Card>
  )
}

function Businesses({ businesses }: { businesses: readonly ListedBusiness[] }) {
  const t = useConnectWords()
  const say = useProblemWords()
  const choose = useMutation(
    orpc.whatsapp.chooseNumber.mutationOptions({
      onSuccess: ({ channel }) => {
        toast(t('connected', { name: channel.name }))
        void refreshChannel()
      },
    }),
  )
  if (businesses.length === 0)
    return (
      <EmptyState icon={<Building2 />} title={t('listEmpty')}>
        {t('listEmptyText')}
      </EmptyState>
    )
  return (
    <>
      {choose.isError && (
        <Banner tone="danger" role="alert">
          {say(choose.error)}
        </Banner>
      )}
      <ul className="space-y-5">
        {businesses.map((business) => (
          <li key={business.id}>
            <h3 className="flex flex-wrap items-baseline gap-x-2">
              <span className="text-2xs text-fg-3">{t('business')}</span>
              <span className="font-semibold text-base">{business.name}</span>
              <span className="tnum font-mono text-2xs text-fg-3">{business.id}</span>
            </h3>
            <ul className="mt-2 space-y-3">
              {business.accounts.map((account) => (
                <AccountRow
                  key={account.id}
                  account={account}
                  busyWith={choose.isPending ? choose.variables.phoneNumberId : null}
                  onChoose={(phoneNumberId) => choose.mutate({ wabaId: account.id, phoneNumberId })}
                />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Another person's accounts: the approval is forgotten, or made anew. */
function Leave() {
  const t = useConnectWords()
  const forget = useMutation(
    orpc.whatsapp.forgetOauth.mutationOptions({ onSuccess: () => void refreshChannel() }),
  )
  return (
    <div className="flex flex-wrap justify-end gap-2 border-line border-t pt-4">
      <Button tone="ghost" busy={forget.isPending} onClick={() => forget.mutate(undefined)}>
        {t('otherAccount')}
      </Button>
      <SignInButton tone="secondary">{t('facebookAgain')}</SignInButton>
    </div>
  )
}
