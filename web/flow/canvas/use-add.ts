import { useReactFlow } from '@xyflow/react'
import type { NodeKind } from '#core/flow/definition.ts'
import type { Place } from '#core/flow/edit.ts'
import { addFrame, addNote, addStep, type Way } from '#web/flow/actions.ts'
import { canvasBox } from '#web/flow/canvas/use-into-view.ts'
import { exitsOf } from '#web/flow/drawing/exits.ts'
import { areasOf, freeBy } from '#web/flow/drawing/free.ts'
import { CARD_WIDTH } from '#web/flow/drawing/step-box.ts'
import { type FlowState, type FlowStore, selectedIds } from '#web/flow/model/store.ts'
import { keysOnly } from '#web/flow/model/words.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'

/** The room that a new card wants, in pixels of the drawing. */
const ROOM = { width: CARD_WIDTH, height: 126, isOpen: false }
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
    const { left, top, width, height } = canvasBox()
    const { x, y } = screenToFlowPosition({ x: left + width / 2, y: top + height / 3 })
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
  return freeBy([{ x: 0, y: 0, ...ROOM }], areasOf(store.getState().cards), wished, ['down'])
}
