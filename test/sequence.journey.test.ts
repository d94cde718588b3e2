import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { EVENT_DEPTH_MAX } from '#core/flow/event.ts'
import { openDb } from '#server/base/db.ts'
import { keepSequences } from '#server/flow/sequence/keeper.ts'
import { type Loose, openRig, type Phone, phoneOf, type Rig, until, type Visitor } from './rig.ts'
import { take } from './stage.ts'
import { flowFile, onlyChat, publishFlow, saidTo, stillAfter, traceOf } from './team.ts'

const HOUR = 3_600_000
const says = (text: string) => ({ say: { kind: 'message', text } })

type Scene = {
  readonly owner: Visitor
  readonly phone: Phone
  readonly contact: string
  readonly flows: string[]
}

async function openScene(rig: Rig): Promise<Scene> {
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  const chat = await until('the chat', async () => onlyChat(owner).catch(() => null))
  const flows: string[] = []
  for (const text of ['Tips pertama.', 'Tips kedua.', 'Tips ketiga.'])
    flows.push(await publishFlow(owner, flowFile(text, {}, says(text))))
  return { owner, phone, contact: chat.contact.id, flows }
}

async function sequence(owner: Visitor, flows: readonly string[], more: object = {}): Promise<Loose> {
  const made = await take(owner, 'POST', '/api/sequences', { name: 'Selamat datang' })
  const delays = [null, { amount: 2, unit: 'hour' }, { amount: 5, unit: 'hour' }]
  const steps = flows.map((flow, at) => ({ id: `s${at}`, delay: delays[at] ?? null, flow }))
  const change = { name: made.name, enabled: true, steps, window: null, endsOnReply: false, ...more }
  return await take(owner, 'PUT', `/api/sequences/${made.id}`, change)
}

const times = async (phone: Phone, text: string) =>
  (await saidTo(phone)).filter((said) => said === text).length
const now = (owner: Visitor, id: string) => take(owner, 'GET', `/api/sequences/${id}`)
const put = (owner: Visitor, contact: string, sequenceId: string, on = true) =>
  take(owner, 'POST', `/api/contacts/${contact}/sequences`, { sequenceId, on })
/** Moves the channel's clock without a word of this customer: another one's webhook tells the time. */
async function pass(rig: Rig, { owner, phone }: Scene, hours: number): Promise<void> {
  await phone.control('POST', '/clock', { advance: hours * HOUR })
  const other = await phoneOf(rig, owner, 1)
  await other.text('jam berapa?')
}

const rig = await openRig()
after(() => rig[Symbol.asyncDispose]())

test('a sequence goes from step to step in its time, each once, and counts who stands where', async () => {
  const scene = await openScene(rig)
  const { owner, phone, contact, flows } = scene
  const { id } = await sequence(owner, flows)
  assert.deepEqual(await put(owner, contact, id), { changed: true })
  assert.deepEqual(await put(owner, contact, id), { changed: false })
  await phone.hears('Tips pertama.')
  const counts = (await now(owner, id)).counts.map(({ waiting, passed }: Loose) => [waiting, passed])
  assert.deepEqual(counts, [
    [0, 1],
    [1, 0],
    [0, 0],
  ])
  await stillAfter(1200, async () => assert.equal(await times(phone, 'Tips kedua.'), 0))
  const chat = await onlyChat(owner)
  await take(owner, 'POST', `/api/chats/${chat.id}/bot`, { paused: true })
  await pass(rig, scene, 3)
  await stillAfter(1500, async () =>
    assert.equal(await times(phone, 'Tips kedua.'), 0, 'people have the chat'),
  )
  assert.equal((await now(owner, id)).counts[1].waiting, 1)
  await take(owner, 'POST', `/api/chats/${chat.id}/bot`, { paused: false })
  await pass(rig, scene, 1)
  await phone.hears('Tips kedua.')
  await pass(rig, scene, 6)
  await phone.hears('Tips ketiga.')
  const ended = await now(owner, id)
  assert.deepEqual([ended.active, ended.done, ended.left], [0, 1, 0])
  for (const text of ['Tips pertama.', 'Tips kedua.', 'Tips ketiga.'])
    assert.equal(await times(phone, text), 1)
})

test('who replies leaves a sequence that ends on it; who stops marketing leaves every one', async () => {
  const scene = await openScene(rig)
  const { owner, phone, contact, flows } = scene
  const ends = await sequence(owner, flows, { endsOnReply: true })
  const stays = await sequence(owner, flows.slice(1))
  await put(owner, contact, ends.id)
  await phone.hears('Tips pertama.')
  await put(owner, contact, stays.id)
  await phone.hears('Tips kedua.')
  const { wamid } = await phone.hears('Tips kedua.')
  await phone.say({ kind: 'reaction', to: wamid, emoji: '👍' })
  await stillAfter(300, async () => assert.equal((await now(owner, ends.id)).left, 0, 'a thumb is no reply'))
  await phone.text('terima kasih')
  await until('the reply ended it', async () => (await now(owner, ends.id)).left === 1)
  assert.equal((await now(owner, stays.id)).active, 1)
  await take(owner, 'PATCH', `/api/contacts/${contact}`, { marketing: 'stop' })
  await pass(rig, scene, 8)
  await until('the opt-out ended the other', async () => (await now(owner, stays.id)).left === 1)
  await stillAfter(500, async () => assert.equal(await times(phone, 'Tips ketiga.'), 0))
})

test('outside its window a step waits until it opens', async () => {
  const { owner, phone, contact, flows } = await openScene(rig)
  const zone = (await take(owner, 'GET', '/api/me')).workspace.zone
  const clock = (ms: number) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(ms)
  const [from, to] = [clock(Date.now() + 2 * HOUR), clock(Date.now() + 3 * HOUR)]
  // none crosses midnight: the form does not take that
  const window = {
    days: [1, 2, 3, 4, 5, 6, 7],
    ...(from < to ? { from, to } : { from: '03:00', to: '04:00' }),
  }
  const { id } = await sequence(owner, flows.slice(0, 1), { window })
  await put(owner, contact, id)
  await stillAfter(2500, async () => assert.equal(await times(phone, 'Tips pertama.'), 0))
  assert.equal((await now(owner, id)).counts[0].waiting, 1)
})

test('many keepers at once, and one that dies before its commit, give nobody a step twice', async () => {
  const scene = await openScene(rig)
  const { owner, phone, contact, flows } = scene
  const { id } = await sequence(owner, flows.slice(0, 1))
  const { connection } = rig.database
  await using db = openDb({ connection, max: 6, sees: 'all', name: 'test', patience: 3000 })
  const bus = { call: () => undefined } as unknown as Parameters<typeof keepSequences>[0]['bus']
  const log = { error: () => undefined } as unknown as Parameters<typeof keepSequences>[0]['log']
  const dying = {
    ...db,
    tx: <T>(label: string, work: Parameters<typeof db.tx<T>>[1]) =>
      db.tx<T>(label, async (tx) => {
        await work(tx)
        throw new Error('killed')
      }),
  }
  await put(owner, contact, id)
  for (let turn = 0; turn < 5; turn++) {
    await keepSequences({ db: dying, bus, log })
    await Promise.all([1, 2, 3].map(() => keepSequences({ db, bus, log })))
  }
  await phone.hears('Tips pertama.')
  await stillAfter(1500, async () => assert.equal(await times(phone, 'Tips pertama.'), 1))
  assert.equal((await now(owner, id)).done, 1)
})

test('a flow puts its customer into a sequence, reports an event, and takes them out again', async () => {
  const scene = await openScene(rig)
  const { owner, phone, flows } = scene
  const { id } = await sequence(owner, flows)
  const act = (is: 'in' | 'out') => ({
    act: {
      kind: 'action',
      actions: [
        { do: 'sequence', sequence: id, is },
        { do: 'event', event: `sequence.${is}` },
      ],
    },
  })
  await publishFlow(owner, flowFile('Ikut', { keywords: ['ikut'] }, act('in')))
  await publishFlow(owner, flowFile('Batal', { keywords: ['batal'] }, act('out')))
  await publishFlow(owner, flowFile('Masuk', { events: ['sequence.in'] }, says('Kakak terdaftar.')))
  await phone.text('ikut')
  await phone.hears('Kakak terdaftar.')
  await phone.hears('Tips pertama.')
  assert.equal((await now(owner, id)).active, 1)
  await phone.text('batal')
  await until('the customer is out', async () => (await now(owner, id)).left === 1)
})

test('a sequence whose flow puts its customer into it again is stopped, and the trace says so', async () => {
  await using rig = await openRig()
  const { owner, phone, contact } = await openScene(rig)
  const made = await take(owner, 'POST', '/api/sequences', { name: 'Berputar' })
  const again = { do: 'sequence', sequence: made.id, is: 'in' }
  const flow = await publishFlow(
    owner,
    flowFile(
      'Putar',
      {},
      {
        act: { kind: 'action', actions: [again], next: { next: 'say' } },
        say: { kind: 'message', text: 'Lagi!' },
      },
    ),
  )
  const steps = [{ id: 's0', delay: null, flow }]
  await take(owner, 'PUT', `/api/sequences/${made.id}`, { ...made, steps })
  await put(owner, contact, made.id)
  const chat = await onlyChat(owner)
  const stopped = await until(
    'the loop is stopped',
    async () => (await traceOf(owner, chat.id)).find(({ outcome }) => outcome === 'failed'),
    40_000,
  )
  assert.equal(stopped.steps[0].fault, 'event-loop')
  await until('the last of them arrives', async () => (await times(phone, 'Lagi!')) > EVENT_DEPTH_MAX)
  assert.equal(await times(phone, 'Lagi!'), EVENT_DEPTH_MAX + 1)
})

test('when the bot gets another number the steps that are left go by that one; without any they wait', async () => {
  await using rig = await openRig()
  const scene = await openScene(rig)
  const { owner, phone, contact, flows } = scene
  const { id } = await sequence(owner, flows)
  await put(owner, contact, id)
  await phone.hears('Tips pertama.')
  const { numbers } = await take(owner, 'GET', '/api/channel')
  const own = numbers.find(({ graphId }: Loose) => graphId === phone.numberId)
  const other = numbers.find(({ graphId }: Loose) => graphId !== phone.numberId)
  const bot = own.bot.id
  await pass(rig, scene, 0)
  for (const number of numbers.filter((each: Loose) => each.bot))
    await take(owner, 'POST', `/api/numbers/${number.id}/unlink`, { confirm: 'UNLINK' })
  await pass(rig, scene, 3)
  await stillAfter(2500, async () => assert.equal((await now(owner, id)).counts[1].waiting, 1))
  await take(owner, 'POST', `/api/numbers/${other.id}/link`, { botId: bot, confirm: 'LINK' })
  await pass(rig, scene, 1)
  const { phone: digits } = await take(owner, 'GET', `/api/contacts/${contact}`)
  await until('it went by the other number', async () => {
    const { items } = await take(owner, 'GET', `/api/chats?search=${digits}`) // what was refused there makes no chat to answer
    const chat = items.find((each: Loose) => each.number.id === other.id && each.contact.id === contact)
    return chat && (await traceOf(owner, chat.id)).some(({ flow }) => flow.name === 'Tips kedua.')
  })
})
