import { relative } from 'node:path'
import { describe } from 'node:test'

const DAY_MS = 24 * 60 * 60_000

/** The test files that are named, each when the one before has ended. They are suites here, so that hooks of a file are its own. */
const open = setInterval(() => {}, DAY_MS) // a test may wait for what keeps no process alive
for (const path of process.argv.slice(2))
  await describe(relative(process.cwd(), path), async () => void (await import(path)))
clearInterval(open)
