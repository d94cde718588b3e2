import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPattern, matchesWhole, PATTERN_INPUT_MAX, PATTERN_MAX } from '#core/flow/answer/pattern.ts'
import { loadSuite } from '../../../test/hostile.ts'

test('a pattern must match the whole answer', () => {
  assert.equal(matchesWhole('KS-\\d{4}', 'KS-1234'), true)
  assert.equal(matchesWhole('KS-\\d{4}', 'KS-12345'), false)
  assert.equal(matchesWhole('(?i)ks-\\d{4}', 'KS-1234'), true)
  assert.equal(matchesWhole('a|ab', 'ab'), true)
})

test('what RE2 cannot read, and what is too long or too costly, is no pattern and matches nothing', () => {
  for (const bad of [
    '(',
    '[',
    'a{1,99999999}',
    '(?<=a)b(?=c)\\1',
    'x'.repeat(PATTERN_MAX + 1),
    '(?:\\pL{40}){40}',
  ]) {
    assert.equal(isPattern(bad), false, bad.slice(0, 40))
    assert.equal(matchesWhole(bad, 'x'), false)
  }
  assert.equal(matchesWhole('a*', 'a'.repeat(PATTERN_INPUT_MAX)), true)
  assert.equal(matchesWhole('a*', 'a'.repeat(PATTERN_INPUT_MAX + 1)), false)
})

/**
 * The suite's patterns that RE2 takes: a text that fits (null: nothing ever does, since nothing stands behind the end of a
 * text), and whether the suite's own input and the longest text of its first sign do.
 */
const TAKEN: Readonly<Record<string, { fits: string | null; input?: true; longest?: true }>> = {
  'RX-001': { fits: 'aaaa', longest: true },
  'RX-003': { fits: 'aaa', longest: true },
  'RX-005': { fits: 'kata'.repeat(12), longest: true },
  'RX-007': { fits: 'xxxxy' },
  'RX-009': { fits: 'a'.repeat(56), input: true },
  'RX-011': { fits: 'kopi.senja-1.' },
  'RX-013': { fits: 'kode=1', longest: true },
  'RX-015': { fits: 'abaabbc' },
  'RX-017': { fits: 'éé!' },
  'RX-025': { fits: 'a' },
  'RX-033': { fits: '' },
  'RX-037': { fits: '\0' },
  'RX-039': { fits: null },
}

test('hostile patterns are refused or answer rightly within their time, also on the longest answer', () => {
  const { cases } = loadSuite('regexes')
  const taken = cases.filter(({ pattern }) => isPattern(String(pattern))).map(({ id }) => id)
  assert.deepEqual(taken, Object.keys(TAKEN))
  for (const { id, pattern, input, expect } of cases) {
    const limit = Number(expect.run_ms_max ?? 50)
    const text = String(input)
    const { fits = null, input: own = false, longest = false } = TAKEN[id] ?? {}
    const answers: [said: string, isMatch: boolean][] = [
      [fits ?? text, fits !== null],
      [text, own],
      [text.slice(0, 1).repeat(PATTERN_INPUT_MAX), longest],
    ]
    for (const [said, isMatch] of answers) {
      const times = Array.from({ length: 2 }, () => {
        const began = performance.now()
        assert.equal(matchesWhole(String(pattern), said), isMatch, `${id} on ${said.slice(0, 60)}`)
        return performance.now() - began
      })
      assert(Math.min(...times) <= limit, `${id} took ${times} ms`)
    }
  }
})

test('the costliest pattern that is let through answers the longest text in time', () => {
  for (const pattern of [
    '(?:a?){180}a{180}',
    '(?:[a-z]?[a-f]?){100}',
    '(?:\\pL?\\pN?){40}.*x',
    '(a|b|ab)*c',
  ]) {
    assert.equal(isPattern(pattern), true, pattern)
    const said = 'a'.repeat(PATTERN_INPUT_MAX)
    matchesWhole(pattern, said)
    const times = Array.from({ length: 3 }, () => {
      const began = performance.now()
      matchesWhole(pattern, said)
      return performance.now() - began
    })
    assert(Math.min(...times) <= 50, `${pattern} took ${times} ms`)
  }
})
