// `npm test`: the fast checks, then every test file against one real PostgreSQL; ends with `N passed, N failed`.
// `npm test -- flow inbox` runs only the files whose path contains one of the words, without the checks.
import {
  chmodSync,
  createWriteStream,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statfsSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { check } from './check.mjs'
import { runFiles } from './run-files.mjs'

const ROOT = join(import.meta.dirname, '..')
const REPORT = join(ROOT, '.cache/test-report.txt')
/** Hundreds of processes load the same files: what one has compiled the others take from here. */
process.env.NODE_COMPILE_CACHE ??= join(ROOT, '.cache/compile')
const TEST_TIMEOUT_MS = 5 * 60_000
/** Longer than a test may take: a process in which none begins or ends for so long goes in circles, or is held open. */
const SILENCE_MAX_MS = 6 * 60_000
const SLOWEST_SHOWN = 10
/** Linux' folder in memory, and what must be free in it for the databases and the log of a run. */
const MEMORY = '/dev/shm'
const MEMORY_BYTES_MIN = 4 * 1024 ** 3
/** All tests of rules, in one process. */
const PURE = 'scripts/pure-tests.ts'
/** Files that take longest begin first, so that none is left alone with one core at the end. */
const LONGEST = [
  'test/pages.journey.test.ts',
  'test/thread.journey.test.ts',
  'test/external.journey.test.ts',
  'test/chaos.test.ts',
  'test/ways.journey.test.ts',
  'test/nodes-page.journey.test.ts',
  'test/broadcast-many.test.ts',
  'test/sequence.journey.test.ts',
  PURE,
  'test/together.journey.test.ts',
  'test/restart.journey.test.ts',
  'test/canvas.journey.test.ts',
  'test/webhooks.test.ts',
  'test/broadcast-kill.journey.test.ts',
  'server/base/embedded.test.ts',
  'server/base/live.test.ts',
  'test/template.test.ts',
  'server/base/jobs.test.ts',
]

const words = process.argv.slice(2)
const files = filesOf(words).sort((one, other) => turnOf(one) - turnOf(other))
const isWhole = words.length === 0

const startedAt = performance.now()
const checks = isWhole ? await check() : []
const database = await startDatabase()
mkdirSync(dirname(REPORT), { recursive: true })
const report = createWriteStream(REPORT)
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void database.stop().then(() => process.exit(130)))
const limits = { testMs: TEST_TIMEOUT_MS, silenceMs: SILENCE_MAX_MS }
/** Tests of rules wait for nothing, and whoever names a file wants to see it fail. */
const hasSecondTry = (file) => isWhole && file !== PURE
const parts = isWhole
  ? { alone: [PURE], shared: files.filter((file) => file !== PURE) }
  : { alone: files, shared: [] }
const came = await runFiles(parts, {
  root: ROOT,
  ...limits,
  report,
  hasSecondTry,
}).finally(database.stop)
summarise(came)

/** Those whose path contains one of the words, each on its own; without words all, and the pure ones together. The checks hold the house's. */
function filesOf(words) {
  const find = (wings) => globSync(`${wings}/**/*.test.ts`, { cwd: ROOT }).sort()
  if (words.length === 0)
    return [PURE, ...find('{server,simulator,test}')].filter((file) => file !== 'test/house.test.ts')
  return find('{core,server,simulator,web,test,bench,scripts}').filter((file) =>
    words.some((word) => file.includes(word)),
  )
}

/** The longest, then journeys, then what asks a server. */
function turnOf(file) {
  const longest = LONGEST.indexOf(file)
  if (longest !== -1) return longest
  return LONGEST.length + (file.endsWith('.journey.test.ts') ? 0 : 1)
}

/** Where there is room in memory: each file makes a database of some hundred files and throws it away. */
function placeOfDatabase() {
  const space = existsSync(MEMORY) ? statfsSync(MEMORY) : { bavail: 0, bsize: 0 }
  return space.bavail * space.bsize >= MEMORY_BYTES_MIN ? MEMORY : tmpdir()
}

/** One cluster for the whole run, in a folder of its own that is gone afterwards. */
async function startDatabase() {
  if (process.env.TEST_DATABASE_URL) return { stop: async () => {} }
  const { startTestDatabase } = await import('../test/database.ts')
  const dir = mkdtempSync(join(placeOfDatabase(), 'wetalk-test-'))
  chmodSync(dir, 0o711)
  const server = await startTestDatabase(dir)
  process.env.TEST_DATABASE_URL = server.url
  const stop = async () => {
    await server.stop()
    const cluster = realpathSync(join(dir, 'postgres'))
    rmSync(dir, { recursive: true, force: true })
    if (!cluster.startsWith(dir)) rmSync(dirname(cluster), { recursive: true, force: true })
  }
  return { stop }
}

function summarise({ tallies, unsteady }) {
  report.end()
  const sum = (count) => tallies.reduce((total, tally) => total + count(tally), 0)
  for (const failure of tallies.flatMap(({ failures }) => failures)) sayFailure('✖', failure)
  for (const failure of unsteady) sayFailure('⚠ unsteady, passed alone at the second try:', failure)
  process.stdout.write('\nslowest tests:\n')
  const slowest = tallies.flatMap(({ times }) => times).sort((one, other) => other.ms - one.ms)
  for (const { title, ms } of slowest.slice(0, SLOWEST_SHOWN)) {
    process.stdout.write(`  ${(ms / 1000).toFixed(2).padStart(7)} s  ${title}\n`)
  }
  const failed = sum((tally) => tally.failed) + checks.filter((one) => !one.passed).length
  const passed = sum((tally) => tally.passed) + checks.filter((one) => one.passed).length
  const skipped = sum((tally) => tally.skipped)
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1)
  const notes = [
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(unsteady.length > 0 ? [`${unsteady.length} unsteady`] : []),
    `${minutes} min, full report: ${relative(ROOT, REPORT)}`,
  ]
  process.stdout.write(`\n${files.length} files, ${notes.join(', ')}\n`)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
}

function sayFailure(sign, { title, error }) {
  process.stdout.write(
    `\n${sign} ${title}\n  ${String(error?.stack ?? error?.message ?? error).replaceAll('\n', '\n  ')}\n`,
  )
}
