import { Socket } from 'node:net'
import pg from 'pg'
import { assert } from '#core/base/assert.ts'
import { isRefusal } from '#core/base/refusal.ts'
import { arrayText, uuidArray } from '#server/base/array.ts'
import { type Sql, sql } from '#server/base/sql.ts'

export type Connection =
  | string
  | { readonly host: string; readonly user: string; readonly database: string; readonly port: number }

/** Something that answers statements: a transaction, or a pool for one statement at a time. */
export type Query = {
  readonly rows: <Row>(statement: Sql) => Promise<Row[]>
  readonly run: (statement: Sql) => Promise<number>
}

/** An open transaction. A pool is not one: what must be atomic says so by asking for a `Tx`. */
export type Tx = Query & {
  /** Sends the commit behind the last writes, in the same round trip. Nothing may follow. */
  readonly finish: (writes: readonly Promise<unknown>[]) => Promise<void>
}

export type Db = Query & {
  /**
   * One transaction. Statements that are not awaited one by one travel together; `label` names the layer whose round
   * trips are counted. Rolls back on a throw.
   */
  readonly tx: <T>(label: string, work: (tx: Tx) => Promise<T>) => Promise<T>
  /** The same for one workspace: row-level security hides all others. A refusal that comes out of it rolls back too. */
  readonly tenant: <T>(workspaceId: string, work: (tx: Tx) => Promise<T>) => Promise<T>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

type PoolOptions = {
  readonly connection: Connection
  readonly max: number
  /** Whether this pool sees every workspace (workers) or only the one it names (HTTP). */
  readonly sees: 'all' | 'one'
  readonly name: string
  /** How long a caller waits for a free connection, in milliseconds. */
  readonly patience: number
  /** How long a statement sent may go without an answer, in milliseconds; 35 s unless told. */
  readonly answer?: number
  readonly onRoundTrip?: (label: string) => void
  /** How long a transaction waited for its connection, in milliseconds. */
  readonly onWait?: (ms: number) => void
}

const STATEMENT_TIMEOUT_MS = 30_000
/**
 * Workers see every workspace. Their statements find by key, a few rows each; a planner that once saw an empty queue would
 * read it whole for hours, and one that thinks anew each time costs more than the work.
 */
const WORKERS =
  ' -c app.workspace=* -c enable_seqscan=off -c enable_bitmapscan=off -c plan_cache_mode=force_generic_plan'
/**
 * The server's own limit is `STATEMENT_TIMEOUT_MS`; who has not answered well after that sits behind a line that was cut
 * silently. The connection is given up, with all that was sent on it.
 */
const ANSWER_MS = 35_000
/** A process that stops in the middle of a transaction loses it, and its contacts, after this. */
const IDLE_IN_TRANSACTION_MS = 8_000

/** Times come as milliseconds, bigints as numbers: ours stay far below 2^53. Money is never read without `::text`. */
const TYPES = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === 20) return Number
      if (oid === 1184) return millisOf
    }
    return pg.types.getTypeParser(oid, format)
  },
} as pg.CustomTypesConfig

export function openDb(options: PoolOptions): Db {
  const { connection, max, sees, name, patience } = options
  const pool = new pg.Pool({
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    max,
    pipeline: true,
    stream: gatheringSocket,
    connectionTimeoutMillis: patience,
    query_timeout: options.answer ?? ANSWER_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: `wetalk ${name}`,
    options: `-c statement_timeout=${STATEMENT_TIMEOUT_MS} -c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS} -c timezone=UTC -c jit=off${sees === 'all' ? WORKERS : ''}`,
    types: TYPES,
  })
  pool.on('error', () => undefined) // a dead idle connection is replaced by the pool; whoever uses one hears of it
  pool.on('connect', (client) => {
    client.on('error', () => undefined) // one that dies between two statements of a transaction: the next one rejects
  })
  const count = options.onRoundTrip ?? (() => undefined)

  async function tx<T>(label: string, work: (tx: Tx) => Promise<T>, workspaceId?: string): Promise<T> {
    const askedAt = options.onWait && performance.now()
    const client = await pool.connect()
    if (askedAt !== undefined) options.onWait?.(performance.now() - askedAt)
    const trips = tripCounter(() => count(label))
    let isOver = false
    const commit = async () => {
      isOver = true
      await trips(client.query('commit').then(assertCommitted))
    }
    const finish = async (writes: readonly Promise<unknown>[]) =>
      void (await Promise.all([...writes, commit()]))
    let broken: Error | undefined
    try {
      const opening = [trips(client.query('begin'))]
      if (workspaceId)
        opening.push(trips(client.query({ name: 'tenant', text: NAME_TENANT, values: [workspaceId] })))
      const inside = queryOn(client, trips, () => assert(!isOver, 'nothing follows the end of a transaction'))
      const [result] = await Promise.all([work({ ...inside, finish }), ...opening])
      if (workspaceId && isRefusal(result)) await trips(client.query('rollback'))
      else if (!isOver) await commit()
      return result
    } catch (error) {
      isOver = true
      await client.query('rollback').catch((failure: Error) => {
        broken = failure
      })
      throw error
    } finally {
      isOver = true // what is still under way must not write on a connection that others have
      client.release(broken)
    }
  }

  return {
    ...queryOn(pool, async (sent) => {
      count(name)
      return await sent
    }),
    tx: (label, work) => tx(label, work),
    tenant: (workspaceId, work) => {
      assert(workspaceId, 'a tenant transaction names its workspace')
      return tx('http', work, workspaceId)
    },
    [Symbol.asyncDispose]: () => pool.end(),
  }
}

/** A socket that sends what is written in one turn of the program together: each write of its own wakes the database. */
function gatheringSocket(): Socket {
  const socket = new Socket()
  const write = socket.write.bind(socket) as (...words: unknown[]) => boolean
  let gathering = false
  const gather = (...words: unknown[]): boolean => {
    if (!gathering) {
      gathering = true
      socket.cork()
      process.nextTick(() => {
        gathering = false
        socket.uncork()
      })
    }
    return write(...words)
  }
  // `connect` sets a socket's own `write` back
  socket.once('connect', () => {
    socket.write = gather
  })
  return socket
}

const NAME_TENANT = "select set_config('app.workspace', $1, true)"

type Trips = <T>(sent: Promise<T>) => Promise<T>

/** PostgreSQL's word for everything that follows the statement that failed. */
const IN_FAILED_TRANSACTION = '25P02'

/**
 * Counts a round trip whenever something is sent while nothing else is on its way. What travels together fails together, and which
 * failure is heard first depends on how it was waited for: each gives the cause, by which a passing trouble is told from a wrong statement.
 */
function tripCounter(count: () => void): Trips {
  let away = 0
  let cause: unknown
  return async (sent) => {
    if (away === 0) count()
    away++
    try {
      return await sent
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === IN_FAILED_TRANSACTION)
        throw cause ?? error
      cause ??= error
      throw error
    } finally {
      away--
    }
  }
}

function assertCommitted({ command }: pg.QueryResult): void {
  if (command !== 'COMMIT')
    throw Object.assign(new Error('the transaction was rolled back'), { code: IN_FAILED_TRANSACTION })
}

function queryOn(client: pg.Pool | pg.PoolClient, trips: Trips, check = () => {}): Query {
  const send = (statement: Sql) => {
    check()
    return trips(
      client.query({
        text: statement.text,
        values: statement.values.map((value, at) =>
          Array.isArray(value) ? spelled(value, at, statement) : value,
        ),
        ...(statement.name ? { name: statement.name } : {}),
      }),
    )
  }
  return {
    rows: async <Row>(statement: Sql) => (await send(statement)).rows as Row[],
    run: async (statement) => (await send(statement)).rowCount ?? 0,
  }
}

/** The driver spells lists of its own accord, at several times the cost. */
function spelled(list: readonly unknown[], at: number, { text }: Sql): unknown {
  if (!list.every(isWord)) return list
  return text.includes(`$${at + 1}::uuid[]`) ? uuidArray(list) : arrayText(list)
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || value === null
}

/** Sessions speak UTC: `2026-11-27 09:30:00.123456+00`. */
function millisOf(text: string): number {
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
}

/** Whether this connection's role reads every workspace whatever it names: row-level security does not bind it. */
export async function isAboveRowSecurity(query: Query): Promise<boolean> {
  const [role] = await query.rows<{ above: boolean }>(
    sql`select rolsuper or rolbypassrls as above from pg_roles where rolname = current_user`,
  )
  return role?.above ?? false
}

/** PostgreSQL's own word for a broken unique key. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505'
}

/** Trouble that lies in what else the database has to do, and not in what it was asked: it is away, a lock, a circle of locks, its time is over. */
export function isPassing(error: unknown): boolean {
  if (isUnavailable(error)) return true
  return error instanceof Error && 'code' in error && /^(40|55P03$|57014$)/.test(String(error.code))
}

/** The database is gone, going, or not taking writes: the caller may come again. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^(08|53|57P|25006|25P03)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    (code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect') || // of a socket, not of a file
    /timeout exceeded when trying to connect|Connection terminated|not queryable|Query read timeout/.test(
      error.message,
    )
  )
}
