import type { FlowRow } from '#core/flow/api.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Badge } from '#web/ui/Badge.tsx'

/** Off, live, live in a newer version for some, live with unpublished changes, or never published. */
export function FlowState({ flow }: { flow: Pick<FlowRow, 'enabled' | 'version' | 'canary' | 'changed'> }) {
  const words = useWords()
  if (flow.version === null) return <Badge tone="warn">{words('state.draft')}</Badge>
  if (!flow.enabled) return <Badge>{words('state.off')}</Badge>
  return (
    <span className="flex min-w-0 flex-wrap gap-1">
      <Badge tone="brand">{words('state.live')}</Badge>
      {flow.canary && <Badge tone="violet">{words('state.canary', flow.canary)}</Badge>}
      {flow.changed && <Badge tone="warn">{words('state.changed')}</Badge>}
    </span>
  )
}
