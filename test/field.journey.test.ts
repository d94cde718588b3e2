import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Loose, openRig, phoneOf, until } from './rig.ts'
import { take } from './stage.ts'
import { flowFile, publishFlow, saidTo } from './team.ts'

const ORDER = flowFile(
  'Pesan kopi',
  { keywords: ['pesan'] },
  {
    ask: {
      kind: 'question',
      text: 'Berapa gelas?',
      answer: 'number',
      field: 'gelas',
      next: { answered: 'sum' },
    },
    sum: {
      kind: 'action',
      actions: [
        { do: 'formula', field: 'total', formula: 'gelas * 15000' },
        { do: 'addNumber', field: 'antrean', way: 'plus', by: '1' },
        { do: 'addToList', field: 'belanja', value: '{{ gelas }} kopi' },
        { do: 'setLanguage', language: 'en' },
      ],
      next: { next: 'when' },
    },
    when: {
      kind: 'condition',
      when: {
        match: 'all',
        groups: [
          { match: 'any', rules: [{ fact: 'field', field: 'total', is: 'more', value: '50000' }] },
          { match: 'all', rules: [{ fact: 'formula', formula: 'count(belanja) >= 1 && window_open' }] },
        ],
      },
      next: { yes: 'much', no: 'little' },
    },
    much: {
      kind: 'message',
      text: 'Banyak: {{ total | rupiah }}, antrean {{ antrean }}, {{ today | date }}',
    },
    little: { kind: 'message', text: 'Sedikit: {{ total | number }}, antrean {{ antrean }}' },
  },
)

test('fields have types, a formula fills one, the bot counts in another, and a rename breaks nothing', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const make = (body: Loose) => owner.call('POST', '/api/fields', body)
  for (const [key, type] of [
    ['gelas', 'number'],
    ['total', 'number'],
    ['belanja', 'list'],
    ['acara', 'date'],
  ])
    assert.equal((await make({ key, type, label: key })).status, 200)
  await make({ key: 'antrean', type: 'number', label: 'Antrean', scope: 'bot', default: '100' })
  const id = await publishFlow(owner, ORDER)
  const phone = await phoneOf(rig, owner)

  await t.test('a number is asked, reckoned with, compared, and said as money', async () => {
    await phone.text('pesan')
    await phone.hears('Berapa gelas?')
    await phone.text('4')
    const said = await phone.hears('Banyak: Rp60.000, antrean 101')
    assert.match(said.content.text, /\d+ (January|February|March|April|May|June|July|August|\w+ber) \d{4}$/)
    await phone.text('pesan')
    await phone.text('2')
    await phone.hears('Sedikit: 30,000, antrean 102')
    const { body } = await owner.call('GET', '/api/contacts')
    const [contact] = body.items
    assert.deepEqual(contact.fields, { gelas: '2', total: '30000', belanja: '["4 kopi","2 kopi"]' })
    assert.equal(contact.language, 'en')
    const { body: known } = await owner.call('GET', '/api/fields')
    assert.equal(known.fields.find(({ id: one }: Loose) => one === 'antrean').value, '102')
  })

  await t.test('customers who come at the same moment get different numbers', async () => {
    const others = await Promise.all([0, 1, 2].map((customer) => phoneOf(rig, owner, customer)))
    for (const other of others) await other.text('pesan')
    for (const other of others) await other.hears('Berapa gelas?')
    await Promise.all(others.map((other) => other.text('5')))
    const numbers = await Promise.all(
      others.map(async (other) => {
        const { content } = await other.hears('75.000, antrean')
        return /antrean (\d+)/.exec(content.text)?.[1]
      }),
    )
    assert.deepEqual(numbers.toSorted(), ['103', '104', '105'])
  })

  await t.test('a field tells where it is used, and is not deleted under a flow', async () => {
    const { body } = await owner.call('GET', '/api/fields/total/uses')
    assert.deepEqual(
      body.uses.map(({ where, node, way }: Loose) => `${where} ${node} ${way}`).sort(),
      ['draft', 'live'].flatMap((where) => [
        `${where} little reads`,
        `${where} much reads`,
        `${where} sum fills`,
        `${where} when reads`,
      ]),
    )
    const refused = await owner.call('DELETE', '/api/fields/total')
    assert.deepEqual([refused.status, refused.body.data?.code ?? refused.body.code], [409, 'field-used'])
    assert.match(refused.body.detail, /^Field ini masih dipakai di 4 langkah: flow Pesan kopi\./)
    const copy = await take(owner, 'POST', `/api/flows/${id}/duplicate`, {})
    const both = await owner.call('DELETE', '/api/fields/total')
    assert.match(both.body.detail, /^Field ini masih dipakai di 8 langkah: flow Pesan kopi.*, Pesan kopi/)
    await take(owner, 'DELETE', `/api/flows/${copy.flow.id}`)
    assert.equal((await owner.call('DELETE', '/api/fields/acara')).status, 200)
  })

  await t.test('a rename rewrites the draft; what is published goes on by the former name', async () => {
    const taken = await owner.call('POST', '/api/fields/total/rename', { key: 'gelas' })
    assert.equal(taken.status, 409)
    const { body } = await owner.call('POST', '/api/fields/total/rename', { key: 'harga' })
    assert.deepEqual([body.field.id, body.field.key, body.drafts], ['total', 'harga', 1])
    const draft = (await owner.call('GET', `/api/flows/${id}`)).body
    assert.deepEqual([draft.flow.errors, draft.flow.changed], [0, true])
    assert.match(draft.definition.nodes.much.text, /\{\{ harga \| rupiah \}\}/)
    assert.equal(draft.definition.nodes.sum.actions[0].field, 'harga')
    await phone.text('pesan')
    await phone.text('6')
    await phone.hears('Banyak: Rp90.000')
    assert.equal((await owner.call('POST', `/api/flows/${id}/publish`, {})).status, 200)
    await phone.text('pesan')
    await phone.text('7')
    await phone.hears('Banyak: Rp105.000')
    const back = await owner.call('POST', '/api/fields/total/rename', { key: 'total' })
    assert.deepEqual([back.status, back.body.field.former], [200, ['harga']])
    const again = (await owner.call('GET', `/api/flows/${id}`)).body
    assert.match(again.definition.nodes.much.text, /\{\{ total \| rupiah \}\}/)
    assert.equal((await make({ key: 'harga', type: 'text', label: 'Harga' })).status, 409, 'still spoken for')
  })

  await t.test(
    'a flow stops marketing for a customer, and takes back no more than the team may',
    async () => {
      const act = (is: string) => ({
        kind: 'action',
        actions: [{ do: 'marketing', is }],
        next: { next: 'said' },
      })
      const said = { kind: 'message', text: 'Promosi berhenti: {{ marketing_stopped }}' }
      await publishFlow(
        owner,
        flowFile('Tanpa promo', { keywords: ['tanpa promo'] }, { stop: act('stop'), said }),
      )
      await publishFlow(
        owner,
        flowFile('Promo lagi', { keywords: ['promo lagi'] }, { again: act('resume'), said }),
      )
      await phone.text('tanpa promo')
      await phone.hears('Promosi berhenti: Yes')
      const marketing = async () => {
        const { body } = await owner.call('GET', `/api/contacts?search=${encodeURIComponent(name)}`)
        return body.items[0].marketing
      }
      const name = (await owner.call('GET', '/api/chats')).body.items[0].contact.name
      assert.deepEqual([(await marketing()).stopped, (await marketing()).by], [true, 'customer'])
      await phone.text('promo lagi')
      await until(
        'it is heard',
        async () => (await saidTo(phone)).filter((text) => /^Promosi/.test(text)).length === 2,
      )
      assert.equal((await marketing()).stopped, true)
    },
  )

  await t.test('a value that is none of its type is refused, however it comes', async () => {
    const contact = (await owner.call('GET', '/api/contacts')).body.items[0]
    const set = (value: string) =>
      owner.call('PATCH', `/api/contacts/${contact.id}`, { fields: { gelas: value } })
    assert.equal((await set('banyak')).status, 422)
    assert.equal((await set('1.500')).body.fields.gelas, '1500', 'as people in Indonesia write it')
    const odd = await owner.call('PATCH', '/api/fields/antrean', { value: 'x' })
    assert.equal(odd.status, 422)
    const reset = await owner.call('PATCH', '/api/fields/antrean', { value: null, folder: 'Toko' })
    assert.deepEqual([reset.body.value, reset.body.folder], ['100', 'Toko'])
    await phone.text('pesan')
    await phone.text('8')
    await until('the number begins anew', async () =>
      (await saidTo(phone)).some((text) => /antrean 101,/.test(text)),
    )
  })

  await t.test('contacts come from a list and go into one that is read again', async () => {
    const { body: all } = await owner.call('GET', '/api/contacts')
    const known = all.items[0]
    const heading = 'Nama;WhatsApp;Gelas;Tag;Catatan'
    const text = `${heading}\nOrang lain;+${known.phone};7;lama\nSari, S.E.;0812-9999-0001;2,5;"vip, baru"\nSari;081299990001;;\nBudi;081299990002;banyak;\nX;12;;\n`
    const { body: taken } = await owner.call('POST', '/api/contacts/import', {
      ...{ text, line: 1, heading, tags: ['impor'] },
    })
    assert.deepEqual([taken.added, taken.repeated, taken.unread], [2, 2, 1])
    assert.deepEqual([taken.unused, taken.bad.map(({ line }: Loose) => line)], [['Catatan'], [6]])
    const { body: came } = await owner.call('GET', '/api/contacts?tag=impor')
    const of = (phone: string) => came.items.find((one: Loose) => one.phone === phone)
    assert.deepEqual([of(known.phone).name, of(known.phone).fields.gelas], [known.name, '7'])
    assert.deepEqual(of(known.phone).tags, [...known.tags, 'impor', 'lama'])
    const sari = of('6281299990001')
    assert.deepEqual(
      [sari.name, sari.fields.gelas, sari.tags],
      ['Sari, S.E.', '2.5', ['impor', 'vip', 'baru']],
    )
    const { body: file } = await owner.call('GET', '/api/contacts/export?tag=baru')
    const lines = file.text.trim().split('\r\n')
    assert.match(lines[0], /^Nomor,Nama,Tag,.*gelas,.*,Promosi,Dibuat$/)
    assert.match(lines[1], /^6281299990001,"Sari, S.E.","impor, vip, baru",.*2\.5/)
    const again = await owner.call('POST', '/api/contacts/import', {
      text: file.text,
      line: 1,
      heading: lines[0],
    })
    assert.deepEqual([again.body.added, again.body.repeated, again.body.bad], [0, 1, []])
    assert.deepEqual((await owner.call('GET', `/api/contacts/${sari.id}`)).body.fields, sari.fields)
  })
})
