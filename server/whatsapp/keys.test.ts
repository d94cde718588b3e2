import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { newId } from '#server/base/id.ts'
import { Secret } from '#server/base/log.ts'
import { isSigned } from '#server/whatsapp/door/signature.ts'
import { openCallback } from '#server/whatsapp/keys.ts'

const callback = openCallback(new Secret(Buffer.alloc(32, 7)))

test('our key names the message to us, and to nobody else', () => {
  const [workspace, message] = [newId(), newId()]
  const key = callback.keyOf(workspace, message)
  assert.ok(key.length <= 512)
  assert.equal(callback.messageOf(workspace, key), message)
  assert.equal(callback.messageOf(newId(), key), undefined, 'another workspace')
  assert.equal(callback.messageOf(workspace, `${key.slice(0, -2)}xx`), undefined, 'a forged proof')
  for (const nonsense of ['', 'v1..', 'v2.a.b', '<script>', key.slice(1)])
    assert.equal(callback.messageOf(workspace, nonsense), undefined)
})

test('the signature is over the exact bytes that Meta sends, escapes and all', () => {
  const dir = new URL('../../test/data/webhooks/raw/', import.meta.url)
  const body = readFileSync(new URL('text-escaped.body', dir))
  const vector = JSON.parse(readFileSync(new URL('signature.json', dir), 'utf8'))
  const header = JSON.stringify(vector).match(/sha256=[0-9a-f]{64}/)?.[0] ?? ''
  const secret = vector.app_secret ?? vector.appSecret ?? vector.secret
  assert.equal(isSigned(header, body, secret), true)
  assert.equal(
    isSigned(header, Buffer.from(JSON.stringify(JSON.parse(body.toString()))), secret),
    false,
    're-serialised',
  )
  assert.equal(isSigned(header, body, ''), false, 'no secret: door closed')
  assert.equal(isSigned(undefined, body, secret), false)
})
