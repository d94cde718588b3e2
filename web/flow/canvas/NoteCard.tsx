import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { editNote } from '#web/flow/actions.ts'
import type { NoteCard as NoteCardNode } from '#web/flow/drawing/cards.ts'
import { sealTyping } from '#web/flow/model/seal-typing.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'

/** Most characters on one sticky note. */
const NOTE_MAX = 2000

/** A sticky note: words for the team, never for the customer. */
export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<NoteCardNode>) {
  const words = useWords()
  const store = useFlowStore()
  const isFixed = useFlow(({ canEdit, viewing }) => !canEdit || viewing !== null)
  return (
    <div className="note-card" data-selected={selected || undefined}>
      <textarea
        aria-label={words('note.label')}
        placeholder={words('note.hint')}
        value={data.text}
        maxLength={NOTE_MAX}
        readOnly={isFixed}
        className="nodrag nowheel scroll size-full resize-none bg-transparent p-3 text-sm leading-[18px] outline-none"
        onChange={(event) => editNote(store, id, event.target.value)}
        onBlur={() => sealTyping(store)}
      />
    </div>
  )
})
