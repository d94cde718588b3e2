import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { takeAsked } from '#web/base/asked.ts'

const answered = (at: number) => ({ answer: Promise.resolve(new Response('{}')), at })
const ahead = (asked?: ReadonlyMap<string, unknown>) => Object.assign(globalThis, { asked })
afterEach(() => ahead())

test('an answer asked for ahead is taken once', async () => {
  const me = answered(performance.now())
  ahead(new Map([['/api/me', me]]))
  assert.equal(takeAsked('/api/chats'), undefined)
  assert.equal(takeAsked('/api/me'), me.answer)
  assert.equal(takeAsked('/api/me'), undefined)
})

test('an old answer is not told', () => {
  ahead(new Map([['/api/me', answered(performance.now() - 31_000)]]))
  assert.equal(takeAsked('/api/me'), undefined)
})

test('where nothing was asked ahead, everything is asked', () => {
  assert.equal(takeAsked('/api/me'), undefined)
})
