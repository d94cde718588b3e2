import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FieldType } from '#core/contact/field/value.ts'
import { type Comparison, compare, comparisonsOf } from '#core/flow/compare.ts'

const NOON = 1_760_000_000_000 // 9 October 2025, 15:53 in Jakarta
type Case = [FieldType | undefined, string, Comparison, string, boolean, string?]

function holds([type, own, is, other, , upTo = '']: Case): boolean {
  return compare(is, { type, own, other, upTo, now: NOON, zone: 'Asia/Jakarta' })
}

test('values are compared by their type', () => {
  const cases: Case[] = [
    ['number', '60000', 'more', '50000', true],
    ['number', '9', 'more', '10', false],
    ['number', '0.30', 'equal', '0.3', true],
    ['number', '123456789012345678', 'equal', '123456789012345679', false],
    ['number', '5', 'between', '5', true, '9'],
    ['number', '', 'at-most', '5', false],
    ['text', 'Jakarta Selatan', 'ends', 'selatan', true],
    ['boolean', 'yes', 'true', '', true],
    ['boolean', 'true', 'equal', 'ya', true],
    ['boolean', '', 'false', '', true],
    ['date', '2025-10-09', 'equal', '9/10/2025', true],
    ['date', '2025-10-16', 'next-days', '7', true],
    ['date', '2025-10-17', 'next-days', '7', false],
    ['date', '2025-10-09', 'past-days', '0', true],
    ['datetime', '2025-10-09T18:00:00Z', 'past-days', '0', false],
    ['datetime', '2025-10-09T18:00:00Z', 'more', '2025-10-09', true],
    ['list', '["Kopi","roti"]', 'contains', 'kopi', true],
    ['list', '["kopi susu"]', 'contains', 'kopi', false],
    [undefined, 'kopi susu', 'contains', 'kopi', true],
    [undefined, '2026-10-05', 'more', '2026-09-30', true],
  ]
  for (const one of cases) assert.equal(holds(one), one[4], one.join(' '))
})

test('each type is offered only what makes sense for it', () => {
  assert(!comparisonsOf('boolean').includes('more'))
  assert(comparisonsOf('date').includes('next-days'))
  assert.deepEqual(comparisonsOf(undefined), comparisonsOf('text'))
})
