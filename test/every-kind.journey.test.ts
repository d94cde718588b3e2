import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { ANSWERS } from '#core/flow/answer/kinds.ts'
import { FlowNode } from '#core/flow/definition.ts'
import { ACTED, ANSWERED, BLOCKS, type Ids, RULES, SUMMARY, WAITS } from './every-kind.ts'
import { REMINDER } from './flows.ts'
import { PNG } from './media.ts'
import { freePort, type Loose, openRig, type Phone, phoneOf, until } from './rig.ts'
import { take } from './stage.ts'
import { chatNow, flowFile, messagesOf, publishFlow, traceOf } from './team.ts'

const HOUR = 3_600_000
const says = (text: string, next?: string) => ({ kind: 'message', text, next: next ? { next } : {} })
const notes = (text: string, next?: string) => ({
  ...{ kind: 'action', actions: [{ do: 'note', text }], next: next ? { next } : {} },
})
const asks = (rules: readonly unknown[], next: object) => ({
  ...{ kind: 'condition', when: { match: 'all', groups: [{ match: 'all', rules }] }, next },
})

test('every kind of step, message, question, action, rule and wait does on the phone what it says', async (t) => {
  const port = await freePort()
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{"ongkir":12000}')
  })
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  await using rig = await openRig({ OUTBOUND_ALLOW: `localhost:${port}` })
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const clock = await phoneOf(rig, owner)
  const publish = (name: string, nodes: Readonly<Record<string, Loose>>, start: Loose = {}) =>
    publishFlow(owner, flowFile(name, { keywords: [name], ...start }, nodes))
  const chats = async (): Promise<Loose[]> => {
    const lists = ['open', 'resolved'].map((filter) => take(owner, 'GET', `/api/chats?filter=${filter}`))
    return (await Promise.all(lists)).flatMap(({ items }) => items)
  }
  /** One of the customers of the simulated world: a number may say only so much at once to one person. */
  const customer = async (place: number) => {
    const { customers } = await clock.control('GET', '')
    const { name } = customers[place]
    const chat = async (): Promise<Loose> =>
      (await chats()).find(({ contact }: Loose) => contact.name === name) ?? assert.fail(name)
    return { phone: await phoneOf(rig, owner, place), chat }
  }
  const dewi = await customer(0)
  const noted = async (id: string) =>
    (await messagesOf(owner, id)).flatMap(({ kind, text }) => (kind === 'note' ? [text] : []))

  await t.test('each form of a message is shown as what it is', async () => {
    await clock.control('POST', '/customers', { name: 'Dewi Dua', phone: '628119000001' })
    const { customers } = await clock.control('GET', '')
    const { phone } = await customer(customers.length - 1)
    const forms = Object.entries(BLOCKS)
    const isAsking = ([form]: (typeof forms)[number]) => ['buttons', 'list', 'ask'].includes(form)
    const silent = forms.filter((form) => !isAsking(form))
    const [first, ...more] = silent.map(([, { block }]) => block)
    const { buttons, list, ask } = BLOCKS
    await publish('bentuk', {
      all: { kind: 'message', ...first, more, next: { next: 'buttons' } },
      buttons: { kind: 'message', ...buttons.block, next: { 'button:go': 'list' } },
      list: { kind: 'message', ...list.block, next: { 'row:go': 'ask' } },
      ask: { kind: 'message', ...ask.block, next: { answered: 'end' } },
      end: says('Semua bentuk.'),
    })
    await phone.text('bentuk')
    const tapped = await phone.hears('Mau pesan?')
    await phone.say({ kind: 'tap', to: tapped.wamid, id: tapped.content.buttons[0].id })
    const chosen = await phone.hears('Yang mana?')
    await phone.say({ kind: 'tap', to: chosen.wamid, id: chosen.content.list.sections[0].rows[0].id })
    await phone.hears('Antar ke mana?')
    await phone.say({ kind: 'location', latitude: -6.3, longitude: 106.9 })
    await phone.hears('Semua bentuk.')
    const said = (await phone.thread()).bubbles
      .filter(({ from }) => from === 'business')
      .slice(-forms.length - 1)
    const order = [...silent, ...forms.filter(isAsking)]
    for (const [at, [form, { shown, as }]] of order.entries()) {
      const bubble = said[at]
      assert.ok(bubble, form)
      assert.deepEqual(shown(bubble.content), as, form)
    }
  })

  for (const [half, answers] of [ANSWERS.slice(0, 7), ANSWERS.slice(7)].entries())
    await t.test(
      `asked for ${answers.join(', ')}: each is taken, else asked again, and kept in its form`,
      async () => {
        const { phone, chat } = await customer(half + 1)
        const word = `tanya ${answers[0]}`
        const questions = answers.map((answer, at): [string, Loose] => [
          answer,
          {
            ...{ kind: 'question', text: `Jawab ${answer}?`, answer, field: `j_${answer}` },
            ...{ retryText: `Lagi ${answer}!`, next: { answered: answers[at + 1] ?? 'end' } },
            ...ANSWERED[answer].more,
          },
        ])
        await publish(word, { ...Object.fromEntries(questions), end: says('Terima kasih.') })
        await phone.text(word)
        for (const answer of answers) {
          await phone.hears(`Jawab ${answer}?`)
          const { wrong, right } = ANSWERED[answer]
          if (wrong) {
            await answerWith(phone, wrong)
            await phone.hears(`Lagi ${answer}!`)
          }
          await answerWith(phone, right)
        }
        await phone.hears('Terima kasih.')
        const fields = await keptFields((await chat()).contact.id)
        const kept = answers.map((answer) => [answer, fields[`j_${answer}`]])
        assert.deepEqual(
          kept,
          answers.map((answer) => [answer, ANSWERED[answer].kept]),
        )
      },
    )

  async function keptFields(contact: string): Promise<Loose> {
    const { fields } = await take(owner, 'GET', `/api/contacts/${contact}`)
    const known = await take(owner, 'GET', '/api/fields')
    return Object.fromEntries(known.fields.map(({ id, key }: Loose) => [key, fields[id]]))
  }

  await t.test('each action is done, in its order', async () => {
    const { phone, chat } = dewi
    const { members } = await take(owner, 'GET', '/api/members')
    const team = await take(owner, 'POST', '/api/teams', { name: 'Penjualan', members: [members[0].id] })
    const tips = await publish('tips', { say: says('Tips') })
    const made = await take(owner, 'POST', '/api/sequences', { name: 'Sambutan' })
    const steps = [{ id: 's', delay: { amount: 20, unit: 'day' }, flow: tips }]
    await take(owner, 'PUT', `/api/sequences/${made.id}`, {
      ...{ name: made.name, enabled: true, steps, window: null, endsOnReply: false },
    })
    const ids: Ids = { member: members[0].id, team: team.id, sequence: made.id }
    const actions = Object.values(ACTED).flatMap(({ acts }) => acts(ids))
    const half = Math.ceil(actions.length / 2)
    await publish('peristiwa', { note: notes('Dari peristiwa') }, { keywords: [], events: ['semua_beres'] })
    await publish('kerjakan', {
      one: { kind: 'action', actions: actions.slice(0, half), next: { next: 'say' } },
      say: says(SUMMARY, 'two'),
      two: { kind: 'action', actions: actions.slice(half) },
    })
    await phone.text('kerjakan')
    const { content } = await phone.hears('a=isi')
    const { id, contact } = await chat()
    await until('the event began its flow', async () => (await noted(id)).includes('Dari peristiwa'))
    const sequence = async () => await take(owner, 'GET', `/api/sequences/${made.id}`)
    await until('the sequence has them', async () => (await sequence()).counts[0].waiting > 0)
    const [lines, notices] = [await messagesOf(owner, id), await take(owner, 'GET', '/api/me/notices')]
    const seen = {
      said: content.text,
      contact: await take(owner, 'GET', `/api/contacts/${contact.id}`),
      notes: await noted(id),
      assigned: lines.flatMap(({ assigned }) => (assigned ? [assigned.member] : [])),
      notices: notices.map(({ text }: Loose) => text),
      waiting: (await sequence()).counts[0].waiting,
      status: (await chatNow(owner, id)).status,
    }
    for (const [action, { shows, as }] of Object.entries(ACTED)) assert.deepEqual(shows(seen), as, action)
  })

  await t.test(
    'a flow stops marketing and pauses the bot, which is silent until a flow that wakes it',
    async () => {
      const { phone, chat } = dewi
      await publish('diam', {
        act: {
          kind: 'action',
          actions: [{ do: 'marketing', is: 'stop' }, { do: 'pauseBot' }],
          next: { next: 'say' },
        },
        say: says('Sst.'),
      })
      await publish('bangun', {
        act: { kind: 'action', actions: [{ do: 'resumeBot' }], next: { next: 'say' } },
        say: says('Saya kembali.'),
      })
      await phone.text('diam')
      await phone.hears('Sst.')
      await phone.text('tips')
      await phone.text('bangun')
      await phone.hears('Saya kembali.')
      const { contact } = await chat()
      assert.equal((await take(owner, 'GET', `/api/contacts/${contact.id}`)).marketing.stopped, true)
      const { bubbles } = await phone.thread()
      assert.equal(bubbles.filter(({ content }) => content.text === 'Tips').length, 0)
    },
  )

  await t.test('each fact is judged, both ways', async () => {
    const { phone, chat } = dewi
    const every = Array.from({ length: 7 }, () => [{ from: '00:00', to: '00:00' }])
    await take(owner, 'PUT', '/api/workspace/hours', { hours: { zone: 'Asia/Jakarta', days: every } })
    const rule = { match: 'all', rules: [{ fact: 'tag', tag: 'vip', is: 'has' }] }
    const segment = await take(owner, 'POST', '/api/segments', { name: 'Setia', rule })
    const pairs = Object.values(RULES).map((rules) => rules(segment.id))
    const chain = pairs.flatMap(([holds, fails], at): [string, Loose][] => [
      [`h${at}`, asks([holds], { yes: `f${at}`, no: 'wrong' })],
      [`f${at}`, asks([fails], { no: at + 1 < pairs.length ? `h${at + 1}` : 'right', yes: 'wrong' })],
    ])
    const ends = { right: says('Semua fakta benar.'), wrong: says('Ada fakta yang salah.') }
    const prepared = [
      { do: 'setField', field: 'a', value: 'isi' },
      { do: 'formula', field: 'd', formula: '-2.0' },
      { do: 'addTag', tag: 'vip' },
    ]
    const set = { kind: 'action', actions: prepared, next: { next: 'h0' } }
    await publish('fakta', { set, ...Object.fromEntries(chain), ...ends })
    await phone.text('fakta')
    const last = await phone.hears('fakta')
    const { id } = await chat()
    const [turn] = await traceOf(owner, id)
    assert.equal(last.content.text, 'Semua fakta benar.', JSON.stringify(turn?.steps.at(-2)))
  })

  await t.test(
    'a split, a jump, a loop, a call, a request, a mail, a template and another flow follow each other',
    async () => {
      const { phone, chat } = dewi
      const gift = await publish('hadiah', {
        give: { kind: 'handover', text: 'Hadiah menanti, kami sambungkan.', note: 'Hadiah' },
      })
      const called = await publish('hitung', { say: says('Menghitung.') })
      const branches = [
        { id: 'a', title: 'A', weight: 100 },
        { id: 'b', title: 'B', weight: 0 },
      ]
      await publish('semua', {
        split: { kind: 'split', branches, field: 'cabang', next: { 'branch:a': 'jump', 'branch:b': 'lost' } },
        lost: says('Salah cabang'),
        jump: { kind: 'goto', next: { next: 'loop' } },
        loop: {
          ...{ kind: 'foreach', over: { kind: 'formula', formula: '["kopi", "roti"]' }, as: 'barang' },
          next: { each: 'item', done: 'call' },
        },
        item: says('{{ item_barang }}'),
        call: { kind: 'subflow', flow: called, next: { next: 'ask' } },
        ask: {
          ...{
            kind: 'http',
            url: `http://localhost:${port}/ongkir`,
            map: [{ path: 'ongkir', field: 'ongkir' }],
          },
          next: { success: 'mail' },
        },
        mail: {
          kind: 'email',
          to: 'dewi@contoh.id',
          subject: 'Nota',
          text: '{{ ongkir }}',
          next: { next: 'remind' },
        },
        remind: {
          kind: 'template',
          template: REMINDER,
          body: [
            { name: '1', text: '{{ first_name }}' },
            { name: '2', text: '{{ ongkir }}' },
          ],
          next: { 'button:1': 'other' },
        },
        other: { kind: 'goto', flow: gift },
      })
      await phone.text('semua')
      const reminder = await phone.hears('pesanan nomor 12000')
      await phone.say({ kind: 'tap', to: reminder.wamid, id: reminder.content.buttons[1].id })
      await phone.hears('Hadiah menanti')
      const { bubbles } = await phone.thread()
      const said = bubbles.filter(({ from }) => from === 'business').map(({ content }) => content.text)
      assert.deepEqual(said.slice(-5, -2), ['kopi', 'roti', 'Menghitung.'])
      assert.equal((await keptFields((await chat()).contact.id)).cabang, 'A')
      const { id } = await chat()
      assert.equal((await chatNow(owner, id)).turn, 'human')
      await take(owner, 'POST', `/api/chats/${id}/bot`, { paused: false })
    },
  )

  await t.test('each wait ends within its day', async () => {
    const { phone, chat } = dewi
    const waits = Object.entries(WAITS)
    const chain = waits.flatMap(([kind, wait], at): [string, Loose][] => [
      [kind, { kind: 'wait', wait, next: { next: `did-${kind}` } }],
      [`did-${kind}`, notes(`Lewat ${kind}.`, waits[at + 1]?.[0])],
    ])
    const today = { kind: 'action', actions: [{ do: 'formula', field: 'kapan', formula: 'text(today)' }] }
    await publish('tunggu', {
      set: { ...today, next: { next: waits[0]?.[0] ?? '' } },
      ...Object.fromEntries(chain),
    })
    await phone.text('tunggu')
    const { id } = await chat()
    await until('it sleeps', async () => (await traceOf(owner, id))[0]?.outcome === 'waiting')
    for (const [kind] of waits) {
      await phone.control('POST', '/clock', { advance: 25 * HOUR })
      await clock.text('jam berapa?')
      await until(`after ${kind}`, async () => (await noted(id)).includes(`Lewat ${kind}.`), 30_000)
    }
  })

  await t.test('no kind of step was left out', async () => {
    const turns = (await Promise.all((await chats()).map(({ id }) => traceOf(owner, id)))).flat()
    const walked = new Set(turns.flatMap(({ steps }) => steps.map(({ kind }: Loose) => kind)))
    const kinds = FlowNode.options.map(({ shape }) => shape.kind.value)
    assert.deepEqual(
      kinds.filter((kind) => !walked.has(kind)),
      [],
    )
  })
})

async function answerWith(
  phone: Phone,
  said: (typeof ANSWERED)[keyof typeof ANSWERED]['right'],
): Promise<void> {
  if ('text' in said) return await phone.text(said.text)
  if ('place' in said) return await phone.say({ kind: 'location', latitude: -6.3, longitude: 106.9 })
  const sent = await phone.raw(`/media?filename=${said.file}`, {
    ...{ method: 'POST', headers: { 'content-type': said.mime }, body: new Uint8Array(PNG) },
  })
  const { mediaId } = (await sent.json()) as Loose
  await phone.say({ kind: 'media', mediaId })
}
