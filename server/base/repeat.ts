import type { Log } from '#server/base/log.ts'

/** What fails again and again is told this often, not each time. */
const TOLD_EVERY_MS = 60_000

/**
 * Does something every `everyMs` milliseconds, never twice at once. A failure is tried again next time and told at most
 * once a minute under its name. Disposing waits for the turn under way.
 */
export function repeat(name: string, everyMs: number, log: Log, work: () => Promise<void>): AsyncDisposable {
  let running: Promise<void> | undefined
  let toldAt = Number.NEGATIVE_INFINITY
  const tell = (error: unknown) => {
    if (performance.now() - toldAt < TOLD_EVERY_MS) return
    toldAt = performance.now()
    log.warn({ err: error }, `${name}: failed, and is tried again`)
  }
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
