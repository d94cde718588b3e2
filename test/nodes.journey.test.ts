import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailbox } from './mailbox.ts'
import { PNG } from './media.ts'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { chatNow, flowFile, messagesOf, onlyChat, publishFlow, saidTo, stillAfter, traceOf } from './team.ts'

const HOUR = 3_600_000
const CLOCK_MS = 30_000

test('each kind of step does on the phone what its drawing says', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  const newest = async (count: number): Promise<Loose[]> =>
    (await phone.thread()).bubbles.filter(({ from }) => from === 'business').slice(-count)

  await t.test('one step sends several messages in order and goes on behind each button', async () => {
    await publishFlow(
      owner,
      flowFile(
        'Banyak pesan',
        { keywords: ['banyak'] },
        {
          many: {
            kind: 'message',
            text: 'Alamat kami:',
            more: [
              { location: { latitude: -6.2, longitude: 106.8, name: 'Kopi Senja' } },
              { contact: { name: 'Bu Tini', phone: '+62 811 1111 222' } },
              { text: 'Lihat menu', link: { label: 'Buka menu', url: 'https://kopi.id/menu' } },
              { text: 'Mau pesan?', buttons: [{ id: 'yes', title: 'Pesan' }] },
              { text: 'Atau kirim lokasi untuk diantar', ask: 'location' },
            ],
            next: { 'button:yes': 'order', answered: 'bring' },
          },
          order: { kind: 'message', text: 'Pesanan dicatat.' },
          bring: { kind: 'message', text: 'Kami antar ke sana.' },
        },
      ),
    )
    await phone.text('banyak')
    await phone.hears('untuk diantar')
    const said = await newest(6)
    assert.equal(said[0]?.content.text, 'Alamat kami:')
    assert.equal(said[1]?.content.location.name, 'Kopi Senja')
    assert.equal(said[2]?.content.contacts[0].name, 'Bu Tini')
    assert.deepEqual(said[3]?.content.buttons, [
      { kind: 'url', id: 'url', title: 'Buka menu', value: 'https://kopi.id/menu' },
    ])
    assert.equal(said[5]?.content.buttons[0].id, 'location_request_message')
    const button = said[4]?.content.buttons[0]
    await phone.say({ kind: 'tap', to: said[4]?.wamid, id: button.id })
    await phone.hears('Pesanan dicatat.')
    await phone.text('banyak')
    await until('asked again', async () => (await newest(1))[0]?.content.text.startsWith('Atau kirim'))
    await phone.say({ kind: 'location', latitude: -6.3, longitude: 106.9 })
    await phone.hears('Kami antar ke sana.')
  })

  await t.test('a question takes a mark, a place, a photo and a moment, each in its own form', async () => {
    const ask = (text: string, answer: string, field: string, next: string, more: Loose = {}) => ({
      ...{ kind: 'question', text, answer, field, retries: 1, next: { answered: next }, ...more },
    })
    await publishFlow(
      owner,
      flowFile(
        'Ulasan',
        { keywords: ['ulasan'] },
        {
          mark: ask('Nilai kami?', 'rating', 'nilai', 'place'),
          place: ask('Kirim lokasi antar', 'location', 'tempat', 'photo'),
          photo: ask('Kirim fotonya', 'image', 'foto', 'when'),
          when: ask('Kapan diantar?', 'datetime', 'kapan', 'end', {
            quick: [{ id: 'q', title: 'Besok pagi', value: '2026-12-31T01:00:00Z' }],
          }),
          end: { kind: 'message', text: 'Nilai {{nilai}}, ke {{tempat}}, {{foto}}, {{kapan}}.' },
        },
      ),
    )
    await phone.text('ulasan')
    const marks = await phone.hears('Nilai kami?')
    assert.deepEqual(
      marks.content.list.sections[0].rows.map(({ title }: Loose) => title),
      ['5 ⭐', '4 ⭐', '3 ⭐', '2 ⭐', '1 ⭐'],
    )
    await phone.say({ kind: 'tap', to: marks.wamid, id: marks.content.list.sections[0].rows[1].id })
    await phone.hears('Kirim lokasi antar')
    await phone.text('di rumah')
    await phone.hears('lewat tombol Kirim lokasi')
    await phone.say({ kind: 'location', latitude: -6.3, longitude: 106.9 })
    await phone.hears('Kirim fotonya')
    const sent = await phone.raw('/media?filename=rumah.png', {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: new Uint8Array(PNG),
    })
    const { mediaId } = (await sent.json()) as Loose
    await phone.say({ kind: 'media', mediaId, caption: 'rumah cat hijau' })
    const when = await phone.hears('Kapan diantar?')
    await phone.say({ kind: 'tap', to: when.wamid, id: when.content.buttons[0].id })
    await phone.hears('Nilai 4, ke -6.3,106.9, rumah cat hijau, ')
  })

  await t.test('a wait ends on the day before a date, and when the shop opens', async () => {
    await publishFlow(
      owner,
      flowFile(
        'Pengingat janji',
        { keywords: ['janji'] },
        {
          ask: {
            kind: 'question',
            text: 'Tanggal janji?',
            answer: 'date',
            field: 'janji',
            next: { answered: 'day' },
          },
          day: {
            kind: 'wait',
            wait: {
              kind: 'date',
              field: 'janji',
              clock: '09:00',
              shift: { amount: 1, unit: 'day', to: 'before' },
            },
            next: { next: 'open', failed: 'none' },
          },
          open: {
            kind: 'wait',
            wait: {
              kind: 'hours',
              days: [1, 2, 3, 4, 5, 6, 7],
              from: '08:00',
              to: '17:00',
              zone: 'Asia/Jakarta',
            },
            next: { next: 'tell' },
          },
          tell: { kind: 'action', actions: [{ do: 'note', text: 'Besok janji {{janji}}' }] },
          none: { kind: 'message', text: 'tanpa tanggal' },
        },
      ),
    )
    const chat = await onlyChat(owner)
    await phone.text('janji')
    await phone.hears('Tanggal janji?')
    const inThreeDays = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
    const asked = (await traceOf(owner, chat.id)).length
    await phone.text(inThreeDays)
    await until('it sleeps', async () => {
      const turns = await traceOf(owner, chat.id)
      return turns.length > asked && turns[0]?.outcome === 'waiting'
    })
    const noted = async () =>
      (await messagesOf(owner, chat.id)).some((message) => JSON.stringify(message).includes('Besok janji'))
    const passes = async (hours: number) => {
      const { now } = await chatNow(owner, chat.id)
      await phone.control('POST', '/clock', { advance: hours * HOUR })
      const follows = async () => (await chatNow(owner, chat.id)).now > now + (hours - 0.5) * HOUR
      await until('the chat follows the clock', follows, CLOCK_MS)
    }
    await passes(1)
    await stillAfter(600, async () => assert.equal(await noted(), false))
    await passes(72)
    await until('the date is over', async () => (await traceOf(owner, chat.id))[0]?.heard.kind === 'alarm')
    await passes(24)
    await until('the note', noted)
  })

  await t.test('a mail goes out to the address that a customer gave', async () => {
    await publishFlow(
      owner,
      flowFile(
        'Surel',
        { keywords: ['surel'] },
        {
          ask: {
            kind: 'question',
            text: 'Emailnya?',
            answer: 'email',
            field: 'surel',
            next: { answered: 'mail' },
          },
          mail: {
            kind: 'email',
            to: '{{surel}}',
            subject: 'Katalog untuk {{first_name}}',
            text: 'Terlampir, Kak {{first_name}}.',
            next: { next: 'done' },
          },
          done: { kind: 'message', text: 'Email sudah dikirim.' },
        },
      ),
    )
    // Somebody to whom little was said yet: a number may say only so much at once to one person.
    const third = await phoneOf(rig, owner, 2)
    await third.text('surel')
    await third.hears('Emailnya?')
    await third.text('dewi@contoh.id')
    await third.hears('Email sudah dikirim.')
    await until('the mail is in the mailbox', async () => /Katalog untuk \w+/.test(await mailbox(rig)))
  })

  await t.test(
    'a loop asks for each item, and a called flow is given values and gives one back',
    async () => {
      const reckon = await publishFlow(
        owner,
        flowFile(
          'Hitung ongkir',
          {
            inputs: [
              { key: 'isi', type: 'list' },
              { key: 'kota', type: 'text', value: 'Bandung' },
            ],
            outputs: [{ key: 'biaya', type: 'number' }],
          },
          {
            sum: {
              kind: 'action',
              actions: [{ do: 'formula', field: 'output_biaya', formula: 'count(input_isi) * 5000' }],
              next: { next: 'tell' },
            },
            tell: { kind: 'message', text: 'Kirim {{ input_isi }} ke {{ input_kota }}.' },
          },
        ),
      )
      const add = (value: string) => ({ do: 'addToList', field: 'belanjaan', value })
      await publishFlow(
        owner,
        flowFile(
          'Belanja',
          { keywords: ['belanja'] },
          {
            fill: { kind: 'action', actions: [add('kopi'), add('roti')], next: { next: 'loop' } },
            loop: {
              kind: 'foreach',
              over: { kind: 'field', field: 'belanjaan' },
              as: 'barang',
              next: { each: 'ask', done: 'call' },
            },
            ask: {
              kind: 'question',
              text: '{{ index_barang }}. Berapa {{ item_barang }}?',
              answer: 'number',
              field: 'jumlah',
              next: { answered: 'noted' },
            },
            noted: { kind: 'message', text: '{{ jumlah }} {{ item_barang }} dicatat.' },
            call: {
              kind: 'subflow',
              flow: reckon,
              inputs: [{ input: 'isi', value: '{{ belanjaan }}' }],
              outputs: [{ output: 'biaya', field: 'biaya_kirim' }],
              next: { next: 'end', failed: 'later' },
            },
            later: { kind: 'message', text: 'Ongkir menyusul.' },
            end: { kind: 'message', text: 'Ongkirnya {{ biaya_kirim | rupiah }}.' },
          },
        ),
      )
      const other = await phoneOf(rig, owner, 1)
      await other.text('belanja')
      await other.hears('1. Berapa kopi?')
      await other.text('2')
      await other.hears('2. Berapa roti?')
      await other.text('3')
      await other.hears('Ongkirnya')
      const said = (await saidTo(other)).slice(-6)
      assert.deepEqual(said, [
        ...['1. Berapa kopi?', '2 kopi dicatat.', '2. Berapa roti?', '3 roti dicatat.'],
        ...['Kirim kopi, roti ke Bandung.', 'Ongkirnya Rp10.000.'],
      ])
      const { body: list } = await owner.call('GET', '/api/chats')
      const [turn] = await traceOf(owner, list.items[0].id)
      const rounds = turn?.steps.filter(({ kind }: Loose) => kind === 'foreach')
      assert.deepEqual(
        rounds.map(({ outlet, heard }: Loose) => [outlet, heard]),
        [['done', '2']],
      )
      const kept = turn?.steps.map(({ set }: Loose) => set)
      assert.ok(
        kept.some((set: Loose) => set.output_biaya === '10000'),
        JSON.stringify(kept),
      )
      const around = await owner.call('GET', `/api/flows/${reckon}/around`)
      assert.deepEqual(around.body.callers, ['Belanja'])
      assert.equal((await owner.call('DELETE', `/api/flows/${reckon}`)).status, 200)
      await other.text('belanja')
      for (const item of ['1. Berapa kopi?', '2. Berapa roti?']) {
        await until(item, async () => (await saidTo(other)).at(-1) === item)
        await other.text('1')
      }
      await other.hears('Ongkir menyusul.')
      const { body } = await owner.call('GET', '/api/fields')
      const names = JSON.stringify(body.fields)
      assert.match(names, /biaya_kirim/)
      assert.doesNotMatch(names, /output_biaya|item_barang/, 'what lives in the run is no field of contacts')
    },
  )

  await t.test('a button of a loop counts once, for its own item, also when it is tapped twice', async () => {
    const flow = await publishFlow(
      owner,
      flowFile(
        'Pilih',
        { keywords: ['pilih'] },
        {
          loop: {
            ...{ kind: 'foreach', over: { kind: 'formula', formula: '["kopi", "roti"]' }, as: 'barang' },
            next: { each: 'offer', done: 'end' },
          },
          offer: {
            ...{ kind: 'message', text: 'Mau {{ item_barang }}?', buttons: [{ id: 'yes', title: 'Mau' }] },
            next: { 'button:yes': 'taken' },
          },
          taken: { kind: 'message', text: '{{ item_barang }} dicatat.' },
          end: { kind: 'question', text: 'Namanya?', next: { answered: 'thanks' } },
          thanks: { kind: 'message', text: 'Terima kasih.' },
        },
      ),
    )
    const third = await phoneOf(rig, owner, 2)
    const taps = ({ wamid, content }: Loose) =>
      third.say({ kind: 'tap', to: wamid, id: content.buttons[0].id })
    await third.text('pilih')
    const coffee = await third.hears('Mau kopi?')
    await taps(coffee)
    const bread = await third.hears('Mau roti?')
    await taps(coffee)
    const chat = (await owner.call('GET', '/api/chats')).body.items[0]
    await until('the second tap is heard', async () => (await messagesOf(owner, chat.id))[0]?.kind === 'in')
    const silence = await until('why it is silent', async () => {
      const { body } = await owner.call('GET', `/api/chats/${chat.id}/silence`)
      return body.code === 'past-round' && body
    })
    assert.equal(silence.flowId, flow)
    assert.equal((await owner.call('DELETE', `/api/flows/${flow}`)).status, 200)
    await taps(bread)
    await third.hears('Namanya?')
    await taps(bread)
    await third.hears('Coba tulis lagi')
    await third.text('Sari')
    await third.hears('Terima kasih.')
    const said = (await saidTo(third)).slice(-7, -2)
    assert.deepEqual(said, ['Mau kopi?', 'kopi dicatat.', 'Mau roti?', 'roti dicatat.', 'Namanya?'])
  })
})
