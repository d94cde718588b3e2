import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min'
import { shownPhone } from '#web/base/phone.ts'

test('a phone number is grouped behind its country’s code, so that it can be read aloud', () => {
  const table = [
    ['6281288412093', '+62 812-8841-2093'],
    ['+62 857 1120 441', '+62 857-1120-441'],
    ['628128841209', '+62 812-8841-209'],
    ['6581234471', '+65 8123-4471'],
    ['15550102334', '+1 555-010-2334'],
    ['60123456789', '+60 123-456-789'],
    ['85291234567', '+852 9123-4567'],
    ['966501234567', '+966 501-234-567'],
    ['4915123456789', '+49 151-2345-6789'],
    ['62', '+62'],
    ['', ''],
    [null, ''],
  ] as const
  for (const [phone, read] of table) assert.equal(shownPhone(phone), read)
})

test('no country’s code is cut in two', () => {
  for (const country of getCountries()) {
    const code = getCountryCallingCode(country)
    // codes that several countries share are told apart behind it, which nobody needs to read a number
    assert.ok(shownPhone(`${code}55512345`).startsWith(`+${code} `), `${country} +${code}`)
  }
})
