import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLog } from '#server/base/log.ts'
import { repeat } from '#server/base/repeat.ts'

const LOOKS = 2000

test('what fails at each turn is tried again each time, and told once a minute under its name', async () => {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = createLog({ level: 'warn', pretty: false, sink })
  let turns = 0
  await using _one = repeat('alarms', 5, log, async () => {
    turns++
    throw new Error('out of order')
  })
  await using _other = repeat('gauges', 5, log, async () => {
    throw new Error('also')
  })
  await comes(() => turns > 3 && lines.length > 1)
  assert.ok(turns > 3, `${turns} turns`)
  assert.equal(lines.filter((line) => line.includes('alarms: failed')).length, 1)
  assert.equal(lines.filter((line) => line.includes('gauges: failed')).length, 1)
  assert.match(lines.join(''), /out of order/)
})

test('a turn that takes long is not overtaken by the next, and the end waits for it', async () => {
  let together = 0
  let most = 0
  let done = 0
  const log = createLog({ level: 'silent', pretty: false, sink: process.stderr })
  const repeated = repeat('slow', 5, log, async () => {
    most = Math.max(most, ++together)
    await sleep(40)
    together--
    done++
  })
  await comes(() => together > 0 && done > 0)
  await repeated[Symbol.asyncDispose]()
  assert.equal(most, 1)
  assert.equal(together, 0)
  assert.ok(done > 0)
})

/** Until it is so, or has had far more time than it needs. */
async function comes(attempt: () => boolean): Promise<void> {
  for (let looks = 0; looks < LOOKS && !attempt(); looks++) await sleep(5)
}
