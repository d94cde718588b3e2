import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { runLoad } from './load.mjs'

const FILES_AT_ONCE_MAX = 5
/** So many failed files are tried once more, each alone, and named whatever comes of it; more than that is no accident. */
const SECOND_TRIES_MAX = 3

/**
 * Runs each load in a process of its own, several at once, and counts what became of the tests by file. Where a process of several files
 * hides results, each of them is run again alone, also what had passed: a run without failures has run every file to its end.
 */
export async function runLoads(loads, how) {
  const counts = { ...how, tallies: new Map(), unsteady: [], again: new Set() }
  const next = loads.values()
  const takeTurns = async () => {
    for (const load of next) await count(load, counts)
  }
  // one more than there are cores: many wait for timers, browsers and webhooks most of their time
  const atOnce = Math.max(2, Math.min(FILES_AT_ONCE_MAX, availableParallelism() + 1))
  await Promise.all(Array.from({ length: atOnce }, takeTurns))
  if (how.secondTries) await tryAgain(new Set(loads.flat()), counts)
  return { tallies: [...counts.tallies.values()], unsteady: counts.unsteady }
}

async function count(load, counts) {
  const { root, tallies, unsteady } = counts
  const note = (event, passed) => tell(event, passed, root, tallyOf(event.file, tallies))
  const trouble = await runLoad(load, { ...counts, note })
  if (trouble === null) return
  const [only = ''] = load
  if (load.length === 1) return fail(tallyOf(join(root, only), tallies), only, trouble)
  unsteady.push({ title: `in one process: ${load.join(', ')}`, error: trouble })
  for (const file of load) await runAgain(file, counts)
}

/**
 * What failed among hundreds of files on two cores is run again alone. A test that passes then is counted as passed and named as
 * unsteady with its first error: it has met a race, of the product or its own, that somebody must look for.
 */
async function tryAgain(files, counts) {
  const failed = [...counts.tallies].filter(([, { failures }]) => failures.length > 0)
  if (failed.length > SECOND_TRIES_MAX) return
  for (const [path] of failed) {
    const file = relative(counts.root, path)
    if (files.has(file) && !counts.again.has(file)) await runAgain(file, counts)
  }
}

async function runAgain(file, counts) {
  const { root, tallies, unsteady, again } = counts
  const path = join(root, file)
  const { failures } = tallyOf(path, tallies)
  tallies.delete(path)
  again.add(file)
  await count([file], counts)
  if (tallyOf(path, tallies).failures.length === 0) unsteady.push(...failures)
}

function tallyOf(file, tallies) {
  const known = tallies.get(file)
  if (known) return known
  const tally = { passed: 0, failed: 0, skipped: 0, failures: [], times: [] }
  tallies.set(file, tally)
  return tally
}

/** Counts leaves only: a suite fails through its tests, what cannot be loaded or prepared fails as itself. */
function tell({ name, file, details, skip, todo }, passed, root, tally) {
  if (passed ? details.type === 'suite' : details.error?.failureType === 'subtestsFailed') return
  const title = `${relative(root, file)}: ${name}`
  if (skip !== undefined || todo !== undefined) tally.skipped++
  else if (passed) tally.passed++
  else fail(tally, title, details.error?.cause ?? details.error)
  tally.times.push({ title, ms: details.duration_ms ?? 0 })
}

function fail(tally, title, error) {
  tally.failed++
  tally.failures.push({ title, error })
}
