import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MARKETS } from '#core/policy/card/market-table.ts'
import { marketName } from '#web/policy/market-name.ts'

test('every market of the rate cards is said in the reader’s language', () => {
  const markets = [...Object.keys(MARKETS.codes), MARKETS.rest]
  assert.equal(marketName('id', 'Singapore'), 'Singapura')
  assert.equal(marketName('en', 'Singapore'), 'Singapore')
  assert.equal(marketName('id', 'Rest of Asia Pacific'), 'Asia Pasifik lainnya')
  const same = markets.filter((market) => marketName('id', market) === market)
  const alike = ['Argentina', 'Bangladesh', 'Hong Kong', 'India', 'Indonesia', 'Israel', 'Kazakhstan']
  alike.push('Kuwait', 'Malaysia', 'Nepal', 'Nigeria', 'Oman', 'Pakistan', 'Peru', 'Qatar', 'Sri Lanka')
  assert.deepEqual(same, alike)
  assert.equal(marketName('id', 'Atlantis'), 'Atlantis')
})
