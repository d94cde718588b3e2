import { CircleCheck, CirclePause, CircleSlash, Clock, FilePen, Send } from 'lucide-react'
import type { ReactNode } from 'react'
import type { BroadcastState } from '#core/broadcast/broadcast.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Badge, type Tone } from '#web/ui/Badge.tsx'

const LOOKS: Readonly<Record<BroadcastState, readonly [Tone, ReactNode]>> = {
  draft: ['neutral', <FilePen key="i" />],
  scheduled: ['info', <Clock key="i" />],
  sending: ['teal', <Send key="i" />],
  paused: ['warn', <CirclePause key="i" />],
  done: ['brand', <CircleCheck key="i" />],
  cancelled: ['neutral', <CircleSlash key="i" />],
}

/** How a broadcast stands, by colour, sign and word. */
export function StateBadge({ state }: { state: BroadcastState }) {
  const t = useBroadcastWords()
  const [tone, icon] = LOOKS[state]
  return (
    <Badge tone={tone} icon={icon}>
      {t(`state.${state}`)}
    </Badge>
  )
}
