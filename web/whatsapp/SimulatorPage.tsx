import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Smartphone } from 'lucide-react'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { Simulator } from '#web/whatsapp/sim/Simulator.tsx'
import { useWords } from '#web/whatsapp/words.ts'

/** Being the customer: phone, clock and faults of the simulated world, and what the flows made of it. */
export function SimulatorPage() {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  usePageTitle(base('simulator'))
  const navigate = useNavigate()
  const search: { customer?: unknown; number?: unknown } = useSearch({ strict: false })
  const found = useQuery(orpc.whatsapp.simulator.queryOptions())
  if (found.isPending) return <div aria-busy="true" className="flex-1" />
  if (found.isError) {
    return (
      <Page title={base('simulator')}>
        <EmptyState
          title={say(found.error)}
          action={<Button onClick={() => void found.refetch()}>{base('retry')}</Button>}
        />
      </Page>
    )
  }
  if (!found.data.world) {
    return (
      <Page title={base('simulator')}>
        <EmptyState
          icon={<Smartphone />}
          title={t(found.data.offered ? 'noWorld' : 'simulatorOff')}
          action={
            <Link to="/channels" className={buttonClass({ tone: 'primary' })}>
              {t('openChannels')}
            </Link>
          }
        >
          {t(found.data.offered ? 'noWorldText' : 'simulatorOffText')}
        </EmptyState>
      </Page>
    )
  }
  const choose = (change: { customer?: string; number?: string }) =>
    void navigate({
      to: '/simulator',
      search: (before: object) => ({ ...before, ...change }),
      replace: true,
    } as never)
  return (
    <Simulator
      world={found.data.world}
      // Ids of digits come out of the address as numbers.
      customerId={search.customer === undefined ? undefined : String(search.customer)}
      numberId={search.number === undefined ? undefined : String(search.number)}
      onChoose={choose}
    />
  )
}
