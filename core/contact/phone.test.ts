import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { normalPhone } from '#core/contact/phone.ts'
import { expand, loadSuite } from '../../test/hostile.ts'

test('every spelling of the suite becomes its number, or none', () => {
  for (const entry of loadSuite('phones').cases) {
    if (!('value' in entry)) continue
    assert.equal(normalPhone(expand(entry.value)), entry.expect.normalised, `${entry.id} ${entry.title}`)
  }
})

test('six spellings of one number are one contact', () => {
  const entry = loadSuite('phones').cases.find(({ id }) => id === 'PH-067')
  const numbers = new Set(((entry?.values ?? []) as string[]).map((value) => normalPhone(value)))
  assert.deepEqual([...numbers], ['6281234567890'])
})

test('a number that leaves no doubt is taken, others are refused', () => {
  const cases: readonly [unknown, string | null][] = [
    ['+62 (0)812-3456-7890', '6281234567890'],
    ['tel:+6281234567890', '6281234567890'],
    ['https://api.whatsapp.com/send?phone=6281234567890&text=halo', '6281234567890'],
    ['wa.me/6281234567890?text=halo', '6281234567890'],
    ['021 5550 1234', '622155501234'],
    ['60123456789', '60123456789'],
    ['+39 06 6982 1234', '390669821234'],
    ['+62 0081 2345 6789', null],
    ['6200128012624444', null],
    ['0812', null],
    ['0812345678901234', null],
    ['6281234567890, 6281234567891', null],
    ['6281234567890/6281234567891', null],
    ['nomor 081234567890', null],
    ['1'.repeat(1_000_000), null],
    [null, null],
    [undefined, null],
  ]
  for (const [value, digits] of cases) assert.equal(normalPhone(value), digits, String(value).slice(0, 60))
})

test('a number that was taken stays the same when it is read again', () => {
  const parts = fc.constantFrom('+', '62', '0', '8', '12', '345', '6789', ' ', '-', '(', ')', '44', '1', '00')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(parts).map((list) => list.join('')),
      ),
      (value) => {
        const digits = normalPhone(value)
        if (digits === null) return
        assert.match(digits, /^[1-9]\d{4,14}$/)
        assert.equal(normalPhone(`+${digits}`), digits)
      },
    ),
    { numRuns: 2_000 },
  )
})
