import { Badge } from '#web/ui/Badge.tsx'
import { cx } from '#web/ui/cx.ts'
import type { TurnLine } from '#web/whatsapp/trace/lines.ts'
import { useWords } from '#web/whatsapp/words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

const OUTCOMES = {
  waiting: { tone: 'violet', word: 'outcome_waiting' },
  ended: { tone: 'neutral', word: 'outcome_ended' },
  'handed-over': { tone: 'rose', word: 'outcome_handed-over' },
  failed: { tone: 'danger', word: 'outcome_failed' },
  ignored: { tone: 'neutral', word: 'outcome_ignored' },
} as const

const HEARD = [
  'heard_text',
  'heard_media',
  'heard_location',
  'heard_contacts',
  'heard_reaction',
  'heard_tap',
  'heard_form',
  'heard_order',
  'heard_system',
  'heard_welcome',
  'heard_unsupported',
  'heard_alarm',
  'heard_start',
  'heard_reply',
  'heard_tag',
  'heard_field',
  'heard_custom',
  'heard_schedule',
  'heard_hook',
  'heard_sequence',
] as const

/** What happened without words of the customer; its text is a name. */
const EVENTS: readonly string[] = ['tag', 'field', 'custom', 'schedule', 'hook', 'sequence']

/** What was heard, which flow took it, how it ended. */
export function TraceTurn({ line: { turn }, dim }: { line: TurnLine; dim: boolean }) {
  const t = useWords()
  const { time } = useWorkspaceFormats()
  const word = HEARD.find((known) => known === `heard_${turn.heard.kind}`)
  const version = turn.flow?.version ?? null
  const versionWord = version === null ? t('draftVersion') : `v${version}`
  const outcome = turn.outcome in OUTCOMES ? OUTCOMES[turn.outcome as keyof typeof OUTCOMES] : null
  return (
    <li className={cx('px-5 pt-3 pb-1 text-xs', dim && 'text-fg-3')}>
      <p className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-semibold">
          {turn.heard.text && turn.heard.kind !== 'reply' && !EVENTS.includes(turn.heard.kind)
            ? `“${turn.heard.text}”`
            : [word ? t(word) : turn.heard.kind, EVENTS.includes(turn.heard.kind) && turn.heard.text]
                .filter(Boolean)
                .join(' · ')}
        </span>
        <Badge tone={outcome?.tone ?? 'neutral'}>{outcome ? t(outcome.word) : turn.outcome}</Badge>
      </p>
      <p className="truncate text-fg-3">
        {turn.flow ? `${turn.flow.name} ${versionWord}` : t('noFlow')} · {time(turn.at)} ·{' '}
        {Math.round(turn.ms)} ms
      </p>
    </li>
  )
}
