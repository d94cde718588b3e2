import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailsOf } from './mailbox.ts'
import { type Loose, openRig, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'

const OWNER = {
  name: 'Rina',
  email: 'rina@contoh.id',
  password: 'pagi-cerah-di-bogor',
  business: 'Toko Rina',
}

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
