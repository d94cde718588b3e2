import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { hearLeaving, inTurn, lineOfRequest } from '#web/base/in-turn.ts'

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

test('what is asked when nothing is under way begins at once', () => {
  let hasBegun = false
  void inTurn('draft', async () => {
    hasBegun = true
  })
  assert.equal(hasBegun, true)
})

test('who hangs is waited for no more, and those behind it still go one after another', async () => {
  const told: string[] = []
  const slow = Promise.withResolvers<void>()
  void inTurn('note', () => new Promise(() => {}), 5)
  const second = inTurn('note', () => {
    told.push('second begins')
    return slow.promise.then(() => told.push('second ends'))
  })
  const third = inTurn('note', async () => told.push('third begins'))
  while (told.length === 0) await sleep(1)
  await sleep(10)
  slow.resolve()
  await Promise.all([second, third])
  assert.deepEqual(told, ['second begins', 'second ends', 'third begins'])
})

test('a page that is left has no later: what waits begins at once, and what is asked then waits for nobody', async () => {
  const page = new EventTarget()
  hearLeaving(page)
  const begun: string[] = []
  const hang = (name: string) => () => {
    begun.push(name)
    return new Promise<void>(() => {})
  }
  for (const name of ['first', 'second', 'third']) void inTurn('left', hang(name), 50)
  assert.deepEqual(begun, ['first'])
  page.dispatchEvent(new Event('pagehide'))
  void inTurn('left', hang('fourth'), 50)
  await Promise.resolve().then(() => {})
  assert.deepEqual(begun.toSorted(), ['first', 'fourth', 'second', 'third'])
  page.dispatchEvent(new Event('pageshow'))
  void inTurn('left', hang('fifth'), 50)
  assert.equal(begun.includes('fifth'), false, 'whoever comes back waits again')
})

test('files and questions wait for nobody; every other write stands in the line of its address', () => {
  const at = (method: string, path: string) => lineOfRequest(method, `https://toko.example${path}`)
  assert.equal(at('GET', '/api/chats'), null)
  assert.equal(at('POST', '/api/files'), null)
  assert.equal(at('POST', '/api/chats/c1/judge'), null)
  assert.equal(at('POST', '/api/segments/count'), null)
  assert.equal(at('DELETE', '/api/files'), 'DELETE https://toko.example/api/files')
  assert.equal(at('POST', '/api/chats/c1/notes'), 'POST https://toko.example/api/chats/c1/notes')
})
