import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownPhone } from '#web/base/phone.ts'

test('a phone number is grouped so that it can be read aloud', () => {
  assert.equal(shownPhone('6281288412093'), '+62 812-8841-2093')
  assert.equal(shownPhone('+62 857 1120 441'), '+62 857-1120-441')
  assert.equal(shownPhone('6581234471'), '+65 8123 4471')
  assert.equal(shownPhone('15550102334'), '+1 555-010-2334')
})
