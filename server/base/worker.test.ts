import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bus, Topic } from '#server/base/bus.ts'
import { createLog } from '#server/base/log.ts'
import { openWorker, type Worked } from '#server/base/worker.ts'

const log = createLog({ level: 'silent', pretty: false, sink: process.stderr })
const REST = 40
const LOOKS = 500

test('what comes while a workspace rests shares its next batch, and is not forgotten', async () => {
  const bus = openCalls()
  const starts: number[] = []
  await using _worker = openWorker(
    worker(bus, async () => {
      starts.push(performance.now())
      return { more: false }
    }),
  )
  bus.call('inbox', 'a')
  bus.call('inbox', 'a')
  bus.call('inbox', 'a')
  await comes(() => starts.length === 2)
  await sleep(REST * 2)
  assert.equal(starts.length, 2)
  assert.ok((starts[1] ?? 0) - (starts[0] ?? 0) >= REST - 2, 'the second waits for the rest')
})

test('a workspace that rests long holds up no other, and comes back by itself', async () => {
  const bus = openCalls()
  const served: string[] = []
  await using _worker = openWorker(
    worker(bus, async (workspaceId) => {
      served.push(workspaceId)
      return { more: false, rest: workspaceId === 'busy' ? REST * 10 : 0 }
    }),
  )
  bus.call('inbox', 'busy')
  await sleep(5)
  bus.call('inbox', 'busy')
  for (let n = 0; n < 10; n++) bus.call('inbox', `quiet ${n}`)
  const times = (of: string) => served.filter((name) => name.startsWith(of)).length
  await comes(() => times('busy') === 2)
  assert.deepEqual([times('quiet'), served.indexOf('busy', 1)], [10, 11], 'it comes after all the others')
  await sleep(REST * 2)
  assert.equal(times('busy'), 2)
})

test('a batch that says there is more is followed by the next without a call', async () => {
  const bus = openCalls()
  let left = 4
  await using _worker = openWorker(
    worker(bus, async () => {
      left--
      return { more: left > 0 }
    }),
  )
  bus.call('inbox', 'a')
  await comes(() => left === 0)
  await sleep(REST * 2)
  assert.equal(left, 0)
})

test('a workspace whose batches fail takes its pause alone: the others have their turn meanwhile', async () => {
  const bus = openCalls()
  const served: string[] = []
  await using _worker = openWorker(
    worker(bus, async (workspaceId) => {
      served.push(workspaceId)
      if (workspaceId === 'broken') throw new Error('no')
      return { more: false }
    }),
  )
  bus.call('inbox', 'broken')
  bus.call('inbox', 'whole')
  await comes(() => served.length > 1)
  assert.deepEqual(served, ['broken', 'whole'])
  await comes(() => served.length > 2)
  assert.deepEqual(served, ['broken', 'whole', 'broken'], 'and it is tried again by itself')
})

test('a full disk of the database is told once, not with every batch that it fails', async () => {
  const bus = openCalls()
  const lines: string[] = []
  const full = Object.assign(new Error('No space left on device'), { code: '53100' })
  let tries = 0
  await using _worker = openWorker({
    ...worker(bus, async () => {
      tries++
      throw full
    }),
    log: createLog({ level: 'warn', pretty: false, sink: { write: (line) => lines.push(line) } }),
  })
  for (const workspaceId of ['a', 'b', 'c']) bus.call('inbox', workspaceId)
  await comes(() => tries >= 5)
  assert.equal(lines.length, 1)
  assert.match(lines[0] ?? '', /No space left/)
})

/** Until it is so, or has had far more time than it needs. */
async function comes(attempt: () => boolean): Promise<void> {
  for (let looks = 0; looks < LOOKS && !attempt(); looks++) await sleep(REST / 4)
}

function worker(bus: Bus, work: (workspaceId: string) => Promise<Worked>) {
  return {
    name: 'test',
    topic: 'inbox' as const,
    bus,
    log,
    find: async () => [],
    work,
    each: 1,
    total: 1,
    rest: REST,
  }
}

/** Calls within one process. */
function openCalls(): Bus {
  const hearers = new Set<(workspaceId: string) => void>()
  return {
    call(_topic: Topic, workspaceId) {
      for (const hear of hearers) hear(workspaceId)
    },
    listen(_topic, hear) {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
    async [Symbol.asyncDispose]() {
      hearers.clear()
    },
  }
}
