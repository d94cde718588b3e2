import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, SECOND } from '#core/base/time.ts'

/** Its own, for it remembers the latest moment: other tests of this process shall not live a month ahead. */
const { newId }: typeof import('#server/base/id.ts') = await import(
  import.meta.resolve('#server/base/id.ts?apart')
)

test('ids of one process sort in the order of their making, also within a millisecond', () => {
  const ids = Array.from({ length: 20_000 }, newId)
  assert.deepEqual(ids, ids.toSorted())
  assert.equal(new Set(ids).size, ids.length)
  for (const id of ids.slice(0, 100))
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a clock that ran ahead and was set right is followed: tables are parted by the day in their ids', (t) => {
  const now = Date.now()
  const clock = t.mock.method(Date, 'now', () => now + 30 * DAY)
  const ahead = newId()
  clock.mock.mockImplementation(() => now)
  const right = newId()
  assert.equal(momentOf(right), now)
  assert.notEqual(right, ahead)
  clock.mock.mockImplementation(() => now - 5 * SECOND)
  const next = newId()
  assert.ok(next > right, 'a few seconds back do not turn the order')
})

/** The milliseconds with which an id begins. */
function momentOf(id: string): number {
  return Number.parseInt(id.replace('-', '').slice(0, 12), 16)
}
