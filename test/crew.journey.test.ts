import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { WebSocket } from 'ws'
import { careSteps } from './care-steps.ts'
import { type Loose, openRig, type Phone, phoneOf, type Rig, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'
import { take } from './stage.ts'
import { chatNow, flowFile, messagesOf, onlyChat, publishFlow, traceOf } from './team.ts'

const says = (text: string) => ({ kind: 'message', text })
const does = (...actions: object[]) => ({ kind: 'action', actions, next: { next: 'say' } })
const asks = (...rules: object[]) => ({
  kind: 'condition',
  when: { match: 'all', groups: [{ match: 'all', rules }] },
  next: { yes: 'yes', no: 'no' },
})

type Scene = { readonly rig: Rig; readonly owner: Visitor; readonly phone: Phone; readonly chat: Loose }

/** A flow that begins on a word, asks, and says what it found. */
const asking = (word: string, ...rules: object[]) =>
  flowFile(
    `Tanya ${word}`,
    { keywords: [word] },
    { ask: asks(...rules), yes: says(`${word}: ya`), no: says(`${word}: tidak`) },
  )
const doing = (word: string, text: string, ...actions: object[]) =>
  flowFile(`Aksi ${word}`, { keywords: [word] }, { act: does(...actions), say: says(text) })

async function colleague({ rig, owner }: Pick<Scene, 'rig' | 'owner'>, name: string): Promise<Visitor> {
  const visitor = rig.visitor()
  const email = `${name.toLowerCase()}@kopi.example`
  await take(visitor, 'POST', '/api/sign-up', {
    name,
    email,
    password: 'kopi-tubruk-tanpa-ampas-71',
    business: 'Lain',
  })
  const { id } = await take(owner, 'POST', '/api/invitations', { email, role: 'agent' })
  await take(visitor, 'POST', `/api/invitations/${id}/accept`, {})
  return visitor
}

/** A page that is open: it holds the live stream. */
async function openPage(
  { rig }: Pick<Scene, 'rig'>,
  { cookies }: Visitor,
): Promise<WebSocket & { readonly heard: Loose[] }> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const socket = new WebSocket(`${rig.url.replace('http', 'ws')}/live`, {
    headers: { cookie, origin: rig.url },
  })
  const heard: Loose[] = []
  socket.on('message', (data) => heard.push(JSON.parse(String(data))))
  await once(socket, 'open')
  socket.send('{"after":null}')
  return Object.assign(socket, { heard })
}

const memberOf = async (owner: Visitor, name: string): Promise<Loose> =>
  (await take(owner, 'GET', '/api/members')).members.find((member: Loose) => member.name === name)
const isOnline = (owner: Visitor, name: string, wanted = true) =>
  until(`${name} online: ${wanted}`, async () => (await memberOf(owner, name)).online === wanted)
const assignedLines = async ({ owner, chat }: Scene) =>
  (await messagesOf(owner, chat.id)).flatMap(({ assigned }) => (assigned ? [assigned] : []))

test('a chat finds who is there: presence, teams, conditions, assignment, notices, as a flow wants it', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await take(owner, 'POST', '/api/sign-up', {
    ...{ name: 'Rina', email: 'rina@kopi.example', password: 'kopi-tubruk-tanpa-ampas-71' },
    ...{ business: 'Kopi Senja', start: 'simulator' },
  })
  const sari = await colleague({ rig, owner }, 'Sari')
  const budi = await colleague({ rig, owner }, 'Budi')
  const ids = { sari: (await memberOf(owner, 'Sari')).id, budi: (await memberOf(owner, 'Budi')).id }
  const team = await take(owner, 'POST', '/api/teams', { name: 'Penjualan', members: [ids.sari, ids.budi] })
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  const chat = await until('the chat', async () => onlyChat(owner).catch(() => null))
  const scene: Scene = { rig, owner, phone, chat }
  const now = () => chatNow(owner, chat.id)

  const toTeam = { do: 'assign', to: 'team', ref: team.id, name: 'Penjualan' }
  await publishFlow(owner, doing('beli', 'Diteruskan ke penjualan.', toTeam))
  await publishFlow(
    owner,
    asking('ada', { fact: 'agent', is: 'online', of: 'team', ref: team.id, name: 'Penjualan' }),
  )

  await t.test(
    'with nobody online the chat waits in the queue of the team, and the condition says so',
    async () => {
      await phone.text('ada')
      await phone.hears('ada: tidak')
      await phone.text('beli')
      await phone.hears('Diteruskan ke penjualan.')
      assert.deepEqual([(await now()).assignee, (await now()).team.name], [null, 'Penjualan'])
      assert.deepEqual((await assignedLines(scene))[0], { member: null, team: 'Penjualan' })
      const views = async (visitor: Visitor, view: string) =>
        (await take(visitor, 'GET', `/api/chats?view=${view}`)).items.length
      assert.deepEqual(
        [await views(sari, 'team'), await views(owner, 'team'), await views(owner, 'unassigned')],
        [1, 0, 1],
      )
      assert.equal((await take(sari, 'GET', '/api/chats/counts')).team, 1)
    },
  )

  const page = await openPage(scene, sari)
  await t.test('whoever has a page open is online, and everybody hears it', async () => {
    const other = await openPage(scene, owner)
    await isOnline(owner, 'Sari')
    const { userId } = await memberOf(owner, 'Sari')
    await until('the owner’s page hears of Sari', async () =>
      other.heard.some((said) => said.type === 'online' && said.userIds.includes(userId)),
    )
    await phone.text('ada')
    await phone.hears('ada: ya')
    other.close()
  })

  await t.test(
    'now the team’s chat goes to her; by person it goes to anybody, and the thread tells by whom',
    async () => {
      await phone.text('beli')
      await until('Sari has it', async () => (await now()).assignee?.id === ids.sari)
      assert.deepEqual((await assignedLines(scene))[0], { member: 'Sari', team: 'Penjualan' })
      await take(owner, 'POST', `/api/chats/${chat.id}/assign`, { memberId: ids.budi })
      assert.deepEqual([(await now()).assignee.name, (await now()).team], ['Budi', null])
      const [line] = await messagesOf(owner, chat.id)
      assert.deepEqual(
        [line?.author, line?.text, line?.assigned],
        ['Rina', 'chat.assigned', { member: 'Budi', team: null }],
      )
      await take(owner, 'POST', `/api/chats/${chat.id}/assign`, { memberId: null, teamId: team.id })
      assert.equal((await now()).assignee.name, 'Sari')
      const unknown = { memberId: null, teamId: '00000000-0000-7000-8000-000000000000' }
      assert.equal((await owner.call('POST', `/api/chats/${chat.id}/assign`, unknown)).status, 404)
    },
  )

  await t.test('who says that she is away gets nothing, whatever pages are open', async () => {
    await take(sari, 'PUT', '/api/me/away', { away: true })
    assert.equal((await take(sari, 'GET', '/api/me')).workspace.away, true)
    await isOnline(owner, 'Sari', false)
    await phone.text('ada')
    await until('nobody is there again', async () => (await lastSaid(phone)) === 'ada: tidak')
    await take(sari, 'PUT', '/api/me/away', { away: false })
    await isOnline(owner, 'Sari')
  })

  await t.test('the bot tells colleagues on their screens and by mail', async () => {
    const text = '{{ first_name }} menunggu harga grosir'
    for (const visitor of [sari, budi]) await take(visitor, 'POST', '/api/me/notices/seen', {})
    await publishFlow(
      owner,
      doing('grosir', 'Sebentar ya.', { do: 'notify', to: 'team', ref: team.id, by: 'both', text }),
    )
    await phone.text('grosir')
    await phone.hears('Sebentar ya.')
    const [notice] = await take(budi, 'GET', '/api/me/notices')
    assert.match(notice.text, /menunggu harga grosir/)
    assert.equal(notice.chat.id, chat.id)
    assert.equal((await take(owner, 'GET', '/api/me/notices')).length, 0)
    await until('her page hears it', async () =>
      page.heard.some(({ events = [] }) =>
        events.some(({ kind, ids: told }: Loose) => kind === 'notice.added' && told.includes(ids.sari)),
      ),
    )
    const mails = await until('both mails are asked for', async () => {
      const rows = await readRows<{ to: string }>(
        rig.database,
        `select data ->> 'to' as to from jobs.job where name = 'flow.mail'`,
      )
      return rows.length === 2 && rows
    })
    assert.deepEqual(mails.map(({ to }) => to).toSorted(), ['budi@kopi.example', 'sari@kopi.example'])
    await take(budi, 'POST', '/api/me/notices/seen', { ids: [notice.id] })
    assert.deepEqual(await take(budi, 'GET', '/api/me/notices'), [])
    assert.equal((await take(sari, 'GET', '/api/me/notices')).length, 1)
  })

  await t.test('a flow sets the chat’s status, and takes the assignment away', async () => {
    await publishFlow(
      owner,
      doing('terima kasih', 'Sama-sama.', { do: 'unassign' }, { do: 'chat', is: 'resolved' }),
    )
    await phone.text('terima kasih')
    await until('it is resolved', async () => (await now()).status === 'resolved')
    assert.deepEqual([(await now()).assignee, (await now()).team, (await now()).unread], [null, null, 0])
  })

  await t.test(
    'a chat is put off by a flow and by hand: no open one, and open again when the customer writes',
    async () => {
      const open = async () => (await take(owner, 'GET', '/api/chats')).items.length
      const line = async () => (await messagesOf(owner, chat.id))[0]?.text
      await publishFlow(owner, doing('tunggu', 'Kami cek stok dulu ya.', { do: 'chat', is: 'pending' }))
      await phone.text('tunggu')
      await until('it is put off', async () => (await now()).status === 'pending')
      assert.deepEqual([await open(), (await take(owner, 'GET', '/api/chats/counts')).unassigned], [0, 0])
      assert.equal((await take(owner, 'GET', '/api/chats?filter=pending')).items[0].id, chat.id)
      await phone.text('tolong ya')
      await until('it is open', async () => (await now()).status === 'open')
      const set = (status: string) => take(owner, 'PUT', `/api/chats/${chat.id}/status`, { status })
      assert.deepEqual([(await set('pending')).status, await line()], ['pending', 'chat.pending'])
      const { length } = await messagesOf(owner, chat.id)
      await set('pending') // a colleague presses too
      assert.equal((await messagesOf(owner, chat.id)).length, length)
      await set('open')
    },
  )

  await t.test('of two who take a chat at once one is told that the other has it', async () => {
    const path = `/api/chats/${chat.id}/assign`
    const [one, two] = await Promise.all([
      sari.call('POST', path, { memberId: ids.sari, from: null }),
      budi.call('POST', path, { memberId: ids.budi, from: null }),
    ])
    assert.deepEqual([one.status, two.status].toSorted(), [200, 409])
    const { code, detail } = (one.status === 409 ? one : two).body
    assert.equal(code, 'chat-taken')
    assert.match(detail, one.status === 409 ? /Budi/ : /Sari/)
    await take(owner, 'POST', path, { memberId: null })
  })

  await t.test('a pause that has ended is none in the lists either', async () => {
    await take(owner, 'POST', `/api/chats/${chat.id}/bot`, { paused: true, minutes: 1 })
    const listed = async (filter: string) =>
      (await take(owner, 'GET', `/api/chats?filter=${filter}`)).items.length
    assert.deepEqual([await listed('human'), await listed('bot')], [1, 0])
    await readRows(rig.database, `update chat set paused_until = now() - interval '1 second'`)
    assert.deepEqual([(await now()).turn, await listed('human'), await listed('bot')], ['waiting', 0, 1])
  })

  await careSteps(t, { owner, sari, budi, sariId: ids.sari, budiId: ids.budi, team: team.id, chat })

  await t.test(
    'while people have the chat a flow that begins by waking the bot is heard, and no other',
    async () => {
      await publishFlow(owner, doing('bot', 'Saya kembali.', { do: 'resumeBot' }))
      await take(owner, 'POST', `/api/chats/${chat.id}/bot`, { paused: true })
      await phone.text('beli')
      await phone.text('bot')
      await phone.hears('Saya kembali.')
      assert.equal((await now()).turn, 'bot')
      assert.equal((await now()).team, null, 'the other word was not heard')
    },
  )

  await t.test('conditions ask for segment, business hours and number', async () => {
    const everyDay = Array.from({ length: 7 }, () => [{ from: '00:00', to: '00:00' }])
    await take(owner, 'PUT', '/api/workspace/hours', { hours: { zone: 'Asia/Jakarta', days: everyDay } })
    const rule = { match: 'all', rules: [{ fact: 'tag', tag: 'Setia', is: 'has' }] }
    const segment = await take(owner, 'POST', '/api/segments', { name: 'Pelanggan setia', rule })
    const twice = await owner.call('POST', '/api/segments', { name: 'pelanggan setia', rule })
    assert.deepEqual([twice.status, twice.body.code], [409, 'name-taken'])
    await publishFlow(
      owner,
      asking(
        'buka',
        { fact: 'hours', is: 'open' },
        { fact: 'number', is: 'is', ref: chat.number.id, name: '' },
      ),
    )
    await publishFlow(
      owner,
      asking('setia', { fact: 'segment', is: 'in', ref: segment.id, name: 'Pelanggan setia' }),
    )
    await phone.text('buka')
    await phone.hears('buka: ya')
    await phone.text('setia')
    await phone.hears('setia: tidak')
    await take(owner, 'PATCH', `/api/contacts/${chat.contact.id}`, { addTags: ['setia'] })
    assert.deepEqual(await take(owner, 'POST', '/api/segments/count', { rule }), { count: 1 })
    await phone.text('setia')
    await phone.hears('setia: ya')
    const [listed] = await take(owner, 'GET', '/api/segments')
    assert.deepEqual(listed.uses, ['Tanya setia'])
    await take(owner, 'PUT', '/api/workspace/hours', { hours: null })
    const { body } = await owner.call('POST', '/api/flows/import', {
      file: asking('buka', { fact: 'hours', is: 'open' }),
    })
    const refused = await owner.call('POST', `/api/flows/${body.flow.id}/publish`, {})
    assert.deepEqual([refused.status, refused.body.code], [422, 'flow-invalid'])
  })

  await t.test('a page that closes leaves nobody online; a team that goes leaves its chats', async () => {
    page.close()
    await isOnline(owner, 'Sari', false)
    await take(owner, 'POST', `/api/chats/${chat.id}/assign`, { memberId: null, teamId: team.id })
    const [listed] = await take(owner, 'GET', '/api/teams')
    assert.deepEqual(listed.uses, ['Aksi beli', 'Tanya ada', 'Aksi grosir'])
    await take(owner, 'DELETE', `/api/teams/${team.id}`)
    assert.equal((await now()).team, null)
  })

  await t.test(
    'what waits in a queue goes to who comes, the longest waiting first, and back when she is removed',
    async () => {
      const others = [await phoneOf(rig, owner, 1), await phoneOf(rig, owner, 2)]
      for (const other of others) await other.text('halo')
      const chats = await until('three chats', async () => {
        const { items } = await take(owner, 'GET', '/api/chats')
        return items.length === 3 && items.map(({ id }: Loose) => id)
      })
      const again = await take(owner, 'POST', '/api/teams', { name: 'Gudang', members: [ids.sari, ids.budi] })
      for (const id of chats)
        await take(owner, 'POST', `/api/chats/${id}/assign`, { memberId: null, teamId: again.id })
      await take(owner, 'PUT', `/api/chats/${chats[1]}/status`, { status: 'pending' })
      const [desk, watching] = [await openPage(scene, sari), await openPage(scene, owner)]
      const owners = () =>
        Promise.all(chats.map(async (id: string) => (await chatNow(owner, id)).assignee?.name))
      await until(
        'they are handed out',
        async () => (await owners()).filter((name) => name === 'Sari').length === 2,
      )
      assert.deepEqual(await owners(), ['Sari', undefined, 'Sari'])
      const lines = await Promise.all(chats.map(async (id: string) => (await messagesOf(owner, id))[0]))
      assert.ok(lines[0].id < lines[2].id, 'in the order in which they wait')
      desk.close()
      await isOnline(owner, 'Sari', false)
      assert.deepEqual(await take(owner, 'GET', `/api/members/${ids.sari}/uses`), { flows: [], chats: 2 })
      await take(owner, 'DELETE', `/api/members/${ids.sari}`)
      const after = await chatNow(owner, chats[0])
      assert.deepEqual([after.assignee, after.team.name], [null, 'Gudang'])
      await until('other pages hear it', async () =>
        ['member.changed', 'chat.changed'].every((wanted) =>
          watching.heard.some(({ events = [] }) =>
            events.some(
              ({ kind, ids: told }: Loose) =>
                kind === wanted && told.includes(wanted === 'chat.changed' ? chats[0] : ids.sari),
            ),
          ),
        ),
      )
      watching.close()
      const busy = await openPage(scene, budi)
      await until(
        'Budi gets them',
        async () => (await owners()).filter((name) => name === 'Budi').length === 2,
      )
      busy.close()
    },
  )

  await t.test(
    'a member proves a number of their own by a code, and flows tell them there while its window is open',
    async () => {
      const own = () => take(budi, 'GET', '/api/me/whatsapp')
      const { numbers } = await own()
      assert.ok(numbers.length > 0)
      const [his, buyer] = [await phoneOf(rig, owner, 1), await phoneOf(rig, owner, 2)]
      await his.text('WETALK-ABCDEFGHJK')
      await his.text((await take(budi, 'POST', '/api/me/whatsapp', {})).code.toLowerCase())
      const { linked } = await until('it is proved', async () => ((await own()).linked ? await own() : null))
      assert.match(linked.phone, /^\d+$/)
      const last = (await his.thread()).bubbles.at(-1)
      assert.equal(last?.from, 'customer', 'the bot does not answer a code')
      const notify = {
        do: 'notify',
        to: 'member',
        ref: ids.budi,
        name: 'Budi',
        by: 'whatsapp',
        text: 'Komplain dari {{ first_name }}',
      }
      await publishFlow(owner, doing('komplain', 'Kami kabari tim.', notify))
      await buyer.text('komplain')
      await his.hears('Komplain dari')
      assert.match((await take(budi, 'GET', '/api/me/notices'))[0].text, /Komplain dari/)
      await phone.control('POST', '/clock', { advance: 25 * 3_600_000 })
      await buyer.text('komplain')
      const { items } = await take(owner, 'GET', '/api/chats')
      const about = items.find(
        ({ contact }: Loose) => contact.phone !== linked.phone && contact.id !== chat.contact.id,
      )
      const refused = await until('the trace names the refusal', async () => {
        const [turn] = await traceOf(owner, about.id)
        return turn?.steps.flatMap(({ sent }: Loose) => sent).find(({ state }: Loose) => state === 'refused')
      })
      assert.equal(refused.verdict.refusal, 'window-closed')
      await take(budi, 'DELETE', '/api/me/whatsapp')
      assert.equal((await own()).linked, null)
    },
  )
})

async function lastSaid(phone: Phone): Promise<string> {
  const { bubbles } = await phone.thread()
  const last = bubbles.findLast(({ from }) => from === 'business')
  return String(last?.content.text ?? '')
}
