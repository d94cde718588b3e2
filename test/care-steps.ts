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
  readonly chat: Loose
}

/** What several agents of one inbox need of each other: drafts of one's own, who waits, what a search finds. */
export async function careSteps(t: TestContext, { owner, sari, budi, sariId, chat }: Scene): Promise<void> {
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
}

async function severalAtOnce(t: TestContext, owner: Visitor, sariId: string): Promise<void> {
  await t.test(
    'several chats are resolved, given away and opened again by one call; what is not there is named',
    async () => {
      const { items } = await take(owner, 'GET', '/api/chats')
      const ids: string[] = items.slice(0, 2).map(({ id }: Loose) => id)
      const gone = crypto.randomUUID()
      const many = (become: Loose, of = ids) => owner.call('POST', '/api/chats/many', { ids: of, become })
      const now = async () => Promise.all(ids.map((id) => chatNow(owner, id)))
      const { body } = await many({ status: 'resolved' }, [...ids, ids[0] ?? '', gone])
      assert.deepEqual([body.done.length, body.missing], [ids.length, [gone]])
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
