import { Group, Plus, StickyNote } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { NodeKind } from '#core/flow/definition.ts'
import { DRAGGED, DRAGGED_FRAME, DRAGGED_NOTE } from '#web/flow/canvas/drop.ts'
import { ADD_FIELD, focusFrame, focusInspector } from '#web/flow/canvas/focus.ts'
import { useAdd } from '#web/flow/canvas/use-add.ts'
import { useCanvasWords } from '#web/flow/canvas-words.ts'
import { KINDS, PALETTE } from '#web/flow/kinds.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Kbd } from '#web/ui/Kbd.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { Tip } from '#web/ui/Tip.tsx'

const ROW =
  'group relative flex h-9 w-full cursor-grab items-center gap-2.5 rounded-sm px-1 text-left text-sm font-medium hover:bg-hover disabled:pointer-events-none disabled:text-fg-3'

/** Everything that can be added: pressed, or dragged to its place. `onNear`: a hand or the keyboard has come here. */
export function Palette({ onNear }: { onNear: () => void }) {
  const words = useWords()
  const canvasWords = useCanvasWords()
  const add = useAdd()
  const isFixed = useFlow(({ canEdit, viewing }) => !canEdit || viewing !== null)
  const [search, setSearch] = useState('')
  const fits = (label: string) => label.toLowerCase().includes(search.trim().toLowerCase())
  const labels = PALETTE.flatMap(({ kinds }) => kinds).map((kind) => words(KINDS[kind].label))
  const fitsNone = ![...labels, words('palette.note'), canvasWords('frame.add')].some(fits)
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') setSearch('')
    if (event.key !== 'Enter' || search.trim() === '' || isFixed) return
    const kind = PALETTE.flatMap(({ kinds }) => kinds).find((each) => fits(words(KINDS[each].label)))
    event.preventDefault()
    if (!kind) return
    setSearch('')
    focusInspector(add.step(kind))
  }
  return (
    <aside
      aria-label={words('palette.label')}
      onPointerEnter={onNear}
      onFocus={onNear}
      className="scroll hidden w-[196px] shrink-0 border-r border-line bg-surface px-2.5 pt-2.5 pb-4 lg:block"
    >
      <div className="relative">
        <TextInput
          value={search}
          onChange={setSearch}
          onKeyDown={onKeyDown}
          {...{ [ADD_FIELD]: '' }}
          aria-label={words('palette.search')}
          placeholder={words('palette.search')}
          className="peer"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-2 grid place-items-center peer-focus:hidden"
        >
          <Kbd>N</Kbd>
        </span>
      </div>
      <p role="status" className={fitsNone ? 'mt-3.5 px-1 text-xs text-fg-3' : 'sr-only'}>
        {fitsNone && canvasWords('addNone')}
      </p>
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
                    onAdd={(isByKey) => {
                      const id = add.step(kind)
                      if (isByKey) focusInspector(id)
                    }}
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
          onClick={add.note}
          className={`${ROW} mt-3.5`}
        >
          <span className="grid size-7 place-items-center rounded-md bg-note text-warn-fg [&_svg]:size-[15px]">
            <StickyNote />
          </span>
          {words('palette.note')}
        </button>
      )}
      {fits(canvasWords('frame.add')) && (
        <button
          type="button"
          draggable
          disabled={isFixed}
          onDragStart={(event) => event.dataTransfer.setData(DRAGGED, DRAGGED_FRAME)}
          onClick={() => focusFrame(add.frame())}
          className={ROW}
        >
          <span className="grid size-7 place-items-center rounded-md bg-slate-soft text-slate-fg [&_svg]:size-[15px]">
            <Group />
          </span>
          {canvasWords('frame.add')}
        </button>
      )}
    </aside>
  )
}

function KindButton({
  kind,
  disabled,
  onAdd,
}: {
  kind: NodeKind
  disabled: boolean
  onAdd: (isByKey: boolean) => void
}) {
  const words = useWords()
  const { Icon, label, hint, tone } = KINDS[kind]
  return (
    <Tip label={words(hint)} side="right">
      <button
        type="button"
        draggable
        disabled={disabled}
        onDragStart={(event) => event.dataTransfer.setData(DRAGGED, kind)}
        onClick={({ detail }) => onAdd(detail === 0)}
        className={ROW}
      >
        <span
          className={`grid size-7 shrink-0 place-items-center rounded-md [&_svg]:size-[15px] ${tone}`}
          aria-hidden
        >
          <Icon />
        </span>
        <span className="min-w-0 flex-1 truncate">{words(label)}</span>
        <Plus className="absolute right-1 hidden size-3.5 text-fg-3 group-hover:block" aria-hidden />
      </button>
    </Tip>
  )
}
