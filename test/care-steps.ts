import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Loose, Visitor } from './rig.ts'
import { take } from './stage.ts'
import { chatNow } from './team.ts'

type Scene = {
  readonly owner: Visitor
  readonly sari: Visitor
  readonly budi: Visitor
  readonly sariId: string
  readonly budiId: string
  /** Of Sari and Budi. */
  readonly team: string
  readonly chat: Loose
}

/** What several agents of one inbox need of each other: drafts of one's own, who waits, what a search finds. */
export async function careSteps(t: TestContext, scene: Scene): Promise<void> {
  const { owner, sari, budi, sariId, chat } = scene
  await t.test(
    'what is being written is seen by its writer alone, and no word of another undoes it',
    async () => {
      const draft = async (visitor: Visitor) => (await chatNow(visitor, chat.id)).draft
      const write = (visitor: Visitor, text: string) =>
        take(visitor, 'PUT', `/api/chats/${chat.id}/draft`, { text })
      await write(sari, 'Maaf Kak, stok')
      assert.deepEqual([await draft(sari), await draft(budi)], ['Maaf Kak, stok', ''])
      const [listed] = (await take(budi, 'GET', '/api/chats')).items
      assert.equal(listed.draft, '')
      await write(budi, '') // his box was empty all along
      assert.equal(await draft(sari), 'Maaf Kak, stok')
      await take(budi, 'POST', `/api/chats/${chat.id}/messages`, { draft: { kind: 'text', text: 'Ada Kak' } })
      assert.equal(await draft(sari), 'Maaf Kak, stok')
      await write(budi, 'Ada dua, Kak')
      assert.deepEqual([await draft(sari), await draft(budi)], ['Maaf Kak, stok', 'Ada dua, Kak'])
      await take(sari, 'POST', `/api/chats/${chat.id}/messages`, { draft: { kind: 'text', text: 'Siap' } })
      assert.deepEqual([await draft(sari), await draft(budi)], ['', 'Ada dua, Kak'])
      await write(budi, '')
      assert.equal(await draft(budi), '')
      await take(owner, 'POST', `/api/chats/${chat.id}/assign`, { memberId: null })
    },
  )

  await t.test(
    'who waits for a person and has none is counted until somebody takes them, not until somebody looks',
    async () => {
      const waiting = async () => (await take(owner, 'GET', '/api/chats/counts')).unassigned
      await take(owner, 'POST', `/api/chats/${chat.id}/bot`, { paused: true })
      await take(owner, 'POST', `/api/chats/${chat.id}/read`, {})
      assert.equal(await waiting(), 1)
      await take(owner, 'POST', `/api/chats/${chat.id}/assign`, { memberId: sariId })
      assert.equal(await waiting(), 0)
      await take(owner, 'POST', `/api/chats/${chat.id}/assign`, { memberId: null })
      await take(owner, 'POST', `/api/chats/${chat.id}/bot`, { paused: false })
      assert.equal(await waiting(), 0, 'the bot has it, and nothing is unread')
    },
  )

  await t.test('whom a colleague gives a chat is told; what one takes oneself is no news', async () => {
    const give = (visitor: Visitor, memberId: string | null) =>
      take(visitor, 'POST', `/api/chats/${chat.id}/assign`, { memberId })
    const told = async () =>
      (await take(sari, 'GET', '/api/me/notices')).map(({ text, chat }: Loose) => [text, chat?.id])
    await give(owner, null)
    await take(sari, 'POST', '/api/me/notices/seen', {})
    await give(sari, sariId)
    await give(owner, sariId)
    assert.deepEqual(await told(), [])
    await give(owner, null)
    await give(owner, sariId)
    assert.deepEqual(await told(), [['Rina menugaskan percakapan ini ke Anda', chat.id]])
    await give(owner, null)
  })

  await t.test('a search finds the chat whatever its status, unless one is chosen', async () => {
    const set = (status: string) => take(owner, 'PUT', `/api/chats/${chat.id}/status`, { status })
    const found = async (more = '') =>
      (await take(owner, 'GET', `/api/chats?search=${encodeURIComponent(chat.contact.name)}${more}`)).items
        .length
    for (const status of ['resolved', 'pending']) {
      await set(status)
      assert.deepEqual([await found(), await found('&filter=unread')], [1, 0], status)
    }
    await set('open')
    assert.deepEqual([await found(), await found('&filter=resolved')], [1, 0])
  })
  await severalAtOnce(t, owner, sariId)
  await severalByTwo(t, scene)
}

async function severalAtOnce(t: TestContext, owner: Visitor, sariId: string): Promise<void> {
  await t.test(
    'several chats are resolved, given away and opened again by one call; what is not there is named',
    async () => {
      const { items } = await take(owner, 'GET', '/api/chats')
      const ids: string[] = items.slice(0, 2).map(({ id }: Loose) => id)
      const gone = crypto.randomUUID()
      const many = (become: Loose, of = ids) =>
        owner.call('POST', '/api/chats/many', { chats: of.map((id) => ({ id })), become })
      const now = async () => Promise.all(ids.map((id) => chatNow(owner, id)))
      const { body } = await many({ status: 'resolved' }, [...ids, ids[0] ?? '', gone])
      assert.deepEqual([body.done.length, body.missing, body.moved], [ids.length, [gone], []])
      assert.deepEqual(
        (await now()).map(({ status, unread }) => [status, unread]),
        ids.map(() => ['resolved', 0]),
      )
      await many({ status: 'open' })
      await many({ memberId: sariId })
      assert.ok((await now()).every(({ status, assignee }) => status === 'open' && assignee.id === sariId))
      const lines = (await take(owner, 'GET', `/api/chats/${ids[0]}/messages?limit=3`)).items
      assert.deepEqual(
        lines.map(({ text }: Loose) => text),
        ['chat.assigned', 'chat.reopened', 'chat.resolved'],
      )
      await many({ memberId: null })
      assert.equal((await many({ memberId: gone })).status, 404, 'nobody gets a chat who is not of the team')
      assert.equal((await many({ status: 'resolved' }, [])).status, 422)
      assert.equal((await many({ status: 'resolved' }, Array(101).fill(gone))).status, 422)
      assert.ok((await now()).every(({ assignee }) => assignee === null))
    },
  )
}

/** Two work on the same chats at the same moment. */
async function severalByTwo(
  t: TestContext,
  { owner, sari, budi, sariId, budiId, team, chat }: Scene,
): Promise<void> {
  const many = (visitor: Visitor, become: Loose, seen: Loose = {}) =>
    take(visitor, 'POST', '/api/chats/many', { chats: [{ id: chat.id, ...seen }], become })
  const free = { memberId: null, teamId: null }
  const now = () => chatNow(owner, chat.id)

  await t.test(
    'what a colleague took since the chats were seen stays theirs, also when it is taken back',
    async () => {
      const seen = { from: { memberId: null } }
      await many(owner, free)
      const first = await many(sari, { memberId: sariId }, seen)
      assert.deepEqual([first.done.length, first.moved], [1, []])
      const again = await many(sari, { memberId: sariId }, seen)
      assert.deepEqual([again.done.length, again.moved], [1, []], 'what is so already is done')
      const late = await many(budi, { memberId: budiId }, seen)
      assert.deepEqual([late.done, late.moved], [[], [chat.id]])
      assert.equal((await now()).assignee.id, sariId)
      await many(budi, { memberId: budiId })
      const undone = await many(sari, free, { from: { memberId: sariId, teamId: null } })
      assert.deepEqual(undone.moved, [chat.id])
      assert.equal((await now()).assignee.id, budiId)
      await many(owner, free)
    },
  )

  await t.test('what a team has is not handed on to the next of it by the same call again', async () => {
    const give = () =>
      many(owner, { memberId: null, teamId: team }, { from: { memberId: null, teamId: null } })
    const { assignee } = (await give()).done[0]
    assert.ok(assignee, 'one of them is there')
    const again = await give()
    assert.deepEqual([again.done[0]?.assignee, again.moved], [assignee, []])
    await many(owner, free)
  })

  await t.test(
    'a resolved chat that is opened again is unread as it was, unless somebody wrote or opened it',
    async () => {
      const { status, lastAt } = await now()
      assert.equal(status, 'open')
      const back = { from: { status: 'resolved' }, unread: { count: 3, lastAt } }
      await many(sari, { status: 'resolved' })
      await many(sari, { status: 'open' }, { ...back, unread: { count: 3, lastAt: lastAt - 1 } })
      assert.equal((await now()).unread, 0, 'something was said since')
      await many(sari, { status: 'resolved' })
      assert.equal((await many(sari, { status: 'open' }, back)).done[0].unread, 3)
      await many(sari, { status: 'pending' })
      assert.deepEqual((await many(sari, { status: 'open' }, back)).moved, [chat.id])
      assert.equal((await now()).status, 'pending')
      await many(sari, { status: 'open' })
    },
  )
}
