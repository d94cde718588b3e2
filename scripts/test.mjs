// `npm test`: the fast checks, then every test file against one real PostgreSQL; ends with `N passed, N failed`.
// `npm test -- flow inbox` runs only the files whose path contains one of the words, without the checks.
import {
  chmodSync,
  createWriteStream,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { check } from './check.mjs'

const ROOT = join(import.meta.dirname, '..')
const REPORT = join(ROOT, '.cache/test-report.txt')
/** Hundreds of processes load the same files: what one has compiled the others take from here. */
process.env.NODE_COMPILE_CACHE ??= join(ROOT, '.cache/compile')
const TEST_TIMEOUT_MS = 5 * 60_000
const SLOWEST_SHOWN = 10
const STDERR_CHARS_SHOWN = 2000
const FILES_AT_ONCE_MAX = 5
/** So many failed files of a whole run are tried once more, each alone, and named whatever comes of it; more than that is no accident. */
const SECOND_TRIES_MAX = 3
/** Files that take longest begin first, so that none of them is left alone with one core at the end. */
const LONGEST = [
  'test/pages.journey.test.ts',
  'scripts/pure-tests.ts',
  'test/external.journey.test.ts',
  'test/restart.journey.test.ts',
  'test/ways.journey.test.ts',
  'test/broadcast-many.test.ts',
  'test/nodes-page.journey.test.ts',
  'test/chaos.test.ts',
  'test/first-bot.journey.test.ts',
  'test/template.test.ts',
  'test/broadcast-kill.journey.test.ts',
  'server/base/jobs.test.ts',
]

/** Of the others so many share a process: to load the product takes longer than most tests take. */
const TOGETHER_MAX = 6
const TOGETHER = 'scripts/together.ts'
/** What measures or changes its process, or opens something while it is loaded, has a process to itself. */
const ALONE =
  /\b(timeOf|cpuMs|performance\.now|heldBytes|metrics|mock|globalThis|process)\b|^(const .* = )?await /m

const words = process.argv.slice(2)
const files = filesOf(words).sort((one, other) => turnOf(one) - turnOf(other))

const startedAt = performance.now()
const checks = words.length === 0 ? await check() : []
const database = await startDatabase()
/** By file, so that a second try takes the place of the first. */
const tallies = new Map()
const unsteady = []
mkdirSync(dirname(REPORT), { recursive: true })
const report = createWriteStream(REPORT)
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void database.stop().then(() => process.exit(130)))
try {
  await runAll(words.length === 0 ? loadsOf(files) : files.map((file) => [file]))
  if (words.length === 0) await tryAgain()
} finally {
  await database.stop()
}
summarise()

/** Those whose path contains one of the words, each on its own; without words all, and the pure ones together. The checks hold the house's. */
function filesOf(words) {
  const find = (wings) => globSync(`${wings}/**/*.test.ts`, { cwd: ROOT }).sort()
  if (words.length === 0)
    return ['scripts/pure-tests.ts', ...find('{server,simulator,test}')].filter(
      (file) => file !== 'test/house.test.ts',
    )
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

/** One cluster for the whole run, in a folder of its own that is gone afterwards. */
async function startDatabase() {
  if (process.env.TEST_DATABASE_URL) return { stop: async () => {} }
  const { startTestDatabase } = await import('../test/database.ts')
  const dir = mkdtempSync(join(tmpdir(), 'wetalk-test-'))
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

/** What each process runs: the longest files, then several that can share one, then those that cannot. */
function loadsOf(list) {
  const isAlone = (file) =>
    LONGEST.includes(file) ||
    file.startsWith('scripts/') ||
    ALONE.test(readFileSync(join(ROOT, file), 'utf8'))
  const shared = list.filter((file) => !isAlone(file))
  const loads = list.filter((file) => LONGEST.includes(file)).map((file) => [file])
  for (let at = 0; at < shared.length; at += TOGETHER_MAX) loads.push(shared.slice(at, at + TOGETHER_MAX))
  for (const file of list) if (isAlone(file) && !LONGEST.includes(file)) loads.push([file])
  return loads
}

/** One more at once than there are cores: many wait for timers, browsers and webhooks most of their time. */
async function runAll(loads) {
  const next = loads.values()
  const takeTurns = async () => {
    for (const load of next) await runLoad(load)
  }
  const atOnce = Math.max(2, Math.min(FILES_AT_ONCE_MAX, availableParallelism() + 1))
  await Promise.all(Array.from({ length: atOnce }, takeTurns))
}

/** Runs the files in a process of their own; a suite that cannot be loaded fails as itself. */
function runLoad(load) {
  const [only = ''] = load
  const files = [join(ROOT, load.length > 1 ? TOGETHER : only)]
  const argv = load.length > 1 ? load : []
  const stream = run({ files, argv, concurrency: 1, timeout: TEST_TIMEOUT_MS * load.length, cwd: ROOT })
  stream.on('test:pass', (event) => note(event, true))
  stream.on('test:fail', (event) => note(event, false))
  stream.on('test:stderr', ({ file, message }) => {
    report.write(message)
    const tally = tallyOf(file)
    tally.stderr = `${tally.stderr}${message}`.slice(-STDERR_CHARS_SHOWN)
  })
  stream.on('test:stdout', ({ message }) => report.write(message))
  return new Promise((resolve, reject) => {
    const lines = stream.compose(new spec())
    lines.on('data', (text) => report.write(text))
    lines.once('end', resolve)
    lines.once('error', reject)
  })
}

/**
 * What failed among hundreds of files on two cores is run again alone. A test that passes then is counted as passed and named as
 * unsteady with its first error: it has met a race, of the product or its own, that somebody must look for.
 */
async function tryAgain() {
  const failed = [...tallies].filter(([, { failures }]) => failures.length > 0)
  if (failed.length > SECOND_TRIES_MAX) return
  for (const [file, { failures }] of failed) {
    if (!files.includes(relative(ROOT, file))) continue
    tallies.delete(file)
    await runLoad([relative(ROOT, file)])
    if (tallyOf(file).failures.length === 0) unsteady.push(...failures)
  }
}

function tallyOf(file = '') {
  const known = tallies.get(file)
  if (known) return known
  const tally = { passed: 0, failed: 0, skipped: 0, failures: [], times: [], stderr: '' }
  tallies.set(file, tally)
  return tally
}

/** Counts leaves only: a suite fails through its tests, what cannot be loaded or prepared fails as itself. */
function note({ name, file, details, skip, todo }, passed) {
  const reason = details.error?.failureType
  if (passed ? details.type === 'suite' : reason === 'subtestsFailed') return
  const own = file === join(ROOT, TOGETHER) && name !== file ? join(ROOT, name) : file
  const tally = tallyOf(own)
  const title = `${own ? relative(ROOT, own) : ''}: ${name}`
  if (skip !== undefined || todo !== undefined) tally.skipped++
  else if (passed) tally.passed++
  else {
    tally.failed++
    const isWholeFile = name === file
    const error = details.error?.cause ?? details.error
    tally.failures.push({ title, error: isWholeFile ? tally.stderr || error : error })
  }
  tally.times.push({ title, ms: details.duration_ms ?? 0 })
}

function summarise() {
  report.end()
  const all = [...tallies.values()]
  const sum = (count) => all.reduce((total, tally) => total + count(tally), 0)
  for (const failure of all.flatMap(({ failures }) => failures)) sayFailure('✖', failure)
  for (const failure of unsteady) sayFailure('⚠ unsteady, passed alone at the second try:', failure)
  process.stdout.write('\nslowest tests:\n')
  const slowest = all.flatMap(({ times }) => times).sort((one, other) => other.ms - one.ms)
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
