import { z } from 'zod'
import { Id } from '#core/base/id.ts'
import { DAY, type Millis } from '#core/base/time.ts'
import { nextClock, wallClock } from '#core/base/zone.ts'
import { HERE_MAX } from '#core/flow/bundle/limit.ts'
import { Duration, NodeId } from '#core/flow/nodes/base.ts'

export const STEPS_MAX = 30
export const SEQUENCES_MAX = HERE_MAX.sequences

/** One step: after a while (null: at once) the flow begins. `id` stays the step's, wherever it is moved. */
export const SequenceStep = z.object({ id: NodeId, delay: Duration.nullable(), flow: Id })
export type SequenceStep = z.infer<typeof SequenceStep>

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** Days (1 = Monday) and hours in which steps may begin, on the contact's clock. */
export const SendWindow = z
  .object({ days: z.array(z.number().int().min(1).max(7)).min(1).max(7), from: Clock, to: Clock })
  .refine(({ from, to }) => from < to, 'the window ends before it begins')
export type SendWindow = z.infer<typeof SendWindow>

/** Where somebody who comes to the step at place `at` goes on once the steps were changed: behind the last that they got, so that none comes twice. */
export function placeAfter(was: readonly SequenceStep[], next: readonly SequenceStep[], at: number): number {
  const got = new Set(was.slice(0, at).map(({ id }) => id))
  return next.findLastIndex(({ id }) => got.has(id)) + 1
}

/** The first moment not before `at` that lies in the window; `at` itself where there is none, or the zone is none. */
export function inWindow(window: SendWindow | null, at: Millis, zone: string): Millis {
  const clock = window && wallClock(at, zone)
  if (!clock) return at
  const { days, from, to } = window
  if (days.includes(clock.weekday) && clock.minute >= minutesOf(from) && clock.minute < minutesOf(to))
    return at
  let moment: Millis | undefined = at
  for (let day = 0; day <= DAYS_AHEAD; day++) {
    moment = nextClock(moment, from, zone)
    if (moment === undefined || moment > at + DAYS_AHEAD * DAY) return at
    if (days.includes(wallClock(moment, zone)?.weekday ?? 0)) return moment
  }
  return at
}
const DAYS_AHEAD = 9

function minutesOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return hour * 60 + minute
}
