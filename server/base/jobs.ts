import { type JobResult, PgBoss, systemClock } from 'pg-boss'
import { steadyNow } from '#server/base/clock.ts'
import { type Connection, isUnavailable, type Query } from '#server/base/db.ts'
import type { Log } from '#server/base/log.ts'
import { tellTrouble } from '#server/base/repeat.ts'

/** A promise of work that survives a crash: a name and what its payload must look like. */
export type Job<Payload> = {
  readonly name: string
  readonly parse: (raw: unknown) => Payload
  /** Seconds until it is tried again after a failure, doubled with each; without it they are few. */
  readonly retryAfter?: number
  /** What must not be done twice for another's sake, such as a letter: that it is done is written down before the next of its batch is begun. */
  readonly once?: true
}
/** `id` is the job's own, the same at each try. */
type JobHandler<Payload> = (payload: Payload, id: string) => Promise<void>

export type Jobs = {
  /** Asks for the work in the caller's transaction: it is done if, and only if, that commits; not before `after` seconds. */
  readonly enqueue: <Payload extends object>(
    query: Query,
    job: Job<Payload>,
    payload: Payload,
    after?: number,
  ) => Promise<void>
  /** Does the work here; safe to repeat, tried again with growing pauses, then kept as a dead letter. */
  readonly handle: <Payload extends object>(job: Job<Payload>, handler: JobHandler<Payload>) => Promise<void>
  /** Does the work at set times (cron, UTC), once for all processes. */
  readonly every: (name: string, cron: string, work: () => Promise<void>) => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const RETRIES = 5
const RETRY_AFTER_S = 2
/** A new job wakes its workers; this often they look for what nobody wakes them for: retries, and jobs whose moment has come. */
const LOOK_S = 5
const POLL_S = 2
const EXPIRE_S = 300
const STOP_MS = 10_000
const CONNECTIONS = 3
/** Our clock stands still while the machine sleeps: this often it is compared with the database's, by which set times are reckoned. */
const CLOCK_LOOK_S = 60
const REASON_CHARS_MAX = 500

/** `look`: seconds between two looks for retries and for jobs whose moment has come. */
export async function openJobs(connection: Connection, log: Log, look = LOOK_S): Promise<Jobs> {
  const boss = new PgBoss({
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    schema: 'jobs',
    max: CONNECTIONS,
    application_name: 'wetalk jobs',
    useListenNotify: true,
    clock: { ...systemClock, now: steadyNow },
    clockMonitorIntervalSeconds: CLOCK_LOOK_S,
  })
  boss.on('error', tellTrouble('jobs', log))
  await boss.start()
  const told = async <T>(job: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (!isUnavailable(error)) log.warn({ job, reason: reasonOf(error) }, 'a job failed')
      throw error
    }
  }
  const queues = new Map<string, Promise<void>>()
  const ready = (name: string) => {
    const known = queues.get(name)
    if (known) return known
    const made = makeQueue(boss, name)
    queues.set(name, made)
    return made
  }
  return {
    async enqueue(query, { name, retryAfter = RETRY_AFTER_S }, payload, after = 0) {
      await ready(name)
      await boss.send(name, payload, {
        retryDelay: retryAfter,
        ...(after > 0 ? { startAfter: after } : {}),
        db: {
          executeSql: async (text, values) => ({ rows: await query.rows({ text, values: values ?? [] }) }),
        },
      })
    },
    async handle({ name, parse, once }, handler) {
      await ready(name)
      await boss.work(
        name,
        {
          ...{ batchSize: 5, burstWhenBatchFull: true, perJobResults: true },
          ...{ pollingIntervalSeconds: Math.min(POLL_S, look), notifyPollingIntervalSeconds: look },
        },
        async (batch) => {
          const results: JobResult[] = []
          for (const { id, data } of batch) {
            const result = await resultOf(id, () => told(name, () => handler(parse(data), id)))
            // a batch that takes too long fails whole, but for what is settled by then; where it cannot be, it is with its batch
            if (once && result.status === 'completed') await boss.complete(name, id).catch(() => undefined)
            results.push(result)
          }
          return results
        },
      )
    },
    async every(name, cron, work) {
      await ready(name)
      await boss.schedule(name, cron)
      await boss.work(name, { pollingIntervalSeconds: 10 }, () => told(name, work))
    },
    [Symbol.asyncDispose]: () => boss.stop({ graceful: true, timeout: STOP_MS }),
  }
}

/** A mail server's words name whom the letter was for: that stays out of the log. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(/[^\s<>"'@]+@/g, '…@').slice(0, REASON_CHARS_MAX)
}

/** Each job of a batch stands for itself: one that fails is tried again alone. */
async function resultOf(id: string, work: () => Promise<void>): Promise<JobResult> {
  try {
    await work()
    return { id, status: 'completed' }
  } catch (error) {
    return {
      id,
      status: 'failed',
      output: { message: error instanceof Error ? error.message : String(error) },
    }
  }
}

async function makeQueue(boss: PgBoss, name: string): Promise<void> {
  await boss.createQueue('dead', {})
  await boss.createQueue(name, {
    retryLimit: RETRIES,
    retryDelay: RETRY_AFTER_S,
    retryBackoff: true,
    expireInSeconds: EXPIRE_S,
    deadLetter: 'dead',
    notify: true,
  })
}
