import { Panel } from '@xyflow/react'
import {
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
  Copy,
  Group,
  type LucideIcon,
  Trash2,
} from 'lucide-react'
import { addFrame, arrangeSelected, duplicateSelected, removeSelected } from '#web/flow/actions.ts'
import { useCanvasWords } from '#web/flow/canvas-words.ts'
import type { Arrangement } from '#web/flow/drawing/align.ts'
import { selectedIds } from '#web/flow/model/store.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'

const ARRANGEMENTS: readonly {
  readonly how: Arrangement
  readonly Icon: LucideIcon
  readonly keys: string
}[] = [
  { how: 'left', Icon: AlignStartVertical, keys: 'Alt A' },
  { how: 'top', Icon: AlignStartHorizontal, keys: 'Alt W' },
  { how: 'across', Icon: AlignHorizontalSpaceBetween, keys: 'Alt Shift H' },
  { how: 'down', Icon: AlignVerticalSpaceBetween, keys: 'Alt Shift V' },
]

/** What can be done with several chosen cards at once. */
export function SelectionBar() {
  const words = useWords()
  const canvasWords = useCanvasWords()
  const store = useFlowStore()
  const count = useFlow((state) => selectedIds(state).length)
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
      {ARRANGEMENTS.map(({ how, Icon, keys }) => (
        <IconButton
          key={how}
          size="sm"
          label={canvasWords(`align.${how}`)}
          shortcut={keys}
          onClick={() => arrangeSelected(store, how)}
        >
          <Icon />
        </IconButton>
      ))}
      <IconButton
        size="sm"
        label={canvasWords('frame.around')}
        shortcut="B"
        onClick={() => addFrame(store, { x: 0, y: 0 })}
      >
        <Group />
      </IconButton>
      <span className="mx-0.5 h-5 w-px bg-line" />
      <Button size="sm" tone="ghost" icon={<Copy />} onClick={() => duplicateSelected(store)}>
        {words('act.duplicate')}
      </Button>
      <Button size="sm" tone="ghost" icon={<Trash2 />} onClick={() => removeSelected(store)}>
        {words('act.remove')}
      </Button>
    </Panel>
  )
}
