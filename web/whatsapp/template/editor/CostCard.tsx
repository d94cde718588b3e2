import { useQuery } from '@tanstack/react-query'
import { memo, useMemo } from 'react'
import type { TemplateCategory } from '#core/whatsapp/template/template.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useMoney } from '#web/base/use-money.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const COLUMNS = { MARKETING: 'marketing', UTILITY: 'utility', AUTHENTICATION: 'authentication' } as const

/** What one delivered message of the category costs where most customers are. */
export const CostCard = memo(function CostCard({ category }: { category: TemplateCategory }) {
  const t = useTemplateWords()
  const language = useLanguage()
  const money = useMoney()
  const prices = useQuery(orpc.policy.templatePrices.queryOptions()).data
  const names = useMemo(() => new Intl.DisplayNames([language], { type: 'region' }), [language])
  if (!prices) return null
  const column = COLUMNS[category]
  const isFreeOpen = category === 'UTILITY' && prices.rows.every((row) => Number(row.utilityOpen ?? 1) === 0)
  return (
    <section aria-label={t('cost')}>
      <h2 className="mb-1.5 flex items-baseline font-semibold text-base">
        <span className="flex-1">{t('cost')}</span>
        <span className="font-normal text-fg-3 text-xs">{t(`category.${category}`)}</span>
      </h2>
      <dl className="rounded-md bg-sunken px-3 py-2">
        {prices.rows.map((row) => (
          <div key={row.country} className="flex items-baseline justify-between gap-2 py-0.5 text-sm">
            <dt className="text-fg-2">{names.of(row.country)}</dt>
            <dd className="tnum font-semibold">
              {row[column] === null ? t('cost.unknown') : money(row[column], prices.currency)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-1.5 text-fg-3 text-xs">{t(isFreeOpen ? 'cost.freeOpen' : 'cost.hint')}</p>
    </section>
  )
})
