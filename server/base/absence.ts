import { isUnavailable } from '#server/base/db.ts'
import type { Log } from '#server/base/log.ts'

/** Does something that asks the database, and says in one line that it went away and in another that it is back. */
export function openAbsence(log: Log): (work: () => Promise<void>) => Promise<void> {
  let goneAt: number | undefined
  return async (work) => {
    try {
      await work()
    } catch (error) {
      if (!isUnavailable(error)) throw error
      if (goneAt === undefined)
        log.error(
          { err: error },
          'the database does not answer: webhooks are answered 503, and Meta posts them again for days',
        )
      goneAt ??= performance.now()
      return
    }
    if (goneAt !== undefined)
      log.warn({ seconds: Math.round((performance.now() - goneAt) / 1000) }, 'the database answers again')
    goneAt = undefined
  }
}
