import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import {
  type Account,
  type Cluster,
  canEnter,
  type Note,
  prepareCluster,
  serverEnv,
  unprivilegedAccount,
} from '#server/base/cluster.ts'
import { holdDataDir } from '#server/base/lock.ts'
import { commandOf, isAlive, readText } from '#server/base/process.ts'

export type Connection = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

export type Embedded = {
  /** As role `wetalk`, which owns database `wetalk` and is no superuser: row-level security binds it. */
  readonly connection: Connection
  /** The server's process of now; another one after the server died and was started again. */
  readonly pid: number
  /** Whether a server left behind by a killed process was taken over. */
  readonly adopted: boolean
  /** Ends the server in an orderly way and frees the data folder. */
  stop(): Promise<void>
}

const ROLE = 'wetalk'
const SOCKET_PORT = 5432
/** `sun_path` holds 104 bytes on macOS and 108 on Linux. */
const SOCKET_PATH_BYTES_MAX = 100
const START_WAIT_MS = 30_000
const STOP_WAIT_MS = 20_000
const POLL_MS = 15
const CONNECTIONS_MAX = 100
/** How often it is looked at whether the server still lives. */
const WATCH_MS = 1000
/** A larger log of the server becomes `postgres.log.1` at its next start. */
const LOG_BYTES_MAX = 10 * 1024 * 1024

/** For a small machine; durability stays as PostgreSQL has it. Failing statements and their values stay out of the log. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  huge_pages: 'off',
  jit: 'off',
  random_page_cost: '1.1',
  synchronous_commit: 'on',
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  autovacuum: 'on',
  autovacuum_naptime: '20s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

type EmbeddedOptions = {
  readonly dir: string
  /** How many may be connected at a time. */
  readonly connections?: number
  readonly log?: Note
  /** Hears what a person should look into: that the server died, and what came of starting it again. */
  readonly alarm?: Note
  readonly onRevival?: () => void
}

/**
 * PostgreSQL in the data folder, reachable over a private Unix socket only. Makes the cluster on the first start, adopts
 * a living server after a crash of the program, cleans up after a dead one, and starts it again when it dies while we live.
 * Throws `StartError` when another process of the product holds the folder.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log: note = () => {}, alarm = note, connections = CONNECTIONS_MAX } = options
  const dir = resolve(options.dir)
  const account = unprivilegedAccount()
  fs.mkdirSync(dir, { recursive: true, mode: account.uid === undefined ? 0o700 : 0o711 })
  const release = holdDataDir(dir)
  try {
    const cluster = prepareCluster(dir, account, note)
    const start = () => startServer(cluster, connections, dir, note)
    let server = await start()
    const { socketDir, adopted } = server
    await ensureRole(socketDir)
    const watch = watchOver(
      () => runsCluster(server.pid, cluster.dir),
      async () => {
        alarm('the database server is gone and is started again; what it said last stands in postgres.log')
        server = await start()
        options.onRevival?.()
        alarm(`the database server runs again as process ${server.pid}`)
      },
      alarm,
    )
    const stop = async () => {
      await watch.end()
      await stopServer(server.pid, cluster.dir)
      fs.rmSync(socketDir, { recursive: true, force: true })
      release()
    }
    return {
      ...{ connection: connectionOf(socketDir), adopted, stop },
      get pid() {
        return server.pid
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

/** Looks again and again whether it lives, and has it revived; one that does not come back is tried again for ever. */
function watchOver(lives: () => boolean, revive: () => Promise<void>, alarm: Note) {
  let reviving: Promise<void> | undefined
  const timer = setInterval(() => {
    if (reviving || lives()) return
    reviving = revive()
      .catch((error: unknown) => alarm(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        reviving = undefined
      })
  }, WATCH_MS)
  timer.unref()
  return {
    async end() {
      clearInterval(timer)
      await reviving
    },
  }
}

/** How a tool connects to the embedded server of a running program; undefined when none runs on this folder. */
export function embeddedConnection(dataDir: string): Connection | undefined {
  const link = join(resolve(dataDir), 'postgres')
  if (!fs.existsSync(link)) return undefined
  const dir = fs.realpathSync(link)
  const state = readState(dir)
  return state && runsCluster(state.pid, dir) ? connectionOf(state.socketDir) : undefined
}

async function startServer(cluster: Cluster, connections: number, dataDir: string, note: Note) {
  const until = Date.now() + START_WAIT_MS
  const logFile = join(dataDir, 'postgres.log')
  for (;;) {
    const ready = await adopt(cluster.dir, until)
    if (ready) {
      note(`adopting the running database server ${ready.pid}`)
      return { ...ready, adopted: true }
    }
    if (readState(cluster.dir)) note('removing the pid file of a server that is gone')
    fs.rmSync(join(cluster.dir, 'postmaster.pid'), { force: true })
    const started = await launch(cluster, connections, logFile, until)
    if (started) return { ...started, adopted: false }
    if (Date.now() > until) throw new Error(`PostgreSQL did not start: ${readText(logFile)?.slice(-2000)}`)
    await sleep(200) // children of a killed server may still hold its memory for a moment
  }
}

/** The living server of this cluster once it is ready; undefined when there is none. */
async function adopt(dir: string, until: number) {
  for (;;) {
    const state = readState(dir)
    if (!state || !runsCluster(state.pid, dir)) return undefined
    if (state.ready && fs.existsSync(join(state.socketDir, `.s.PGSQL.${SOCKET_PORT}`))) return state
    if (Date.now() > until) throw new Error(`the database server ${state.pid} runs but does not get ready`)
    await sleep(POLL_MS)
  }
}

async function launch({ dir, bin, account }: Cluster, connections: number, logFile: string, until: number) {
  const socketDir = makeSocketDir(dir, account)
  const settings = { ...SETTINGS, unix_socket_directories: socketDir, max_connections: String(connections) }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const sink = openLog(logFile)
  const stdio = ['ignore' as const, sink, sink]
  const options = { ...account, cwd: '/', env: serverEnv(), stdio, detached: true }
  const child = spawn(join(bin, 'postgres'), ['-D', dir, '-p', String(SOCKET_PORT), ...flags], options)
  fs.closeSync(sink)
  let failure: Error | undefined
  child.once('error', (error) => {
    failure = error
  })
  child.unref()
  while (Date.now() < until) {
    if (failure) throw failure
    if (child.exitCode !== null || child.signalCode !== null) return undefined
    const state = readState(dir)
    if (state?.ready && state.pid === child.pid) return state
    await sleep(POLL_MS)
  }
  return undefined
}

/** Appended to, since the last words of a server that died are what one wants to read. */
function openLog(file: string): number {
  const { size = 0 } = fs.statSync(file, { throwIfNoEntry: false }) ?? {}
  if (size > LOG_BYTES_MAX) fs.renameSync(file, `${file}.1`)
  return fs.openSync(file, 'a', 0o600)
}

/** Short, because the path of a socket is limited, and private, because whoever reaches the socket is trusted. */
function makeSocketDir(clusterDir: string, { uid = process.getuid?.(), gid }: Account): string {
  const stamp = createHash('sha256').update(clusterDir).digest('hex').slice(0, 16)
  const socketName = `wetalk-${stamp}`
  const roots = [tmpdir(), '/tmp'].filter(
    (root) =>
      Buffer.byteLength(join(root, socketName, `.s.PGSQL.${SOCKET_PORT}.lock`)) <= SOCKET_PATH_BYTES_MAX,
  )
  const root = roots.find((root) =>
    canEnter(root, gid === undefined || uid === undefined ? {} : { uid, gid }),
  )
  const dir = join(root ?? '/tmp', socketName)
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 })
  if (process.getuid?.() === 0 && uid !== undefined && gid !== undefined) fs.chownSync(dir, uid, gid)
  const stat = fs.lstatSync(dir)
  if (!stat.isDirectory() || stat.uid !== uid) throw new Error(`${dir} belongs to somebody else`)
  fs.chmodSync(dir, 0o700)
  return dir
}

/** Idempotent, since a first start may have been cut off between these steps. */
async function ensureRole(socketDir: string): Promise<void> {
  const client = new Client({ ...connectionOf(socketDir), user: 'postgres', database: 'postgres' })
  await client.connect()
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [ROLE])
    if (role.rowCount === 0) await client.query(`create role ${ROLE} login createdb`)
    const database = await client.query('select 1 from pg_database where datname = $1', [ROLE])
    if (database.rowCount === 0) await client.query(`create database ${ROLE} owner ${ROLE}`)
  } finally {
    await client.end()
  }
}

/** Fast shutdown: running statements end, everything committed is on disk. */
async function stopServer(pid: number, dir: string): Promise<void> {
  const until = Date.now() + STOP_WAIT_MS
  if (!runsCluster(pid, dir)) return
  process.kill(pid, 'SIGINT')
  while (runsCluster(pid, dir)) {
    if (Date.now() > until) throw new Error(`the database server ${pid} did not stop in ${STOP_WAIT_MS} ms`)
    await sleep(POLL_MS)
  }
}

function connectionOf(socketDir: string): Connection {
  return { host: socketDir, port: SOCKET_PORT, user: ROLE, database: ROLE }
}

/** What the server says about itself: lines 1 (pid), 5 (socket folder) and 8 (state) of its pid file. */
function readState(dir: string): { pid: number; socketDir: string; ready: boolean } | undefined {
  const lines = readText(join(dir, 'postmaster.pid'))?.split('\n')
  const pid = Number(lines?.[0])
  if (!lines || !Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, socketDir: lines[4]?.trim() ?? '', ready: lines[7]?.trim() === 'ready' }
}

/** Whether this process is a PostgreSQL on exactly this cluster; after a restart the number may be somebody else's. */
function runsCluster(pid: number, dir: string): boolean {
  if (!isAlive(pid)) return false
  const words = commandOf(pid)
  return words.includes('postgres') && words.includes(dir)
}
