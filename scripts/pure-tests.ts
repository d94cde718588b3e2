import { globSync } from 'node:fs'
import { join } from 'node:path'

/** The tests that touch nothing outside, in one process: loading what they share costs more than all of them. */
const ROOT = join(import.meta.dirname, '..')
for (const file of globSync('{core,web,bench,scripts}/**/*.test.ts', { cwd: ROOT }).sort())
  await import(join(ROOT, file))
