import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { AddNumber } from '#web/whatsapp/number/AddNumber.tsx'
import { SyncButton } from '#web/whatsapp/number/SyncButton.tsx'
import { UnusedNumbers } from '#web/whatsapp/number/UnusedNumbers.tsx'

/** Step three: the numbers of the account, of which at least one is chosen. `isOwn`: new ones are added here, not at a partner. */
export function NumbersStep({ numbers, isOwn }: { numbers: readonly PhoneNumber[]; isOwn: boolean }) {
  const t = useChannelWords()
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-64 text-fg-2">{t('numbersText')}</p>
        <SyncButton tone={numbers.length === 0 ? 'primary' : 'secondary'} />
        {isOwn && <AddNumber tone="secondary" />}
      </div>
      {numbers.length > 0 && (
        <div className="overflow-hidden rounded-md border border-line border-t-0">
          <UnusedNumbers numbers={numbers.filter(({ used }) => !used)} may />
        </div>
      )}
    </div>
  )
}
