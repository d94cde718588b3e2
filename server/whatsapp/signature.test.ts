import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isSigned } from '#server/whatsapp/door/signature.ts'

type Vector = {
  readonly id: string
  readonly scheme: string
  readonly secret: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly expect: { readonly valid: boolean }
  readonly why: string
}
const { vectors }: { vectors: readonly Vector[] } = JSON.parse(
  readFileSync(new URL('../../test/data/vectors/signatures.json', import.meta.url), 'utf8'),
)
/** The other schemes of the vectors are those of payment providers. */
const ours = vectors.filter(({ scheme }) => scheme === 'meta_x_hub_signature_256')

test('Meta’s signature is among the vectors, right and wrong', () => {
  assert.deepEqual(new Set(ours.map(({ expect }) => expect.valid)), new Set([true, false]))
})

for (const { id, secret, body, headers, expect, why } of ours) {
  test(`${id}: ${why}`, () => {
    assert.equal(isSigned(headers['x-hub-signature-256'], Buffer.from(body), secret), expect.valid)
  })
}
