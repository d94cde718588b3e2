import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StartNode } from '#core/flow/nodes/start.ts'
import { type Asked, answererOf, conflictsOf } from '#core/flow/rivals.ts'

const flow = (name: string | null, start: object): Asked => ({
  name,
  start: StartNode.parse({ kind: 'start', ...start }),
})
const seen = (asked: Asked[]) =>
  conflictsOf(asked).map(({ on, word, rival, winner, why }) => [on, word, rival, winner, why])

test('what two flows share is shown with the flow that answers, and why', () => {
  const own = flow(null, { keywords: ['promo', 'diskon'], match: 'contains', welcome: true, tags: ['VIP'] })
  assert.deepEqual(seen([flow('Lama', { keywords: ['promo'] }), own]), [
    ['keyword', 'promo', 'Lama', 'Lama', 'older'],
  ])
  assert.deepEqual(
    seen([own, flow('Baru', { keywords: ['diskon'], match: 'contains', welcome: true, tags: ['vip'] })]),
    [
      ['keyword', 'diskon', 'Baru', null, 'older'],
      ['welcome', '', 'Baru', null, 'older'],
      ['tag', 'vip', 'Baru', null, 'older'],
    ],
  )
  assert.deepEqual(seen([own, flow('Utama', { keywords: ['promo'], priority: 9 })]), [
    ['keyword', 'promo', 'Utama', 'Utama', 'priority'],
  ])
  assert.deepEqual(seen([own, flow('Lain', { keywords: ['harga'], events: ['x'] })]), [])
})

test('a word that is tried names the flow that would answer it', () => {
  const asked = [
    flow('Menu', { keywords: ['menu'] }),
    flow(null, { keywords: ['menu kopi'], match: 'contains' }),
    flow('Kopi', { keywords: ['kopi'], match: 'contains' }),
  ]
  assert.deepEqual(answererOf(asked, 'Menu!'), { name: 'Menu', why: null })
  assert.deepEqual(answererOf(asked, 'ada menu kopi?'), { name: null, why: 'length' })
  assert.equal(answererOf(asked, 'apa kabar'), null)
})
