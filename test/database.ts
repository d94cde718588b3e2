import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'
import { type Connection, embeddedConnection, startEmbedded } from '#server/base/embedded.ts'
import { codeOf } from '#server/base/process.ts'
import { StartError } from '#server/base/start-error.ts'

/** A database of a test file's own, with today's schema and nothing in it. */
export type TestDatabase = {
  readonly connection: Connection
  /** The same as a `postgres://` address, for programs that are started with DATABASE_URL. */
  readonly url: string
  [Symbol.asyncDispose](): Promise<void>
}

/** For as many products as the files that run at once start, some of them two or three. */
const CONNECTIONS_MAX = 400
const JOIN_WAIT_MS = 30_000
/** What a killed test left behind is swept away after this. */
const LEFTOVER_MS = 60 * 60 * 1000
const TEMPLATE_LOCK = 7_302_102
/** PostgreSQL's `insufficient_privilege`. */
const FORBIDDEN = '42501'

/**
 * The one cluster of a test run. `npm test` starts it and names it in TEST_DATABASE_URL; a test file run by hand starts
 * or joins a shared one in the temporary folder, which stays up for the next run by hand.
 */
export async function startTestDatabase(dir = sharedDir()): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL
  if (given) return { url: given, stop: async () => {} }
  for (let waited = 0; ; waited += 100) {
    const running = embeddedConnection(dir)
    if (running) return { url: urlOf(running), stop: async () => {} }
    try {
      mkdirSync(dir, { recursive: true, mode: 0o711 })
      const server = await startEmbedded({ dir, connections: CONNECTIONS_MAX })
      const url = urlOf(server.connection)
      await withClient(urlOf({ ...server.connection, user: 'postgres', database: 'postgres' }), forgo)
      return { url, stop: server.stop }
    } catch (error) {
      if (!(error instanceof StartError) || waited > JOIN_WAIT_MS) throw error
    }
    await sleep(100) // another test process is just starting it
  }
}

/** What outlives a power cut is not waited for: a test's database is thrown away. Tests of durability bring clusters of their own. */
async function forgo(client: Client): Promise<void> {
  for (const guard of ['fsync', 'full_page_writes']) await client.query(`alter system set ${guard} = off`)
  await client.query('select pg_reload_conf()')
}

/** A fresh database from the migrated template; dropped when disposed. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url: clusterUrl } = await startTestDatabase()
  const template = await ensureTemplate(clusterUrl)
  const name = `test_${Date.now()}_${randomBytes(4).toString('hex')}`
  await withClient(clusterUrl, (client) => client.query(`create database ${name} template ${template}`))
  const url = urlWith(clusterUrl, name)
  return {
    connection: connectionOf(url),
    url,
    [Symbol.asyncDispose]: () => withClient(clusterUrl, (client) => drop(client, name)),
  }
}

/** Named by the migrations' content, so that a changed file makes a new template. Whoever comes second waits. */
async function ensureTemplate(clusterUrl: string): Promise<string> {
  const name = `template_${migrationsHash()}`
  return withClient(clusterUrl, async (client) => {
    if (await exists(client, name)) return name
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    if (await exists(client, name)) return name
    await sweep(client)
    const draft = `${name}_draft`
    await drop(client, draft)
    await client.query(`create database ${draft}`)
    const { migrate } = await import('#server/base/migrate.ts')
    await migrate(connectionOf(urlWith(clusterUrl, draft)))
    await client.query(`alter database ${draft} rename to ${name}`)
    return name
  })
}

async function sweep(client: Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    "select datname from pg_database where datname like 'test\\_%' limit 500",
  )
  for (const { datname } of rows) {
    const madeAt = Number(datname.split('_')[1])
    if (Date.now() - madeAt > LEFTOVER_MS) await drop(client, datname)
  }
}

/** Autovacuum may be at work in it, whom our role may not end: a plain drop asks it to go and waits for it. */
async function drop(client: Client, database: string): Promise<void> {
  try {
    await client.query(`drop database if exists ${database} with (force)`)
  } catch (error) {
    if (codeOf(error) !== FORBIDDEN) throw error
    await client.query(`drop database if exists ${database}`)
  }
}

async function exists(client: Client, database: string): Promise<boolean> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database])
  return rowCount === 1
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const config: ClientConfig = { ...connectionOf(url), application_name: 'wetalk test' }
  const client = new Client(config)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function migrationsHash(): string {
  const dir = join(import.meta.dirname, '../migrations')
  const hash = createHash('sha256')
  for (const file of readdirSync(dir).sort()) hash.update(file).update(readFileSync(join(dir, file)))
  return hash.digest('hex').slice(0, 12)
}

function sharedDir(): string {
  const stamp = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 8)
  return join(tmpdir(), `wetalk-test-${process.getuid?.() ?? 0}-${stamp}`)
}

function urlOf({ host, port, user, database }: Connection): string {
  return `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
}

function urlWith(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

function connectionOf(url: string): Connection {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  return {
    host: searchParams.get('host') ?? hostname,
    port: Number(searchParams.get('port') ?? (port || 5432)),
    user: decodeURIComponent(username),
    database: pathname.slice(1),
    ...(password ? { password: decodeURIComponent(password) } : {}),
  }
}
