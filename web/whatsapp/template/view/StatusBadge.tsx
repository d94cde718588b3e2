import {
  CircleCheck,
  CirclePause,
  CircleSlash,
  CircleX,
  Clock,
  FilePen,
  RefreshCw,
  TriangleAlert,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import type { TemplateQuality, TemplateStatus } from '#core/whatsapp/template/state.ts'
import { STATUS_WORDS } from '#core/whatsapp/template/status-words.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { Badge, type Tone } from '#web/ui/Badge.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const LOOKS: Readonly<Record<TemplateStatus, readonly [Tone, ReactNode]>> = {
  DRAFT: ['neutral', <FilePen key="i" />],
  PENDING: ['info', <Clock key="i" />],
  APPROVED: ['brand', <CircleCheck key="i" />],
  REJECTED: ['danger', <CircleX key="i" />],
  FLAGGED: ['warn', <TriangleAlert key="i" />],
  PAUSED: ['warn', <CirclePause key="i" />],
  DISABLED: ['danger', <CircleSlash key="i" />],
  IN_APPEAL: ['info', <Clock key="i" />],
  LIMIT_EXCEEDED: ['danger', <CircleSlash key="i" />],
  PENDING_DELETION: ['neutral', <Clock key="i" />],
  DELETED: ['neutral', <CircleSlash key="i" />],
  ARCHIVED: ['neutral', <CircleSlash key="i" />],
  UNKNOWN: ['neutral', <TriangleAlert key="i" />],
}

/** How a template stands with Meta, by colour, sign and word. */
function StatusBadge({ status }: { status: TemplateStatus }) {
  const language = useLanguage()
  const [tone, icon] = LOOKS[status]
  return (
    <Badge tone={tone} icon={icon}>
      {STATUS_WORDS[status][language]}
    </Badge>
  )
}

/** The same, of a row: a submission without an answer comes before what was known until then. */
export function StandingBadge({
  row,
}: {
  row: Pick<TemplateView, 'status' | 'unansweredSince' | 'lost'> | null
}) {
  const t = useTemplateWords()
  if (!row) return <StatusBadge status="DRAFT" />
  if (row.unansweredSince !== null) {
    return (
      <Badge tone="warn" icon={<RefreshCw />}>
        {t('asked.badge')}
      </Badge>
    )
  }
  if (row.lost) {
    return (
      <Badge tone="danger" icon={<CircleX />}>
        {t('asked.lostBadge')}
      </Badge>
    )
  }
  return <StatusBadge status={row.status} />
}

const QUALITY: Readonly<Record<TemplateQuality, Tone>> = {
  GREEN: 'brand',
  YELLOW: 'warn',
  RED: 'danger',
  UNKNOWN: 'neutral',
}

export function QualityBadge({ quality }: { quality: TemplateQuality }) {
  const t = useTemplateWords()
  if (quality === 'UNKNOWN') return <span className="text-fg-3 text-xs">{t('quality.UNKNOWN')}</span>
  return (
    <Badge tone={QUALITY[quality]} dot>
      {t(`quality.${quality}`)}
    </Badge>
  )
}
