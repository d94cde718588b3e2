import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { runProcess } from './run-process.mjs'

const PROCESSES_MAX = 5
/** To load the product, and to run what is new to the machine, takes more of the processor than most tests; a process of all would be lost whole. */
const FILES_PER_PROCESS = 12
/** Makes a suite of each file that it takes. */
const TOGETHER = join(import.meta.dirname, 'together.ts')
/** So many failed files are tried once more, each alone, and named whatever comes of it; more than that is no accident. */
const SECOND_TRIES_MAX = 3

/** Runs these test files, several processes at once, some files alone in theirs and the others shared among them, and counts what became of their tests. */
export async function runFiles({ alone, shared }, how) {
  const counts = { ...how, tallies: new Map(), unsteady: [] }
  const next = alone.values()
  const queue = openQueue(shared, how.root)
  const takeTurns = async () => {
    for (const file of next) await runAlone(file, counts)
    while (queue.hasMore()) await runShared(queue, counts)
  }
  // two more than there are cores: many wait for timers, browsers and webhooks most of their time
  const atOnce = how.atOnce ?? Math.min(PROCESSES_MAX, availableParallelism() + 2)
  await Promise.all(Array.from({ length: atOnce }, takeTurns)).finally(queue.close)
  for (const file of shared) if (!counts.tallies.has(file)) await runAlone(file, counts)
  await tryAgain([...alone, ...shared].filter(how.hasSecondTry), counts)
  return { tallies: [...counts.tallies.values()], unsteady: counts.unsteady }
}

/** Files of which every process takes the next, so that none waits for a longer one's. */
function openQueue(files, root) {
  const folder = mkdtempSync(join(tmpdir(), 'wetalk-files-'))
  const paths = files.map((file) => join(root, file))
  let processes = 0
  const process = () => {
    const name = String(++processes)
    const isMine = (_, at) =>
      existsSync(join(folder, `${at}`)) && readFileSync(join(folder, `${at}`), 'utf8') === name
    const taken = () => files.filter(isMine)
    return { path: TOGETHER, argv: [folder, name, `${FILES_PER_PROCESS}`, ...paths], taken }
  }
  const hasMore = () => readdirSync(folder).length < files.length
  return { process, hasMore, close: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A run without failures has run every file to its end. A process of several that did not is no file's fault: each is run alone. */
async function runShared(queue, counts) {
  const { taken, ...process } = queue.process()
  let files = []
  const fileAt = (at) => {
    if (at >= files.length) files = taken()
    return files[at]
  }
  const trouble = await runProcess({ ...process, fileAt }, { ...counts, note: noteFor(counts) })
  if (trouble === null) return
  files = taken()
  if (files.length === 0) {
    if (queue.hasMore()) throw new Error(trouble)
    return // the last one was taken while it started
  }
  counts.unsteady.push({ title: `in one process: ${files.join(', ')}`, error: trouble })
  for (const file of files) await runAlone(file, counts)
}

async function runAlone(file, counts) {
  counts.tallies.delete(file)
  const process = { path: join(counts.root, file), fileAt: () => file }
  const trouble = await runProcess(process, { ...counts, note: noteFor(counts) })
  if (trouble !== null) fail(tallyOf(file, counts.tallies), file, trouble)
}

function noteFor({ root, tallies }) {
  return (event, passed, file) =>
    tell(event, passed, relative(root, event.file ?? file), tallyOf(file, tallies))
}

/**
 * What failed among hundreds of files on two cores is run again alone. A test that passes then is counted as passed and named as
 * unsteady with its first error: it has met a race, of the product or its own, that somebody must look for.
 */
async function tryAgain(files, counts) {
  const { tallies, unsteady } = counts
  const failed = files.filter((file) => tallyOf(file, tallies).failures.length > 0)
  if (failed.length > SECOND_TRIES_MAX) return
  for (const file of failed) {
    const { failures } = tallyOf(file, tallies)
    await runAlone(file, counts)
    if (tallyOf(file, tallies).failures.length === 0) unsteady.push(...failures)
  }
}

function tallyOf(file, tallies) {
  const known = tallies.get(file)
  if (known) return known
  const tally = { passed: 0, failed: 0, skipped: 0, failures: [], times: [] }
  tallies.set(file, tally)
  return tally
}

/** Counts leaves only: a suite fails through its tests, what cannot be loaded or prepared fails as itself. */
function tell({ name, details, skip, todo }, passed, file, tally) {
  if (passed ? details.type === 'suite' : details.error?.failureType === 'subtestsFailed') return
  const title = `${file}: ${name}`
  if (skip !== undefined || todo !== undefined) tally.skipped++
  else if (passed) tally.passed++
  else fail(tally, title, details.error?.cause ?? details.error)
  tally.times.push({ title, ms: details.duration_ms ?? 0 })
}

function fail(tally, title, error) {
  tally.failed++
  tally.failures.push({ title, error })
}
