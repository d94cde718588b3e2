import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { runFile } from './run-file.mjs'

const FILES_AT_ONCE_MAX = 5
/** So many failed files are tried once more, each alone, and named whatever comes of it; more than that is no accident. */
const SECOND_TRIES_MAX = 3

/** Runs each file in a process of its own, several at once, and counts what became of its tests. */
export async function runFiles(files, how) {
  const counts = { ...how, tallies: new Map(), unsteady: [] }
  const next = files.values()
  const takeTurns = async () => {
    for (const file of next) await count(file, counts)
  }
  // two more than there are cores: many wait for timers, browsers and webhooks most of their time
  const atOnce = Math.min(FILES_AT_ONCE_MAX, availableParallelism() + 2)
  await Promise.all(Array.from({ length: atOnce }, takeTurns))
  await tryAgain(files.filter(how.hasSecondTry), counts)
  return { tallies: [...counts.tallies.values()], unsteady: counts.unsteady }
}

/** A run without failures has run every file to its end: what did not is a failure of its own. */
async function count(file, counts) {
  const tally = tallyOf(file, counts.tallies)
  const note = (event, passed) => tell(event, passed, relative(counts.root, event.file ?? file), tally)
  const trouble = await runFile(join(counts.root, file), { ...counts, note })
  if (trouble !== null) fail(tally, file, trouble)
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
    tallies.delete(file)
    await count(file, counts)
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
