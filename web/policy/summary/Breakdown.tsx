import { useState } from 'react'
import type { Language } from '#core/base/language.ts'
import type { CostRow, Costs } from '#core/policy/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { shareOf } from '#web/base/money.ts'
import { useSums } from '#web/base/use-money.ts'
import { marketName } from '#web/policy/market-name.ts'
import { categoryName } from '#web/policy/names.ts'
import { type PolicyWords, useWords } from '#web/policy/words.ts'
import { Card } from '#web/ui/Card.tsx'
import { Select } from '#web/ui/Select.tsx'

type By = keyof Costs['by']

/** Where the month's cost went, dearest first. */
export function Breakdown({ costs }: { costs: Costs }) {
  const t = useWords()
  const language = useLanguage()
  const [by, setBy] = useState<By>('category')
  const rows = costs.by[by]
  return (
    <Card
      title={t('breakdown')}
      action={
        <div className="w-32">
          <Select
            size="sm"
            label={t('breakdown')}
            value={by}
            onChange={setBy}
            options={[
              { value: 'category', label: t('byCategory') },
              { value: 'market', label: t('byMarket') },
              { value: 'number', label: t('byNumber') },
              { value: 'bot', label: t('byBot') },
              { value: 'broadcast', label: t('byBroadcast') },
              { value: 'template', label: t('byTemplate') },
            ]}
          />
        </div>
      }
      bodyClass="pb-1"
    >
      {rows.length === 0 ? (
        <p className="px-4 pt-1 pb-4 text-fg-3 text-sm">{t('nothingBy')}</p>
      ) : (
        <table className="w-full text-sm">
          <thead className="text-fg-3 text-xs">
            <tr className="border-line border-b">
              <th scope="col" className="px-4 py-1.5 text-left font-medium">
                {t(HEADS[by])}
              </th>
              <th scope="col" className="px-2 py-1.5 text-right font-medium">
                {t('columnMessages')}
              </th>
              <th scope="col" className="px-2 py-1.5 text-right font-medium max-sm:hidden">
                {t('columnFree')}
              </th>
              <th scope="col" className="px-4 py-1.5 text-right font-medium">
                {t('columnAmount')}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map((row) => (
              <Row key={row.key} row={row} name={nameOf(t, language, by, row)} costs={costs} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

const HEADS = {
  category: 'byCategory',
  market: 'byMarket',
  number: 'byNumber',
  bot: 'byBot',
  broadcast: 'byBroadcast',
  template: 'byTemplate',
} as const

function nameOf(t: PolicyWords, language: Language, by: By, { key, name }: CostRow): string {
  if (by === 'category') return categoryName(t, key)
  if (by === 'market') return marketName(language, key)
  if (by === 'bot' && key === '') return t('people')
  return name || t('noName')
}

function Row({ row, name, costs }: { row: CostRow; name: string; costs: Costs }) {
  const t = useWords()
  const money = useSums()
  const { number } = useFormats()
  const share = shareOf(row.amount, costs.total.amount)
  return (
    <tr>
      <th scope="row" className="w-1/2 max-w-0 px-4 py-2 text-left font-medium">
        <span className="block truncate">{name}</span>
        <span aria-hidden className="mt-1 block h-1 overflow-hidden rounded-full bg-hover">
          <span className="block h-full rounded-full bg-brand" style={{ width: `${share}%` }} />
        </span>
      </th>
      <td className="tnum px-2 py-2 text-right align-top">{number(row.messages)}</td>
      <td className="tnum px-2 py-2 text-right align-top text-fg-2 max-sm:hidden">{number(row.free)}</td>
      <td className="tnum px-4 py-2 text-right align-top">
        {money(row.amount, costs.currency)}
        {row.unpriced > 0 && (
          <span className="block text-2xs text-warn-fg">{t('unpriced', { count: row.unpriced })}</span>
        )}
      </td>
    </tr>
  )
}
