import { useQuery } from '@tanstack/react-query'
import type { ToggleEvent } from 'react'
import { MINUTE } from '#core/base/time.ts'
import type { ChatPrices } from '#core/chat/api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { useSendWords } from '#web/chat/composer/template/words.ts'
import { cx } from '#web/ui/cx.ts'
import { useSayCost } from '#web/whatsapp/verdict/use-cost.ts'
import { useVerdictWords } from '#web/whatsapp/verdict/words.ts'

/** Prices change with the window and the month; a minute is near enough for a forecast. */
const FRESH_MS = MINUTE

/** What one more message of a chat costs now, by category; undefined until it is known. */
export function useChatPrices(chatId: string): ChatPrices | undefined {
  return useQuery(orpc.chat.prices.queryOptions({ input: { id: chatId }, staleTime: FRESH_MS })).data
}

type Category = keyof ChatPrices['costs']

/** What a message of a category costs now, and on one tap why: its market, its regime, what is left of the free ones. */
export function CostLine({
  chatId,
  category,
  className,
}: {
  chatId: string
  category: Category
  className?: string
}) {
  const t = useSendWords()
  const say = useSayCost()
  const verdict = useVerdictWords()
  const format = useFormats()
  const prices = useChatPrices(chatId)
  if (!prices) return null
  const cost = prices.costs[category]
  const { market, regime, freeLeft } = prices
  const [, year = regime, month] = /(\d{4})(?:-(\d{2}))?$/.exec(regime) ?? []
  const from = month ? format.date(Date.parse(`${year}-${month}-01`)) : year
  return (
    <details
      className={cx('group/cost relative text-2xs text-fg-3', className)}
      data-testid="cost"
      onToggle={closeElsewhere}
    >
      <summary className="tnum inline-flex min-h-6 cursor-pointer list-none items-center rounded-xs hover:text-fg pointer-coarse:min-h-11 pointer-coarse:min-w-11 pointer-coarse:justify-end">
        {say(cost)}
      </summary>
      <dl className="absolute right-0 bottom-full z-20 mb-1 grid w-max max-w-72 max-sm:max-w-64 grid-cols-[auto_auto] gap-x-3 gap-y-0.5 rounded-md border border-line bg-surface p-2.5 text-fg-2 text-xs shadow-3">
        <dt className="text-fg-3">{t('cost.why')}</dt>
        <dd>{t(`cost.type.${typeOf(cost.type)}`)}</dd>
        <dt className="text-fg-3">{t('cost.category')}</dt>
        <dd>{t(`cost.category.${category}`)}</dd>
        <dt className="text-fg-3">{t('cost.market')}</dt>
        <dd>{market}</dd>
        <dt className="text-fg-3">{t('cost.regime')}</dt>
        <dd>{t('cost.since', { day: from })}</dd>
        {freeLeft !== null && (
          <>
            <dt className="text-fg-3">{t('cost.freeLeft')}</dt>
            <dd className="tnum">{format.number(freeLeft)}</dd>
          </>
        )}
        {cost.amount === null && <dd className="col-span-2">{verdict('noPrice')}</dd>}
      </dl>
    </details>
  )
}

/** A press anywhere else closes it, so that it covers no words that are being written. */
function closeElsewhere({ currentTarget: details }: ToggleEvent<HTMLDetailsElement>): void {
  if (!details.open) return
  const over = new AbortController()
  const close = ({ target }: PointerEvent) => {
    if (target instanceof Node && details.contains(target)) return
    details.open = false
    over.abort()
  }
  document.addEventListener('pointerdown', close, { signal: over.signal })
}

const TYPES = [
  'regular',
  'free_customer_service',
  'free_entry_point',
  'free_allowance',
  'in_conversation',
] as const

function typeOf(type: string): (typeof TYPES)[number] {
  return TYPES.find((known) => known === type) ?? 'regular'
}
