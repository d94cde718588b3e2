import { Link2, Phone, Smartphone, Unlink } from 'lucide-react'
import { useState } from 'react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkDialog } from '#web/whatsapp/channel/LinkDialog.tsx'
import { UnlinkDialog } from '#web/whatsapp/channel/UnlinkDialog.tsx'
import { NameReason, NumberMarks } from '#web/whatsapp/number/NumberMarks.tsx'
import { isUnregistered, NumberMenu } from '#web/whatsapp/number/NumberMenu.tsx'
import { RegisterButton } from '#web/whatsapp/number/RegisterButton.tsx'
import { UnusedNumbers } from '#web/whatsapp/number/UnusedNumbers.tsx'
import { useWords } from '#web/whatsapp/words.ts'
import { NumberBadges } from '#web/workspace/NumberBadges.tsx'

type Asked = { readonly act: 'link' | 'unlink'; readonly number: PhoneNumber }

/** The numbers of the channel, each with the bot that answers there. */
export function NumbersList({
  numbers: all,
  may,
  linkedAbove = false,
}: {
  numbers: readonly PhoneNumber[]
  may: boolean
  /** The step of the wizard above asks for the bot: the same press is not offered twice. */
  linkedAbove?: boolean
}) {
  const t = useWords()
  const numbers = all.filter(({ used }) => used)
  const unused = all.filter(({ used }) => !used)
  const [asked, setAsked] = useState<Asked | null>(null)
  return (
    <Card title={t('numbers')} bodyClass="pb-1">
      {numbers.length === 0 && <EmptyState title={t('noNumbers')}>{t('noNumbersText')}</EmptyState>}
      <ul className="divide-y divide-line">
        {numbers.map((number) => (
          <Row
            key={number.id}
            number={number}
            may={may}
            linkedAbove={linkedAbove}
            onAsk={(act) => setAsked({ act, number })}
          />
        ))}
      </ul>
      <UnusedNumbers numbers={unused} may={may} />
      <LinkDialog number={asked?.act === 'link' ? asked.number : null} onClose={() => setAsked(null)} />
      <UnlinkDialog number={asked?.act === 'unlink' ? asked.number : null} onClose={() => setAsked(null)} />
    </Card>
  )
}

function Row({
  number,
  may,
  linkedAbove,
  onAsk,
}: {
  number: PhoneNumber
  may: boolean
  linkedAbove: boolean
  onAsk: (act: 'link' | 'unlink') => void
}) {
  const t = useWords()
  return (
    <li className="flex items-start gap-3 px-4 py-3.5 sm:items-center sm:gap-4">
      <span
        aria-hidden
        className="grid size-10 shrink-0 place-items-center rounded-md bg-brand-soft text-brand-soft-fg [&_svg]:size-5"
      >
        {number.test ? <Smartphone /> : <Phone />}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-x-4 gap-y-2 sm:flex-row sm:items-center">
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-2">
            <span className="truncate font-semibold text-base">{number.name || number.display}</span>
            {number.test && <Badge>{t('testNumber')}</Badge>}
          </p>
          <p className="tnum truncate text-fg-3 text-sm">
            {number.display} · {number.bot ? t('botIs', { name: number.bot.name }) : t('noBot')}
          </p>
          <NameReason number={number} />
        </div>
        <div className="flex flex-wrap gap-1 sm:max-w-80 sm:justify-end">
          <NumberBadges state={number.state} quality={number.quality} />
          <NumberMarks number={number} />
        </div>
        {may && (
          <div className="flex items-center gap-1.5 max-sm:flex-wrap">
            {isUnregistered(number) && <RegisterButton number={number} />}
            {number.bot ? (
              <Button icon={<Unlink />} className="max-sm:flex-1" onClick={() => onAsk('unlink')}>
                {t('unlink')}
              </Button>
            ) : linkedAbove ? null : (
              <Button
                tone={isUnregistered(number) ? 'secondary' : 'primary'}
                icon={<Link2 />}
                className="max-sm:flex-1"
                onClick={() => onAsk('link')}
              >
                {t('link')}
              </Button>
            )}
            <NumberMenu number={number} />
          </div>
        )}
      </div>
    </li>
  )
}
