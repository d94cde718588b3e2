import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { serverEnv, unprivilegedAccount } from '#server/base/cluster.ts'
import { freePort, until } from './rig.ts'

const BIN = '/usr/lib/postgresql/15/bin'

/** Whether this machine has a PostgreSQL 15 of its own. */
export const hasSystemPostgres = existsSync(join(BIN, 'initdb'))

/** PostgreSQL 15 with a plain role that owns an empty database, as an operator would make it. */
export async function startSystemPostgres(): Promise<{
  readonly url: string
  readonly [Symbol.asyncDispose]: () => Promise<void>
}> {
  const account = unprivilegedAccount()
  const dir = mkdtempSync(join(tmpdir(), 'wetalk-pg15-'))
  if (account.uid !== undefined && account.gid !== undefined) chownSync(dir, account.uid, account.gid)
  const data = join(dir, 'data')
  const port = await freePort()
  const options = { ...account, cwd: '/', env: serverEnv() }
  const made = spawnSync(join(BIN, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'], {
    ...options,
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const settings = ['-p', port, '-k', dir, '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off']
  const server = spawn(join(BIN, 'postgres'), ['-D', data, ...settings.map(String)], {
    ...options,
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  await until('PostgreSQL 15 answers', () => makeDatabase(port))
  return {
    url: `postgres://wetalk@127.0.0.1:${port}/wetalk`,
    async [Symbol.asyncDispose]() {
      server.kill('SIGINT') // "fast shutdown" in PostgreSQL's terms
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function makeDatabase(port: number): Promise<boolean> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
  try {
    await client.connect()
    await client.query('create role wetalk login')
    await client.query('create database wetalk owner wetalk')
    return true
  } catch {
    return false // it is still starting
  } finally {
    await client.end().catch(() => undefined)
  }
}
