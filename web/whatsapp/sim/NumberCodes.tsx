import { MessageSquareText } from 'lucide-react'
import type { SimWorld } from '#core/whatsapp/sim-view.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { CopyButton } from '#web/ui/Copyable.tsx'
import { useWords } from '#web/whatsapp/words.ts'

/** The codes that Meta has just sent to the business's own phones. */
export function NumberCodes({ state }: { state: SimWorld }) {
  const t = useWords()
  return state.numbers
    .filter(({ code }) => code !== null)
    .map(({ id, display, code }) => (
      <Banner
        key={id}
        tone="info"
        role="status"
        icon={<MessageSquareText aria-hidden />}
        action={<CopyButton value={code ?? ''} size="sm" />}
      >
        {t('smsCode', { number: display, code: code ?? '' })}
      </Banner>
    ))
}
