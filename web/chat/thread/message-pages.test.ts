import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '#core/chat/api.ts'
import { type MessagePage, mergeMessage, mergeNewest, needsOlder } from '#web/chat/thread/message-pages.ts'

function message(id: string, rest: Partial<Message> = {}): Message {
  return {
    id,
    chatId: 'chat',
    at: 1,
    kind: 'out',
    by: 'agent',
    author: 'Rina',
    content: null,
    draft: { kind: 'text', text: id },
    text: null,
    file: null,
    state: 'sent',
    fault: null,
    verdict: null,
    wamid: null,
    replyTo: null,
    reactions: [],
    clientId: null,
    ...rest,
  }
}
const page = (ids: string, cursor: string | null = 'more'): MessagePage => ({
  items: [...ids].map((id) => message(id)),
  cursor,
})
const ids = (pages: readonly MessagePage[]) => pages.map((each) => each.items.map((item) => item.id).join(''))

test('new messages come on top and older pages stay', () => {
  assert.deepEqual(ids(mergeNewest([page('cba'), page('zy')], page('edcb'))), ['edcba', 'zy'])
})

test('a changed state replaces the row, an unchanged row keeps its identity', () => {
  const before = [page('cba')]
  const after = mergeNewest(before, {
    items: [message('c', { state: 'read' }), message('b')],
    cursor: 'more',
  })
  assert.equal(after[0]?.items[0]?.state, 'read')
  assert.equal(after[0]?.items[1], before[0]?.items[1])
})

test('a row that comes late stands where it was written, as after a reload', () => {
  const sent = mergeMessage([page('ba')], message('d'))
  assert.deepEqual(ids(mergeNewest(sent, page('dcba'))), ['dcba'], 'the bot paused before the words went out')
  assert.deepEqual(ids(mergeMessage([page('dba')], message('c'))), ['dcba'])
})

test('after a long absence only the newest page is kept, because the gap is unknown', () => {
  assert.deepEqual(ids(mergeNewest([page('cba'), page('zy')], page('mlk'))), ['mlk'])
})

test('the first message of an empty thread appears', () => {
  assert.deepEqual(ids(mergeNewest([page('', null)], page('a', null))), ['a'])
})

test('the row of a message just sent is put in once', () => {
  const once = mergeMessage([page('ba')], message('c'))
  assert.deepEqual(ids(once), ['cba'])
  assert.deepEqual(ids(mergeMessage(once, message('c', { state: 'delivered' }))), ['cba'])
})

test('a change in an older page asks for reading that page again', () => {
  const held = [page('edc'), page('ba')]
  assert.equal(needsOlder(held, page('edc'), ['a']), true)
  assert.equal(needsOlder(held, page('edc'), ['e', 'unknown']), false)
  const named = [page('edc'), { ...page('b'), items: [message('b', { wamid: 'wamid.b' })] }]
  assert.equal(needsOlder(named, page('edc'), ['wamid.b']), true, 'a reaction names its message so')
})
