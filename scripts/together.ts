import { join } from 'node:path'
import { describe } from 'node:test'

/** The test files that are named, in one process, one after the other: each is a suite, whose hooks are its own. */
for (const file of process.argv.slice(2))
  describe(file, async () => void (await import(join(process.cwd(), file))))
