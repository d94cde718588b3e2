import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openRig, type Rig, type Visitor, visitorOf } from './rig.ts'
import { PASSWORD, take } from './stage.ts'

/** How the operator's address looks to the world; the proxy in front of us ends TLS and says so. */
const PUBLIC_URL = 'https://wetalk.example'
const EMAIL = 'rina@shop.example'

let rig: Rig

before(async () => {
  rig = await openRig({ PUBLIC_URL, TRUST_PROXY: '1' })
  const me = await take(through('203.0.113.1'), 'POST', '/api/sign-up', {
    ...{ name: 'Rina', email: EMAIL, password: PASSWORD, business: 'Toko', start: 'simulator' },
  })
  assert.equal(me.user.email, EMAIL)
})
after(() => rig[Symbol.asyncDispose]())

/** A visitor as the one proxy hands them on: it adds their address to whatever they claim to come through. */
function through(address: string, claimed: readonly string[] = []): Visitor {
  return visitorOf(rig.url, {
    'x-forwarded-proto': 'https',
    'x-forwarded-for': [...claimed, address].join(', '),
    host: new URL(PUBLIC_URL).host,
  })
}

const signIn = (visitor: Visitor, password = PASSWORD, email = EMAIL) =>
  visitor.call('POST', '/api/sign-in', { email, password })

test('AU-023: behind one proxy nobody chooses the address that they are counted by', async () => {
  const statuses: number[] = []
  for (let guess = 0; guess < 12; guess++) {
    const visitor = through('203.0.113.66', [`198.51.100.${guess}`, `192.0.2.${guess}`])
    statuses.push((await signIn(visitor, 'salah-sama-sekali', `siapa${guess}@shop.example`)).status)
  }
  assert.deepEqual(statuses.slice(9), [401, 429, 429], statuses.join())
})
