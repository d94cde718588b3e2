import { Panel, type ReactFlowState, useReactFlow, useStore } from '@xyflow/react'
import { memo, type PointerEvent, useMemo } from 'react'
import { shallow } from 'zustand/shallow'
import type { Card } from '#web/flow/drawing/cards.ts'
import { KINDS } from '#web/flow/kinds.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'

/** Measures of the map on screen, in pixels. */
const WIDTH = 168
const HEIGHT = 104
/** Room around the drawing, as a share of it. */
const MARGIN = 0.06
/** Doublings of the zoom for each unit that the wheel turns. */
const ZOOM_SPEED = 0.002

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/**
 * The whole drawing small, with the part in sight marked. A press goes there, dragging moves on, the wheel zooms.
 * The library's own map asks every step at every movement; this one draws each kind as one path.
 */
export function MiniMap() {
  const words = useWords()
  const all = useFlow((state) => state.cards)
  const cards = useMemo(
    () => (all.some(({ hidden }) => hidden) ? all.filter(({ hidden }) => !hidden) : all),
    [all],
  )
  const drawing = useMemo(() => boundsOf(cards), [cards])
  const view = useStore(viewOf, shallow)
  const { setCenter, getViewport, setViewport, getZoom, zoomTo } = useReactFlow()
  const whole = drawing ? around(drawing, view) : view
  const scale = Math.max(whole.width / WIDTH, whole.height / HEIGHT) * (1 + 2 * MARGIN)
  const left = whole.x + (whole.width - WIDTH * scale) / 2
  const top = whole.y + (whole.height - HEIGHT * scale) / 2
  const jump = (event: PointerEvent<SVGSVGElement>) => {
    const { x, y } = event.currentTarget.getBoundingClientRect()
    event.currentTarget.setPointerCapture(event.pointerId)
    const zoom = getZoom()
    void setCenter(left + (event.clientX - x) * scale, top + (event.clientY - y) * scale, { zoom })
  }
  const move = ({ buttons, movementX, movementY }: PointerEvent) => {
    if (buttons === 0) return
    const { x, y, zoom } = getViewport()
    void setViewport({ x: x - movementX * scale * zoom, y: y - movementY * scale * zoom, zoom })
  }
  return (
    <Panel position="bottom-right" className="mr-3! mb-7!">
      <svg
        width={WIDTH}
        height={HEIGHT}
        viewBox={`${left} ${top} ${WIDTH * scale} ${HEIGHT * scale}`}
        role="img"
        aria-label={words('canvas.minimap')}
        className="minimap"
        onPointerDown={jump}
        onPointerMove={move}
        onWheel={({ deltaY }) => void zoomTo(getZoom() * 2 ** (-deltaY * ZOOM_SPEED))}
      >
        <Blocks cards={cards} />
        <path
          className="minimap-mask"
          fillRule="evenodd"
          d={`M${left} ${top}h${WIDTH * scale}v${HEIGHT * scale}h${-WIDTH * scale}z${blockOf(view)}`}
        />
      </svg>
    </Panel>
  )
}

/** Every card as a block of its kind's colour. */
const Blocks = memo(function Blocks({ cards }: { cards: readonly Card[] }) {
  const byColour = Map.groupBy(cards, colourOf)
  return [...byColour].map(([colour, some]) => (
    <path key={colour} fill={colour} d={some.map(placedBlockOf).join('')} />
  ))
})

/** Cards keep their object while they do not change, and so each block is written once. */
const blocks = new WeakMap<Card, string>()

function placedBlockOf(card: Card): string {
  const known = blocks.get(card)
  if (known !== undefined) return known
  const block = blockOf(boxOf(card))
  blocks.set(card, block)
  return block
}

function blockOf({ x, y, width, height }: Box): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`
}

function boxOf({ position: { x, y }, width = 0, height = 0 }: Card): Box {
  return { x, y, width, height }
}

function boundsOf(cards: readonly Card[]): Box | undefined {
  return cards
    .map(boxOf)
    .reduce<Box | undefined>((whole, box) => (whole ? around(whole, box) : box), undefined)
}

/** The smallest box around both. */
function around(one: Box, other: Box): Box {
  const x = Math.min(one.x, other.x)
  const y = Math.min(one.y, other.y)
  const width = Math.max(one.x + one.width, other.x + other.width) - x
  const height = Math.max(one.y + one.height, other.y + other.height) - y
  return { x, y, width, height }
}

/** The part of the drawing that the canvas shows. */
function viewOf({ transform: [x, y, zoom], width, height }: ReactFlowState): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }
}

function colourOf(card: Card): string {
  if (card.type === 'frame') return 'color-mix(in oklab, var(--slate) 14%, transparent)'
  return card.type === 'step' ? KINDS[card.data.kind].dot : 'var(--note-line)'
}
