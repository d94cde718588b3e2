import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PIXEL } from './graph.ts'
import { type Loose, openRig, phoneOf, until, type Visitor } from './rig.ts'
import { take } from './stage.ts'

const HOUR = 3_600_000

/** The template as the list tells it, once it is as wanted. */
function templateWhen(owner: Visitor, id: string, what: string, is: (one: Loose) => boolean): Promise<Loose> {
  return until(what, async () => {
    const one = await take(owner, 'GET', `/api/templates/${id}`)
    return is(one) && one
  })
}

test('a template goes from a draft by way of a rejection to a customer outside the window, until Meta pauses it', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.control('PATCH', '', { reviewAfter: 24 * HOUR })
  let id = ''
  let revision = 0
  const simId = async () => {
    const { templates } = await phone.control('GET', '')
    return templates.find((one: Loose) => one.name === 'kabar_pesanan_siap').id
  }

  await t.test(
    'a synchronisation brings what the account has, and the second finds nothing new',
    async () => {
      const first = await take(owner, 'POST', '/api/templates/sync', {})
      assert.ok(first.total >= 4)
      const names = (await take(owner, 'GET', '/api/templates')).items.map(({ name }: Loose) => name)
      assert.ok(names.includes('hello_world') && names.includes('pengingat_pesanan'), names.join())
      const second = await take(owner, 'POST', '/api/templates/sync', {})
      assert.deepEqual([second.added, second.changed, second.gone], [[], [], []])
      const found = await take(owner, 'GET', '/api/templates?search=pengingat&status=APPROVED&language=id')
      assert.equal(found.items[0].name, 'pengingat_pesanan')
      assert.equal(found.items[0].template.body.text.includes('{{2}}'), true)
      assert.ok(found.syncedAt > 0)
    },
  )

  await t.test('what Meta would refuse is refused here, with the field and the reason', async () => {
    const body = { text: '{{1}} pesanan Anda siap.', examples: [] }
    const template = { name: 'kabar_pesanan_siap', language: 'id', category: 'UTILITY', body }
    const draft = await take(owner, 'POST', '/api/templates', { template, intent: 'SHIPPING_UPDATE' })
    assert.equal(draft.status, 'DRAFT')
    const { findings } = await take(owner, 'POST', '/api/templates/check', { template })
    assert.ok(findings.some(({ rule }: Loose) => rule === 'variable_edge'))
    const no = await owner.call('POST', `/api/templates/${draft.id}/submit`, { revision: draft.revision })
    assert.equal(no.status, 422)
    assert.equal(no.body.code, 'template-invalid')
    assert.equal(
      await until('nothing reached Meta', async () => (await phone.control('GET', '')).templates.length),
      4,
    )
    id = draft.id
    revision = draft.revision
  })

  await t.test('mended, it is submitted and waits for a review', async () => {
    const template = {
      name: 'kabar_pesanan_siap',
      language: 'id',
      category: 'UTILITY',
      body: {
        text: 'Halo {{1}}, pesanan Anda nomor {{2}} diskon dan sudah siap diambil di toko kami.',
        examples: [
          { name: '1', value: 'Dewi' },
          { name: '2', value: 'KS-7' },
        ],
      },
      buttons: [{ kind: 'reply', text: 'Saya ke sana' }],
    }
    const saved = await take(owner, 'PUT', `/api/templates/${id}`, {
      template,
      revision,
      intent: 'SHIPPING_UPDATE',
    })
    const stale = await owner.call('PUT', `/api/templates/${id}`, { template, revision })
    assert.equal(stale.body.code, 'template-changed')
    const sent = await take(owner, 'POST', `/api/templates/${id}/submit`, { revision: saved.revision })
    assert.equal(sent.status, 'PENDING')
    assert.match(sent.metaId, /^\d+$/)
    const locked = await owner.call('POST', `/api/templates/${id}/submit`, { revision: sent.revision })
    assert.equal(locked.body.code, 'template-locked')
  })

  await t.test('the rejection comes by webhook, with its reason', async () => {
    await phone.control('PATCH', `/templates/${await simId()}`, { status: 'REJECTED', reason: 'PROMOTIONAL' })
    const rejected = await templateWhen(owner, id, 'it is rejected', ({ status }) => status === 'REJECTED')
    assert.equal(rejected.rejection, 'PROMOTIONAL')
    revision = rejected.revision
  })

  await t.test('fixed, it is edited at Meta, reviewed again and approved', async () => {
    const { template } = await take(owner, 'GET', `/api/templates/${id}`)
    const better = {
      ...template,
      body: { ...template.body, text: template.body.text.replace(' diskon dan', '') },
    }
    const saved = await take(owner, 'PUT', `/api/templates/${id}`, { template: better, revision })
    assert.ok(saved.draft, 'the change stands beside what Meta has')
    assert.equal(saved.status, 'REJECTED')
    const sent = await take(owner, 'POST', `/api/templates/${id}/submit`, { revision: saved.revision })
    assert.equal(sent.status, 'PENDING')
    assert.equal(sent.draft, null)
    await phone.control('POST', '/clock', { advance: 25 * HOUR })
    const approved = await templateWhen(owner, id, 'it is approved', ({ status }) => status === 'APPROVED')
    assert.equal(approved.rejection, null)
    assert.ok(!approved.template.body.text.includes('diskon'))
  })

  let chat: Loose
  const template = { kind: 'template', name: 'kabar_pesanan_siap', language: 'id' }
  const send = (draft: Loose, language = 'id') =>
    owner.call('POST', `/api/chats/${chat.id}/messages`, { draft }, { 'accept-language': language })

  await t.test(
    'outside the window a word of one’s own is refused, and the template is named instead',
    async () => {
      await phone.text('halo')
      await phone.hears('Kopi Senja')
      const [first] = (await take(owner, 'GET', '/api/chats')).items
      await phone.control('POST', '/clock', { advance: 25 * HOUR })
      chat = await until('the window has ended', async () => {
        const now = await take(owner, 'GET', `/api/chats/${first.id}`)
        return now.windowEndsAt < now.now && now
      })
      assert.equal((await send({ kind: 'text', text: 'Pesanan siap' })).body.code, 'window-closed')
    },
  )

  await t.test('a template with a value too few does not go, and the missing one is named', async () => {
    const no = await send({ ...template, body: [{ text: 'Dewi' }] })
    assert.equal(no.status, 422)
    assert.equal(no.body.code, 'template-unsendable')
    assert.match(no.body.detail, /\{\{2\}\}/)
    assert.match(no.body.detail, /\(isi, nilai 2\)\.$/)
  })

  await t.test(
    'filled in, an agent sends it outside the window, and the customer reads it filled in',
    async () => {
      const sent = await send({ ...template, body: [{ text: 'Dewi' }, { text: 'KS-\n2047' }] })
      assert.equal(sent.status, 200, JSON.stringify(sent.body))
      const bubble = await phone.hears('pesanan Anda nomor KS- 2047')
      assert.equal(bubble.content.template.name, 'kabar_pesanan_siap')
      await until('it was delivered', async () => {
        const { items } = await take(owner, 'GET', `/api/chats/${chat.id}/messages`)
        return items.some(({ draft, state }: Loose) => draft?.kind === 'template' && state === 'delivered')
      })
    },
  )

  await t.test('paused by webhook it is refused, in the caller’s language', async () => {
    await phone.control('PATCH', `/templates/${await simId()}`, { status: 'PAUSED' })
    await templateWhen(owner, id, 'it is paused', ({ status }) => status === 'PAUSED')
    const draft = { ...template, body: [{ text: 'Dewi' }, { text: 'KS-8' }] }
    const no = await send(draft)
    assert.equal(no.status, 422)
    assert.equal(no.body.code, 'template-paused')
    assert.match(no.body.detail, /^Meta menjeda template kabar_pesanan_siap/)
    assert.match((await send(draft, 'en')).body.detail, /^Meta has paused the template/)
  })

  await t.test('a template that Meta does not have is refused before Meta is asked', async () => {
    assert.equal(
      (await send({ kind: 'template', name: 'tidak_ada', language: 'id' })).body.code,
      'template-missing',
    )
    const { id: copy } = await take(owner, 'POST', `/api/templates/${id}/duplicate`, { language: 'en' })
    const no = await send({ ...template, language: 'en', body: [{ text: 'Dewi' }, { text: 'KS-8' }] })
    assert.equal(no.body.code, 'template-not-approved')
    await take(owner, 'DELETE', `/api/templates/${copy}`)
  })

  await t.test('deleted here, it is gone at Meta too', async () => {
    await take(owner, 'DELETE', `/api/templates/${id}`)
    const { templates } = await phone.control('GET', '')
    assert.ok(!templates.some(({ name }: Loose) => name === 'kabar_pesanan_siap'))
    const { body } = await owner.call('GET', `/api/templates/${id}`)
    assert.equal(body.code, 'not-found')
  })
})

test('a picture goes up as a sample for the reviewer, and the message carries a picture of its own', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.control('PATCH', '', { reviewAfter: 0 })
  const form = new FormData()
  form.set('file', new File([PIXEL], 'menu.png', { type: 'image/png' }))
  const { id: file } = await take(owner, 'POST', '/api/files', form)
  const template = {
    ...{ name: 'menu_pekan_ini', language: 'id', category: 'MARKETING' },
    header: { kind: 'image', sample: { file } },
    body: { text: 'Menu pekan ini sudah ada di toko kami, silakan lihat dan pesan lewat balasan.' },
    footer: { text: 'Balas STOP untuk berhenti' },
  }
  const draft = await take(owner, 'POST', '/api/templates', { template })
  await take(owner, 'POST', `/api/templates/${draft.id}/submit`, { revision: draft.revision })
  const approved = await templateWhen(
    owner,
    draft.id,
    'it is approved',
    ({ status }) => status === 'APPROVED',
  )
  assert.deepEqual(approved.template.header, template.header, 'the file of ours stays behind the sample')
  const report = await take(owner, 'POST', '/api/templates/sync', {})
  assert.deepEqual(report.changed, [], 'another name of the same sample is no change')
  await phone.text('halo')
  const chat = await until('a chat', async () => (await take(owner, 'GET', '/api/chats')).items[0])
  const send = (header?: Loose) =>
    owner.call('POST', `/api/chats/${chat.id}/messages`, {
      draft: { kind: 'template', name: template.name, language: 'id', ...(header && { header }) },
    })
  assert.equal((await send()).body.code, 'template-unsendable')
  const sent = await send({ kind: 'image', source: { file } })
  assert.equal(sent.status, 200, JSON.stringify(sent.body))
  const bubble = await phone.hears('Menu pekan ini')
  assert.equal(bubble.content.template.name, template.name)
})
