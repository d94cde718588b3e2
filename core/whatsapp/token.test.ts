import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeToken, missingScopes, refuseToken } from '#core/whatsapp/token.ts'

const NOW = 1_790_000_000_000
const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management']
const token = (data: object) => {
  const found = decodeToken({
    data: { is_valid: true, app_id: '77', expires_at: 0, scopes: SCOPES, ...data },
  })
  assert(found)
  return found
}

test('what is no answer about a token is none', () => {
  for (const body of [undefined, null, 'x', [], {}, { data: {} }, { data: { is_valid: 'yes' } }])
    assert.equal(decodeToken(body), null)
})

test('a token is refused for what it lacks, and for nothing else', () => {
  const table: [object, string, string | null][] = [
    [{}, '', null],
    [{}, '77', null],
    [{}, '78', 'token-other-app'],
    [{ app_id: undefined }, '78', null],
    [{ is_valid: false, error: { message: 'Invalid OAuth access token.' } }, '', 'token-invalid'],
    [{ expires_at: NOW / 1000 - 1 }, '', 'token-invalid'],
    [{ expires_at: NOW / 1000 + 60 }, '', null],
    [{ scopes: SCOPES.slice(0, 1) }, '', 'token-scope-missing'],
    [{ scopes: [7, null] }, '', 'token-scope-missing'],
  ]
  for (const [data, appId, code] of table)
    assert.equal(refuseToken(token(data), appId, NOW)?.code ?? null, code, JSON.stringify([data, appId]))
  assert.deepEqual(missingScopes(token({ scopes: SCOPES.slice(0, 1) })), ['whatsapp_business_management'])
  assert.equal(token({ expires_at: 100 }).expiresAt, 100_000)
})
