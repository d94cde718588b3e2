import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Marketing, type MarketingSource, marketingAfter } from '#core/contact/marketing.ts'

const fact = (stopped: boolean, by: MarketingSource, at: number): Marketing => ({ stopped, by, at })

const cases: readonly [string, Marketing | null, Marketing, Marketing | null][] = [
  ['the first stop counts', null, fact(true, 'customer', 5), fact(true, 'customer', 5)],
  ['nobody resumes what was never stopped', null, fact(false, 'customer', 5), null],
  [
    'the customer takes their word back',
    fact(true, 'customer', 5),
    fact(false, 'customer', 6),
    fact(false, 'customer', 6),
  ],
  [
    'a member does not take the customer’s word back',
    fact(true, 'customer', 5),
    fact(false, 'agent', 6),
    fact(true, 'customer', 5),
  ],
  [
    'a member takes a member’s back',
    fact(true, 'agent', 5),
    fact(false, 'agent', 6),
    fact(false, 'agent', 6),
  ],
  [
    'a word in the chat does not lift WhatsApp’s switch',
    fact(true, 'whatsapp', 5),
    fact(false, 'customer', 6),
    fact(true, 'whatsapp', 5),
  ],
  [
    'WhatsApp’s switch lifts all',
    fact(true, 'customer', 5),
    fact(false, 'whatsapp', 6),
    fact(false, 'whatsapp', 6),
  ],
  [
    'the stop of more weight stands',
    fact(true, 'customer', 5),
    fact(true, 'whatsapp', 6),
    fact(true, 'whatsapp', 6),
  ],
  [
    'the stop of less weight changes nothing',
    fact(true, 'whatsapp', 5),
    fact(true, 'agent', 6),
    fact(true, 'whatsapp', 5),
  ],
  [
    'an older word that comes late changes nothing',
    fact(false, 'whatsapp', 9000),
    fact(true, 'whatsapp', 8000),
    fact(false, 'whatsapp', 9000),
  ],
  [
    'Meta tells whole seconds: a word of the same second is not older',
    fact(false, 'agent', 9700),
    fact(true, 'customer', 9000),
    fact(true, 'customer', 9000),
  ],
]

for (const [say, known, news, then] of cases)
  test(say, () => assert.deepEqual(marketingAfter(known, news), then))
