import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Phone, Radio, Smartphone } from 'lucide-react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { orpc } from '#web/base/query.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { buttonClass } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { NumberBadges } from '#web/workspace/NumberBadges.tsx'
import { useWords } from '#web/workspace/words.ts'

/** The numbers that customers write to, and which bot answers there. */
export function NumbersCard() {
  const t = useWords()
  const channel = useQuery(orpc.whatsapp.channel.queryOptions()).data
  if (!channel) return null
  return (
    <Card
      title={t('numbers')}
      bodyClass={channel.numbers.length > 0 ? 'pb-1' : undefined}
      action={
        channel.numbers.length > 0 && (
          <Link to="/channels" className="-my-1 py-1 font-medium text-brand-soft-fg text-sm hover:underline">
            {t('openChannels')}
          </Link>
        )
      }
    >
      {channel.numbers.length === 0 && (
        <EmptyState
          icon={<Radio />}
          title={t('numbersEmpty')}
          className="py-6"
          action={
            <Link to="/channels" className={buttonClass({ tone: 'primary' })}>
              {t('openChannels')}
            </Link>
          }
        >
          {t('numbersEmptyText')}
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {channel.numbers.map((number) => (
          <Row key={number.id} number={number} />
        ))}
      </ul>
    </Card>
  )
}

function Row({ number }: { number: PhoneNumber }) {
  const t = useWords()
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <span
        aria-hidden
        className="grid size-9 shrink-0 place-items-center rounded-md bg-brand-soft text-brand-soft-fg [&_svg]:size-[18px]"
      >
        {number.test ? <Smartphone /> : <Phone />}
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-semibold text-sm">{number.name || number.display}</span>
          {number.test && <Badge>{t('testNumber')}</Badge>}
        </p>
        <p className="tnum truncate text-fg-3 text-xs">
          {number.display} · {number.bot ? t('botIs', { name: number.bot.name }) : t('noBot')}
        </p>
        <div className="mt-1.5">
          <NumberBadges state={number.state} quality={number.quality} />
        </div>
      </div>
    </li>
  )
}
