import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '#core/chat/api.ts'
import { lineText } from '#web/chat/thread/event-line.ts'
import type { ChatWords } from '#web/chat/words.ts'

const t = ((key: string, args: object) => `${key} ${JSON.stringify(args)}`) as ChatWords

test('whoever takes a chat is not said to have given it to themselves', () => {
  const line = (author: string, assigned: Message['assigned']) =>
    lineText({ text: 'chat.assigned', by: 'agent', author, assigned } as Message, t)
  assert.equal(line('Sari', { member: 'Sari', team: null }), 'event.chat.taken {"name":"Sari"}')
  assert.equal(
    line('Rina', { member: 'Sari', team: null }),
    'event.chat.given.by {"name":"Rina","to":"Sari"}',
  )
})
