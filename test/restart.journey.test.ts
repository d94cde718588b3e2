import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedConnection, startEmbedded } from '#server/base/embedded.ts'
import { ownFolder, startProduct, startProgram } from './program.ts'
import { freePort, type Loose, phoneOf, until, visitorOf } from './rig.ts'
import { flowFile, messagesOf, onlyChat, publishFlow, saidTo, stillAfter, whileOneTalks } from './team.ts'

const ROUNDS = flowFile(
  'Putaran',
  { keywords: ['putaran'] },
  {
    loop: {
      ...{ kind: 'foreach', over: { kind: 'formula', formula: '["kopi", "roti"]' }, as: 'barang' },
      next: { each: 'ask', done: 'end' },
    },
    ask: {
      ...{ kind: 'question', text: 'Berapa {{ item_barang }}?', answer: 'number', field: 'jumlah' },
      next: { answered: 'noted' },
    },
    noted: { kind: 'message', text: '{{ jumlah }} {{ item_barang }}' },
    end: { kind: 'message', text: 'Selesai.' },
  },
)

/** The patience of a call, then RESEND_AFTER, then a look of the sweeper. */
const UNCERTAIN_MS = 25_000

test('a conversation goes on after kill -9, after another port, and after an orderly stop', async (t) => {
  await using folder = await ownFolder('restart')
  const port = await freePort()
  const env = { PORT: String(port), DATA_DIR: folder.path, RESEND_AFTER: '3', RESEND_AFTER_OUTAGE: '3' }
  let product = await startProduct(env)
  let owner = visitorOf(product.url)
  const restart = async (change: Readonly<Record<string, string>> = {}) => {
    product = await startProduct({ ...env, ...change })
    const cookies = [...owner.cookies]
    owner = visitorOf(product.url)
    for (const [name, value] of cookies) owner.cookies.set(name, value)
    return await phoneOf(product, owner)
  }
  try {
    assert.equal((await owner.call('POST', '/api/demo', {})).status, 200)
    let phone = await phoneOf(product, owner)
    await phone.text('halo')
    const greeting = await phone.hears('Kopi Senja')
    const chat = await onlyChat(owner)
    await publishFlow(owner, ROUNDS)
    const inRound = await phoneOf(product, owner, 2)
    await inRound.text('putaran')
    await inRound.hears('Berapa kopi?')

    await t.test(
      'a second program on the same data, or on the same port, says so and ends with an error',
      async () => {
        await using other = await ownFolder('port')
        const [sameData, samePort] = [
          startProgram(['server/main.ts'], { ...env, PORT: String(await freePort()) }),
          startProgram(['server/main.ts'], { ...env, DATA_DIR: other.path }),
        ]
        assert.equal(await sameData.ended, 1)
        assert.match(sameData.output(), /Wetalk sudah berjalan di folder data/)
        assert.match(sameData.output(), /Wetalk is already running on the data folder/)
        assert.equal(await samePort.ended, 1)
        assert.match(samePort.output(), new RegExp(`Porta ${port} sudah dipakai`))
        assert.match(samePort.output(), new RegExp(`Port ${port} is already in use`))
        assert.equal((await owner.call('GET', '/api/me')).status, 200, 'the first one is not disturbed')
      },
    )

    await t.test(
      'killed while the bot waits for a tap, or in a round of a loop: the one that comes after goes on',
      async () => {
        assert.equal(await product.stop('SIGKILL'), 'SIGKILL')
        phone = await restart()
        const order = greeting.content.buttons[1]
        await phone.say({ kind: 'tap', to: greeting.wamid, id: order.id })
        await phone.hears('nomor pesanan')
        const other = await phoneOf(product, owner, 2)
        await other.text('2')
        await other.hears('Berapa roti?')
        await other.text('3')
        await other.hears('Selesai.')
        assert.deepEqual(await saidTo(other), [
          'Berapa kopi?',
          '2 kopi',
          'Berapa roti?',
          '3 roti',
          'Selesai.',
        ])
      },
    )

    await t.test(
      'killed at the moment of the answer: it is answered once, and no word is lost or doubled',
      async () => {
        await phone.text('KS-1234')
        await product.stop('SIGKILL')
        phone = await restart()
        const talker = await phoneOf(product, owner, 1)
        await whileOneTalks(talker, 'halo', () =>
          until('the hand-over is said', async () => (await saidTo(phone)).length === 3, UNCERTAIN_MS),
        )
        await until('all ticks are in', async () =>
          (await messagesOf(owner, chat.id)).every(
            ({ kind, state }) => kind !== 'out' || state === 'delivered',
          ),
        )
        const contact = await owner.call('GET', `/api/contacts/${chat.contact.id}`)
        assert.equal(contact.body.fields.order_no, 'KS-1234')
        await stillAfter(500, async () => assert.equal((await saidTo(phone)).length, 3))
      },
    )

    await t.test('an orderly stop ends with 0, and on another port everything is there', async () => {
      assert.equal(await product.stop('SIGTERM'), 0)
      const before = 'dari porta lain'
      phone = await restart({ PORT: String(await freePort()) })
      assert.equal((await sameWords(phone, owner, chat.id)).length, 6)
      const sent = await owner.call('POST', `/api/chats/${chat.id}/messages`, {
        draft: { kind: 'text', text: before },
      })
      assert.equal(sent.status, 200, JSON.stringify(sent.body))
      await phone.hears(before)
      await phone.text('terima kasih')
      await until('the customer is heard', async () =>
        (await messagesOf(owner, chat.id)).some(({ content }) => content?.text === 'terima kasih'),
      )
      assert.equal((await sameWords(phone, owner, chat.id)).length, 8)
    })
  } finally {
    await product.stop('SIGTERM')
    await stopLeftOver(folder.path)
  }
})

/** A test that failed between a kill and the next start leaves a database server behind. */
async function stopLeftOver(dir: string): Promise<void> {
  if (embeddedConnection(dir)) await (await startEmbedded({ dir })).stop()
}

/** That the phone and the inbox tell the same story: the same messages by their wamid, in the same order. */
async function sameWords(
  phone: { thread: () => Promise<Loose> },
  owner: Parameters<typeof messagesOf>[0],
  chatId: string,
): Promise<string[]> {
  const { bubbles } = await phone.thread()
  const inbox = (await messagesOf(owner, chatId)).filter(({ wamid }) => wamid).reverse()
  const told = bubbles.map(({ wamid }: Loose) => wamid)
  assert.deepEqual(
    inbox.map(({ wamid }) => wamid),
    told,
  )
  return told
}
