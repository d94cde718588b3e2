import { ShieldCheck } from 'lucide-react'
import { Badge, type Tone } from '#web/ui/Badge.tsx'
import { useWords } from '#web/workspace/words.ts'

const STATES = {
  CONNECTED: { tone: 'brand', word: 'stateConnected' },
  PENDING: { tone: 'warn', word: 'statePending' },
  DISCONNECTED: { tone: 'danger', word: 'stateDisconnected' },
  UNVERIFIED: { tone: 'warn', word: 'state_UNVERIFIED' },
  FLAGGED: { tone: 'warn', word: 'state_FLAGGED' },
  RATE_LIMITED: { tone: 'warn', word: 'state_RATE_LIMITED' },
  RESTRICTED: { tone: 'danger', word: 'state_RESTRICTED' },
  BANNED: { tone: 'danger', word: 'state_BANNED' },
  DELETED: { tone: 'danger', word: 'state_DELETED' },
  MIGRATED: { tone: 'danger', word: 'state_MIGRATED' },
} as const
const QUALITIES = {
  GREEN: { tone: 'brand', word: 'qualityHigh' },
  YELLOW: { tone: 'warn', word: 'qualityMedium' },
  RED: { tone: 'danger', word: 'qualityLow' },
} as const

/** How Meta sees a number: its state and its quality rating. A state that is new to us is shown by Meta's own word. */
export function NumberBadges({ state, quality }: { state: string; quality: string }) {
  const t = useWords()
  const known = state in STATES ? STATES[state as keyof typeof STATES] : null
  const rating = quality in QUALITIES ? QUALITIES[quality as keyof typeof QUALITIES] : null
  const tone: Tone = known?.tone ?? 'warn'
  return (
    <span className="flex flex-wrap gap-1">
      <Badge tone={tone} dot>
        {known ? t(known.word) : t('stateOther', { state })}
      </Badge>
      <Badge tone={rating?.tone ?? 'neutral'} icon={<ShieldCheck aria-hidden />}>
        {t(rating?.word ?? 'qualityUnknown')}
      </Badge>
    </span>
  )
}
