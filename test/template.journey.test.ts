import assert from 'node:assert/strict'
import { test } from 'node:test'
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
      const names = first.added.map(({ name }: Loose) => name)
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
})
