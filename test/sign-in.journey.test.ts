import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailsOf } from './mailbox.ts'
import { type Loose, openRig, until, type Visitor } from './rig.ts'

const OWNER = {
  name: 'Rina',
  email: 'rina@contoh.id',
  password: 'pagi-cerah-di-bogor',
  business: 'Toko Rina',
}

test('an account: sign-up, sign-out, sign-in, wrong password, forgotten password', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await t.test('a fresh installation offers a demo and has no owner', async () => {
    const { body } = await owner.call('GET', '/api/instance')
    assert.deepEqual([body.hasOwner, body.demo, body.simulator], [false, true, true])
    assert.equal(body.letters, 'kept', 'there is no mail server')
    assert.equal((await owner.call('GET', '/api/me')).status, 401)
  })

  await t.test('signing up signs in, and the workspace is the person’s own', async () => {
    const made = await owner.call('POST', '/api/sign-up', OWNER)
    assert.equal(made.status, 200, JSON.stringify(made.body))
    const me = await owner.call('GET', '/api/me')
    assert.equal(me.body.user.email, OWNER.email)
    assert.deepEqual([me.body.workspace.name, me.body.workspace.role], ['Toko Rina', 'owner'])
  })

  await t.test('one changes one’s own name, and colleagues see it too', async () => {
    const { body } = await owner.call('PATCH', '/api/me', { name: ' Rina Wulandari ' })
    assert.equal(body.user.name, 'Rina Wulandari')
    assert.equal((await owner.call('GET', '/api/me')).body.user.name, 'Rina Wulandari')
    assert.equal((await owner.call('GET', '/api/members')).body.members[0].name, 'Rina Wulandari')
    assert.equal((await owner.call('PATCH', '/api/me', { name: '  ' })).status, 422)
    assert.equal((await rig.visitor().call('PATCH', '/api/me', { name: 'Siapa' })).status, 401)
  })

  await t.test('a new password signs every other device out, and wants the present one first', async () => {
    const phone = rig.visitor()
    assert.equal((await signIn(phone, OWNER.email, OWNER.password)).status, 200)
    const change = (current: string, password: string) =>
      owner.call('POST', '/api/password/change', { current, password })
    const wrong = await change('bukan-kata-sandinya', 'pagi-cerah-di-ciawi')
    assert.deepEqual([wrong.status, wrong.body.code], [422, 'password-mismatch'])
    const weak = await change(OWNER.password, 'password123')
    assert.deepEqual([weak.status, weak.body.code], [422, 'weak-password'])
    outliveCache(phone)
    assert.equal((await phone.call('GET', '/api/me')).status, 200, 'a refused change ends no session')
    const kept = [...owner.cookies]
    assert.equal((await change(OWNER.password, 'pagi-cerah-di-ciawi')).status, 200)
    outliveCache(phone)
    assert.equal((await phone.call('GET', '/api/me')).status, 401)
    const thief = rig.visitor()
    for (const [name, value] of kept) thief.cookies.set(name, value)
    outliveCache(thief)
    assert.equal((await thief.call('GET', '/api/me')).status, 401, 'also whoever has this device’s cookies')
    outliveCache(owner)
    assert.equal((await owner.call('GET', '/api/me')).status, 200, 'this device goes on')
    assert.equal((await change('pagi-cerah-di-ciawi', OWNER.password)).status, 200)
  })

  await t.test('one sees where one is signed in, and signs out everywhere else', async () => {
    const phone = rig.visitor()
    await phone.call(
      'POST',
      '/api/sign-in',
      { email: OWNER.email, password: OWNER.password },
      { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile' },
    )
    const { body } = await owner.call('GET', '/api/me/sessions')
    assert.equal(body.length, 2)
    assert.equal(body.filter(({ here }: Loose) => here).length, 1)
    const other = body.find(({ here }: Loose) => !here)
    assert.match(other.device, /Android/)
    assert.ok(other.seenAt > Date.now() - 60_000)
    assert.ok(
      !JSON.stringify(body).includes([...phone.cookies.values()][0]?.split('.')[0] ?? 'x'),
      'no token',
    )
    assert.equal((await owner.call('POST', '/api/sign-out/others')).status, 200)
    outliveCache(phone)
    assert.equal((await phone.call('GET', '/api/me')).status, 401)
    outliveCache(owner)
    assert.equal((await owner.call('GET', '/api/me/sessions')).body.length, 1)
  })

  await t.test('the same e-mail again is refused, and so is a password that everyone tries', async () => {
    const again = await rig.visitor().call('POST', '/api/sign-up', OWNER)
    assert.deepEqual([again.status, again.body.code], [409, 'email-taken'])
    const weak = await rig.visitor().call('POST', '/api/sign-up', {
      ...OWNER,
      email: 'lain@contoh.id',
      password: 'password123',
    })
    assert.deepEqual([weak.status, weak.body.code], [422, 'weak-password'])
  })

  await t.test('with a real owner the demo is closed', async () => {
    assert.equal((await owner.call('GET', '/api/instance')).body.demo, false)
    const demo = await rig.visitor().call('POST', '/api/demo', {})
    assert.deepEqual([demo.status, demo.body.code], [403, 'demo-closed'])
  })

  await t.test('after signing out the session is dead, also for whoever kept its cookies', async () => {
    const thief = rig.visitor()
    for (const [name, value] of owner.cookies) thief.cookies.set(name, value)
    outliveCache(thief)
    assert.equal((await thief.call('GET', '/api/me')).status, 200, 'the stolen cookies were good')
    assert.equal((await owner.call('POST', '/api/sign-out')).status, 200)
    assert.equal((await owner.call('GET', '/api/me')).status, 401)
    outliveCache(thief)
    assert.equal((await thief.call('GET', '/api/me')).status, 401)
  })

  await t.test('a wrong password is 401, and unknown e-mails are answered the same', async () => {
    const wrong = await signIn(rig.visitor(), OWNER.email, 'bukan-kata-sandinya')
    const unknown = await signIn(rig.visitor(), 'tidak-ada@contoh.id', 'bukan-kata-sandinya')
    assert.deepEqual([wrong.status, wrong.body.code], [401, 'wrong-password'])
    assert.deepEqual([unknown.status, unknown.body.code], [401, 'wrong-password'])
    assert.equal(wrong.body.detail, unknown.body.detail)
    assert.equal((await signIn(owner, OWNER.email, OWNER.password)).status, 200)
    assert.equal((await owner.call('GET', '/api/me')).body.workspace.name, 'Toko Rina')
  })

  await t.test('a request from another site’s page is refused', async () => {
    const foreign = await owner.call('POST', '/api/bots', { name: 'x' }, { origin: 'https://jahat.example' })
    assert.deepEqual([foreign.status, foreign.body.code], [403, 'wrong-origin'])
  })

  await t.test('a forgotten password: the mail’s link works once, and old sessions are dead', async () => {
    const asked = await rig.visitor().call('POST', '/api/password/forgot', { email: OWNER.email })
    const nobody = await rig.visitor().call('POST', '/api/password/forgot', { email: 'hantu@contoh.id' })
    assert.deepEqual(
      [asked.status, asked.body],
      [nobody.status, nobody.body],
      'who has an account stays secret',
    )
    const mail = await until('the mail is in the mailbox', async () =>
      (await mailsOf(rig)).find(({ to }) => to === OWNER.email),
    )
    assert.ok(!(await mailsOf(rig)).some(({ to }) => to === 'hantu@contoh.id'))
    const link = /https?:\/\/\S+token=\S+/.exec(mail.text)?.[0] ?? ''
    const token = new URL(link).searchParams.get('token')
    const password = 'sore-teduh-di-malang'
    const reset = await rig.visitor().call('POST', '/api/password/reset', { token, password })
    assert.equal(reset.status, 200, JSON.stringify(reset.body))
    outliveCache(owner)
    assert.equal((await owner.call('GET', '/api/me')).status, 401, 'the old session is dead')
    assert.equal((await signIn(rig.visitor(), OWNER.email, OWNER.password)).status, 401)
    assert.equal((await signIn(owner, OWNER.email, password)).status, 200)
    const twice = await rig
      .visitor()
      .call('POST', '/api/password/reset', { token, password: 'malam-sunyi-di-solo' })
    assert.deepEqual([twice.status, twice.body.code], [400, 'bad-token'])
    assert.equal((await signIn(rig.visitor(), OWNER.email, password)).status, 200)
  })

  await t.test(
    'another e-mail: the password is asked, the new address agrees, the old one is told',
    async () => {
      const password = 'sore-teduh-di-malang'
      const next = 'rina@toko-baru.id'
      await rig.visitor().call('POST', '/api/sign-up', { ...OWNER, email: 'sari@contoh.id' })
      const ask = (email: string, word = password) =>
        owner.call('POST', '/api/me/email', { email, password: word })
      const wrong = await ask(next, 'bukan-kata-sandinya')
      assert.deepEqual([wrong.status, wrong.body.code], [422, 'password-mismatch'])
      assert.equal((await ask('Sari@contoh.id')).body.code, 'email-taken')
      assert.equal((await ask(next)).status, 200)
      const asked = await ask('Rina@Toko-Baru.id')
      assert.deepEqual([asked.status, asked.body], [200, { email: next, letter: 'kept' }])
      assert.equal((await owner.call('GET', '/api/me')).body.user.email, OWNER.email, 'nothing changes yet')
      const letters = await until('the letters are in the mailbox', async () => {
        const found = (await mailsOf(rig)).filter(({ to }) => to === next)
        return found.length === 2 && found
      })
      const [newer, older] = letters.map(({ text }) => /token=(\S+)/.exec(text)?.[1])
      const confirm = (token: unknown) => rig.visitor().call('POST', '/api/email/confirm', { token })
      assert.equal((await confirm(older)).body.code, 'bad-token', 'only the newest letter counts')
      const done = await owner.call('POST', '/api/email/confirm', { token: newer })
      assert.deepEqual([done.status, done.body], [200, { email: next }])
      assert.equal((await confirm(newer)).body.code, 'bad-token')
      assert.equal((await owner.call('GET', '/api/me')).body.user.email, next, 'the session goes on')
      assert.equal((await signIn(rig.visitor(), OWNER.email, password)).status, 401)
      assert.equal((await signIn(rig.visitor(), next, password)).status, 200)
      await until('the old address is told', async () =>
        (await mailsOf(rig)).some(({ to, text }) => to === OWNER.email && text.includes(next)),
      )
      assert.equal((await ask(next)).body.code, 'email-taken')
      const late = await ask('lagi@contoh.id')
      assert.deepEqual([late.status, late.body.code], [429, 'too-many'], 'nobody guesses, nor writes to many')
    },
  )

  await t.test('guessing passwords ends in 429 with the seconds to wait', async () => {
    let last: Loose
    for (let guess = 0; guess < 12 && last?.status !== 429; guess++)
      last = await signIn(rig.visitor(), OWNER.email, `tebakan-nomor-${guess}`)
    assert.equal(last.status, 429)
    assert.equal(last.body.code, 'too-many')
    assert.ok(last.body.details.seconds > 0)
  })
})

/** A signed cookie speaks for the session for a minute; without it the table is asked, as after that minute. */
function outliveCache(visitor: Visitor): void {
  for (const name of [...visitor.cookies.keys()])
    if (name.endsWith('session_data')) visitor.cookies.delete(name)
}

function signIn(visitor: Visitor, email: string, password: string) {
  return visitor.call('POST', '/api/sign-in', { email, password })
}
