import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Loose, signed, until } from './rig.ts'
import { openStage, take } from './stage.ts'
import { flowFile } from './team.ts'

const META = {
  ...{ id: '91', name: 'kabar_1', language: 'id', status: 'APPROVED', category: 'UTILITY' },
  components: [{ type: 'BODY', text: 'Pesanan Anda sudah siap di toko.' }],
}
const stepWith = (template: Loose, name = '') => ({ kind: 'template', name, template })

test('a template knows the steps that send it, of drafts and of what runs, as long as they do', async () => {
  await using stage = await openStage()
  const { owner } = await stage.shop('Toko Pakai')
  stage.graph.templates.push(META)
  const [{ id }] = (await take(owner, 'POST', '/api/templates/sync', {})).added
  const { template } = await take(owner, 'GET', `/api/templates/${id}`)
  const uses = async () => (await take(owner, 'GET', `/api/templates/${id}`)).uses
  assert.deepEqual(await uses(), [])

  const file = flowFile('Ingatkan', { keywords: ['ingat'] }, { remind: stepWith(template, 'Pengingat') })
  const { flow, revision, layout, definition } = await take(owner, 'POST', '/api/flows/import', { file })
  const use = { kind: 'flow', id: flow.id, name: 'Ingatkan' }
  const step = { id: 'remind', title: 'Pengingat' }
  assert.deepEqual(await uses(), [{ ...use, live: false, draft: true, steps: [step] }])

  await take(owner, 'POST', `/api/flows/${flow.id}/publish`, {})
  assert.deepEqual(await uses(), [{ ...use, live: true, draft: true, steps: [step] }])
  const { items } = await take(owner, 'GET', '/api/templates')
  assert.deepEqual(items[0].uses, await uses(), 'the list tells the same')

  const { remind: _gone, ...rest } = definition.nodes
  const bye = { kind: 'message', text: 'Sampai jumpa.' }
  const bare = { ...definition, nodes: { ...rest, start: { ...rest.start, next: { next: 'bye' } }, bye } }
  await take(owner, 'PUT', `/api/flows/${flow.id}/draft`, { definition: bare, layout, revision })
  assert.deepEqual(await uses(), [{ ...use, live: true, draft: false, steps: [step] }])

  const { version } = await take(owner, 'POST', `/api/flows/${flow.id}/publish`, { share: 20 })
  assert.deepEqual(
    await uses(),
    [{ ...use, live: true, draft: false, steps: [step] }],
    'the rest still send it',
  )
  await take(owner, 'POST', `/api/flows/${flow.id}/canary`, { versionId: version.id, share: 0 })
  assert.deepEqual(await uses(), [{ ...use, live: true, draft: false, steps: [step] }])

  await take(owner, 'PATCH', `/api/flows/${flow.id}`, { enabled: false })
  assert.deepEqual(await uses(), [{ ...use, live: false, draft: false, steps: [step] }])
  await take(owner, 'DELETE', `/api/flows/${flow.id}`)
  assert.deepEqual(await uses(), [])
})

test('what a flow sends and Meta holds back is told, also when it was deleted', async () => {
  await using stage = await openStage()
  const shop = await stage.shop('Toko Tahan')
  const { owner } = shop
  stage.graph.templates.push(META)
  const [{ id }] = (await take(owner, 'POST', '/api/templates/sync', {})).added
  const { template } = await take(owner, 'GET', `/api/templates/${id}`)
  const blocked = () => take(owner, 'GET', '/api/templates/blocked')
  const flowNow = async () =>
    (await take(owner, 'GET', '/api/flows')).find(({ name }: Loose) => name === 'Ingatkan')
  const file = flowFile('Ingatkan', { keywords: ['ingat'] }, { remind: stepWith(template) })
  const { flow } = await take(owner, 'POST', '/api/flows/import', { file })
  await stage.rows(`update template set status = 'PAUSED' where id = $1`, [id])
  assert.deepEqual(await blocked(), [], 'what only a draft sends holds nobody up')

  await take(owner, 'POST', `/api/flows/${flow.id}/publish`, {})
  const [paused] = await blocked()
  assert.deepEqual([paused.id, paused.name, paused.status], [id, 'kabar_1', 'PAUSED'])
  assert.deepEqual(
    paused.uses.map((use: Loose) => [use.name, use.steps]),
    [['Ingatkan', [{ id: 'remind', title: '' }]]],
  )
  assert.deepEqual((await flowNow()).blocked, [{ name: 'kabar_1', language: 'id', status: 'PAUSED' }])

  const value = { message_template_id: 91, message_template_name: 'kabar_1', event: 'REINSTATED' }
  const entry = [{ id: shop.wabaId, changes: [{ field: 'message_template_status_update', value }] }]
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
  await fetch(`${stage.rig.url}${shop.hookPath}`, {
    method: 'POST',
    headers: signed(body, shop.appSecret),
    body,
  })
  await until('it is let go again', async () => (await blocked()).length === 0)
  assert.deepEqual((await flowNow()).blocked, [])

  await take(owner, 'DELETE', `/api/templates/${id}`)
  const [gone] = await blocked()
  assert.deepEqual([gone.id, gone.status], [null, 'DELETED'])

  const { owner: stranger } = await stage.shop('Toko Lain')
  assert.deepEqual(await take(stranger, 'GET', '/api/templates/blocked'), [])
})
