import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Chat } from '#core/chat/api.ts'
import {
  dropWish,
  grantWish,
  makeWish,
  nextMoment,
  partOf,
  wasAnswered,
  withWishes,
} from '#web/chat/data/wishes.ts'

const awake: Chat = {
  id: 'c1',
  contact: { id: 'p1', name: 'Dewi', phone: null, tags: [] },
  number: { id: 'n1', name: '', display: '' },
  ...{ last: null, lastAt: 0, unread: 2, status: 'open', assignee: null, team: null, turn: 'bot' },
  ...{ pausedUntil: null, windowEndsAt: null, now: 0, draft: '' },
}
const paused: Chat = { ...awake, turn: 'human' }
/** Each test has a chat of its own: what was pressed is remembered by chat. */
const as = (id: string, chat: Chat): Chat => ({ ...chat, id })

test('of two presses the later holds over the answer to the earlier, and over what was read before its own answer', () => {
  const first = makeWish('two', { turn: 'bot' })
  const firstAsked = nextMoment()
  const second = makeWish('two', { turn: 'human' })
  const secondAsked = nextMoment()
  const readBefore = nextMoment()
  grantWish(first, as('two', awake))
  assert.equal(withWishes(as('two', awake), firstAsked).turn, 'human', 'the answer to the earlier press')
  assert.equal(withWishes(as('two', awake), nextMoment()).turn, 'human', 'a reading between both answers')
  grantWish(second, as('two', paused))
  assert.equal(withWishes(as('two', paused), secondAsked).turn, 'human', 'the answer to the later press')
  assert.equal(withWishes(as('two', awake), readBefore).turn, 'human', 'a reading that comes late')
  assert.equal(withWishes(as('two', awake), nextMoment()).turn, 'bot', 'what is asked afterwards is news')
})

test('presses for different things hold side by side', () => {
  const status = makeWish('side', { status: 'resolved', unread: 0 })
  const turn = makeWish('side', { turn: 'human' })
  const asked = nextMoment()
  grantWish(turn, as('side', paused))
  const { status: shown, unread, turn: by } = withWishes(as('side', paused), asked)
  assert.deepEqual([shown, unread, by], ['resolved', 0, 'human'])
  dropWish(status)
  assert.equal(withWishes(as('side', paused), asked).status, 'open', 'what was refused does not hold')
})

test('what the server made of a press takes the place of what was hoped', () => {
  const rina = { id: 'm1', name: 'Rina' }
  const team = { id: 't1', name: 'CS' }
  const asked = nextMoment()
  const wish = makeWish('team', { assignee: null, team })
  grantWish(wish, as('team', { ...awake, assignee: rina, team }))
  assert.deepEqual(withWishes(as('team', awake), asked).assignee, rina)
  assert.deepEqual(partOf(paused, { turn: 'bot', pausedUntil: 3 }), { turn: 'human', pausedUntil: null })
})

test('what was pressed for one chat is not laid over another, and the oldest presses are forgotten', () => {
  const asked = nextMoment()
  makeWish('many', { turn: 'human' })
  assert.equal(withWishes(as('other', awake), asked).turn, 'bot')
  for (let count = 0; count < 200; count++) makeWish('crowd', { turn: 'human' })
  assert.equal(withWishes(as('many', awake), asked).turn, 'bot')
})

test('what was read while a press was only hoped is read again once it is answered, for it may have been younger', () => {
  const asked = nextMoment()
  const alone = makeWish('alone', { status: 'resolved' })
  assert.equal(grantWish(alone, as('alone', awake)), false, 'nothing was read meanwhile')
  const over = makeWish('over', { status: 'resolved', unread: 0 })
  assert.equal(withWishes(as('over', awake), nextMoment()).unread, 0)
  assert.equal(grantWish(over, as('over', { ...awake, status: 'resolved', unread: 0 })), true)
  assert.deepEqual([wasAnswered('over', asked), wasAnswered('over', nextMoment())], [true, false])
})
