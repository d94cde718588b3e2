import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { microOf, microShown, microText } from '#core/policy/price/micro.ts'

type Vector = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly given: {
    readonly value?: string
    readonly minor?: string
    readonly currency: string
    readonly style?: string
  }
  readonly expect: { readonly minor?: string; readonly text?: string; readonly error?: string }
}
type File = {
  readonly currencies: Readonly<Record<string, { readonly exponent: number; readonly display: number }>>
  readonly vectors: readonly Vector[]
}

const { currencies, vectors } = JSON.parse(
  readFileSync(new URL('../../../test/data/vectors/money.json', import.meta.url), 'utf8'),
) as File

/** Micro-units in one minor unit of that currency. */
function minorIn(currency: string): bigint {
  return 10n ** BigInt(6 - (currencies[currency]?.exponent ?? 0))
}

for (const { id, kind, title, given, expect } of vectors) {
  if (kind === 'parse_decimal' && expect.minor !== undefined) {
    test(`${id}: a decimal is read exactly: ${title}`, () => {
      assert.equal(microOf(given.value ?? ''), BigInt(expect.minor ?? '') * minorIn(given.currency))
    })
  } else if (kind === 'parse_decimal' && expect.error === 'too_many_decimals') {
    // A price may be finer than a coin; an amount of order money may not. What is read here keeps every digit.
    test(`${id}: no digit is rounded away: ${title}`, () => {
      assert.notEqual((microOf(given.value ?? '') ?? 0n) % minorIn(given.currency), 0n)
    })
  } else if (kind === 'format' && given.style === 'plain') {
    test(`${id}: a price is shown plainly: ${title}`, () => {
      const micro = BigInt(given.minor ?? '') * minorIn(given.currency)
      assert.equal(microShown(micro, currencies[given.currency]?.display ?? 0), expect.text)
    })
  }
}

test('a price is a decimal with a point and at most six decimals, or none at all', () => {
  const prices: readonly [string, bigint | null][] = [
    ['0.0411', 41_100n],
    ['0', 0n],
    ['350.50', 350_500_000n],
    ['0.000001', 1n],
    ['-2.5', -2_500_000n],
    ['0.0000001', null],
    ['1,5', null],
    ['1.', null],
    ['.5', null],
    ['1e3', null],
    ['٣', null],
    ['', null],
    [' 1', null],
    ['9'.repeat(16), null],
  ]
  for (const [text, micro] of prices) assert.equal(microOf(text), micro, text)
})

test('only what a person sees is rounded, half away from zero', () => {
  assert.equal(microShown(1_051_500_000n, 0), '1052')
  assert.equal(microShown(-1_051_500_000n, 0), '-1052')
  assert.equal(microShown(1_051_499_999n, 0), '1051')
  assert.equal(microShown(41_100n, 2), '0.04')
  assert.equal(microShown(-4_000n, 2), '0.00')
  assert.equal(microShown(1n, 6), '0.000001')
})

test('an amount that was written down is read again as the same', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n - 1n), max: 10n ** 18n - 1n }), (micro) => {
      assert.equal(microOf(microText(micro)), micro)
    }),
  )
})

test('an amount that the ledger could not hold is no price', () => {
  const most = microOf('999999999999.999999')
  assert.ok(most !== null && most < 2n ** 63n)
  assert.equal(microOf('9999999999999'), null)
})
