import { Ban, TriangleAlert } from 'lucide-react'
import type { ListedAccount } from '#core/whatsapp/oauth-api.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { useConnectWords } from '#web/whatsapp/connect-words.ts'
import { NumberBadges } from '#web/workspace/NumberBadges.tsx'

/** One account with its numbers; where none can be chosen it says why. */
export function AccountRow({
  account,
  busyWith,
  onChoose,
}: {
  account: ListedAccount
  busyWith: string | null
  onChoose: (phoneNumberId: string) => void
}) {
  const t = useConnectWords()
  const { id, name, shared, hindrance, numbers, trouble } = account
  return (
    <li className="overflow-hidden rounded-md border border-line">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2.5">
        <span className="min-w-0 flex-1 basis-48">
          <span className="block text-2xs text-fg-3">{t('account')}</span>
          <span className="block truncate font-medium text-sm">{name}</span>
          <span className="tnum block font-mono text-2xs text-fg-3">{id}</span>
        </span>
        {shared && <Badge>{t('shared')}</Badge>}
      </div>
      {hindrance && (
        <Banner tone="warn" icon={<Ban aria-hidden />} className="mx-3 mb-3">
          {t(`hindrance_${hindrance}`)}
        </Banner>
      )}
      {trouble && (
        <Banner tone="danger" icon={<TriangleAlert aria-hidden />} className="mx-3 mb-3">
          {t('trouble', { reason: trouble })}
        </Banner>
      )}
      {!trouble && numbers.length === 0 && hindrance !== 'not-granted' && (
        <p className="px-3 pb-3 text-fg-2 text-sm">{t('numbersNone')}</p>
      )}
      <ul>
        {numbers.map((number) => (
          <li
            key={number.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t px-3 py-2.5"
          >
            <span className="min-w-0 flex-1 basis-44">
              <span className="flex items-center gap-2 font-medium text-sm">
                <span className="truncate">{number.name || number.display}</span>
                {number.test && <Badge>{t('testNumber')}</Badge>}
              </span>
              <span className="tnum block truncate text-fg-2 text-xs">{number.display}</span>
            </span>
            <NumberBadges state={number.state} quality={number.quality} />
            <Button
              size="sm"
              tone="primary"
              className="ml-auto"
              disabled={hindrance !== null || busyWith !== null}
              busy={busyWith === number.id}
              onClick={() => onChoose(number.id)}
            >
              {t('select')}
              <span className="sr-only"> {number.display}</span>
            </Button>
          </li>
        ))}
      </ul>
    </li>
  )
}
