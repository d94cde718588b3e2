import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAbsence } from '#server/base/absence.ts'
import { createLog } from '#server/base/log.ts'
import { repeat } from '#server/base/repeat.ts'

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

test('a night without a database is two lines of the log, however many had to wait for it', async () => {
  const lines: string[] = []
  const sink = { write: (line: string) => void lines.push(line) }
  const log = createLog({ level: 'info', pretty: false, sink })
  const notice = openAbsence(log)
  const away = () => Promise.reject(refused)
  for (let turn = 0; turn < 3; turn++) await notice(away)
  const asked = Promise.withResolvers<void>()
  const waiting = repeat('queues', 5, log, async () => {
    asked.resolve()
    await away()
  })
  await asked.promise
  await waiting[Symbol.asyncDispose]()
  for (let turn = 0; turn < 2; turn++) await notice(async () => undefined)
  assert.deepEqual(
    lines.map((line) => [JSON.parse(line).level, JSON.parse(line).msg.slice(0, 28)]),
    [
      ['error', 'the database does not answer'],
      ['warn', 'the database answers again'],
    ],
  )
  await assert.rejects(
    notice(() => Promise.reject(new Error('a bug'))),
    /a bug/,
  )
})
