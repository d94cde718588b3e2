import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import type { FlowRow } from '#core/flow/api.ts'
import { orpc } from '#web/base/query.ts'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { buttonClass } from '#web/ui/Button.tsx'
import { CopyButton } from '#web/ui/Copyable.tsx'
import { QrCode } from '#web/ui/QrCode.tsx'

/** Link and code to the linked number with the flow's first keyword typed in: what runs there is what is published. */
export function OpenInWhatsapp({ flow, folded }: { flow: FlowRow; folded?: boolean }) {
  const t = useTrialWords()
  const channel = useQuery(orpc.whatsapp.channel.queryOptions()).data
  const simulated = useQuery(orpc.whatsapp.simulator.queryOptions()).data
  const number = channel?.numbers.find(({ bot }) => bot?.id === flow.botId)
  if (!channel || !simulated) return null
  // A number of the simulator is known to no WhatsApp.
  if (simulated.world) return <p className="text-2xs text-fg-3">{t('onlyReal')}</p>
  if (!number) return <p className="text-sm text-fg-2">{t('notLinked')}</p>
  const [keyword] = flow.keywords
  const url = addressOf(number.display, keyword)
  const body = (
    <div className="space-y-3">
      <p className="text-xs text-fg-3">{t('whatsappRuns', { number: number.display })}</p>
      <QrCode text={url} label={t('qr', { number: number.display })} />
      <div className="flex items-center gap-1.5">
        <a href={url} target="_blank" rel="noreferrer" className={buttonClass({ tone: 'primary' })}>
          <ExternalLink aria-hidden /> {t('openWhatsapp')}
        </a>
        <CopyButton value={url} />
      </div>
    </div>
  )
  return folded ? (
    <details>
      <summary className="min-h-8 cursor-pointer py-1.5 text-sm font-medium">{t('openWhatsapp')}</summary>
      {body}
    </details>
  ) : (
    body
  )
}

function addressOf(display: string, keyword: string | undefined): string {
  const text = keyword ? `?text=${encodeURIComponent(keyword)}` : ''
  return `https://wa.me/${display.replace(/\D/g, '')}${text}`
}
