import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileText, Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { ChatPrices } from '#core/chat/api.ts'
import { toCategory } from '#core/policy/template.ts'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { useChatPrices } from '#web/chat/composer/CostLine.tsx'
import { useSendWords } from '#web/chat/composer/template/words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { useLanguageName } from '#web/whatsapp/template/view/language-name.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'
import { useSayCost } from '#web/whatsapp/verdict/use-cost.ts'

const SHOWN_MAX = 50

type Props = { chatId: string; onChoose: (template: TemplateView) => void }

/** The templates that may be sent, each with what it costs this customer now, found by name. One-time passwords are sent by programs only. */
export function TemplateChoice({ chatId, onChoose }: Props) {
  const prices = useChatPrices(chatId)
  const t = useSendWords()
  const say = useProblemWords()
  const base = useBaseWords()
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const ask = { limit: SHOWN_MAX, ...(search && { search }) }
  const approved = useQuery(orpc.template.templates.queryOptions({ input: { ...ask, status: 'APPROVED' } }))
  const flagged = useQuery(orpc.template.templates.queryOptions({ input: { ...ask, status: 'FLAGGED' } }))
  const rows = [...(approved.data?.items ?? []), ...(flagged.data?.items ?? [])].filter(
    ({ category }) => category !== 'AUTHENTICATION',
  )
  return (
    <div className="space-y-3">
      <TextInput
        icon={<Search />}
        value={typed}
        onChange={setTyped}
        aria-label={t('template.search')}
        placeholder={t('template.search')}
      />
      {approved.isError && (
        <EmptyState
          title={say(approved.error)}
          action={<Button onClick={() => void approved.refetch()}>{base('retry')}</Button>}
        />
      )}
      {approved.isPending && (
        <Patience label={base('loading')}>
          <Skeleton className="h-14" />
        </Patience>
      )}
      {approved.data && rows.length === 0 && <Nothing isSearch={search !== ''} />}
      {rows.length > 0 && (
        <ul className="scroll max-h-[46dvh] divide-y divide-line rounded-md border border-line">
          {rows.map((row) => (
            <Row key={row.id} row={row} prices={prices} onChoose={() => onChoose(row)} />
          ))}
        </ul>
      )}
    </div>
  )
}

type RowProps = { row: TemplateView; prices: ChatPrices | undefined; onChoose: () => void }

function Row({ row, prices, onChoose }: RowProps) {
  const say = useSayCost()
  const words = useTemplateWords()
  const nameOf = useLanguageName()
  return (
    <li>
      <button
        type="button"
        onClick={onChoose}
        className="block w-full px-3 py-2.5 text-left hover:bg-sunken focus-visible:-outline-offset-2"
      >
        <span className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate font-mono font-semibold text-sm">{row.name}</span>
          <span className="shrink-0 text-fg-3 text-xs max-sm:hidden">{nameOf(row.language)}</span>
          <Badge tone={row.category === 'MARKETING' ? 'orange' : 'teal'}>
            {words(`category.${row.category}`)}
          </Badge>
        </span>
        <span className="mt-0.5 line-clamp-2 text-fg-2 text-xs">{row.template.body.text}</span>
        {prices && (
          <span className="tnum mt-0.5 block text-2xs text-fg-3">
            {say(prices.costs[toAsked(row.category)])} · {prices.market}
          </span>
        )}
      </button>
    </li>
  )
}

function toAsked(category: string): 'marketing' | 'utility' | 'authentication' {
  const known = toCategory(category)
  return known === 'utility' || known === 'authentication' ? known : 'marketing'
}

function Nothing({ isSearch }: { isSearch: boolean }) {
  const t = useSendWords()
  if (isSearch) return <EmptyState icon={<Search />} title={t('template.noMatch')} />
  return (
    <EmptyState
      icon={<FileText />}
      title={t('template.none')}
      action={
        <Link to="/templates" className={buttonClass({})}>
          {t('template.toPage')}
        </Link>
      }
    >
      {t('template.noneText')}
    </EmptyState>
  )
}
