import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newestOnly } from '#web/chat/composer/newest-only.ts'

function slowKeeper() {
  const kept: string[] = []
  const answers: (() => void)[] = []
  const queue = newestOnly<string>((value) => {
    kept.push(value)
    return new Promise((resolve) => answers.push(resolve))
  })
  return { kept, answers, queue }
}

test('while one saving is under way only the newest words wait, and whoever waits for them waits for two savings', async () => {
  const { kept, answers, queue } = slowKeeper()
  void queue.save('h')
  void queue.save('ha')
  void queue.save('hal')
  const last = queue.save('halo')
  assert.deepEqual(kept, ['h'])
  answers[0]?.()
  await new Promise(setImmediate)
  assert.deepEqual(kept, ['h', 'halo'])
  answers[1]?.()
  await last
  void queue.save('halo kak')
  assert.deepEqual(kept, ['h', 'halo', 'halo kak'], 'with nothing under way it begins at once')
})

test('what waits goes at once when the page is left', () => {
  const { kept, queue } = slowKeeper()
  void queue.save('h')
  void queue.save('halo')
  queue.hurry()
  queue.hurry()
  assert.deepEqual(kept, ['h', 'halo'])
})
