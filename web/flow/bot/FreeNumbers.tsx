import { Link2, MessageSquare } from 'lucide-react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import type { Wish } from '#web/flow/bot/wish.ts'
import { useBotWords } from '#web/flow/bot-words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { NumberBadges } from '#web/workspace/NumberBadges.tsx'

type Props = {
  readonly numbers: readonly PhoneNumber[]
  /** Null: one may only look, or there is no bot to link. */
  readonly onWish: ((wish: Wish) => void) | null
}

/** Numbers that no bot answers on: people do. */
export function FreeNumbers({ numbers, onWish }: Props) {
  const t = useBotWords()
  if (numbers.length === 0) return null
  return (
    <Card title={t('free')} bodyClass="pb-1">
      <p className="px-4 pb-2 text-fg-2 text-sm">{t('freeText')}</p>
      <ul className="divide-y divide-line">
        {numbers.map((number) => (
          <li key={number.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1 basis-52">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium text-sm">
                <span className="truncate">{number.name || number.display}</span>
                {number.test && <Badge>{t('testNumber')}</Badge>}
                <Badge icon={<MessageSquare aria-hidden />}>{t('chatOnly')}</Badge>
              </p>
              <p className="tnum truncate text-fg-3 text-xs">{number.display}</p>
            </div>
            <NumberBadges state={number.state} quality={number.quality} />
            {onWish && (
              <Button size="sm" icon={<Link2 />} onClick={() => onWish({ act: 'link', number, bot: null })}>
                {t('linkBot')}
                <span className="sr-only"> {number.display}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
