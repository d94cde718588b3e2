import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Secret } from '#server/base/log.ts'
import {
  equalText,
  hmacSha256Hex,
  masterKeyOf,
  parseKey,
  randomToken,
  SealError,
  sealer,
} from '#server/base/secret.ts'

const TOKEN = 'EAAG… ü 🙂'
const freshKey = () => new Secret(randomBytes(32))

function scratch(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'wetalk-secret-'))
  t.after(() => rmSync(dir, { recursive: true }))
  return dir
}

test('what was sealed for a workspace opens for that workspace, and never looks the same twice', () => {
  const seals = sealer(freshKey())
  const { key, wrapped } = seals.newDataKey('w1')
  const one = seals.seal(key, 'w1', TOKEN)
  const other = seals.seal(key, 'w1', TOKEN)
  assert.notDeepEqual(one, other)
  assert(!one.includes(Buffer.from('EAAG')))
  const opened = seals.openDataKey('w1', wrapped)
  for (const sealed of [one, other]) assert.equal(seals.open(opened, 'w1', sealed), TOKEN)
})

test('a row copied to another workspace does not open, neither its secret nor its key', () => {
  const seals = sealer(freshKey())
  const { key, wrapped } = seals.newDataKey('w1')
  assert.throws(() => seals.open(key, 'w2', seals.seal(key, 'w1', TOKEN)), SealError)
  assert.throws(() => seals.openDataKey('w2', wrapped), SealError)
})

test('one flipped bit anywhere, or a cut, and nothing opens', () => {
  const seals = sealer(freshKey())
  const { key } = seals.newDataKey('w1')
  const sealed = seals.seal(key, 'w1', TOKEN)
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    assert.throws(() => seals.open(key, 'w1', changed), SealError, `bit ${bit}`)
  }
  for (const length of [0, 1, 10, sealed.length - 1]) {
    assert.throws(() => seals.open(key, 'w1', sealed.subarray(0, length)), SealError)
  }
})

test('after a change of the master key old data keys open, are wrapped anew, and need the old one no more', () => {
  const [before, after] = [freshKey(), freshKey()]
  const { key, wrapped } = sealer(before).newDataKey('w1')
  const sealed = sealer(before).seal(key, 'w1', TOKEN)
  assert.throws(() => sealer(after).openDataKey('w1', wrapped), SealError)
  const rewrapped = sealer(after, [before]).rewrapDataKey('w1', wrapped)
  const opened = sealer(after).openDataKey('w1', rewrapped)
  assert.equal(sealer(after).open(opened, 'w1', sealed), TOKEN)
})

test('the first start makes a master key that only its owner reads, and every later start finds the same', (t) => {
  const dir = join(scratch(t), 'data')
  const first = masterKeyOf(null, dir)
  assert.equal(first.reveal().length, 32)
  assert.equal(statSync(join(dir, 'secret.key')).mode & 0o777, 0o600)
  assert.deepEqual(masterKeyOf(null, dir).reveal(), first.reveal())
  const given = freshKey()
  assert.equal(masterKeyOf(given, dir), given)
})

test('a damaged key file stops the start and is not written over', (t) => {
  const dir = scratch(t)
  writeFileSync(join(dir, 'secret.key'), 'half a k')
  assert.throws(() => masterKeyOf(null, dir), /does not hold a key/)
  assert.equal(readFileSync(join(dir, 'secret.key'), 'utf8'), 'half a k')
})

test('a key is 32 bytes in base64, base64url or hex, and nothing else', () => {
  const key = randomBytes(32)
  for (const form of ['hex', 'base64', 'base64url'] as const)
    assert.deepEqual(parseKey(key.toString(form)), key, form)
  for (const text of [
    '',
    'changeme',
    key.toString('hex').slice(2),
    randomBytes(31).toString('base64'),
    'ü'.repeat(43),
  ]) {
    assert.equal(parseKey(text), undefined, text)
  }
})

test('texts are compared whole, also when their lengths differ', () => {
  assert(equalText('abc', 'abc'))
  for (const [left, right] of [
    ['abc', 'abd'],
    ['abc', 'abcd'],
    ['', 'a'],
  ] as const)
    assert(!equalText(left, right))
})

test('the webhook signature is HMAC-SHA-256 in hex (RFC 4231, test case 2)', () => {
  const wanted = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
  assert.equal(hmacSha256Hex('Jefe', 'what do ya want for nothing?'), wanted)
})

test('random tokens are long and never the same', () => {
  const tokens = new Set(Array.from({ length: 1000 }, () => randomToken()))
  assert.equal(tokens.size, 1000)
  for (const token of tokens) assert.match(token, /^[A-Za-z0-9_-]{43}$/)
})
