import { Ban, Check, CheckCheck, CircleAlert, CircleHelp, Clock } from 'lucide-react'
import type { MessageState } from '#core/chat/status.ts'
import { cx } from '#web/ui/cx.ts'

/** How far a message of ours has come: clock, one tick, two, two blue, red ! (failed), grey ? (maybe sent), grey ban (called back). */
export function Ticks({
  state,
  label,
  className,
}: {
  state: MessageState
  label: string
  className?: string | undefined
}) {
  const { Icon, tone } = MARKS[state]
  return <Icon role="img" aria-label={label} className={cx('inline size-[15px] shrink-0', tone, className)} />
}

const MARKS = {
  queued: { Icon: Clock, tone: 'scale-80' },
  sending: { Icon: Clock, tone: 'scale-80' },
  uncertain: { Icon: CircleHelp, tone: 'scale-90 text-fg-3' },
  held: { Icon: CircleHelp, tone: 'scale-90 text-fg-3' },
  accepted: { Icon: Check, tone: '' },
  sent: { Icon: Check, tone: '' },
  delivered: { Icon: CheckCheck, tone: '' },
  read: { Icon: CheckCheck, tone: 'text-info' },
  played: { Icon: CheckCheck, tone: 'text-info' },
  failed: { Icon: CircleAlert, tone: 'scale-90 text-danger-fg' },
  refused: { Icon: CircleAlert, tone: 'scale-90 text-danger-fg' },
  cancelled: { Icon: Ban, tone: 'scale-80 text-fg-3' },
} as const satisfies Record<MessageState, unknown>
