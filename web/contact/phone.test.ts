import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readablePhone } from '#web/contact/phone.ts'

test('numbers are read in groups, and an unknown number is no text', () => {
  const table = [
    ['6281288412093', '+62 812-8841-2093'],
    ['+62 812 8841 2093', '+62 812-8841-2093'],
    ['628128841209', '+62 812-8841-209'],
    ['15550123456', '+15 550 123 456'],
    [null, ''],
  ] as const
  for (const [phone, read] of table) assert.equal(readablePhone(phone), read)
})
