import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Hours, isOpenAt, opensNext } from '#core/workspace/hours.ts'

const DAY = [{ from: '09:00', to: '17:00' }]
const hours = Hours.parse({
  zone: 'Asia/Jakarta',
  days: [
    DAY,
    DAY,
    DAY,
    DAY,
    [
      { from: '09:00', to: '11:30' },
      { from: '13:00', to: '17:00' },
    ],
    [{ from: '20:00', to: '02:00' }],
    [],
  ],
  holidays: [{ date: '2026-12-25', name: 'Natal' }],
})
const at = (text: string) => Date.parse(`${text}+07:00`)

test('a business is open within the stretches of its days, in its own zone', () => {
  const cases: [string, boolean][] = [
    ['2026-11-27T08:59', false], // a Friday
    ['2026-11-27T09:00', true],
    ['2026-11-27T11:30', false],
    ['2026-11-27T13:00', true],
    ['2026-11-27T17:00', false],
    ['2026-11-28T23:00', true], // Saturday night …
    ['2026-11-29T01:59', true], // … reaches into Sunday
    ['2026-11-29T02:00', false],
    ['2026-11-29T21:00', false],
  ]
  for (const [text, open] of cases) assert.equal(isOpenAt(hours, at(text)), open, text)
})

test('on a holiday it is closed all day', () => {
  assert.equal(isOpenAt(hours, at('2026-12-25T10:00')), false)
  assert.equal(isOpenAt(hours, at('2026-12-24T10:00')), true)
})

test('the next opening passes over breaks, free days and holidays', () => {
  assert.equal(opensNext(hours, at('2026-11-27T10:00')), at('2026-11-27T10:00'))
  assert.equal(opensNext(hours, at('2026-11-27T12:00')), at('2026-11-27T13:00'))
  assert.equal(opensNext(hours, at('2026-11-29T03:00')), at('2026-11-30T09:00'))
  assert.equal(opensNext(hours, at('2026-12-24T18:00')), at('2026-12-26T20:00'))
})

test('equal clocks mean a whole day; hours without a day, or in an unknown zone, never come', () => {
  const whole = Hours.parse({
    ...hours,
    days: Array.from({ length: 7 }, () => [{ from: '00:00', to: '00:00' }]),
  })
  assert.equal(isOpenAt(whole, at('2026-11-29T23:59')), true)
  assert.equal(opensNext({ ...hours, days: [[], [], [], [], [], [], []] }, at('2026-11-27T12:00')), null)
  assert.equal(opensNext({ ...hours, zone: 'Nowhere/Land' }, at('2026-11-27T10:00')), null)
})
