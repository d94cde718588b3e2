import { type Millis, SECOND } from '#core/base/time.ts'
import type { Log } from '#server/base/log.ts'
import { clockSkewed } from '#server/base/metrics.ts'
import { seldom } from '#server/base/repeat.ts'

/** Above it a person should look: windows and waits are counted by both clocks. */
const WARN_MS = 2 * SECOND
const ALARM_MS = 30 * SECOND

/**
 * Compares this machine's clock with the database's, which answered between two moments of ours. Told at most once a minute, and
 * always shown as a figure: ours minus theirs.
 */
export function openClockWatch(log: Log): (theirs: Millis, asked: Millis, answered: Millis) => void {
  const tell = seldom((skew: Millis) => {
    const seconds = Math.round(skew / SECOND)
    const words = 'the clocks of this machine and of the database are apart: set both by NTP'
    if (Math.abs(skew) > ALARM_MS) log.error({ seconds }, words)
    else log.warn({ seconds }, words)
  })
  return (theirs, asked, answered) => {
    const skew = (asked + answered) / 2 - theirs
    clockSkewed(skew)
    if (Math.abs(skew) - (answered - asked) / 2 > WARN_MS) tell(skew)
  }
}

/**
 * Milliseconds since its start, by whichever of two clocks says more: the monotonic one stands still while the machine is suspended, the
 * wall's may be set back. A wall's clock that is set forward makes the time too long: whoever asks must be safe with that.
 */
export function openStopwatch(
  monotonic: () => Millis = () => performance.now(),
  wall: () => Millis = Date.now,
): () => Millis {
  const [begun, at] = [monotonic(), wall()]
  return () => Math.max(monotonic() - begun, wall() - at)
}

/** The time of day by a clock that nobody sets: what waits by it waits neither longer nor again and again where the machine's is set back. */
export function steadyNow(): Millis {
  return Math.floor(performance.timeOrigin + performance.now())
}
