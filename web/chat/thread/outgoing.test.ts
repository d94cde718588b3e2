import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addOutgoing,
  dropOutgoing,
  failOutgoing,
  OUTGOING_MAX,
  type Outgoing,
  retryOutgoing,
  stillOutgoing,
  toMessage,
} from '#web/chat/thread/outgoing.ts'

const one = (clientId: string, chatId = 'chat'): Outgoing => ({
  clientId,
  chatId,
  at: 1,
  draft: { kind: 'text', text: clientId },
  replyTo: null,
  file: null,
  unsent: null,
})

test('a message just sent is seen with a clock, before the server answers', () => {
  assert.equal(toMessage(one('k1'), 'Rina').state, 'queued')
  assert.equal(toMessage(one('k1'), 'Rina').author, 'Rina')
})

test("the server's row takes the place of ours, by client id, in its own chat only", () => {
  const list = [one('k1'), one('k2'), one('k3', 'other')]
  const row = toMessage(one('k1'), null)
  assert.deepEqual(
    stillOutgoing(list, 'chat', [row]).map((each) => each.clientId),
    ['k2'],
  )
})

test('a refused message says why and can be tried again under the same id', () => {
  const failed = failOutgoing([one('k1')], 'k1', { reason: 'Jendela tertutup', isFinal: false })
  assert.equal(failed[0]?.unsent?.reason, 'Jendela tertutup')
  assert.equal(toMessage(failed[0]!, null).state, 'refused')
  assert.deepEqual(retryOutgoing(failed, 'k1'), [one('k1')])
  assert.deepEqual(dropOutgoing(failed, 'k1'), [])
})

test('the same id twice is one message, and the list has an end', () => {
  let list: readonly Outgoing[] = []
  for (let at = 0; at < OUTGOING_MAX + 5; at++) list = addOutgoing(list, one(`k${at}`))
  assert.equal(list.length, OUTGOING_MAX)
  assert.equal(addOutgoing(list, one('k20')).length, OUTGOING_MAX)
})
