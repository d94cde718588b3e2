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

test('hostile patterns are refused or answer within their time, also on the longest answer', () => {
  for (const { id, pattern, input, expect } of loadSuite('regexes').cases) {
    const limit = Number(expect.run_ms_max ?? 50)
    const text = String(input)
    for (const said of [text, text.slice(0, 1).repeat(PATTERN_INPUT_MAX)]) {
      isPattern(String(pattern))
      const times = Array.from({ length: 2 }, () => {
        const began = performance.now()
        matchesWhole(String(pattern), said)
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
    if (!isPattern(pattern)) continue
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
