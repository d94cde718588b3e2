import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { chatNow, flowFile, messagesOf, onlyChat, openDemo, publishFlow, saidTo, stillAfter } from './team.ts'

const SHOP = flowFile(
  'Kedai',
  { keywords: ['kedai'] },
  {
    menu: {
      kind: 'message',
      text: 'Mau apa hari ini?',
      buttons: [
        { id: 'roti', title: 'Roti' },
        { id: 'kopi', title: 'Kopi' },
      ],
      next: { 'button:roti': 'how_many', 'button:kopi': 'how_many' },
    },
    how_many: {
      kind: 'question',
      text: 'Berapa potong?',
      answer: 'number',
      field: 'jumlah',
      min: 1,
      max: 50,
      retryText: 'Tulis angka 1 sampai 50.',
      timeout: { amount: 10, unit: 'minute' },
      next: { answered: 'team', timeout: 'late' },
    },
    late: { kind: 'message', text: 'Sampai lain kali!' },
    team: { kind: 'handover', text: 'Tim kami melanjutkan.', note: 'Minta {{ jumlah }} potong.' },
  },
)

const rig = await openRig()
after(() => rig[Symbol.asyncDispose]())

test('menu, question, hand-over, an agent’s reply and its ticks: the whole way of one customer', async (t) => {
  const owner = rig.visitor()
  assert.equal((await owner.call('POST', '/api/demo', {})).status, 200)
  await publishFlow(owner, SHOP)
  const phone = await phoneOf(rig, owner)
  const reply = (chat: Loose, text: string, more = {}) =>
    owner.call('POST', `/api/chats/${chat.id}/messages`, { draft: { kind: 'text', text }, ...more })

  await t.test('the tapped button leads to the question, and a wrong answer is asked again', async () => {
    await phone.text('kedai')
    const menu = await phone.hears('Mau apa hari ini?')
    await phone.say({ kind: 'tap', to: menu.wamid, id: menu.content.buttons[0].id })
    await phone.hears('Berapa potong?')
    await phone.text('banyak sekali')
    await phone.hears('Tulis angka 1 sampai 50.')
  })
  const chat = await onlyChat(owner)

  await t.test(
    'the answer lands in the contact’s field, and the chat is handed over with a note',
    async () => {
      await phone.text('12')
      await phone.hears('Tim kami melanjutkan.')
      const contact = await owner.call('GET', `/api/contacts/${chat.contact.id}`)
      assert.equal(contact.body.fields.jumlah, '12')
      assert.equal((await chatNow(owner, chat.id)).turn, 'human')
      const lines = (await messagesOf(owner, chat.id)).map(({ kind, text }) => `${kind}: ${text}`)
      assert.ok(lines.includes('note: Minta 12 potong.'))
      assert.ok(lines.includes('event: bot.handedOver'))
    },
  )

  await t.test('the bot stays silent after the hand-over, even on a keyword', async () => {
    const before = await saidTo(phone)
    await phone.text('kedai')
    await until('the word is in the inbox', async () => {
      const [newest] = await messagesOf(owner, chat.id)
      return newest.content?.text === 'kedai'
    })
    await stillAfter(400, async () => assert.deepEqual(await saidTo(phone), before))
  })

  await t.test(
    'the list of contacts tells when something was last said and until when one may answer',
    async () => {
      const [listed] = (await owner.call('GET', '/api/contacts')).body.items
      const { lastAt, windowEndsAt } = await chatNow(owner, chat.id)
      assert.deepEqual(
        [listed.id, listed.lastAt, listed.windowEndsAt],
        [chat.contact.id, lastAt, windowEndsAt],
      )
      assert.ok(Math.abs(listed.now - lastAt) < 60_000, 'by the clock of the channel')
    },
  )

  await t.test('the agent’s reply reaches the phone, and its ticks climb from sent to read', async () => {
    const sent = await reply(chat, 'Siap, 12 potong ya Kak', { clientId: 'agent-reply-1' })
    assert.equal(sent.status, 200)
    assert.equal(sent.body.by, 'agent')
    await phone.hears('Siap, 12 potong ya Kak')
    const stateNow = async () =>
      (await messagesOf(owner, chat.id)).find(({ id }) => id === sent.body.id)?.state
    await until('two grey ticks', async () => (await stateNow()) === 'delivered')
    await phone.control('POST', `/threads/${phone.numberId}/${phone.customerId}/look`, { open: true })
    await until('two blue ticks', async () => (await stateNow()) === 'read')
  })

  await t.test('the same clientId again is the same message, not a second one', async () => {
    const again = await reply(chat, 'Siap, 12 potong ya Kak', { clientId: 'agent-reply-1' })
    assert.equal(again.status, 200)
    assert.equal(again.body.state, 'read')
    const twice = await Promise.all(
      [1, 2, 3].map(() => reply(chat, 'Sekali saja', { clientId: 'agent-reply-2' })),
    )
    assert.equal(new Set(twice.map(({ body }) => body.id)).size, 1)
    await phone.hears('Sekali saja')
    await stillAfter(300, async () => {
      const said = await saidTo(phone)
      assert.equal(said.filter((text) => text === 'Siap, 12 potong ya Kak').length, 1)
      assert.equal(said.filter((text) => text === 'Sekali saja').length, 1)
    })
  })

  await t.test(
    'a canned reply is filled in for the chat in which it is called, and sends nothing',
    async () => {
      const make = (name: string, text: string) => owner.call('POST', '/api/canned-replies', { name, text })
      const made = await make(
        'pesanan',
        'Pesanan {{ first_name | default: "Kak" }}: {{ jumlah }} potong, {{ phone }}.',
      )
      assert.equal(made.status, 200, JSON.stringify(made.body))
      assert.equal((await make('alamat', 'Jl. Kenanga 12')).status, 200)
      const taken = await make('PESANAN', 'lain')
      assert.deepEqual([taken.status, taken.body.code], [409, 'name-taken'])
      const misspelt = await make('salah', 'Halo {{ namma }}')
      assert.deepEqual([misspelt.status, misspelt.body.code], [422, 'merge-field-unknown'])
      assert.match(misspelt.body.detail, /“namma”/)
      const tag = await make('tag', 'Halo {% if x %}ya{% endif %} {{ name | nol }}')
      assert.equal(tag.body.code, 'merge-field-unknown')
      for (const name of ['dua kata', '/x', 'x'.repeat(33)])
        assert.equal((await make(name, 'x')).status, 422, name)

      const before = await saidTo(phone)
      const texts = await owner.call('GET', `/api/chats/${chat.id}/canned-replies`)
      const { name, phone: digits } = (await chatNow(owner, chat.id)).contact
      assert.deepEqual(
        texts.body.map((reply: Loose) => [reply.name, reply.text]),
        [
          ['alamat', 'Jl. Kenanga 12'],
          ['pesanan', `Pesanan ${name.split(' ')[0]}: 12 potong, ${digits}.`],
        ],
      )
      assert.deepEqual(await saidTo(phone), before)

      const changed = await owner.call('PATCH', `/api/canned-replies/${made.body.id}`, {
        text: 'Baik {{ first_name }}',
      })
      assert.deepEqual([changed.body.name, changed.body.text], ['pesanan', 'Baik {{ first_name }}'])
      assert.equal((await owner.call('DELETE', `/api/canned-replies/${made.body.id}`)).status, 200)
      assert.equal((await owner.call('DELETE', `/api/canned-replies/${made.body.id}`)).status, 404)
    },
  )

  await t.test('a note for the team never reaches the phone', async () => {
    const note = await owner.call('POST', `/api/chats/${chat.id}/notes`, { text: 'pelanggan setia' })
    assert.equal(note.body.kind, 'note')
    await stillAfter(300, async () =>
      assert.ok(!JSON.stringify(await phone.thread()).includes('pelanggan setia')),
    )
  })

  await t.test('woken by the team the bot answers again, and the agent’s next word silences it', async () => {
    const woken = await owner.call('POST', `/api/chats/${chat.id}/bot`, { paused: false })
    assert.notEqual(woken.body.turn, 'human')
    const before = (await saidTo(phone)).length
    await phone.text('kedai')
    await until('the bot greets again', async () => (await saidTo(phone)).length === before + 1)
    await reply(chat, 'Saya bantu')
    const [newest, earlier] = await messagesOf(owner, chat.id)
    assert.equal(newest.draft?.text, 'Saya bantu')
    assert.equal(earlier.text, 'bot.paused', 'the thread tells first that a person took over')
    assert.equal((await chatNow(owner, chat.id)).turn, 'human')
    await phone.hears('Saya bantu')
    await phone.text('kedai')
    await stillAfter(400, async () => assert.equal((await saidTo(phone)).length, before + 2))
  })
})

test('a question that nobody answers goes on by its timeout, by the clock of the channel', async () => {
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await publishFlow(owner, SHOP)
  const phone = await phoneOf(rig, owner, 1)
  await phone.text('kedai')
  const menu = await phone.hears('Mau apa hari ini?')
  await phone.say({ kind: 'tap', to: menu.wamid, id: menu.content.buttons[1].id })
  await phone.hears('Berapa potong?')
  await phone.control('POST', '/clock', { advance: 9 * 60_000 })
  await stillAfter(600, async () => assert.ok(!(await saidTo(phone)).includes('Sampai lain kali!')))
  await phone.control('POST', '/clock', { advance: 2 * 60_000 })
  await phone.hears('Sampai lain kali!')
})

test('a time that ran out while people had the chat counts as soon as the bot is awake again', async (t) => {
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await publishFlow(owner, SHOP)
  const asked = async (customer: number) => {
    const phone = await phoneOf(rig, owner, customer)
    await phone.text('kedai')
    const menu = await phone.hears('Mau apa hari ini?')
    await phone.say({ kind: 'tap', to: menu.wamid, id: menu.content.buttons[0].id })
    await phone.hears('Berapa potong?')
    const { customer: person } = await phone.thread()
    const { body } = await owner.call('GET', `/api/chats?search=${encodeURIComponent(person.name)}`)
    return { phone, chatId: body.items[0].id }
  }
  const [woken, waking] = [await asked(0), await asked(1)]
  await owner.call('POST', `/api/chats/${woken.chatId}/bot`, { paused: true })
  await owner.call('POST', `/api/chats/${waking.chatId}/bot`, { paused: true, minutes: 60 })
  await woken.phone.control('POST', '/clock', { advance: 11 * 60_000 })
  await stillAfter(600, async () => {
    assert.ok(!(await saidTo(woken.phone)).includes('Sampai lain kali!'))
    assert.ok(!(await saidTo(waking.phone)).includes('Sampai lain kali!'))
  })

  await t.test('woken by a person', async () => {
    await owner.call('POST', `/api/chats/${woken.chatId}/bot`, { paused: false })
    await woken.phone.hears('Sampai lain kali!')
  })

  await t.test('woken by the end of the pause', async () => {
    await waking.phone.control('POST', '/clock', { advance: 50 * 60_000 })
    await waking.phone.hears('Sampai lain kali!')
  })
})

test('a pause with an end wakes the bot when its time has passed', async () => {
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await publishFlow(owner, SHOP)
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  const chat = await onlyChat(owner)
  const paused = await owner.call('POST', `/api/chats/${chat.id}/bot`, { paused: true, minutes: 30 })
  assert.equal(paused.body.turn, 'human')
  await phone.text('kedai')
  await stillAfter(400, async () => assert.equal((await saidTo(phone)).length, 1))
  await phone.control('POST', '/clock', { advance: 31 * 60_000 })
  await until('the pause is over', async () => (await chatNow(owner, chat.id)).turn !== 'human')
  await phone.text('kedai')
  await phone.hears('Mau apa hari ini?')
})

test('an agent who writes after a pause has ended takes the chat over, as at any other time', async () => {
  const { owner, phone } = await openDemo(rig)
  const chat = await onlyChat(owner)
  await owner.call('POST', `/api/chats/${chat.id}/bot`, { paused: true, minutes: 30 })
  await phone.control('POST', '/clock', { advance: 31 * 60_000 })
  await until('the pause is over', async () => (await chatNow(owner, chat.id)).turn !== 'human')
  await owner.call('POST', `/api/chats/${chat.id}/messages`, {
    draft: { kind: 'text', text: 'Saya di sini' },
  })
  await phone.hears('Saya di sini')
  assert.equal((await chatNow(owner, chat.id)).turn, 'human')
  await phone.text('halo')
  await stillAfter(500, async () => assert.equal((await saidTo(phone)).at(-1), 'Saya di sini'))
})
