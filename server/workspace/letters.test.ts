import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret } from '#server/base/log.ts'
import { lettersBy } from '#server/workspace/letters.ts'

test('letters are sent by a mail server, kept by a simulator, and else stand in the log alone', () => {
  const smtpUrl = new Secret('smtp://surat.example')
  assert.equal(lettersBy({ smtpUrl, simulator: true }), 'sent')
  assert.equal(lettersBy({ smtpUrl, simulator: false }), 'sent')
  assert.equal(lettersBy({ smtpUrl: null, simulator: true }), 'kept')
  assert.equal(lettersBy({ smtpUrl: null, simulator: false }), 'none')
})
