import { X } from 'lucide-react'
import { useCallback, useEffect } from 'react'
import type { FlowState } from '#web/flow/model/store.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { PhonePanel } from '#web/whatsapp/phone/PhonePanel.tsx'
import type { World } from '#web/whatsapp/sim/sim-client.ts'
import { useChatOf } from '#web/whatsapp/sim/use-chat-of.ts'
import { useSimWorld } from '#web/whatsapp/sim/use-sim.ts'
import type { TraceMark } from '#web/whatsapp/trace/lines.ts'
import { TracePanel } from '#web/whatsapp/trace/TracePanel.tsx'

/** A customer's phone beside the drawing: it talks to the published flow, and its way lights up on the canvas. */
export function TestPanel({ world, onClose }: { world: World; onClose: () => void }) {
  const words = useWords()
  const store = useFlowStore()
  const flowId = useFlow((state) => state.flowId)
  const state = useSimWorld(world).data
  const chat = useChatOf(state?.customers[0], state?.numbers[0])
  const show = useCallback(
    (marks: readonly TraceMark[]) => {
      const trace = pathOf(marks, flowId)
      store.setState((before) => (isSame(before, trace) ? before : { trace }))
    },
    [store, flowId],
  )
  useEffect(() => () => store.setState({ trace: [] }), [store])
  return (
    <aside
      aria-label={words('test.label')}
      className="flex w-[372px] shrink-0 flex-col border-l border-line bg-surface"
    >
      <header className="flex items-start gap-2 border-b border-line px-4 py-2.5">
        <div className="min-w-0 flex-1">
          <h2 className="text-base font-semibold">{words('test.label')}</h2>
          <p className="text-xs text-fg-3">{words('test.published')}</p>
        </div>
        <IconButton size="sm" label={words('act.close')} onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <div className="grid shrink-0 place-items-center bg-sunken px-2 py-2.5">
        <PhonePanel world={world} compact />
      </div>
      <section aria-label={words('test.trace')} className="flex min-h-0 flex-1 flex-col border-t border-line">
        {chat ? (
          <TracePanel chatId={chat.id} compact onPath={show} />
        ) : (
          <p className="p-4 text-sm text-fg-3">{words('test.noTrace')}</p>
        )}
      </section>
    </aside>
  )
}

/** The steps of this flow that the run of the last start came by, the present one last. */
function pathOf(marks: readonly TraceMark[], flowId: string): string[] {
  const mine = marks.filter((mark) => mark.flowId === flowId)
  const path: string[] = []
  for (const { node } of mine) {
    const seen = path.indexOf(node)
    if (seen >= 0) path.length = seen
    path.push(node)
  }
  return path
}

function isSame({ trace }: FlowState, next: readonly string[]): boolean {
  return trace.length === next.length && trace.every((id, at) => id === next[at])
}
