import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isoOf, momentOfIso } from '#core/base/iso.ts'

test('a moment and its text are the same as the platform’s own', () => {
  const moments = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000)
  fc.assert(
    fc.property(moments, (at) => {
      const text = new Date(at).toISOString().replace('.000', '')
      assert.equal(isoOf(at), text)
      assert.equal(momentOfIso(text), at)
    }),
    { seed: 20 },
  )
})

test('what is no such text is no moment', () => {
  assert.ok(Number.isNaN(momentOfIso('besok')))
})
