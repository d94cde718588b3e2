import type { DragEvent } from 'react'
import type { Place } from '#core/flow/edit.ts'
import { addNote, addStep } from '#web/flow/actions.ts'
import { NODE_KINDS } from '#web/flow/drawing/kinds.ts'
import { CARD_WIDTH } from '#web/flow/drawing/step-box.ts'
import type { FlowStore } from '#web/flow/model/store.ts'

/** What the palette puts on a drag: the kind of the step, or `note`. */
export const DRAGGED = 'application/x-wetalk-step'
export const DRAGGED_NOTE = 'note'

/** Adds what was dragged from the palette under the pointer. False when it was something else. */
export function dropOnCanvas(store: FlowStore, event: DragEvent, toFlow: (screen: Place) => Place): boolean {
  const dragged = event.dataTransfer.getData(DRAGGED)
  const place = toFlow({ x: event.clientX, y: event.clientY })
  const corner = { x: place.x - CARD_WIDTH / 2, y: place.y - 20 }
  const kind = NODE_KINDS.find((each) => each === dragged)
  if (kind) addStep(store, kind, corner)
  else if (dragged === DRAGGED_NOTE) addNote(store, corner)
  else return false
  event.preventDefault()
  return true
}
