import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { qrOf } from '#web/flow/trial/qr.ts'

const drawn = (text: string) =>
  (qrOf(text) ?? []).map((line) => line.map((isDark) => (isDark ? '#' : '.')).join('')).join('\n')

test('a QR code is the one that an independent reader (jsQR 1.4.0) read back', () => {
  const hash = createHash('sha256').update(drawn('https://wa.me/6281234567890?text=halo')).digest('hex')
  assert.equal(hash, '3a775d71a5245a75b3cd8a3de0140374166f05780269485bedcbfb41fcc2d2bd')
})

test('a code grows with its text, up to 213 bytes', () => {
  const sizes = [1, 40, 120, 213].map((length) => qrOf('x'.repeat(length))?.length)
  assert.deepEqual(sizes, [21, 29, 45, 57])
  assert.equal(qrOf('x'.repeat(214)), null)
})
