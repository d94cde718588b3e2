import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Crew, type CrewMember, crewAfter, handOut, nextOf } from '#core/workspace/crew.ts'

const member = (id: string, more: Partial<CrewMember> = {}): CrewMember => ({
  ...{ id, name: id, email: `${id}@toko.id`, isOnline: true, open: 0, givenAt: 0 },
  ...more,
})
const crew = (...members: CrewMember[]): Crew => ({
  members,
  teams: [{ id: 'sales', name: 'Penjualan', members: ['ani', 'budi', 'cici'] }],
})

test('a team gives its chat to the online member with the fewest open ones', () => {
  const busy = crew(
    member('ani', { open: 3 }),
    member('budi', { open: 1 }),
    member('cici', { isOnline: false }),
    member('dodi'),
  )
  assert.equal(nextOf(busy, 'sales')?.id, 'budi')
})

test('nobody online, or no such team: the chat waits in the queue', () => {
  assert.equal(nextOf(crew(member('ani', { isOnline: false })), 'sales'), null)
  assert.equal(nextOf(crew(member('ani')), 'gone'), null)
})

test('equally busy members take turns', () => {
  let all = crew(member('ani'), member('budi'), member('cici'))
  const given: string[] = []
  for (let chat = 0; chat < 6; chat++) {
    const next = nextOf(all, 'sales')
    given.push(next?.id ?? '')
    all = crewAfter(all, { member: null, team: null }, { member: next?.id ?? null, team: 'sales' })
  }
  assert.deepEqual(given, ['ani', 'budi', 'cici', 'ani', 'budi', 'cici'])
})

test('what waits in a queue is handed out in its order, to whoever of the team is there; another team’s goes on waiting', () => {
  const all = crew(member('ani', { open: 1 }), member('budi'), member('cici', { isOnline: false }))
  const queue = [
    { id: 'one', team: 'sales' },
    { id: 'two', team: 'kitchen' },
    { id: 'three', team: 'sales' },
    { id: 'four', team: 'sales' },
  ]
  const given = handOut(all, queue).map(({ id, to }) => [id, to.member])
  assert.deepEqual(given, [
    ['one', 'budi'],
    ['three', 'ani'],
    ['four', 'budi'],
  ])
})
