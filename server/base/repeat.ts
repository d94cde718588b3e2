import { isUnavailable } from '#server/base/db.ts'
import type { Log } from '#server/base/log.ts'

/** What fails again and again is told this often, not each time. */
const TOLD_EVERY_MS = 60_000

/** Tells at most once a minute, whatever comes between. */
export function seldom<T>(tell: (what: T) => void): (what: T) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return (what) => {
    if (performance.now() - toldAt < TOLD_EVERY_MS) return
    toldAt = performance.now()
    tell(what)
  }
}

/** That the database is away is one fact, told once by the heartbeat: here it is no news. */
export function tellTrouble(name: string, log: Log): (error: unknown) => void {
  const tell = seldom((error) => log.warn({ err: error }, `${name}: failed, and is tried again`))
  return (error) => {
    if (isUnavailable(error)) log.debug({ err: error }, `${name}: the database is away`)
    else tell(error)
  }
}

/**
 * Does something every `everyMs` milliseconds, never twice at once. A failure is tried again next time and told at most
 * once a minute under its name. Disposing waits for the turn under way.
 */
export function repeat(name: string, everyMs: number, log: Log, work: () => Promise<void>): AsyncDisposable {
  let running: Promise<void> | undefined
  const tell = tellTrouble(name, log)
  const timer = setInterval(() => {
    running ??= work()
      .catch(tell) // often the database is away; the next turn tries again
      .finally(() => {
        running = undefined
      })
  }, everyMs)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await running
    },
  }
}
