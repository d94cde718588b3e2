import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, MINUTE } from '#core/base/time.ts'
import type { Message } from '#core/chat/api.ts'
import { JOIN_WITHIN, toThreadItems } from '#web/chat/thread/thread-items.ts'

const NOON = 20_000 * DAY + DAY / 2
const dayOf = (at: number) => String(Math.floor(at / DAY))

function message(id: string, at: number, rest: Partial<Message> = {}): Message {
  return {
    id,
    chatId: 'chat',
    at,
    kind: 'in',
    by: 'customer',
    author: null,
    content: { kind: 'text', text: id },
    draft: null,
    text: null,
    file: null,
    state: null,
    fault: null,
    verdict: null,
    wamid: null,
    replyTo: null,
    reactions: [],
    clientId: null,
    ...rest,
  }
}
const drawn = (messages: readonly Message[]) =>
  toThreadItems(messages, dayOf).map((item) =>
    item.kind === 'day' ? '—' : `${item.joined ? '+' : ''}${item.message.id}`,
  )

test('each day begins with its line', () => {
  assert.deepEqual(drawn([message('a', NOON), message('b', NOON + DAY)]), ['—', 'a', '—', 'b'])
})

test('bubbles of one author join, but not across authors, long pauses, or notes', () => {
  assert.deepEqual(
    drawn([
      message('a', NOON),
      message('b', NOON + MINUTE),
      message('c', NOON + MINUTE + JOIN_WITHIN),
      message('d', NOON + 20 * MINUTE, { kind: 'out', by: 'bot', content: null }),
      message('e', NOON + 21 * MINUTE, { kind: 'out', by: 'agent', author: 'Rina', content: null }),
      message('f', NOON + 22 * MINUTE, { kind: 'note', by: 'agent', author: 'Rina', content: null }),
    ]),
    ['—', 'a', '+b', 'c', 'd', 'e', 'f'],
  )
})

test('a reaction is no line of its own', () => {
  const reaction = message('r', NOON, { content: { kind: 'reaction', wamid: 'w', emoji: '👍' } })
  assert.deepEqual(drawn([message('a', NOON), reaction, message('b', NOON)]), ['—', 'a', '+b'])
})

test("a message keeps its key when the server's row replaces the browser's own", () => {
  const key = (row: Message) => toThreadItems([row], dayOf)[1]?.key
  assert.equal(key(message('k1', NOON, { clientId: 'k1' })), key(message('row', NOON, { clientId: 'k1' })))
})
