import { CircleCheck, CloudOff, type LucideIcon, RefreshCw } from 'lucide-react'
import type { Saving } from '#web/flow/model/autosave.ts'
import type { Key } from '#web/flow/model/words.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'

const STATES: Readonly<Record<Saving['state'], { key: Key; Icon: LucideIcon; tone: string }>> = {
  saved: { key: 'save.saved', Icon: CircleCheck, tone: 'text-brand' },
  edited: { key: 'save.saving', Icon: RefreshCw, tone: 'text-fg-3' },
  saving: { key: 'save.saving', Icon: RefreshCw, tone: 'text-fg-3' },
  offline: { key: 'save.device', Icon: CloudOff, tone: 'text-warn' },
  conflict: { key: 'save.device', Icon: CloudOff, tone: 'text-warn' },
  refused: { key: 'save.device', Icon: CloudOff, tone: 'text-danger' },
}

/** Whether the draft is saved, and which version answers customers. */
export function SaveState({ version }: { version: number | null }) {
  const words = useWords()
  const { key, Icon, tone } = STATES[useFlow((state) => state.saving.state)]
  const live = version === null ? words('builder.neverLive') : words('builder.live', { version })
  return (
    <p className="flex items-center gap-1 truncate text-2xs text-fg-3">
      <Icon className={`size-3 shrink-0 ${tone}`} aria-hidden />
      <span className="truncate">
        <span role="status">{words(key)}</span> · {live}
      </span>
    </p>
  )
}
