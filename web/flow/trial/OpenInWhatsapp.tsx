import { skipToken, useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import type { FlowRow } from '#core/flow/api.ts'
import { orpc } from '#web/base/query.ts'
import { QrCode } from '#web/flow/trial/QrCode.tsx'
import { numberFor, whatsappLink } from '#web/flow/trial/whatsapp-link.ts'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { buttonClass } from '#web/ui/Button.tsx'
import { CopyButton } from '#web/ui/Copyable.tsx'

/** Link and code to the linked number with the first word typed in that begins what is published: that is what answers there. */
export function OpenInWhatsapp({ flow }: { flow: FlowRow }) {
  const t = useTrialWords()
  const channel = useQuery(orpc.whatsapp.channel.queryOptions()).data
  const live = useLive(flow)
  const number = channel && numberFor(channel.numbers, flow.botId)
  if (!channel) return null
  if (!number) return <p className="text-sm text-fg-2">{t('notLinked')}</p>
  if (flow.version === null || !flow.enabled)
    return <p className="text-sm text-fg-2">{t(flow.version === null ? 'notLive' : 'switchedOff')}</p>
  if (!live) return null
  const url = whatsappLink(number.display, live)
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

/** What runs of a flow; of a canary and the version of the others, the latter. */
function useLive({ id, version }: FlowRow) {
  const versions = useQuery(orpc.flow.versions.queryOptions({ input: { id } })).data
  const versionId = versions?.find(({ number }) => number === version)?.id
  const input = versionId === undefined ? skipToken : { id, versionId }
  return useQuery(orpc.flow.version.queryOptions({ input })).data?.definition
}
