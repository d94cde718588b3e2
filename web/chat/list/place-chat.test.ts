import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR } from '#core/base/time.ts'
import {
  belongs,
  type ChatPage,
  channelNow,
  type HeldChat,
  hold,
  placeChat,
} from '#web/chat/list/place-chat.ts'

const NOW = 1_764_000_000_000

function chat(id: string, at: number, rest: Partial<HeldChat> = {}): HeldChat {
  return {
    id,
    contact: { id: `c-${id}`, name: id, phone: null, tags: [] },
    number: { id: 'n', name: 'Kopi Senja', display: '+62' },
    last: { text: 'halo', kind: 'text', out: false, state: null, at },
    lastAt: at,
    unread: 0,
    status: 'open',
    assignee: null,
    team: null,
    turn: 'bot',
    pausedUntil: null,
    windowEndsAt: null,
    now: NOW,
    draft: '',
    skew: 0,
    ...rest,
  }
}
const ids = (pages: readonly ChatPage[]) => pages.map((page) => page.items.map((item) => item.id).join(''))
const pages: ChatPage[] = [
  { items: [chat('a', 90), chat('b', 80)], cursor: 'x' },
  { items: [chat('c', 70), chat('d', 60)], cursor: 'y' },
]

test('a chat with a new message moves to the top', () => {
  assert.deepEqual(ids(placeChat(pages, chat('d', 95), true, false)), ['dab', 'c'])
})

test('a chat that only changed its owner keeps its place', () => {
  const after = placeChat(pages, chat('c', 70, { unread: 3 }), true, false)
  assert.deepEqual(ids(after), ['ab', 'cd'])
  assert.equal(after[1]?.items[0]?.unread, 3)
})

test('a chat never seen is put in by its last message', () => {
  assert.deepEqual(ids(placeChat(pages, chat('e', 75), true, false)), ['ab', 'ecd'])
})

test('below what is loaded a chat waits for scrolling, unless everything is loaded', () => {
  assert.deepEqual(ids(placeChat(pages, chat('e', 10), true, false)), ['ab', 'cd'])
  const all = [pages[0]!, { ...pages[1]!, cursor: null }]
  assert.deepEqual(ids(placeChat(all, chat('e', 10), true, false)), ['ab', 'cde'])
})

test('a chat that no longer belongs leaves, but not while it is open', () => {
  assert.deepEqual(ids(placeChat(pages, chat('b', 80), false, false)), ['a', 'cd'])
  assert.deepEqual(ids(placeChat(pages, chat('b', 80), false, true)), ['ab', 'cd'])
  assert.deepEqual(ids(placeChat(pages, chat('z', 99), false, true)), ['ab', 'cd'])
})

test('each view and filter shows its own chats', () => {
  const mine = chat('m', 1, { assignee: { id: 'me', name: 'Rina' }, turn: 'human' })
  const closing = chat('w', 1, { windowEndsAt: NOW + HOUR, unread: 2 })
  const queued = chat('q', 1, { team: { id: 'sales', name: 'Penjualan' } })
  const done = chat('r', 1, { status: 'resolved', unread: 1 })
  const cases = [
    [mine, 'mine', 'open', true],
    [mine, 'unassigned', 'open', false],
    [mine, 'all', 'human', true],
    [mine, 'team', 'open', false],
    [queued, 'team', 'open', true],
    [chat('o', 1, { team: { id: 'other', name: 'Gudang' } }), 'team', 'open', false],
    [mine, 'all', 'bot', false],
    [closing, 'all', 'closing', true],
    [closing, 'unassigned', 'unread', true],
    [chat('x', 1, { windowEndsAt: NOW - 1 }), 'all', 'closing', false],
    [chat('x', 1, { windowEndsAt: NOW + 3 * HOUR }), 'all', 'closing', false],
    [done, 'all', 'resolved', true],
    [done, 'all', 'unread', false],
    [done, 'all', 'open', false],
  ] as const
  for (const [row, view, filter, expected] of cases)
    assert.equal(
      belongs(row, { view, filter, search: '' }, 'me', ['sales']),
      expected,
      `${row.id} ${view} ${filter}`,
    )
})

test("the channel's clock goes on from what the server said", () => {
  const held = hold(chat('a', 1), NOW - 5 * HOUR)
  assert.equal(channelNow(held, NOW - 5 * HOUR + 1000), NOW + 1000)
})
