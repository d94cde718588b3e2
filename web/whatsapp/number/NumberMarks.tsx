import { BadgeCheck, Gauge } from 'lucide-react'
import { limitOfTier } from '#core/policy/limit/era.ts'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { useFormats } from '#web/base/format.ts'
import { Badge, type Tone } from '#web/ui/Badge.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'

const NAMES = {
  APPROVED: null,
  AVAILABLE_WITHOUT_REVIEW: null,
  NONE: null,
  PENDING_REVIEW: { tone: 'warn', word: 'namePending' },
  DECLINED: { tone: 'danger', word: 'nameDeclined' },
  EXPIRED: { tone: 'danger', word: 'nameExpired' },
} as const satisfies Record<string, { tone: Tone; word: string } | null>

/** What Meta has decided about a number beside its state: name, badge, messaging limit, speed. */
export function NumberMarks({ number }: { number: PhoneNumber }) {
  const t = useChannelWords()
  const { number: count } = useFormats()
  const known = number.nameStatus in NAMES
  const name = known ? NAMES[number.nameStatus as keyof typeof NAMES] : null
  const limit = limitOfTier(number.tier)
  return (
    <span className="contents">
      {name && <Badge tone={name.tone}>{t(name.word)}</Badge>}
      {!known && <Badge tone="warn">{t('nameOther', { state: number.nameStatus })}</Badge>}
      {number.official && (
        <Badge tone="info" icon={<BadgeCheck aria-hidden />}>
          {t('official')}
        </Badge>
      )}
      {number.test ? (
        <Badge icon={<Gauge aria-hidden />}>{t('limitTest')}</Badge>
      ) : (
        limit !== undefined && (
          <Badge icon={<Gauge aria-hidden />}>
            {limit === null ? t('limitNone') : t('limit', { count: count(limit) })}
          </Badge>
        )
      )}
      {number.throughput === 'HIGH' && <Badge tone="brand">{t('throughputHigh')}</Badge>}
      {number.throughput === 'STANDARD' && !number.test && <Badge>{t('throughputStandard')}</Badge>}
    </span>
  )
}

/** Meta's reason for a declined name, in words where they are known. */
export function NameReason({ number }: { number: PhoneNumber }) {
  const t = useChannelWords()
  if (number.nameStatus !== 'DECLINED' || !number.wantedName) return null
  const reason = number.nameReason ?? ''
  const word = reason in REASONS ? t(REASONS[reason as keyof typeof REASONS]) : reason
  return (
    <p className="mt-1 text-danger-fg text-xs">
      {word
        ? t('nameDeclinedWhy', { name: number.wantedName, reason: word })
        : t('nameDeclinedBare', { name: number.wantedName })}
    </p>
  )
}

const REASONS = {
  NAME_EMPLOYEE_ISSUE: 'reasonEmployee',
  NAME_ENDCLIENT_NOTRELATED: 'reasonUnrelated',
  NAME_FORMAT_UNACCEPTABLE: 'reasonFormat',
  NAME_INDIVIDUAL_ISSUE: 'reasonPerson',
  NAME_NOT_CONSISTENT: 'reasonInconsistent',
} as const
