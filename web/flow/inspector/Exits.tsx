import { Unlink } from 'lucide-react'
import type { FlowNode } from '#core/flow/definition.ts'
import { connect } from '#web/flow/actions.ts'
import { StepPicker } from '#web/flow/control/pickers.tsx'
import { exitsOf } from '#web/flow/drawing/exits.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { EmptyState } from '#web/ui/EmptyState.tsx'

/** Where each way out of a step leads, chosen by name: everything that dragging does, without a pointer. */
export function Exits({ id, node }: { id: string; node: FlowNode }) {
  const words = useWords()
  const store = useFlowStore()
  const exits = exitsOf(node, words)
  if (exits.length === 0) return <EmptyState icon={<Unlink />} title={words('exits.none')} />
  return (
    <>
      <p className="text-sm text-fg-2">{words('exits.about')}</p>
      <ul className="space-y-3.5">
        {exits.map(({ outlet, label, required }) => {
          const target = node.next[outlet]
          return (
            <li key={outlet}>
              <p className="mb-1.5 flex items-baseline justify-between gap-2 text-sm font-medium">
                <span className="min-w-0 truncate">{label}</span>
                {required && !target && (
                  <span className="text-2xs text-danger-fg">{words('exits.required')}</span>
                )}
              </p>
              <StepPicker
                label={words('exits.from', { exit: label })}
                value={target}
                onChange={(step) => connect(store, { source: id, outlet }, step)}
              />
            </li>
          )
        })}
      </ul>
    </>
  )
}
