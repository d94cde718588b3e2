import type { DragEvent } from 'react'
import type { Place } from '#core/flow/edit.ts'
import { addFrame, addNote, addStep } from '#web/flow/actions.ts'
import { NODE_KINDS } from '#web/flow/drawing/kinds.ts'
import { CARD_WIDTH } from '#web/flow/drawing/step-box.ts'
import { type FlowStore, selectOnly } from '#web/flow/model/store.ts'

/** What the palette puts on a drag: the kind of the step, `note` or `frame`. */
export const DRAGGED = 'application/x-wetalk-step'
export const DRAGGED_NOTE = 'note'
export const DRAGGED_FRAME = 'frame'

/** Adds what was dragged from the palette under the pointer. False when it was something else. */
export function dropOnCanvas(store: FlowStore, event: DragEvent, toFlow: (screen: Place) => Place): boolean {
  const dragged = event.dataTransfer.getData(DRAGGED)
  const place = toFlow({ x: event.clientX, y: event.clientY })
  const corner = { x: place.x - CARD_WIDTH / 2, y: place.y - 20 }
  const kind = NODE_KINDS.find((each) => each === dragged)
  if (kind) addStep(store, kind, corner)
  else if (dragged === DRAGGED_NOTE) addNote(store, corner)
  else if (dragged === DRAGGED_FRAME) dropFrame(store, corner)
  else return false
  event.preventDefault()
  return true
}

/** A frame that is dropped stands where it was dropped, whatever is chosen. */
function dropFrame(store: FlowStore, place: Place): void {
  selectOnly(store, [])
  addFrame(store, place)
}
