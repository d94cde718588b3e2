import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, ReceiptText } from 'lucide-react'
import type { CostEntry } from '#core/policy/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useMoney } from '#web/base/use-money.ts'
import { useBaseWords } from '#web/base/words.ts'
import type { CostsAsk } from '#web/policy/ask.ts'
import { marketName } from '#web/policy/market-name.ts'
import { categoryName, differenceName, typeName } from '#web/policy/names.ts'
import { useWords } from '#web/policy/words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Card } from '#web/ui/Card.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { PagedList } from '#web/ui/PagedList.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'

const PAGE = 50

type Props = {
  month: string
  only: CostsAsk['only']
  onOnly: (only: CostsAsk['only']) => void
}

/** Each delivered message of the month and why it costs what it costs. */
export function EntriesTab({ month, only, onOnly }: Props) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const found = useInfiniteQuery(
    orpc.policy.costEntries.infiniteOptions({
      input: (cursor: string | undefined) => ({ month, only, limit: PAGE, cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ cursor }) => cursor ?? undefined,
    }),
  )
  const entries = found.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Card
      title={t('entries')}
      action={
        <Segmented
          size="sm"
          label={t('show')}
          value={only}
          onChange={onOnly}
          options={[
            { value: 'all', label: t('showAll') },
            { value: 'differences', label: t('showDifferences') },
          ]}
        />
      }
      bodyClass="pb-1"
    >
      <PagedList
        found={found}
        words={{ loading: base('loading'), retry: base('retry'), more: t('more') }}
        problem={found.error && say(found.error)}
        nothing={<Nothing only={only} />}
      >
        {entries.map((entry) => (
          <Line key={entry.messageId} entry={entry} />
        ))}
      </PagedList>
    </Card>
  )
}

function Nothing({ only }: { only: CostsAsk['only'] }) {
  const t = useWords()
  return only === 'differences' ? (
    <EmptyState icon={<CircleCheck />} title={t('differencesEmpty')}>
      {t('differencesEmptyText')}
    </EmptyState>
  ) : (
    <EmptyState icon={<ReceiptText />} title={t('entriesEmpty')}>
      {t('entriesEmptyText')}
    </EmptyState>
  )
}

function Line({ entry }: { entry: CostEntry }) {
  const t = useWords()
  const language = useLanguage()
  const { moment } = useFormats()
  const amountOf = useAmount(entry.currency)
  const { billed, estimate, differences } = entry
  const who = entry.broadcast ?? entry.bot ?? t('people')
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 px-4 py-2.5 text-sm">
      <p className="min-w-0">
        <span className="font-medium">{entry.template ?? t('freeForm')}</span>
        <span className="text-fg-2">
          {' '}
          · {categoryName(t, entry.category)} · {marketName(language, entry.market)}
        </span>
      </p>
      <p className="tnum text-right font-medium">{amountOf(billed.amount)}</p>
      <p className="min-w-0 text-fg-3 text-xs max-md:col-span-2">
        {entry.chatId ? (
          <Link
            to="/inbox/$id"
            params={{ id: entry.chatId }}
            aria-label={`${t('openChat')}, ${moment(entry.at)}`}
            className="underline decoration-line-strong underline-offset-2 hover:text-fg"
          >
            {moment(entry.at)}
          </Link>
        ) : (
          moment(entry.at)
        )}{' '}
        · <span className="whitespace-nowrap">{entry.number}</span> · {who}
        <span className="md:hidden"> · {typeName(t, billed.type)}</span>
      </p>
      <p className="text-right text-fg-3 text-xs max-md:hidden">{typeName(t, billed.type)}</p>
      {estimate && (
        <p className="col-span-2 flex flex-wrap items-center gap-1.5 text-fg-2 text-xs">
          {differences.map((difference) => (
            <Badge key={difference} tone="warn">
              {differenceName(t, difference)}
            </Badge>
          ))}
          {t('weThought', { type: typeName(t, estimate.type), amount: amountOf(estimate.amount) })}
        </p>
      )}
    </li>
  )
}

function useAmount(currency: string | null) {
  const t = useWords()
  const money = useMoney()
  return (amount: string | null) => (amount === null ? t('unknownPrice') : money(amount, currency ?? ''))
}
