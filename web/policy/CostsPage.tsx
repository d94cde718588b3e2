import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Language } from '#core/base/language.ts'
import { SECOND } from '#core/base/time.ts'
import type { Costs } from '#core/policy/api.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'
import { type CostsAsk, TABS } from '#web/policy/ask.ts'
import { RatesTab } from '#web/policy/card/RatesTab.tsx'
import { EntriesTab } from '#web/policy/EntriesTab.tsx'
import { ExportButton } from '#web/policy/ExportButton.tsx'
import { SummaryTab } from '#web/policy/summary/SummaryTab.tsx'
import { useWords } from '#web/policy/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'

const REFRESH_MS = 30 * SECOND

/** What messages cost; month, tab and filter stand in the address. */
export function CostsPage() {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  usePageTitle(t('title'))
  const { ask, go } = useAsk()
  const found = useQuery(
    orpc.policy.costs.queryOptions({ input: { month: ask.month }, refetchInterval: REFRESH_MS }),
  )
  const costs = found.data
  return (
    <Page
      title={t('title')}
      sub={t('sub')}
      actions={costs && <Actions costs={costs} onMonth={(month) => go({ month })} />}
    >
      <Segmented
        label={t('title')}
        value={ask.tab}
        onChange={(tab) => go({ tab })}
        options={[
          { value: 'summary', label: t('tabSummary') },
          { value: 'entries', label: t('tabEntries') },
          { value: 'rates', label: t('tabRates') },
        ]}
      />
      {found.isPending && (
        <Patience label={base('loading')}>
          <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
            {TABS.map((one) => (
              <Skeleton key={one} className="h-28 rounded-lg" />
            ))}
          </div>
          <Skeleton className="mt-4 h-56 rounded-lg" />
        </Patience>
      )}
      {found.isError && (
        <EmptyState
          title={say(found.error)}
          action={<Button onClick={() => void found.refetch()}>{base('retry')}</Button>}
        />
      )}
      {costs && ask.tab === 'summary' && <SummaryTab costs={costs} onGo={go} />}
      {costs && ask.tab === 'entries' && (
        <EntriesTab month={costs.month} only={ask.only} onOnly={(only) => go({ only })} />
      )}
      {costs && ask.tab === 'rates' && <RatesTab costs={costs} />}
    </Page>
  )
}

function Actions({ costs, onMonth }: { costs: Costs; onMonth: (month: string) => void }) {
  const t = useWords()
  const language = useLanguage()
  return (
    <>
      <div className="w-44">
        <Select
          label={t('month')}
          value={costs.month}
          onChange={onMonth}
          options={costs.months.map((month) => ({ value: month, label: monthName(month, language) }))}
        />
      </div>
      <ExportButton month={costs.month} disabled={costs.total.messages === 0} />
    </>
  )
}

function monthName(month: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return format.format(new Date(`${month}-15T00:00:00Z`))
}

function useAsk(): { ask: CostsAsk; go: (next: Partial<CostsAsk>) => void } {
  const search: { tab?: unknown; month?: unknown; only?: unknown } = useSearch({ strict: false })
  const navigate = useNavigate()
  const month =
    typeof search.month === 'string' && /^\d{4}-\d{2}$/.test(search.month) ? search.month : undefined
  const ask: CostsAsk = {
    tab: TABS.find((known) => known === search.tab) ?? 'summary',
    month,
    only: search.only === 'differences' ? 'differences' : 'all',
  }
  const go = (next: Partial<CostsAsk>) => {
    const { tab, only, ...rest } = { ...ask, ...next }
    const shown = { tab: tab === 'summary' ? undefined : tab, only: only === 'all' ? undefined : only }
    void navigate({ to: '/costs', search: { ...shown, ...rest } as never, replace: true })
  }
  return { ask, go }
}
