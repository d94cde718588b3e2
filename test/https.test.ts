import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mailsOf } from './mailbox.ts'
import { openRig, type Rig, until, type Visitor, visitorOf } from './rig.ts'
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

test('AU-031: every cookie is bound to this host and to https, out of reach of scripts and other sites', async () => {
  const visitor = through('203.0.113.2')
  const { headers, body: me } = await signIn(visitor)
  const switched = await visitor.call('POST', `/api/workspaces/${me.workspace.id}/switch`, {})
  const cookies = [...headers.getSetCookie(), ...switched.headers.getSetCookie()]
  const names = ['session_token', 'session_data', 'browser', 'workspace']
  assert.deepEqual(
    cookies.map((cookie) => cookie.split('=')[0]).toSorted(),
    names.map((name) => `__Host-wetalk.${name}`).toSorted(),
  )
  for (const cookie of cookies) {
    for (const attribute of [/; *Secure/i, /; *HttpOnly/i, /; *SameSite=Lax/i, /; *Path=\/(;|$)/i])
      assert.match(cookie, attribute)
    assert.doesNotMatch(cookie, /; *Domain=/i)
  }
})

test('a session under a name that another host of the domain may set too is none', async () => {
  const attacker = through('203.0.113.3')
  await signIn(attacker)
  const [token = '', data = ''] = ['session_token', 'session_data'].map(
    (name) => attacker.cookies.get(`__Host-wetalk.${name}`) ?? '',
  )
  const victim = through('203.0.113.5')
  await take(victim, 'POST', '/api/sign-up', {
    ...{ name: 'Lain', email: 'lain@shop.example', password: PASSWORD, business: 'Lain', start: 'empty' },
  })
  for (const prefix of ['__Secure-', '']) {
    victim.cookies.set(`${prefix}wetalk.session_token`, token)
    victim.cookies.set(`${prefix}wetalk.session_data`, data)
  }
  assert.equal((await take(victim, 'GET', '/api/me')).user.email, 'lain@shop.example')
  await take(victim, 'POST', '/api/sign-out', {})
  assert.equal((await victim.call('GET', '/api/me')).status, 401, 'nor is one left after signing out')
})

test('HT-031: whoever signs out leaves nothing that the browser was shown, and no session', async () => {
  const visitor = through('203.0.113.6')
  await signIn(visitor)
  const { headers } = await visitor.call('POST', '/api/sign-out', {})
  assert.equal(headers.get('clear-site-data'), '"cache"')
  assert.ok(![...visitor.cookies.keys()].some((name) => name.includes('session')))
})

test('HT-029: browsers are told to come by https alone, wherever the proxy says that they did', async () => {
  for (const [path, accept] of [
    ['/', 'text/html'],
    ['/kotak-masuk', 'text/html'],
    ['/tidak/ada.png', '*/*'],
    ['/api/instance', '*/*'],
    ['/api/me', '*/*'],
    ['/api/tidak-ada', '*/*'],
    ['/health/live', '*/*'],
  ] as const) {
    const ask = async (proto: string) => {
      const answer = await fetch(`${rig.url}${path}`, {
        headers: { accept, 'x-forwarded-proto': proto },
        redirect: 'manual',
      })
      await answer.text()
      assert.equal(answer.headers.get('location'), null, path)
      return answer.headers.get('strict-transport-security')
    }
    assert.match((await ask('https')) ?? '', /max-age=\d{8}/, path)
    assert.equal(await ask('http'), null, path)
  }
})

test('HT-001: links in letters and invitations are of the public address, whatever the request calls us', async () => {
  const visitor = through('203.0.113.7')
  await signIn(visitor)
  const evil = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
  const wish = { email: 'tamu@shop.example', role: 'agent' }
  const { status, body } = await visitor.call('POST', '/api/invitations', wish, evil)
  assert.equal(status, 200)
  assert.ok(body.link.startsWith(`${PUBLIC_URL}/`), body.link)
  await visitor.call('POST', '/api/password/forgot', { email: EMAIL }, evil)
  const letter = await until('the letter came', async () =>
    (await mailsOf(rig)).find(({ to }) => to === EMAIL),
  )
  assert.match(letter.text, /https:\/\/wetalk\.example\/atur-ulang\?token=/)
  assert.doesNotMatch(letter.text, /evil|127\.0\.0\.1/)
})

test('a change comes from the public address alone, whatever name the proxy calls us by', async () => {
  const visitor = through('203.0.113.8')
  await signIn(visitor)
  const change = async (origin: string) =>
    (await visitor.call('PATCH', '/api/workspace', {}, { origin, host: '127.0.0.1' })).status
  assert.equal(await change(PUBLIC_URL), 200)
  for (const origin of ['https://evil.example', 'https://a.wetalk.example', 'http://wetalk.example', 'null'])
    assert.equal(await change(origin), 403, origin)
})
