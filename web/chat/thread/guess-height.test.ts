import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '#core/chat/api.ts'
import { guessHeight } from '#web/chat/thread/guess-height.ts'

const said = (text: string, joined: boolean) => {
  const message = { kind: 'in', content: { kind: 'text', text }, draft: null } as unknown as Message
  return guessHeight({ kind: 'message', key: 'm', message, joined })
}

test('a line of a thread is guessed by its words, and by whether it follows another of its author', () => {
  assert.equal(said('ok', true), 55)
  assert.equal(said('ok', false), 59)
  assert.equal(said('ok\n\nbaik', false) - said('ok', false), 40)
  assert.equal(said('a'.repeat(130), true) - said('ok', true), 40)
  assert.equal(guessHeight({ kind: 'day', key: 'd', at: 0 }), 31)
  assert.equal(guessHeight(undefined), 31)
})
