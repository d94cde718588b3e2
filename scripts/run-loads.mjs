import { availableParallelism } from 'node:os'
import { relative } from 'node:path'
import { runProcess } from './run-process.mjs'

const PROCESSES_MAX = 5
/** So many failed files are tried once more, each alone, and named whatever comes of it; more than that is no accident. */
const SECOND_TRIES_MAX = 3

/** Runs test files, those of one load in one process, several loads at once, and counts what became of their tests. */
export async function runLoads(loads, how) {
  const counts = { ...how, tallies: new Map(), unsteady: [] }
  const next = loads.values()
  const takeTurns = async () => {
    for (const load of next) await count(load, counts)
  }
  // two more than there are cores: many wait for timers, browsers and webhooks most of their time
  const atOnce = Math.min(PROCESSES_MAX, availableParallelism() + 2)
  await Promise.all(Array.from({ length: atOnce }, takeTurns))
  await tryAgain(loads.flat().filter(how.hasSecondTry), counts)
  return { tallies: [...counts.tallies.values()], unsteady: counts.unsteady }
}

/** A run without failures has run every file to its end. A process of several that did not is no file's fault: each is run alone. */
async function count(load, counts) {
  const note = (event, passed, file) =>
    tell(event, passed, relative(counts.root, event.file ?? file), tallyOf(file, counts.tallies))
  const trouble = await runProcess(load, { ...counts, note })
  if (trouble === null) return
  const [file, ...others] = load
  if (others.length === 0) return fail(tallyOf(file, counts.tallies), file, trouble)
  counts.unsteady.push({ title: `in one process: ${load.join(', ')}`, error: trouble })
  for (const one of load) await runAlone(one, counts)
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

async function runAlone(file, counts) {
  counts.tallies.delete(file)
  await count([file], counts)
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
