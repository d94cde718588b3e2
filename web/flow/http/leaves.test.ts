import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPath } from '#core/flow/http/path.ts'
import { leavesOf, namesIn } from '#web/flow/http/leaves.ts'

test('every value that is offered of an answer lies where its path leads', () => {
  const answer = { data: [{ stok: 7, nama: 'Kopi "A"' }], ok: true, none: null, 'a b': 1 }
  const leaves = leavesOf(JSON.stringify(answer))
  assert.deepEqual(
    leaves.map(({ path }) => path),
    ['data[0].stok', 'data[0].nama', 'ok', 'none'],
  )
  for (const { path, value } of leaves) assert.equal(readPath(answer, path), value)
  assert.deepEqual(leavesOf('bukan json'), [])
  assert.equal(leavesOf(JSON.stringify(Array.from({ length: 500 }, () => 1))).length, 40)
})

test('the merge fields of several texts are each asked for once', () => {
  assert.deepEqual(namesIn(['{{ kode }} {{name | upper}}', '{"a":"{{kode}}"}']), ['kode', 'name'])
})
