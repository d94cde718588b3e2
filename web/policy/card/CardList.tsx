import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Card as RateCard } from '#core/policy/api.ts'
import { client } from '#web/base/api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { trustName } from '#web/policy/names.ts'
import { useWords } from '#web/policy/words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { RemoveDialog } from '#web/workspace/RemoveDialog.tsx'

/** The cards that come with the product and those that were imported, latest first. */
export function CardList() {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const { date } = useFormats()
  const dayOf = (effective: string) => date(Date.parse(`${effective}T12:00:00Z`))
  const [leaving, setLeaving] = useState<(RateCard & { readonly id: string }) | null>(null)
  const found = useQuery(orpc.policy.cards.queryOptions())
  return (
    <Card title={t('cards')} bodyClass="pb-1">
      <p className="px-4 pb-2 text-fg-2 text-sm">{t('cardsText')}</p>
      {found.isPending && (
        <Patience label={base('loading')}>
          <Skeleton className="mx-4 mb-3 h-24" />
        </Patience>
      )}
      {found.isError && (
        <EmptyState
          title={say(found.error)}
          action={<Button onClick={() => void found.refetch()}>{base('retry')}</Button>}
        />
      )}
      <ul className="divide-y divide-line">
        {(found.data ?? []).map((card) => (
          <Row
            key={card.id ?? `${card.unit} ${card.currency} ${card.effective}`}
            card={card}
            onRemove={(id) => setLeaving({ ...card, id })}
          />
        ))}
      </ul>
      <RemoveDialog
        thing={leaving}
        say={({ currency, effective, isInForce }) => ({
          title: t('removeCardTitle', { currency, day: dayOf(effective) }),
          text: t(isInForce ? 'removeCardInForce' : 'removeCardText'),
          done: t('removed'),
        })}
        remove={(id) => client.policy.removeCard({ id })}
        onGone={() => void queryClient.invalidateQueries({ queryKey: orpc.policy.key() })}
        onDone={() => setLeaving(null)}
      />
    </Card>
  )
}

function Row({ card, onRemove }: { card: RateCard; onRemove: (id: string) => void }) {
  const t = useWords()
  const { date } = useFormats()
  const { id, currency, effective } = card
  return (
    <li className="flex items-center gap-3 px-4 py-2.5 text-sm">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          {currency} · {t('cardFrom', { day: date(Date.parse(`${effective}T12:00:00Z`)) })}
          {card.isInForce && <Badge tone="brand">{t('inForce')}</Badge>}
        </p>
        <p className="mt-0.5 text-fg-3 text-xs">
          {t(card.unit === 'message' ? 'unit_message' : 'unit_conversation')} ·{' '}
          {t('cardRates', { count: card.rates })} · {trustName(t, card.trust)}
        </p>
      </div>
      {id && (
        <IconButton label={t('removeCard', { currency, day: effective })} onClick={() => onRemove(id)}>
          <Trash2 />
        </IconButton>
      )}
    </li>
  )
}
