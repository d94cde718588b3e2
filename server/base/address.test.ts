import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { forbiddenReason, isPublicAddress, readUrl } from '#server/base/address.ts'

type Case = {
  readonly id: string
  readonly url: string
  readonly needs?: { readonly dns?: string; readonly server?: unknown }
  readonly expect: { readonly connect: string }
  readonly node: { readonly parses: boolean }
}

const suite: { cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../../test/data/hostile/urls.json', import.meta.url), 'utf8'),
)
/** Public looking names of private addresses: only the answer of the name service can tell. */
const ONLY_BY_LOOKUP = new Set(['UR-057', 'UR-063'])

test('every hostile address whose text tells is refused, every control address passes', () => {
  const judged = suite.cases.filter(({ id, needs }) => !needs && !ONLY_BY_LOOKUP.has(id))
  assert(judged.length > 70)
  for (const { id, url, expect } of judged) {
    const read = readUrl(url)
    const refused = !read || forbiddenReason(read) !== undefined
    assert.equal(refused, expect.connect === 'block', `${id} ${url}`)
  }
})

const ADDRESSES: readonly (readonly [string, boolean])[] = [
  ['93.184.216.34', true],
  ['8.8.8.8', true],
  ['172.15.255.255', true],
  ['172.16.0.0', false],
  ['172.31.255.255', false],
  ['100.63.255.255', true],
  ['100.64.0.1', false],
  ['100.100.100.200', false],
  ['169.254.169.254', false],
  ['168.63.129.16', false],
  ['192.0.0.192', false],
  ['198.19.255.255', false],
  ['223.255.255.255', true],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['0.0.0.0', false],
  ['2606:2800:220:1:248:1893:25c8:1946', true],
  ['2404:6800:4003:c00::64', true],
  ['::1', false],
  ['::', false],
  ['::ffff:8.8.8.8', false],
  ['::ffff:0:127.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['64:ff9b:1::1', false],
  ['2001::1', false],
  ['2001:db8::1', false],
  ['2002:7f00:1::', false],
  ['3fff::1', false],
  ['fc00::1', false],
  ['fd00:ec2::254', false],
  ['fe80::1', false],
  ['fe80::1%eth0', false],
  ['fec0::1', false],
  ['ff02::1', false],
  ['100::1', false],
  ['5f00::1', false],
  ['not an address', false],
]

test('public is what the special-purpose registries leave', () => {
  for (const [address, isPublic] of ADDRESSES) assert.equal(isPublicAddress(address), isPublic, address)
})
