import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathsOf, readCall, textAt } from '#core/flow/hook.ts'

const ORDER = {
  order: { no: 'KS-9', total: 22000, items: [{ name: 'Kopi' }, { name: 'Roti' }], paid: true },
  customer: { phone: '0812-3456-7890', name: ' Dewi ' },
  nothing: null,
}

test('a path finds what stands in a body, and nothing that does not', () => {
  const cases: [string, string | undefined][] = [
    ['order.no', 'KS-9'],
    ['$.order.total', '22000'],
    ['order.items[1].name', 'Roti'],
    ['order.items.0.name', 'Kopi'],
    ['order.paid', 'true'],
    ['order.items[0]', '{"name":"Kopi"}'],
    ['order.items[9].name', undefined],
    ['nothing', undefined],
    ['', undefined],
    ['constructor.name', undefined],
    ['order.items.length', undefined],
  ]
  for (const [path, expected] of cases) assert.equal(textAt(ORDER, path), expected, path)
})

test('a call names its contact by phone, however it is written, and fills the fields that are there', () => {
  const mapping = {
    phone: 'customer.phone',
    name: 'customer.name',
    fields: [
      { field: 'order_no', path: 'order.no' },
      { field: 'kota', path: 'customer.city' },
    ],
  }
  assert.deepEqual(readCall(mapping, ORDER), {
    phone: '6281234567890',
    name: 'Dewi',
    fields: { order_no: 'KS-9' },
  })
  assert.equal(readCall({ ...mapping, phone: 'order.no' }, ORDER), null)
  assert.equal(readCall(mapping, 'teks'), null)
})

test('the paths of a sample are offered with their values', () => {
  assert.deepEqual(pathsOf({ a: { b: 1 }, c: ['x'], 'd.e': 2 }), [
    { path: 'a.b', value: '1' },
    { path: 'c[0]', value: 'x' },
  ])
})
