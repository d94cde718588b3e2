import { isObject } from '#core/base/json.ts'
import type { Turn } from '#core/chat/api.ts'
import { formatText, plainOf } from '#core/whatsapp/format.ts'

export type TurnLine = {
  readonly kind: 'turn'
  readonly key: string
  readonly turn: Turn /** Steps before it. */
  readonly before: number
}
export type StepLine = {
  readonly kind: 'step'
  readonly key: string
  readonly turn: Turn
  readonly step: Turn['steps'][number]
  /** Its place among all steps, from 1. */
  readonly number: number
  /** The next line belongs to the same turn. */
  readonly goesOn: boolean
}
export type TraceLine = TurnLine | StepLine

/** A step as a canvas knows it. */
export type TraceMark = {
  readonly flowId: string | null
  readonly node: string
  readonly outlet: string | null
  readonly fault: string | null
}

/** Turns come newest first; lines are read from the top, oldest first. */
export function linesOf(turns: readonly Turn[]): readonly TraceLine[] {
  const lines: TraceLine[] = []
  let number = 0
  for (const turn of [...turns].reverse()) {
    lines.push({ kind: 'turn', key: turn.id, turn, before: number })
    turn.steps.forEach((step, at) => {
      number += 1
      lines.push({
        kind: 'step',
        key: `${turn.id} ${at}`,
        turn,
        step,
        number,
        goesOn: at < turn.steps.length - 1,
      })
    })
  }
  return lines
}

export function markOf({ turn, step }: StepLine): TraceMark {
  return { flowId: turn.flow?.id ?? null, node: step.node, outlet: step.outlet, fault: step.fault }
}

/** The words of a message as they went to the Graph API, without marks; empty when it had none. */
export function wordsOf(request: unknown): string {
  if (!isObject(request)) return ''
  const places = [
    request.text,
    request.interactive,
    request.image,
    request.video,
    request.document,
    request.template,
  ]
  for (const place of places) {
    if (!isObject(place)) continue
    const inner = isObject(place.body) ? place.body.text : (place.body ?? place.caption ?? place.name)
    if (typeof inner === 'string') return plainOf(formatText(inner))
  }
  return ''
}
