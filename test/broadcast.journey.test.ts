import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Loose, openRig, phoneOf, until, type Visitor } from './rig.ts'
import { take } from './stage.ts'

/** The broadcast as the page shows it, once it is as wanted. */
function broadcastWhen(
  owner: Visitor,
  id: string,
  what: string,
  is: (one: Loose) => boolean,
): Promise<Loose> {
  return until(what, async () => {
    const one = await take(owner, 'GET', `/api/broadcasts/${id}`)
    return is(one) && one
  })
}

async function templateNamed(owner: Visitor, name: string): Promise<Loose> {
  const { items } = await take(owner, 'GET', `/api/templates?search=${name}`)
  return items[0]
}

const REMINDER = [
  { name: '1', text: '{{first_name}}', fallback: 'Kakak' },
  { name: '2', text: '{{order_no}}', fallback: 'terakhir Anda' },
]

test('a broadcast goes from a list of numbers by way of its estimate to three phones, and its template’s pause stops the next', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await take(owner, 'POST', '/api/templates/sync', {})
  const { template } = await templateNamed(owner, 'pengingat_pesanan')
  const { customers } = await phone.control('GET', '')
  const three: Loose[] = customers.slice(0, 3)
  let one = await take(owner, 'POST', '/api/broadcasts', { name: 'Pesanan siap' })
  const { id } = one
  const save = async (change: Loose) => {
    const { name, number, message, audience, consent, revision } = one
    const draft = { name, numberId: number?.id ?? null, message, audience, consent, revision }
    one = await take(owner, 'PUT', `/api/broadcasts/${id}`, { ...draft, ...change })
  }

  await t.test('a draft says what it lacks and cannot be sent', async () => {
    assert.deepEqual([one.state, one.lacks], ['draft', ['template']])
    assert.equal(one.number.name, 'Kopi Senja', 'many customers are not written to from the test number')
    const no = await owner.call('POST', `/api/broadcasts/${id}/start`, {
      revision: one.revision,
      recipients: 3,
      at: null,
    })
    assert.equal(no.body.code, 'broadcast-lacks')
    assert.match(no.body.detail, /pilih template/)
  })

  await t.test(
    'a list of numbers names its bad lines in both languages and counts a number once',
    async () => {
      const heading = 'Nomor WA;Nama;order_no'
      const text = [
        heading,
        `+${three[0].waId};Dewi;KS-9`,
        `${three[1].waId.replace(/^62/, '0')};;`,
        'bukan nomor;Budi;',
        `'${three[2].waId};Sari;`,
        `${three[0].waId};Dewi lagi;`,
      ].join('\n')
      const added = await take(owner, 'POST', `/api/broadcasts/${id}/numbers`, { text, line: 1, heading })
      assert.deepEqual([added.added, added.repeated, added.total], [3, 1, 3])
      assert.deepEqual(
        added.bad.map(({ line, text: said }: Loose) => [line, said]),
        [[4, 'bukan nomor;Budi;']],
      )
      assert.match(added.bad[0].id, /bukan nomor telepon/)
      assert.match(added.bad[0].en, /no complete phone number/)
      const audience = { ...one.audience, from: 'numbers' }
      await save({ audience, message: { kind: 'template', template, body: REMINDER } })
      assert.deepEqual(one.lacks, ['consent'])
      await save({ consent: 'Formulir di toko' })
      assert.deepEqual(one.lacks, [])
    },
  )

  await t.test('the samples are exactly what each will read', async () => {
    const { items } = await take(owner, 'GET', `/api/broadcasts/${id}/samples`)
    const texts = new Map(items.map(({ phone: to, preview }: Loose) => [to, preview.text]))
    assert.equal(texts.size, 3)
    assert.match(String(texts.get(three[0].waId)), /^Halo Dewi, pesanan nomor KS-9 sudah/)
    assert.match(String(texts.get(three[1].waId)), /^Halo Kakak, pesanan nomor terakhir Anda sudah/)
  })

  await t.test(
    'the estimate counts, prices and looks at the limit; another number is not confirmed',
    async () => {
      const estimate = await take(owner, 'GET', `/api/broadcasts/${id}/estimate`)
      assert.deepEqual([estimate.recipients, estimate.unreachable, estimate.reason], [3, 0, null])
      assert.deepEqual(
        estimate.lines.map(({ market, category, count }: Loose) => [market, category, count]),
        [
          ['Indonesia', 'utility', 2],
          ['Singapore', 'utility', 1],
        ],
      )
      assert.ok(Number(estimate.amount) > 0, estimate.amount)
      assert.deepEqual([estimate.limit.now, estimate.limit.later], [3, 0])
      const no = await owner.call('POST', `/api/broadcasts/${id}/start`, {
        revision: one.revision,
        recipients: 2,
        at: null,
      })
      assert.equal(no.body.code, 'broadcast-recipients')
      assert.match(no.body.detail, /kini 3, bukan 2/)
    },
  )

  await t.test('sent, each phone gets its own message once; what they do is counted', async () => {
    one = await take(owner, 'POST', `/api/broadcasts/${id}/start`, {
      revision: one.revision,
      recipients: 3,
      at: null,
    })
    assert.equal(one.state, 'sending')
    const phones = await Promise.all(three.map((_, at) => phoneOf(rig, owner, at, 1)))
    const [first, second] = phones
    const bubble = await first?.hears('pesanan nomor KS-9')
    await second?.hears('pesanan nomor terakhir Anda')
    await broadcastWhen(owner, id, 'it is done', ({ state }) => state === 'done')
    await first?.say({ kind: 'tap', to: bubble.wamid, id: bubble.content.buttons[0].id })
    await second?.text('terima kasih')
    await second?.control('POST', `/threads/${second.numberId}/${second.customerId}/look`, { open: true })
    const { tally } = await broadcastWhen(
      owner,
      id,
      'answers are counted',
      (now) => now.tally?.replied === 2 && now.tally.places.read >= 1 && Number(now.tally.amount) > 0,
    )
    assert.equal(tally.total, 3)
    const sum = Object.values<number>(tally.places).reduce((total, count) => total + count, 0)
    assert.equal(sum, 3, 'every recipient stands in exactly one place')
    assert.deepEqual(
      tally.taps.map(({ title, count }: Loose) => [title, count]),
      [['Saya ke sana', 1]],
    )
    for (const own of phones) {
      const { bubbles } = await own.thread()
      const ours = bubbles.filter(({ from }: Loose) => from === 'business')
      const got = ours.filter((each: Loose) => JSON.stringify(each).includes('sudah siap diambil'))
      assert.equal(got.length, 1)
    }
  })

  await t.test('the recipients are found by place and name, and go out as CSV', async () => {
    const { items } = await take(owner, 'GET', `/api/broadcasts/${id}/recipients?place=replied`)
    assert.equal(items.length, 2)
    const found = await take(owner, 'GET', `/api/broadcasts/${id}/recipients?search=dewi`)
    assert.equal(found.items.length, 1)
    const { text } = await take(owner, 'GET', `/api/broadcasts/${id}/export`)
    assert.equal(text.trimEnd().split('\r\n').length, 4)
  })

  await t.test('the page of costs knows what the broadcast cost', async () => {
    const rows = await until('it is booked', async () => {
      const { by } = await take(owner, 'GET', '/api/costs')
      return by.broadcast[0]?.messages === 3 && by.broadcast
    })
    assert.deepEqual([rows[0].key, rows[0].name], [id, 'Pesanan siap'])
  })

  await t.test(
    'a copy that is scheduled is paused at its time when Meta has paused the template, and goes on after it',
    async () => {
      const copy = await take(owner, 'POST', '/api/broadcasts', { name: 'Pesanan siap 2', copy: id })
      const audience = { ...copy.audience, from: 'people' }
      const draft = { name: copy.name, numberId: copy.number.id, message: copy.message, consent: '' }
      const saved = await take(owner, 'PUT', `/api/broadcasts/${copy.id}`, {
        ...draft,
        audience,
        revision: copy.revision,
      })
      const { templates } = await phone.control('GET', '')
      const simId = templates.find((each: Loose) => each.name === 'pengingat_pesanan').id
      const { zone, now } = await take(owner, 'GET', `/api/broadcasts/${copy.id}`)
      const local = new Intl.DateTimeFormat('sv-SE', {
        timeZone: zone,
        dateStyle: 'short',
        timeStyle: 'short',
      })
      const at = local.format(now + 3_600_000).replace(' ', 'T')
      const { recipients } = await take(owner, 'GET', `/api/broadcasts/${copy.id}/estimate`)
      const past = { revision: saved.revision, recipients, at: '2020-01-01T09:00' }
      assert.equal(
        (await owner.call('POST', `/api/broadcasts/${copy.id}/start`, past)).body.code,
        'broadcast-past',
      )
      const planned = await take(owner, 'POST', `/api/broadcasts/${copy.id}/start`, { ...past, at })
      assert.deepEqual([planned.state, planned.startsLocal], ['scheduled', at])
      await phone.control('PATCH', `/templates/${simId}`, { status: 'PAUSED' })
      await until(
        'it is known',
        async () => (await templateNamed(owner, 'pengingat_pesanan')).status === 'PAUSED',
      )
      await phone.control('POST', '/clock', { advance: 2 * 3_600_000 })
      const paused = await broadcastWhen(owner, copy.id, 'it is paused', ({ state }) => state === 'paused')
      assert.equal(paused.reason.code, 'template-paused')
      assert.match(paused.reason.id, /Meta menjeda template pengingat_pesanan/)
      assert.equal(paused.standing.status, 'PAUSED')
      await phone.control('PATCH', `/templates/${simId}`, { status: 'APPROVED' })
      await until(
        'it is approved',
        async () => (await templateNamed(owner, 'pengingat_pesanan')).status === 'APPROVED',
      )
      await take(owner, 'POST', `/api/broadcasts/${copy.id}/resume`, {})
      const done = await broadcastWhen(owner, copy.id, 'it is done', (each) => each.state === 'done')
      assert.equal(done.reason, null)
      await broadcastWhen(
        owner,
        copy.id,
        'it arrived',
        ({ tally }) => tally?.places.delivered + tally?.places.read >= 3,
      )
    },
  )
})
