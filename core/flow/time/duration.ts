import { DAY, HOUR, MINUTE, type Millis, SECOND } from '#core/base/time.ts'
import type { Duration } from '#core/flow/nodes/base.ts'

const UNITS = { second: SECOND, minute: MINUTE, hour: HOUR, day: DAY } as const

/** A length of time as people give it, in milliseconds. */
export function millisOf(duration: Duration): Millis {
  return duration.amount * UNITS[duration.unit]
}
