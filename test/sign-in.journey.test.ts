import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hmacSha256Hex, masterKeyOf } from '#server/base/secret.ts'
import { type Loose, openRig, type Rig, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'

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

test('a team: an invitation is taken by its e-mail alone, and a role may do what it may', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/sign-up', OWNER)
  const agent = rig.visitor()
  const stranger = rig.visitor()
  const signUp = (visitor: Visitor, name: string) =>
    visitor.call('POST', '/api/sign-up', {
      ...OWNER,
      name,
      email: `${name}@contoh.id`,
      business: `Toko ${name}`,
    })
  await signUp(agent, 'budi')
  await signUp(stranger, 'sari')
  const invite = await owner.call('POST', '/api/invitations', { email: 'budi@contoh.id', role: 'agent' })
  assert.equal(invite.status, 200)

  await t.test('a letter brings the invitation too, and the page says what became of it', async () => {
    const letter = await until('the letter is in the mailbox', async () =>
      (await mailsOf(rig)).find(({ to }) => to === 'budi@contoh.id'),
    )
    assert.match(letter.text, /^Toko Rina mengundang Anda sebagai agen di Wetalk/)
    assert.ok(letter.text.includes(invite.body.link))
    await until('the list says so', async () => {
      const { body } = await owner.call('GET', '/api/members')
      return body.invitations[0].letter === 'kept'
    })
    const events = await readRows(rig.database, 'select ids from event')
    assert.ok(!JSON.stringify(events).includes(invite.body.id), 'its link is for admins, events for all')
  })

  await t.test('the invitation is not somebody else’s, and works once', async () => {
    const { id } = invite.body
    assert.equal((await rig.visitor().call('POST', `/api/invitations/${id}/accept`)).status, 401)
    assert.equal((await stranger.call('POST', `/api/invitations/${id}/accept`)).body.code, 'bad-token')
    const joined = await agent.call('POST', `/api/invitations/${id}/accept`)
    assert.equal(joined.status, 200, JSON.stringify(joined.body))
    assert.deepEqual([joined.body.workspace.name, joined.body.workspace.role], ['Toko Rina', 'agent'])
    assert.equal(joined.body.workspaces.length, 2)
    assert.equal((await agent.call('POST', `/api/invitations/${id}/accept`)).body.code, 'bad-token')
  })

  await t.test('an agent reads chats, and may not connect, publish, invite or change roles', async () => {
    assert.equal((await agent.call('GET', '/api/chats')).status, 200)
    const forbidden = [
      ['POST', '/api/channel/simulator', undefined],
      ['POST', '/api/flows', { name: 'Punyaku' }],
      ['POST', '/api/invitations', { email: 'x@contoh.id', role: 'agent' }],
      ['PATCH', '/api/workspace', { name: 'Direbut' }],
    ] as const
    for (const [method, path, body] of forbidden) {
      const answer = await agent.call(method, path, body)
      assert.deepEqual([answer.status, answer.body.code], [403, 'not-allowed'], path)
    }
    const { body } = await owner.call('GET', '/api/members')
    const mine = body.members.find(({ email }: Loose) => email === 'budi@contoh.id')
    assert.equal((await agent.call('PATCH', `/api/members/${mine.id}`, { role: 'owner' })).status, 403)
    assert.equal((await owner.call('GET', '/api/me')).body.workspace.name, 'Toko Rina')
  })

  await t.test('an admin may, but cannot make owners nor remove one; the last owner stays', async () => {
    const { body } = await owner.call('GET', '/api/members')
    const [boss, budi] = ['rina@contoh.id', 'budi@contoh.id'].map((email) =>
      body.members.find((member: Loose) => member.email === email),
    )
    assert.equal((await owner.call('PATCH', `/api/members/${budi.id}`, { role: 'admin' })).status, 200)
    assert.equal((await agent.call('POST', '/api/flows', { name: 'Sapaan' })).status, 200)
    assert.equal((await agent.call('PATCH', `/api/members/${budi.id}`, { role: 'owner' })).status, 403)
    assert.equal((await agent.call('DELETE', `/api/members/${boss.id}`)).status, 403)
    assert.equal((await owner.call('PATCH', `/api/members/${boss.id}`, { role: 'agent' })).status, 403)
  })

  await t.test('a member leaves by themselves; the last owner cannot', async () => {
    const stay = await owner.call('POST', '/api/workspace/leave')
    assert.deepEqual([stay.status, stay.body.code], [403, 'last-owner'])
    const gone = await agent.call('POST', '/api/workspace/leave')
    assert.deepEqual([gone.status, gone.body.workspace?.name], [200, 'Toko budi'])
    assert.deepEqual((await agent.call('GET', '/api/flows')).body, [])
    const { body } = await owner.call('GET', '/api/members')
    assert.deepEqual(
      body.members.map(({ email }: Loose) => email),
      ['rina@contoh.id'],
    )
    const { body: again } = await owner.call('POST', '/api/invitations', {
      email: 'budi@contoh.id',
      role: 'admin',
    })
    assert.equal((await agent.call('POST', `/api/invitations/${again.id}/accept`)).status, 200)
  })

  await t.test(
    'a member is not invited again, and of two invitations of one e-mail the newer counts',
    async () => {
      const again = await owner.call('POST', '/api/invitations', { email: 'Budi@contoh.id', role: 'agent' })
      assert.deepEqual([again.status, again.body.code], [409, 'already-member'])
      const invite = (role: string) =>
        owner.call('POST', '/api/invitations', { email: 'sari@contoh.id', role })
      const [first, second] = [await invite('admin'), await invite('agent')]
      const { body } = await owner.call('GET', '/api/members')
      assert.deepEqual(
        body.invitations.map(({ id }: Loose) => id),
        [second.body.id],
      )
      assert.equal((await stranger.call('POST', `/api/invitations/${first.body.id}/accept`)).status, 400)
      await owner.call('DELETE', `/api/invitations/${second.body.id}`)
    },
  )

  await t.test(
    'who is invited sees by whom, and joins by signing up without a business of their own',
    async () => {
      const { body } = await owner.call('POST', '/api/invitations', {
        email: 'dian@contoh.id',
        role: 'agent',
      })
      const dian = rig.visitor()
      const seen = await dian.call('GET', `/api/invitations/${body.id}`)
      assert.deepEqual(
        [seen.body.workspace, seen.body.role, seen.body.email, seen.body.yours],
        ['Toko Rina', 'agent', 'd•••@contoh.id', null],
      )
      assert.equal((await stranger.call('GET', `/api/invitations/${body.id}`)).body.yours, false)
      const form = { name: 'Dian', password: OWNER.password, invitation: body.id }
      const other = await rig.visitor().call('POST', '/api/sign-up', { ...form, email: 'lain@contoh.id' })
      assert.deepEqual([other.status, other.body.code], [400, 'bad-token'])
      const made = await dian.call('POST', '/api/sign-up', { ...form, email: 'Dian@contoh.id' })
      assert.equal(made.status, 200, JSON.stringify(made.body))
      assert.deepEqual(
        made.body.workspaces.map(({ name, role }: Loose) => [name, role]),
        [['Toko Rina', 'agent']],
      )
      assert.equal((await dian.call('GET', `/api/invitations/${body.id}`)).body.code, 'bad-token')
      const nameless = { name: 'Edo', email: 'edo@contoh.id', password: OWNER.password }
      const lacks = await rig.visitor().call('POST', '/api/sign-up', nameless)
      assert.deepEqual([lacks.status, lacks.body.details.field], [422, 'business'])
      const left = await dian.call('POST', '/api/workspace/leave')
      assert.deepEqual([left.status, left.body.workspace], [200, null])
    },
  )

  await t.test('whoever is removed is out at once', async () => {
    const { body } = await owner.call('GET', '/api/members')
    const budi = body.members.find(({ email }: Loose) => email === 'budi@contoh.id')
    assert.equal((await owner.call('DELETE', `/api/members/${budi.id}`)).status, 200)
    const me = await agent.call('GET', '/api/me')
    assert.equal(me.body.workspace.name, 'Toko budi')
    assert.deepEqual((await agent.call('GET', '/api/flows')).body, [])
  })

  await t.test('an invitation that was taken back is worth nothing', async () => {
    const { body } = await owner.call('POST', '/api/invitations', { email: 'sari@contoh.id', role: 'admin' })
    assert.equal((await owner.call('DELETE', `/api/invitations/${body.id}`)).status, 200)
    assert.equal((await stranger.call('POST', `/api/invitations/${body.id}/accept`)).body.code, 'bad-token')
  })
})

test('where people come by invitation only, the first owner signs up and nobody else does', async () => {
  await using rig = await openRig({ SIGN_UP: 'invited', SIMULATOR: 'off' })
  const [owner, guest, stranger] = [rig.visitor(), rig.visitor(), rig.visitor()]
  assert.equal((await owner.call('GET', '/api/instance')).body.signUp, true)
  assert.equal((await owner.call('POST', '/api/sign-up', OWNER)).status, 200)
  assert.equal((await owner.call('GET', '/api/instance')).body.signUp, false)
  assert.equal((await owner.call('GET', '/api/simulator')).body.offered, false)
  const other = { ...OWNER, email: 'sari@contoh.id' }
  const closed = await stranger.call('POST', '/api/sign-up', other)
  assert.deepEqual([closed.status, closed.body.code], [403, 'sign-up-closed'])
  const invite = await owner.call('POST', '/api/invitations', { email: other.email, role: 'agent' })
  const joined = await guest.call('POST', '/api/sign-up', { ...other, invitation: invite.body.id })
  assert.equal(joined.body.workspace?.name, OWNER.business, JSON.stringify(joined.body))
  const own = await guest.call('POST', '/api/workspaces', { name: 'Toko Sari' })
  assert.deepEqual([own.status, own.body.code], [403, 'sign-up-closed'])
  assert.equal((await owner.call('POST', '/api/workspaces', { name: 'Cabang' })).status, 200)
})

/** A signed cookie speaks for the session for a minute; without it the table is asked, as after that minute. */
function outliveCache(visitor: Visitor): void {
  for (const name of [...visitor.cookies.keys()])
    if (name.endsWith('session_data')) visitor.cookies.delete(name)
}

function signIn(visitor: Visitor, email: string, password: string) {
  return visitor.call('POST', '/api/sign-in', { email, password })
}

/** What lies in the mailbox that the operator reads; its key follows from the master key in the data folder. */
async function mailsOf({ url, dataDir }: Rig): Promise<{ to: string; text: string }[]> {
  const master = masterKeyOf(null, dataDir)
  const key = hmacSha256Hex(master.reveal().toString('base64'), 'simulator')
  const response = await fetch(`${url}/sim/mailbox?key=${key}`)
  assert.equal(response.status, 200)
  const { mails } = (await response.json()) as Loose
  return mails
}
