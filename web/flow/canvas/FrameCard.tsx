import { useReactFlow } from '@xyflow/react'
import { ChevronDown, Trash2 } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { GROUP_SIDE, GROUP_TITLE_MAX, GROUP_TONES } from '#core/flow/group.ts'
import { patchFrame, removeSelected, toggleFold } from '#web/flow/actions.ts'
import '#web/flow/canvas/frame.css'
import { useCanvasWords } from '#web/flow/canvas-words.ts'
import { type FrameCard as FrameNode, frameTitleId } from '#web/flow/drawing/cards.ts'
import { sealTyping } from '#web/flow/model/seal-typing.ts'
import { sizeFrame } from '#web/flow/model/store.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { IconButton } from '#web/ui/IconButton.tsx'

const GRID = 10
/** Pixels by which an arrow key moves the corner. */
const KEY_STEP = 20

type Props = { readonly id: string; readonly data: FrameNode['data']; readonly selected: boolean }

/** A frame around steps: a title by which it is moved, a colour, a corner by which it is sized. */
export function FrameCard({ id, data: { title, tone, folded }, selected }: Props) {
  const t = useCanvasWords()
  const store = useFlowStore()
  const isFixed = useFlow(({ canEdit, viewing }) => !canEdit || viewing !== null)
  const isFolded = folded !== undefined
  return (
    <div
      className="frame-card"
      data-tone={tone}
      data-selected={selected || undefined}
      data-folded={isFolded || undefined}
    >
      <div className="frame-head">
        <IconButton
          size="sm"
          label={t(isFolded ? 'frame.unfold' : 'frame.fold', { title })}
          shortcut="Z"
          aria-expanded={!isFolded}
          className="frame-fold nodrag"
          onClick={() => toggleFold(store, id)}
        >
          <ChevronDown />
        </IconButton>
        <input
          id={frameTitleId(id)}
          aria-label={t('frame.title')}
          placeholder={t('frame.titleHint')}
          value={title}
          maxLength={GROUP_TITLE_MAX}
          readOnly={isFixed}
          autoComplete="off"
          size={Math.max(title.length, 12)}
          className={selected ? 'nodrag' : 'pointer-events-none'}
          onChange={(event) => patchFrame(store, id, { title: event.target.value }, 'title')}
          onBlur={() => sealTyping(store)}
        />
        {selected && !isFixed && !isFolded && (
          <span className="nodrag flex items-center gap-1">
            <span role="radiogroup" aria-label={t('frame.tone')} className="flex items-center gap-1">
              {GROUP_TONES.map((each) => (
                // biome-ignore lint/a11y/useSemanticElements: a dot is drawn as a button, with a radio's meaning
                <button
                  key={each}
                  type="button"
                  role="radio"
                  aria-checked={each === tone}
                  aria-label={t(`frame.${each}`)}
                  className="frame-tone"
                  data-tone={each}
                  onClick={() => patchFrame(store, id, { tone: each })}
                />
              ))}
            </span>
            <IconButton size="sm" label={t('frame.remove')} onClick={() => removeSelected(store)}>
              <Trash2 />
            </IconButton>
          </span>
        )}
      </div>
      {folded && <Within ids={folded} />}
      {!isFixed && !isFolded && <Corner id={id} />}
    </div>
  )
}

/** What a folded frame stands for: how many steps, and the worst that is to be mended in them. */
function Within({ ids }: { ids: readonly string[] }) {
  const t = useCanvasWords()
  const nodes = useFlow(({ viewing, drawing }) => (viewing?.drawing ?? drawing).definition.nodes)
  const levels = useFlow((state) => state.levels)
  const isRunning = useFlow(({ trace }) => ids.includes(trace.at(-1) ?? ''))
  const steps = ids.filter((id) => nodes[id])
  const faulty = steps.filter((id) => levels[id] === 'error').length
  return (
    <p className="frame-folded" data-running={isRunning || undefined}>
      {t('frame.steps', { count: steps.length })}
      {faulty > 0 && <span className="frame-faulty">{t('frame.faulty', { count: faulty })}</span>}
    </p>
  )
}

/** From far away a frame is its colour and its name. */
export function FrameFar({ data, selected }: Omit<Props, 'id'>) {
  return (
    <div className="frame-card" data-tone={data.tone} data-selected={selected || undefined}>
      <p className="frame-far">{data.title}</p>
    </div>
  )
}

/** The lower right corner: pulled, or moved by the arrow keys. */
function Corner({ id }: { id: string }) {
  const t = useCanvasWords()
  const store = useFlowStore()
  const { screenToFlowPosition } = useReactFlow()
  const isPulled = useRef(false)
  const sizeTo = (width: number, height: number) =>
    sizeFrame(store, id, { width: sideOf(width), height: sideOf(height) })
  const boxOf = () => store.getState().cards.find((card) => card.id === id)
  const settle = (group?: string) => {
    const { width = 0, height = 0 } = boxOf() ?? {}
    patchFrame(store, id, { width, height }, group)
  }
  const onPointerMove = (event: PointerEvent) => {
    const box = boxOf()
    if (!isPulled.current || !box) return
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY })
    sizeTo(x - box.position.x, y - box.position.y)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const [x, y] = ARROWS[event.key] ?? [0, 0]
    const { width = 0, height = 0 } = boxOf() ?? {}
    if (x === 0 && y === 0) return
    event.preventDefault()
    event.stopPropagation()
    sizeTo(width + x * KEY_STEP, height + y * KEY_STEP)
    settle('size')
  }
  return (
    <button
      type="button"
      aria-label={t('frame.size')}
      className="frame-corner nodrag"
      onPointerDown={(event) => {
        isPulled.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
        event.stopPropagation()
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        isPulled.current = false
        settle()
      }}
      onKeyDown={onKeyDown}
      onBlur={() => sealTyping(store)}
    />
  )
}

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
}

function sideOf(pixels: number): number {
  const side = Math.round(pixels / GRID) * GRID
  return Math.min(Math.max(side, GROUP_SIDE.min), GROUP_SIDE.max)
}
