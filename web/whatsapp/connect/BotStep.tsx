import { Link2 } from 'lucide-react'
import { useState } from 'react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { Button } from '#web/ui/Button.tsx'
import { LinkDialog } from '#web/whatsapp/channel/LinkDialog.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { useWords } from '#web/whatsapp/words.ts'

/** Step four, which may wait: a bot that answers on one of the numbers. Without one the inbox works all the same. */
export function BotStep({ numbers, onLater }: { numbers: readonly PhoneNumber[]; onLater: () => void }) {
  const t = useChannelWords()
  const words = useWords()
  const [asked, setAsked] = useState<PhoneNumber | null>(null)
  return (
    <div className="space-y-3">
      <p className="text-fg-2">{t('botText')}</p>
      <ul className="space-y-2">
        {numbers
          .filter(({ used }) => used)
          .map((number) => (
            <li
              key={number.id}
              className="flex flex-wrap items-center gap-3 rounded-md bg-sunken px-3 py-2.5"
            >
              <span className="min-w-0 flex-1 basis-40">
                <span className="block truncate font-medium text-sm">{number.name || number.display}</span>
                <span className="tnum block truncate text-fg-2 text-xs">{number.display}</span>
              </span>
              <Button size="sm" tone="primary" icon={<Link2 />} onClick={() => setAsked(number)}>
                {words('link')}
                <span className="sr-only"> {number.display}</span>
              </Button>
            </li>
          ))}
      </ul>
      <div className="flex justify-end">
        <Button tone="ghost" onClick={onLater}>
          {t('later')}
        </Button>
      </div>
      <LinkDialog number={asked} onClose={() => setAsked(null)} />
    </div>
  )
}
