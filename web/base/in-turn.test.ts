import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTurn } from '#web/base/in-turn.ts'

test('acts of one line begin when those before them are over, also those that failed', async () => {
  const told: string[] = []
  const slow = Promise.withResolvers<void>()
  const act = (name: string, wait: Promise<void> = Promise.resolve()) => {
    told.push(`begins ${name}`)
    return wait.then(() => told.push(`ends ${name}`))
  }
  const first = inTurn('draft', () => act('first', slow.promise))
  const second = inTurn('draft', () => act('second'))
  const third = inTurn('draft', () => act('third'))
  await inTurn('name', () => act('other'))
  assert.deepEqual(told, ['begins first', 'begins other', 'ends other'], 'another line waits for nobody')
  told.length = 0
  slow.reject(new Error('the line broke'))
  await assert.rejects(first, /the line broke/)
  await Promise.all([second, third])
  assert.deepEqual(told, ['begins second', 'ends second', 'begins third', 'ends third'])
})

test('what is asked when nothing is under way begins at once: a page that is left has no later', () => {
  let hasBegun = false
  void inTurn('draft', async () => {
    hasBegun = true
  })
  assert.equal(hasBegun, true)
})

test('who is not answered for long is waited for no more', async () => {
  void inTurn('note', () => new Promise(() => {}))
  assert.equal(await inTurn('note', async () => 'after it', 5), 'after it')
})
