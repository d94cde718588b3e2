import assert from 'node:assert/strict'
import { test } from 'node:test'
import { all, sql } from '#server/base/sql.ts'

test('a value never becomes SQL: it stands apart from the text', () => {
  const evil = "'; drop table chat; --"
  const statement = sql`select 1 where name = ${evil}`
  assert.equal(statement.text, 'select 1 where name = $1')
  assert.deepEqual(statement.values, [evil])
})

test('one place in the code is one prepared statement, whatever its values', () => {
  const find = (id: number) => sql`select ${id}`
  assert.equal(find(1).name, find(2).name)
  assert.notEqual(find(1).name, sql`select ${1} `.name)
})

test('parts become text, and their values keep their places', () => {
  const part = sql`b = ${2} and c = ${3}`
  const whole = sql`select * from t where a = ${1} and ${part} and d = ${4}`
  assert.equal(whole.text, 'select * from t where a = $1 and b = $2 and c = $3 and d = $4')
  assert.deepEqual(whole.values, [1, 2, 3, 4])
  assert.equal(all([]).text, 'true')
  assert.equal(all([sql`a = ${1}`, sql`b = ${2}`]).text, 'a = $1 and b = $2')
})
