import { MINUTE, type Millis, SECOND } from '#core/base/time.ts'

/** After its own time a request may still wait its turn, or for a process that takes over. */
const GIVE_UP_AFTER: Millis = MINUTE

/** How long a run waits for an answer at most, when the request itself may take so many seconds. */
export function patienceOf(seconds: number): Millis {
  return seconds * SECOND + GIVE_UP_AFTER
}
