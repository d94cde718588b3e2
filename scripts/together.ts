import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { after, describe } from 'node:test'

const DAY_MS = 24 * 60 * 60_000

/** Takes test files that no other process has taken, one when the one before has ended. They are suites here, so that hooks of a file are its own. */
const [taken = '', name = '', most = '', ...paths] = process.argv.slice(2)
let left = Number(most)
const { now } = Date
const open = setInterval(() => {}, DAY_MS) // a test may wait for what keeps no process alive
for (const [at, path] of paths.entries()) {
  if (left === 0) break
  if (!take(String(at))) continue
  left--
  await describe(relative(process.cwd(), path), async () => {
    after(() => assert.equal(Date.now, now, 'the clock is given back to the next file'))
    await import(path)
  })
}
clearInterval(open)

function take(at: string): boolean {
  try {
    writeFileSync(join(taken, at), name, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
