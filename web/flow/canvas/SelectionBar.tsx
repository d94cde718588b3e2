import { Panel } from '@xyflow/react'
import { Copy, Trash2 } from 'lucide-react'
import { duplicateSelected, removeSelected } from '#web/flow/actions.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'

/** What can be done with several chosen cards at once. */
export function SelectionBar() {
  const words = useWords()
  const store = useFlowStore()
  const count = useFlow(({ cards }) => cards.reduce((sum, card) => sum + (card.selected ? 1 : 0), 0))
  const isFixed = useFlow(({ canEdit, viewing }) => !canEdit || viewing !== null)
  if (count < 2 || isFixed) return null
  return (
    <Panel
      position="top-center"
      className="m-3! flex items-center gap-1 rounded-md border border-line bg-surface p-1 pl-3 text-sm shadow-3"
    >
      <span className="mr-1" role="status">
        {words('canvas.selected', { count })}
      </span>
      <Button size="sm" tone="ghost" icon={<Copy />} onClick={() => duplicateSelected(store)}>
        {words('act.duplicate')}
      </Button>
      <Button size="sm" tone="ghost" icon={<Trash2 />} onClick={() => removeSelected(store)}>
        {words('act.remove')}
      </Button>
    </Panel>
  )
}
