import { useReactFlow } from '@xyflow/react'
import type { NodeKind } from '#core/flow/definition.ts'
import type { Place } from '#core/flow/edit.ts'
import { addFrame, addNote, addStep, type Way } from '#web/flow/actions.ts'
import { exitsOf } from '#web/flow/drawing/exits.ts'
import { CARD_WIDTH } from '#web/flow/drawing/step-box.ts'
import { type FlowState, type FlowStore, selectedIds } from '#web/flow/model/store.ts'
import { keysOnly } from '#web/flow/model/words.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'

/** How far a new card moves aside at a time, and the room it wants, in pixels of the drawing. */
const ASIDE = 40
const ROOM = { width: CARD_WIDTH + 24, height: 150 }
const TRIES_MAX = 60
/** Between the left edges of two cards of which one leads to the other. */
const COLUMN = CARD_WIDTH + 84

/**
 * Adds a step where nothing lies: to the right of the chosen step (without one: the start) and connected to it, when that
 * has an exit which leads nowhere yet, else in the middle of what is seen.
 */
export function useAdd(): {
  readonly step: (kind: NodeKind) => string
  readonly note: () => void
  readonly frame: () => string
} {
  const store = useFlowStore()
  const { screenToFlowPosition } = useReactFlow()
  const middle = (): Place => {
    const canvas = document.querySelector('.react-flow')?.getBoundingClientRect()
    const left = (canvas?.left ?? 0) + (canvas?.width ?? window.innerWidth) / 2
    const top = (canvas?.top ?? 0) + (canvas?.height ?? window.innerHeight) / 3
    const { x, y } = screenToFlowPosition({ x: left, y: top })
    return { x: x - CARD_WIDTH / 2, y }
  }
  return {
    step: (kind) => {
      const from = kind === 'start' ? undefined : openWay(store.getState())
      return addStep(store, kind, freePlace(store, from ? placeAfter(store, from.source) : middle()), from)
    },
    note: () => addNote(store, freePlace(store, middle())),
    frame: () => addFrame(store, middle()),
  }
}

/**
 * The exit of the one chosen step, else of the start, that a person means by going on: the first that leads nowhere yet,
 * failures left out.
 */
function openWay(state: FlowState): Way | undefined {
  const [chosen, ...others] = selectedIds(state)
  const id = chosen ?? state.drawing.definition.start
  const node = state.drawing.definition.nodes[id]
  if (!node || others.length > 0) return undefined
  const exit = exitsOf(node, keysOnly).find(
    ({ tone, outlet }, at) =>
      !node.next[outlet] && (tone === 'tap' || tone === 'good' || (at === 0 && tone === 'plain')),
  )
  return exit && { source: id, outlet: exit.outlet }
}

function placeAfter(store: FlowStore, id: string): Place {
  const { x = 0, y = 0 } = store.getState().cards.find((card) => card.id === id)?.position ?? {}
  return { x: x + COLUMN, y }
}

/** A place, moved down until it lies on no other card. */
function freePlace(store: FlowStore, wished: Place): Place {
  const place = { ...wished }
  const { cards } = store.getState()
  const isTaken = () =>
    cards.some(
      ({ type, position: { x, y }, width = 0, height = 0 }) =>
        type !== 'frame' &&
        place.x < x + width + 24 &&
        place.x + ROOM.width > x &&
        place.y < y + height + 24 &&
        place.y + ROOM.height > y,
    )
  for (let tries = 0; tries < TRIES_MAX && isTaken(); tries++) place.y += ASIDE
  return place
}
