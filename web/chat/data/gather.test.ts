import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gather } from '#web/chat/data/gather.ts'

const breathe = () => new Promise((done) => setImmediate(done))

test('keys of one moment are read at once, a storm after it in one reading', async () => {
  const readings: string[] = []
  let finish = () => {}
  const ask = gather((keys) => {
    readings.push(keys.join(''))
    return new Promise((done) => {
      finish = done
    })
  })
  ask(['x'])
  ask(['a'])
  await breathe()
  assert.deepEqual(readings, ['xa'])
  ask(['b'])
  ask(['c', 'b'])
  finish()
  await breathe()
  assert.deepEqual(readings, ['xa', 'bc'])
  finish()
  await breathe()
  ask(['d'])
  await breathe()
  assert.deepEqual(readings, ['xa', 'bc', 'd'])
})

test('nothing is read for no keys, and a failed reading does not stop the next', async () => {
  const readings: string[] = []
  const ask = gather(async (keys) => {
    readings.push(keys.join(''))
    if (readings.length === 1) throw new Error('offline')
  })
  ask([])
  ask(['a'])
  await breathe()
  ask(['b'])
  await new Promise((done) => setTimeout(done, 600))
  assert.deepEqual(readings, ['a', 'b'])
})
