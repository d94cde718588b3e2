import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { SyncButton } from '#web/whatsapp/number/SyncButton.tsx'
import { UnusedNumbers } from '#web/whatsapp/number/UnusedNumbers.tsx'

/** Step three: the numbers of the account, of which at least one is chosen. */
export function NumbersStep({ numbers }: { numbers: readonly PhoneNumber[] }) {
  const t = useChannelWords()
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-64 text-fg-2">{t('numbersText')}</p>
        {numbers.length === 0 && <SyncButton tone="primary" />}
      </div>
      {numbers.length > 0 && (
        <div className="overflow-hidden rounded-md border border-line border-t-0">
          <UnusedNumbers numbers={numbers.filter(({ used }) => !used)} may />
        </div>
      )}
    </div>
  )
}
