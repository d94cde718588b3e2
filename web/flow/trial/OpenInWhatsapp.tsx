import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import type { FlowRow } from '#core/flow/api.ts'
import { orpc } from '#web/base/query.ts'
import { QrCode } from '#web/flow/trial/QrCode.tsx'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { buttonClass } from '#web/ui/Button.tsx'
import { CopyButton } from '#web/ui/Copyable.tsx'

/** Link and code to the linked number with the flow's first keyword typed in: what runs there is what is published. */
export function OpenInWhatsapp({ flow }: { flow: FlowRow }) {
  const t = useTrialWords()
  const channel = useQuery(orpc.whatsapp.channel.queryOptions()).data
  const number = channel?.numbers.find(({ bot }) => bot?.id === flow.botId)
  if (!channel) return null
  if (!number) return <p className="text-sm text-fg-2">{t('notLinked')}</p>
  const [keyword] = flow.keywords
  const url = addressOf(number.display, keyword)
  return (
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
}

function addressOf(display: string, keyword: string | undefined): string {
  const text = keyword ? `?text=${encodeURIComponent(keyword)}` : ''
  return `https://wa.me/${display.replace(/\D/g, '')}${text}`
}
