import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR, MINUTE } from '#core/base/time.ts'
import { formatsOf } from '#web/base/formats.ts'

const MORNING = Date.UTC(2026, 10, 23, 3, 4)
const id = formatsOf('id', 'Asia/Jakarta')
const en = formatsOf('en', 'Asia/Jakarta')

test('times are written as the language writes them, in the zone that was asked for', () => {
  assert.equal(id.time(MORNING), '10.04')
  assert.equal(en.time(MORNING), '10:04')
  assert.equal(formatsOf('en', 'Asia/Jayapura').time(MORNING), '12:04')
})

test('numbers and rupiah follow the language', () => {
  assert.equal(id.number(1284), '1.284')
  assert.equal(en.number(1284), '1,284')
  assert.match(id.rupiah(287_000), /^Rp\s?287\.000$/)
  assert.match(en.rupiah(287_000), /287,000$/)
})

test('a length of time names its two largest units', () => {
  assert.equal(id.span(23 * HOUR + 59 * MINUTE), '23 j 59 m')
  assert.equal(en.span(2 * DAY + 3 * HOUR), '2 d 3 h')
  assert.equal(id.span(2 * DAY), '2 hr')
  assert.equal(en.span(30_000), '0 m')
})

test('an age names its largest unit, and after a week the day', () => {
  assert.equal(id.ago(MORNING - 38 * MINUTE, MORNING), '38 m')
  assert.equal(en.ago(MORNING - 5 * HOUR - 12 * MINUTE, MORNING), '5 h')
  assert.equal(en.ago(MORNING - 8 * DAY, MORNING), en.day(MORNING - 8 * DAY))
  assert.equal(id.ago(MORNING + HOUR, MORNING), 'kini')
  assert.equal(en.ago(MORNING - 59_000, MORNING), 'now')
})

test('two moments of one calendar day share a key, by the zone and not by UTC', () => {
  const late = Date.UTC(2026, 10, 23, 16, 59)
  assert.equal(id.dayKey(MORNING), id.dayKey(late))
  assert.notEqual(id.dayKey(late), id.dayKey(late + MINUTE))
})
