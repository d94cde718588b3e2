import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signed, until } from './rig.ts'
import { take } from './stage.ts'
import { node, shareStage, tell } from './template-stage.ts'

const stage = await shareStage()

test('a change of a template that Meta has no more is what is written on and submitted', async () => {
  const { owner } = await stage.shop('Toko Lenyap')
  stage.graph.templates.push(node('kabar_1', { status: 'REJECTED' }))
  const [{ id }] = (await take(owner, 'POST', '/api/templates/sync', {})).added
  const write = async (text: string) => {
    const { revision, template } = await take(owner, 'GET', `/api/templates/${id}`)
    return await take(owner, 'PUT', `/api/templates/${id}`, {
      template: { ...template, body: { text } },
      revision,
    })
  }
  await write('Pesanan Anda sudah siap, tulisan pertama.')
  stage.graph.templates.splice(0)
  await take(owner, 'POST', '/api/templates/sync', {})
  const gone = await take(owner, 'GET', `/api/templates/${id}`)
  assert.deepEqual([gone.status, gone.draft], ['DELETED', null])
  assert.equal(gone.template.body.text, 'Pesanan Anda sudah siap, tulisan pertama.')
  const saved = await write('Pesanan Anda sudah siap, tulisan kedua.')
  assert.equal((saved.draft ?? saved.template).body.text, 'Pesanan Anda sudah siap, tulisan kedua.')
  await take(owner, 'POST', `/api/templates/${id}/submit`, { revision: saved.revision })
  const [body] = stage.graph.handed[0].components
  assert.equal(body.text, 'Pesanan Anda sudah siap, tulisan kedua.')
})

test('a template that Meta tells is deleted can be submitted anew, without a synchronisation', async () => {
  const shop = await stage.shop('Toko Hapus')
  const { owner } = shop
  stage.graph.templates.push(node('kabar_1', { status: 'REJECTED' }), node('kabar_2'))
  const { added } = await take(owner, 'POST', '/api/templates/sync', {})
  stage.graph.templates.splice(0)
  const submitted = async (at: number) => {
    const { id } = added[at]
    const about = { message_template_id: 91 + at, message_template_name: `kabar_${at + 1}` }
    await tell(stage.rig.url, shop, 'message_template_status_update', { ...about, event: 'DELETED' })
    const gone = await until('it is gone', async () => {
      const one = await take(owner, 'GET', `/api/templates/${id}`)
      return one.status === 'DELETED' && one
    })
    assert.equal(gone.metaId, null)
    const template = { ...gone.template, body: { text: `Pesanan Anda sudah siap di toko ${at}.` } }
    const saved = await take(owner, 'PUT', `/api/templates/${id}`, { template, revision: gone.revision })
    return await owner.call('POST', `/api/templates/${id}/submit`, { revision: saved.revision })
  }
  assert.equal((await submitted(0)).body.status, 'PENDING')
  const held = await submitted(1)
  assert.match(held.body.detail, /Meta menahannya 30 hari/, 'the name of an approved one stays blocked')
})

test('what Meta tells of a template’s texts and quality while it is handed in does not stand for its decision', async () => {
  const shop = await stage.shop('Toko Sela')
  const { owner } = shop
  stage.graph.templates.push(node('kabar_1', { status: 'REJECTED' }))
  const [{ id }] = (await take(owner, 'POST', '/api/templates/sync', {})).added
  const { revision, template } = await take(owner, 'GET', `/api/templates/${id}`)
  const text = 'Pesanan Anda sudah siap, silakan diambil.'
  const saved = await take(owner, 'PUT', `/api/templates/${id}`, {
    template: { ...template, body: { text } },
    revision,
  })
  const call = stage.graph.hold('silakan diambil')
  const submitted = take(owner, 'POST', `/api/templates/${id}/submit`, { revision: saved.revision })
  await call.taken
  const about = { message_template_id: 91, message_template_name: 'kabar_1', message_template_language: 'id' }
  await tell(stage.rig.url, shop, 'message_template_components_update', {
    ...about,
    message_template_element: text,
  })
  await tell(stage.rig.url, shop, 'message_template_quality_update', {
    ...about,
    previous_quality_score: 'GREEN',
    new_quality_score: 'YELLOW',
  })
  await until('the quality is heard', async () => {
    const one = await take(owner, 'GET', `/api/templates/${id}`)
    return one.quality === 'YELLOW'
  })
  stage.graph.letGo('silakan diambil')
  const done = await submitted
  assert.deepEqual([done.status, done.quality], ['PENDING', 'YELLOW'])
})

test('a template is not deleted while its submission is on the way', async () => {
  const { owner } = await stage.shop('Toko Silang')
  const body = { text: 'Pesanan Anda sudah siap di toko.' }
  const draft = await take(owner, 'POST', '/api/templates', {
    template: { name: 'kabar_1', language: 'id', category: 'UTILITY', body },
  })
  const call = stage.graph.hold('siap di toko')
  const submitted = take(owner, 'POST', `/api/templates/${draft.id}/submit`, { revision: draft.revision })
  await call.taken
  const no = await owner.call('DELETE', `/api/templates/${draft.id}`)
  assert.deepEqual([no.status, no.body.code], [409, 'template-unanswered'])
  const renamed = await take(owner, 'PUT', `/api/templates/${draft.id}`, {
    template: { ...draft.template, name: 'kabar_lain' },
    revision: draft.revision,
  })
  assert.equal(renamed.name, 'kabar_1', 'and it keeps the name under which Meta is looking at it')
  stage.graph.letGo('siap di toko')
  const { name, status } = await submitted
  assert.deepEqual([name, status], ['kabar_1', 'PENDING'])
})

test('news about a template whose id is too long for a number reach that template', async () => {
  const shop = await stage.shop('Toko Panjang')
  stage.graph.templates.push(node('kabar_1', { id: '9128482710552374001' }))
  const [{ id }] = (await take(shop.owner, 'POST', '/api/templates/sync', {})).added
  const body = `{"object":"whatsapp_business_account","entry":[{"id":"${shop.wabaId}","time":1,"changes":[{"field":"message_template_status_update","value":{"event":"PAUSED","message_template_id":9128482710552374001,"message_template_name":"kabar_1","message_template_language":"id"}}]}]}`
  await fetch(`${stage.rig.url}${shop.hookPath}`, {
    method: 'POST',
    headers: signed(body, shop.appSecret),
    body,
  })
  await until('it is paused', async () => {
    const one = await take(shop.owner, 'GET', `/api/templates/${id}`)
    return one.status === 'PAUSED'
  })
})
