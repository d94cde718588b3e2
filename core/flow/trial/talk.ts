import type { Millis } from '#core/base/time.ts'
import type { Person } from '#core/flow/person.ts'
import type { Run } from '#core/flow/run.ts'
import type { Bubble } from '#core/flow/trial/bubble.ts'

/** One message that was said, or that the gate refused. */
export type Spoken = Bubble & { readonly refused: string | null; readonly cost: string | null }

/** A customer and their bot, while a test is played. It never leaves this folder. */
export type Talk = {
  now: Millis
  person: Person
  /** Values of bot fields, by field id. */
  bot: Readonly<Record<string, string>>
  lastMessage: string
  heardAt: Millis | null
  run: Run | null
  alarm: { readonly at: Millis; readonly token: string } | null
  paused: boolean
  pausedUntil: Millis | null
  turns: number
  saidSince: Millis
  saidTimes: number
  /** Everything that was said so far, for taps. */
  readonly spoken: Spoken[]
}
