import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '#core/base/time.ts'
import { type FaultRemedy, remedyOfFault } from '#core/whatsapp/fault-remedy.ts'

const CASES: readonly (readonly [code: number, remedy: FaultRemedy, why: string])[] = [
  [131047, 'template', 'the window is closed'],
  [132015, 'template', 'the template is paused'],
  [132001, 'template', 'the template is gone'],
  [190, 'channels', 'the token ended'],
  [131042, 'channels', 'the account cannot pay'],
  [131030, 'channels', 'the test number does not list the recipient'],
  [200, 'channels', 'a permission is missing'],
  [131050, 'none', 'the customer stopped marketing'],
  [130403, 'none', 'the customer is blocked by us'],
  [131051, 'none', 'Meta does not know the kind'],
  [131026, 'again', 'undeliverable: perhaps only now'],
  [131000, 'again', 'Meta does not say'],
  [999999, 'again', 'a code that is not known'],
]

for (const [code, remedy, why] of CASES)
  test(`${code}, ${why}: ${remedy}`, () => assert.equal(remedyOfFault(code, 0), remedy))

test('what Meta withheld for the customer’s sake is not offered again before a day is over', () => {
  assert.equal(remedyOfFault(131049, DAY - 1), 'none')
  assert.equal(remedyOfFault(131049, DAY), 'again')
})
