import pg from 'pg'
import type { Connection } from '#server/base/db.ts'
import type { Log } from '#server/base/log.ts'

/**
 * Wake-up calls: which workspace has news in which room. Inside the process at once; to other processes by one
 * coalesced NOTIFY, so that the database is not slowed by one per transaction. A lost call only costs time:
 * every listener also looks by itself.
 */
export type Topic = 'live' | 'inbox' | 'status' | 'account' | 'outbox' | 'settings' | 'request' | 'presence'
export type Bus = {
  readonly call: (topic: Topic, workspaceId: string) => void
  readonly listen: (topic: Topic, hear: (workspaceId: string) => void) => () => void
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const CHANNEL = 'wetalk_wake'
const COALESCE_MS = 50
/** PostgreSQL allows 8,000 bytes in a notification; a call takes about 45. */
const CALLS_MAX = 150
const RECONNECT_MS = 1000
const PING_MS = 5000
/** On a line that was cut silently nothing ever answers: after this it counts as lost. */
const ANSWER_MS = 4000

/** The name of a process's wake-up line in the database: who has such a line lives. It ends in the moment when the process does. */
export function lineOf(processId: string): string {
  return `wetalk bus ${processId}`
}

export async function openBus(connection: Connection, processId: string, log: Log): Promise<Bus> {
  const hearers = new Map<Topic, Set<(workspaceId: string) => void>>()
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let client: pg.Client | undefined
  let closed = false

  const tell = (topic: Topic, workspaceId: string) => {
    for (const hear of hearers.get(topic) ?? []) hear(workspaceId)
  }
  const flush = async () => {
    timer = undefined
    const calls = [...waiting].slice(0, CALLS_MAX)
    for (const call of calls) waiting.delete(call)
    if (waiting.size > 0) timer = setTimeout(flush, COALESCE_MS)
    await client
      ?.query('select pg_notify($1, $2)', [CHANNEL, `${processId} ${calls.join(' ')}`])
      .catch(() => undefined)
  }
  const connect = async () => {
    const next = new pg.Client({
      ...(typeof connection === 'string' ? { connectionString: connection } : connection),
      application_name: lineOf(processId),
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    })
    next.on('notification', ({ payload }) => {
      const [from, ...calls] = (payload ?? '').split(' ')
      if (from === processId) return
      for (const call of calls) {
        const [topic, workspaceId] = call.split(':')
        if (topic && workspaceId) tell(topic as Topic, workspaceId)
      }
    })
    next.on('error', () => lost(next))
    next.on('end', () => lost(next))
    try {
      await next.connect()
      await next.query(`listen ${CHANNEL}`)
    } catch (error) {
      next.end().catch(() => undefined) // it never was a line
      throw error
    }
    client = next
  }
  const lost = (which: pg.Client) => {
    if (closed || client !== which) return
    client = undefined
    which.end().catch(() => undefined) // it is gone on the other side already
    log.warn('the wake-up line to the database is down; trying again')
    setTimeout(retry, RECONNECT_MS).unref()
  }
  const retry = () => {
    if (closed || client) return
    connect().catch(() => setTimeout(retry, RECONNECT_MS).unref())
  }
  const ping = setInterval(() => {
    const line = client
    line?.query('select 1').catch(() => lost(line))
  }, PING_MS)
  ping.unref()
  await connect()

  return {
    call(topic, workspaceId) {
      tell(topic, workspaceId)
      waiting.add(`${topic}:${workspaceId}`)
      timer ??= setTimeout(flush, COALESCE_MS)
    },
    listen(topic, hear) {
      const set = hearers.get(topic) ?? new Set()
      hearers.set(topic, set.add(hear))
      return () => set.delete(hear)
    },
    async [Symbol.asyncDispose]() {
      closed = true
      clearTimeout(timer)
      clearInterval(ping)
      await client?.end().catch(() => undefined)
    },
  }
}
