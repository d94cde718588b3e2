import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Phone, Radio, Smartphone } from 'lucide-react'
import type { Costs, NumberLimit } from '#core/policy/api.ts'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { buttonClass } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Meter } from '#web/ui/Meter.tsx'
import { NumberBadges } from '#web/workspace/NumberBadges.tsx'
import { useWords } from '#web/workspace/words.ts'

/** The numbers that customers write to, and which bot answers there. */
export function NumbersCard({ isPaying }: { isPaying: boolean }) {
  const t = useWords()
  const channel = useQuery(orpc.whatsapp.channel.queryOptions()).data
  const limits = useQuery(orpc.policy.limits.queryOptions()).data
  const costs = useQuery(orpc.policy.costs.queryOptions({ input: {}, enabled: isPaying })).data
  if (!channel) return null
  return (
    <Card
      title={t('numbers')}
      bodyClass={channel.numbers.length > 0 ? 'pb-1' : undefined}
      action={
        channel.numbers.length > 0 && (
          <Link
            to="/channels"
            className="-my-1 py-1 font-medium text-brand-soft-fg text-sm hover:underline pointer-coarse:-my-3 pointer-coarse:py-3"
          >
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
          <Row
            key={number.id}
            number={number}
            limit={limits?.numbers.find(({ numberId }) => numberId === number.id)}
            free={costs?.allowances.find(({ key }) => key === number.id)}
          />
        ))}
      </ul>
    </Card>
  )
}

type RowProps = {
  number: PhoneNumber
  limit: NumberLimit | undefined
  free: Costs['allowances'][number] | undefined
}

function Row({ number, limit, free }: RowProps) {
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
        <p className="tnum text-fg-3 text-xs">
          {number.display} · {number.bot ? t('botIs', { name: number.bot.name }) : t('noBot')}
        </p>
        <div className="mt-1.5">
          <NumberBadges state={number.state} quality={number.quality} />
        </div>
        {limit && limit.max !== null && <Used label={t('limitShort')} used={limit.used} max={limit.max} />}
        {free && <Used label={t('freeShort')} used={free.used} max={free.max} />}
      </div>
    </li>
  )
}

const NEARLY = 0.8

function Used({ label, used, max }: { label: string; used: number; max: number }) {
  const { number } = useFormats()
  const tone = used >= max ? 'danger' : used >= max * NEARLY ? 'warn' : 'brand'
  return (
    <div className="mt-2 space-y-1">
      <p className="flex gap-2 text-fg-2 text-xs">
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <span className="tnum">
          <b className="text-fg">{number(used)}</b> / {number(max)}
        </span>
      </p>
      <Meter value={used} max={max} tone={tone} label={label} />
    </div>
  )
}
