import { useReactFlow } from '@xyflow/react'
import { Plus, StickyNote } from 'lucide-react'
import { useState } from 'react'
import type { NodeKind } from '#core/flow/definition.ts'
import type { Place } from '#core/flow/edit.ts'
import { addNote, addStep } from '#web/flow/actions.ts'
import { DRAGGED, DRAGGED_NOTE } from '#web/flow/canvas/drop.ts'
import { CARD_WIDTH } from '#web/flow/drawing/step-box.ts'
import { KINDS, PALETTE } from '#web/flow/kinds.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { TextInput } from '#web/ui/TextInput.tsx'
import { Tip } from '#web/ui/Tip.tsx'

const ROW =
  'group flex h-9 w-full cursor-grab items-center gap-2.5 rounded-sm px-1 text-left text-sm font-medium hover:bg-hover disabled:pointer-events-none disabled:text-fg-3'

/** Everything that can be added: pressed, or dragged to its place. */
export function Palette() {
  const words = useWords()
  const store = useFlowStore()
  const freePlace = useFreePlace()
  const isFixed = useFlow(({ canEdit, viewing }) => !canEdit || viewing !== null)
  const [search, setSearch] = useState('')
  const fits = (label: string) => label.toLowerCase().includes(search.toLowerCase())
  return (
    <aside
      aria-label={words('palette.label')}
      className="scroll hidden w-[196px] shrink-0 border-r border-line bg-surface px-2.5 pt-2.5 pb-4 lg:block"
    >
      <TextInput
        value={search}
        onChange={setSearch}
        aria-label={words('palette.search')}
        placeholder={words('palette.search')}
      />
      {PALETTE.map((group) => {
        const kinds = group.kinds.filter((kind) => fits(words(KINDS[kind].label)))
        if (kinds.length === 0) return null
        return (
          <div key={group.label} className="mt-3.5">
            <h2 className="mb-1 px-1 font-sans text-2xs font-medium text-fg-3">{words(group.label)}</h2>
            <ul>
              {kinds.map((kind) => (
                <li key={kind}>
                  <KindButton
                    kind={kind}
                    disabled={isFixed}
                    onAdd={() => addStep(store, kind, freePlace())}
                  />
                </li>
              ))}
            </ul>
          </div>
        )
      })}
      {fits(words('palette.note')) && (
        <button
          type="button"
          draggable
          disabled={isFixed}
          onDragStart={(event) => event.dataTransfer.setData(DRAGGED, DRAGGED_NOTE)}
          onClick={() => addNote(store, freePlace())}
          className={`${ROW} mt-3.5`}
        >
          <span className="grid size-7 place-items-center rounded-md bg-note text-warn-fg [&_svg]:size-[15px]">
            <StickyNote />
          </span>
          {words('palette.note')}
        </button>
      )}
    </aside>
  )
}

function KindButton({ kind, disabled, onAdd }: { kind: NodeKind; disabled: boolean; onAdd: () => void }) {
  const words = useWords()
  const { Icon, label, hint, tone } = KINDS[kind]
  return (
    <Tip label={words(hint)} side="right">
      <button
        type="button"
        draggable
        disabled={disabled}
        onDragStart={(event) => event.dataTransfer.setData(DRAGGED, kind)}
        onClick={onAdd}
        className={ROW}
      >
        <span
          className={`grid size-7 shrink-0 place-items-center rounded-md [&_svg]:size-[15px] ${tone}`}
          aria-hidden
        >
          <Icon />
        </span>
        <span className="min-w-0 flex-1 truncate">{words(label)}</span>
        <Plus className="size-3.5 text-fg-3 opacity-0 group-hover:opacity-100" aria-hidden />
      </button>
    </Tip>
  )
}

/** How far a new card moves aside at a time, and the room it wants, in pixels of the drawing. */
const ASIDE = 40
const ROOM = { width: CARD_WIDTH + 24, height: 150 }
const TRIES_MAX = 60

/** The middle of what is seen, moved down until it lies on no other card. */
function useFreePlace(): () => Place {
  const store = useFlowStore()
  const { screenToFlowPosition } = useReactFlow()
  return () => {
    const canvas = document.querySelector('.react-flow')?.getBoundingClientRect()
    const left = (canvas?.left ?? 0) + (canvas?.width ?? window.innerWidth) / 2
    const top = (canvas?.top ?? 0) + (canvas?.height ?? window.innerHeight) / 3
    const middle = screenToFlowPosition({ x: left, y: top })
    const place = { x: middle.x - CARD_WIDTH / 2, y: middle.y }
    const { cards } = store.getState()
    const isTaken = () =>
      cards.some(
        ({ position: { x, y }, width = 0, height = 0 }) =>
          place.x < x + width + 24 &&
          place.x + ROOM.width > x &&
          place.y < y + height + 24 &&
          place.y + ROOM.height > y,
      )
    for (let tries = 0; tries < TRIES_MAX && isTaken(); tries++) place.y += ASIDE
    return place
  }
}
