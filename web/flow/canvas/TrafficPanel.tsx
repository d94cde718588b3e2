import { useQuery } from '@tanstack/react-query'
import { Panel } from '@xyflow/react'
import { Users } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Traffic } from '#core/flow/api.ts'
import type { Definition } from '#core/flow/definition.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useCanvasWords } from '#web/flow/canvas-words.ts'
import { exitsOf } from '#web/flow/drawing/exits.ts'
import type { StepTraffic } from '#web/flow/model/store.ts'
import { keysOnly } from '#web/flow/model/words.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { IconButton } from '#web/ui/IconButton.tsx'

/** Asks, when it is wished for, how many people came by each step; the cards then show it. */
export function TrafficPanel() {
  const words = useCanvasWords()
  const language = useLanguage()
  const store = useFlowStore()
  const id = useFlow((state) => state.flowId)
  const [isOn, setOn] = useState(false)
  const definition = useFlow(({ drawing, viewing }) =>
    isOn ? (viewing?.drawing ?? drawing).definition : null,
  )
  const { data, isError } = useQuery(orpc.flow.traffic.queryOptions({ input: { id }, enabled: isOn }))
  useEffect(() => {
    store.setState({ traffic: definition && data ? countsOf(data, definition) : null })
  }, [store, data, definition])
  const since = data?.since
    ? new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(data.since)
    : ''
  const about = isError
    ? words('stats.failed')
    : data && (data.people > 0 ? words('stats.about', { count: data.people, since }) : words('stats.none'))
  return (
    <Panel position="top-left" className="m-3! flex items-center gap-2">
      <span className="rounded-md border border-line bg-surface p-0.5 shadow-2">
        <IconButton
          size="sm"
          side="right"
          label={words(isOn ? 'stats.hide' : 'stats.show')}
          active={isOn}
          onClick={() => setOn(!isOn)}
        >
          <Users />
        </IconButton>
      </span>
      {isOn && about && (
        <span
          role="status"
          className="rounded-md border border-line bg-surface px-2.5 py-1 text-xs text-fg-2"
        >
          {about}
        </span>
      )}
    </Panel>
  )
}

/** A step without any exit is an end: who comes there has not stopped on the way. */
function countsOf({ steps }: Traffic, { nodes }: Definition): ReadonlyMap<string, StepTraffic> {
  const counts = new Map<string, StepTraffic>()
  for (const { node, entered, left } of steps) {
    const step = nodes[node]
    if (!step) continue
    const isEnd = exitsOf(step, keysOnly).length === 0
    counts.set(node, { entered, lost: isEnd ? 0 : entered - left })
  }
  return counts
}
