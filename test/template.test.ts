import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Loose, until } from './rig.ts'
import { type Shop, take } from './stage.ts'
import { node, shareStage, tell } from './template-stage.ts'

const names = (refs: Loose[]) => refs.map(({ name }) => name)

const stage = await shareStage()

test('a synchronisation reads every page and says what is new, changed and gone', async () => {
  const { owner } = await stage.shop('Toko Halaman')
  const { templates } = stage.graph
  templates.push(node('kabar_1'), node('kabar_2'), node('kabar_3'), node('kabar_4'), node('kabar_5'), {})
  const first = await take(owner, 'POST', '/api/templates/sync', {})
  assert.deepEqual(names(first.added), ['kabar_1', 'kabar_2', 'kabar_3', 'kabar_4', 'kabar_5'])
  assert.deepEqual(first.unread, ['template has no id'])
  templates[1] = node('kabar_2', { status: 'PAUSED', quality_score: { score: 'RED' } })
  templates.splice(3, 1)
  templates.push(node('kabar_6'))
  const second = await take(owner, 'POST', '/api/templates/sync', {})
  assert.deepEqual(names(second.added), ['kabar_6'])
  assert.deepEqual(names(second.gone), ['kabar_4'])
  assert.deepEqual(
    second.changed.map(({ name, what }: Loose) => [name, what]),
    [['kabar_2', ['status', 'quality']]],
  )
  const page = await take(owner, 'GET', '/api/templates?limit=4')
  const rest = await take(owner, 'GET', `/api/templates?limit=4&cursor=${page.cursor}`)
  assert.deepEqual(
    [...page.items, ...rest.items].map(({ name, status }: Loose) => `${name} ${status}`),
    [
      'kabar_1 APPROVED',
      'kabar_2 PAUSED',
      'kabar_3 APPROVED',
      'kabar_4 DELETED',
      'kabar_5 APPROVED',
      'kabar_6 APPROVED',
    ],
  )
  assert.equal(rest.cursor, null)
  const red = await take(owner, 'GET', '/api/templates?status=PAUSED&category=UTILITY')
  assert.deepEqual(names(red.items), ['kabar_2'])
  const spoken = await take(owner, 'GET', '/api/templates?search=Kabar%206')
  assert.deepEqual(names(spoken.items), ['kabar_6'], 'a name is found as people say it')
})

test('a draft written before Meta had a template of that name becomes a change of it', async () => {
  const { owner } = await stage.shop('Toko Draf')
  const template = {
    name: 'kabar_1',
    language: 'id',
    category: 'UTILITY',
    body: { text: 'Tulisan sendiri.' },
  }
  const draft = await take(owner, 'POST', '/api/templates', { template })
  const again = await owner.call('POST', '/api/templates', { template })
  assert.deepEqual([again.status, again.body.code], [409, 'template-exists'])
  stage.graph.templates.push(node('kabar_1'))
  await take(owner, 'POST', '/api/templates/sync', {})
  const found = await take(owner, 'GET', `/api/templates/${draft.id}`)
  assert.equal(found.status, 'APPROVED')
  assert.equal(found.template.body.text, 'Pesanan Anda sudah siap di toko.')
  assert.equal(found.draft.body.text, 'Tulisan sendiri.')
  const back = await take(owner, 'POST', `/api/templates/${draft.id}/discard`, { revision: found.revision })
  assert.equal(back.draft, null)
})

test('webhooks about quality, category and state take effect at once; another account’s do not', async () => {
  const shop = await stage.shop('Toko Kabar')
  const { owner } = shop
  stage.graph.templates.push(node('kabar_1'))
  const [{ id }] = (await take(owner, 'POST', '/api/templates/sync', {})).added
  const about = { message_template_id: 91, message_template_name: 'kabar_1', message_template_language: 'id' }
  const say = (field: string, value: Loose, from: Shop = shop) =>
    tell(stage.rig.url, from, field, { ...about, ...value })
  const when = (what: string, is: (one: Loose) => boolean) =>
    until(what, async () => {
      const one = await take(owner, 'GET', `/api/templates/${id}`)
      return is(one) && one
    })
  await say('message_template_status_update', { event: 'DISABLED' }, { ...shop, wabaId: '1' })
  await say('message_template_quality_update', {
    previous_quality_score: 'GREEN',
    new_quality_score: 'YELLOW',
  })
  const yellow = await when('the quality is yellow', ({ quality }) => quality === 'YELLOW')
  assert.equal(yellow.status, 'APPROVED', 'what another account said before changed nothing')
  await say('template_category_update', { previous_category: 'UTILITY', new_category: 'MARKETING' })
  await when('it is marketing', ({ category }) => category === 'MARKETING')
  await say('message_template_status_update', {
    event: 'PAUSED',
    other_info: { title: 'FIRST_PAUSE', description: 'This template was paused for 3 hours.' },
  })
  const paused = await when('it is paused', ({ status }) => status === 'PAUSED')
  assert.ok(paused.pausedUntil > Date.now() && paused.pausedUntil < Date.now() + 3 * 3_600_000 + 60_000)
  assert.equal(paused.details, 'This template was paused for 3 hours.')
  const raw = await stage.rows('select count(*)::int as many from webhook_event where workspace_id = $1', [
    shop.workspaceId,
  ])
  assert.ok(raw[0].many >= 4, 'every webhook is kept as it came')
  const left = await stage.rows('select 1 from account_inbox where workspace_id = $1', [shop.workspaceId])
  assert.deepEqual(left, [])
})

test('an approved template is edited once a day, and only after our own rules', async () => {
  const { owner } = await stage.shop('Toko Ubah')
  stage.graph.templates.push(node('kabar_1'))
  const [{ id }] = (await take(owner, 'POST', '/api/templates/sync', {})).added
  const change = async (text: string, category = 'MARKETING') => {
    const { revision, template } = await take(owner, 'GET', `/api/templates/${id}`)
    const saved = await take(owner, 'PUT', `/api/templates/${id}`, {
      template: { ...template, name: 'nama_lain', category, body: { text } },
      revision,
    })
    return await owner.call('POST', `/api/templates/${id}/submit`, { revision: saved.revision })
  }
  assert.equal((await change('')).body.code, 'template-invalid')
  const edited = await change('Pesanan Anda sudah siap di toko, silakan diambil.')
  assert.equal(edited.status, 200, JSON.stringify(edited.body))
  assert.deepEqual([edited.body.name, edited.body.category, edited.body.editsUsed], ['kabar_1', 'UTILITY', 1])
  assert.ok(stage.graph.calls.includes('POST /v25.0/91'))
  await stage.rows(`update template set status = 'APPROVED' where id = $1`, [id])
  const again = await change('Pesanan Anda sudah siap di toko, silakan diambil hari ini.')
  assert.deepEqual([again.status, again.body.code], [422, 'template-edit-day'])
  assert.match(again.body.detail, /dalam 24 jam\. Coba lagi dalam 24 jam/)
})

test('an account that comes back with a new channel keeps its templates once they are read again', async () => {
  const shop = await stage.shop('Toko Kembali')
  const { owner } = shop
  stage.graph.templates.push(node('kabar_1'))
  await take(owner, 'POST', '/api/templates/sync', {})
  await shop.hear('6281100000009', 'halo')
  const chat = await shop.chatOf('6281100000009')
  const send = (name: string) =>
    owner.call('POST', `/api/chats/${chat.id}/messages`, {
      draft: { kind: 'template', name, language: 'id' },
    })
  assert.equal((await send('kabar_9')).body.code, 'template-missing')
  await take(owner, 'POST', '/api/channel/disconnect', { confirm: 'PUTUSKAN' })
  const { wabaId, graphId, token, appSecret, verifyToken } = shop
  await take(owner, 'POST', '/api/channel', {
    ...{ name: 'Kembali', graphUrl: stage.graph.url, wabaId, phoneNumberId: graphId },
    ...{ token, appSecret, verifyToken },
  })
  const report = await take(owner, 'POST', '/api/templates/sync', {})
  assert.deepEqual([report.added, report.changed, report.gone], [[], [], []])
  const sent = await send('kabar_1')
  assert.equal(sent.status, 200, JSON.stringify(sent.body))
  assert.equal(sent.body.draft.shown, 'Pesanan Anda sudah siap di toko.')
  assert.equal((await send('kabar_9')).body.code, 'template-missing')
})

test('what Meta refuses stays a draft, with Meta’s own reason', async () => {
  const { owner, token } = await stage.shop('Toko Tolak')
  const body = { text: 'Pesanan Anda sudah siap di toko.' }
  const template = { name: 'kabar_1', language: 'id', category: 'UTILITY', body }
  const draft = await take(owner, 'POST', '/api/templates', { template })
  const submit = () => owner.call('POST', `/api/templates/${draft.id}/submit`, { revision: draft.revision })
  stage.graph.refuse(token)
  const no = await submit()
  assert.deepEqual([no.status, no.body.code, no.body.details.code], [422, 'graph-refused', 190])
  assert.match(no.body.detail, /Invalid OAuth access token/)
  const sync = await owner.call('POST', '/api/templates/sync', {})
  assert.equal(sync.body.code, 'graph-refused', 'a list that could not be read says so, and loses nothing')
  assert.equal((await take(owner, 'GET', `/api/templates/${draft.id}`)).status, 'DRAFT')
  stage.graph.forgive(token)
  stage.graph.lose('nameless')
  assert.equal((await submit()).body.code, 'graph-odd', 'an answer that names no template is no success')
})

test('a submission whose answer never came is looked up by itself, and never made twice', async () => {
  const { owner } = await stage.shop('Toko Putus')
  const draftOf = (name: string) => {
    const body = { text: `Pesanan Anda sudah siap di toko, dikabari lewat ${name}.` }
    return take(owner, 'POST', '/api/templates', {
      template: { name, language: 'id', category: 'UTILITY', body },
    })
  }
  const submit = ({ id, revision }: Loose) => owner.call('POST', `/api/templates/${id}/submit`, { revision })
  const when = (id: string, what: string, is: (one: Loose) => boolean) =>
    until(what, async () => {
      const one = await take(owner, 'GET', `/api/templates/${id}`)
      return is(one) && one
    })

  const taken = await draftOf('kabar_sampai')
  stage.graph.lose('taken')
  const no = await submit(taken)
  assert.deepEqual([no.status, no.body.code], [409, 'template-unanswered'])
  const found = await when(taken.id, 'Meta was asked', ({ status }) => status === 'PENDING')
  assert.deepEqual([found.unansweredSince, found.lost], [null, false])
  assert.match(found.metaId, /^8/)

  const dropped = await draftOf('kabar_hilang')
  stage.graph.lose('dropped')
  assert.equal((await submit(dropped)).body.code, 'template-unanswered')
  const open = await take(owner, 'GET', `/api/templates/${dropped.id}`)
  assert.ok(open.unansweredSince > 0, 'the list says that the answer is missing')
  assert.equal((await submit(open)).body.code, 'template-unanswered', 'and nothing is submitted twice')
  await stage.rows(`update template set asked_at = now() - interval '3 minutes' where id = $1`, [dropped.id])
  await take(owner, 'POST', '/api/templates/sync', {})
  const lost = await take(owner, 'GET', `/api/templates/${dropped.id}`)
  assert.deepEqual([lost.status, lost.unansweredSince, lost.lost], ['DRAFT', null, true])
  assert.equal((await submit(lost)).body.status, 'PENDING')
  assert.equal(stage.graph.handed.length, 3)
})

test('an edit whose answer never came counts once Meta shows it', async () => {
  const { owner } = await stage.shop('Toko Sunting')
  stage.graph.templates.push(node('kabar_1'))
  const [{ id }] = (await take(owner, 'POST', '/api/templates/sync', {})).added
  const { revision, template } = await take(owner, 'GET', `/api/templates/${id}`)
  const text = 'Pesanan Anda sudah siap di toko, silakan diambil.'
  const draft = { ...template, body: { text } }
  await take(owner, 'PUT', `/api/templates/${id}`, { template: draft, revision })
  await stage.rows(`update template set asked_at = now() where id = $1`, [id]) // as a process that died while it asked
  await take(owner, 'POST', '/api/templates/sync', {})
  const open = await take(owner, 'GET', `/api/templates/${id}`)
  assert.ok(open.unansweredSince > 0, 'what Meta still has as it was may yet change')
  stage.graph.templates[0] = node('kabar_1', { status: 'PENDING', components: [{ type: 'BODY', text }] })
  await take(owner, 'POST', '/api/templates/sync', {})
  const edited = await take(owner, 'GET', `/api/templates/${id}`)
  assert.deepEqual([edited.unansweredSince, edited.draft, edited.editsUsed], [null, null, 1])
  assert.equal(edited.template.body.text, text)
})

test('what a former account said of a template is no law for the account that came after it', async () => {
  const shop = await stage.shop('Toko Pindah Akun')
  const { owner, graphId, appSecret, verifyToken, token } = shop
  stage.graph.templates.push(node('kabar_1', { status: 'PAUSED' }))
  await take(owner, 'POST', '/api/templates/sync', {})
  const contact = '6281100000077'
  await shop.hear(contact, 'halo')
  const chat = await shop.chatOf(contact)
  const draft = { kind: 'template', name: 'kabar_1', language: 'id', body: [] }
  const send = () => owner.call('POST', `/api/chats/${chat.id}/messages`, { draft })
  assert.equal((await send()).body.code, 'template-paused')
  await take(owner, 'POST', '/api/channel/disconnect', { confirm: 'PUTUSKAN' })
  const form = {
    graphUrl: stage.graph.url,
    wabaId: '20019999999',
    phoneNumberId: graphId,
    token,
    appSecret,
    verifyToken,
  }
  stage.graph.templates.splice(0, 1, node('kabar_1'))
  stage.graph.say('GET /v25.0/20019999999/message_templates', { status: 503, body: {} })
  await take(owner, 'POST', '/api/channel', form)
  const sent = await send()
  assert.equal(sent.status, 200, `the new account’s own is not paused: ${JSON.stringify(sent.body)}`)
  await until('the new account’s templates are asked for', async () =>
    stage.graph.calls.some((call) => call.startsWith('GET /v25.0/20019999999/message_templates')),
  )
  stage.graph.say('GET /v25.0/20019999999/message_templates', null)
  await until('after Meta’s bad minute they are read without anybody asking', async () => {
    const { items } = await take(owner, 'GET', '/api/templates')
    return items.some(({ name, status }: Loose) => name === 'kabar_1' && status === 'APPROVED')
  })
})

test('what Meta would refuse because of the account’s other templates is said before anything is submitted', async () => {
  const { owner } = await stage.shop('Toko Sesama')
  stage.graph.templates.push(
    node('kabar_1'),
    node('kabar_2', { components: [{ type: 'BODY', text: 'Buka pukul 9 pagi.' }] }),
  )
  const { added } = await take(owner, 'POST', '/api/templates/sync', {})
  const gone = added.find(({ name }: Loose) => name === 'kabar_1')
  await take(owner, 'DELETE', `/api/templates/${gone.id}`)
  const submit = async (name: string, text: string) => {
    const template = { name, language: 'id', category: 'UTILITY', body: { text } }
    const { id, revision } = await take(owner, 'POST', '/api/templates', { template })
    return await owner.call('POST', `/api/templates/${id}/submit`, { revision })
  }
  const blocked = await submit('kabar_1', 'Pesanan Anda sedang dikemas.')
  assert.equal(blocked.status, 422, JSON.stringify(blocked.body))
  assert.match(blocked.body.detail, /baru saja dihapus; Meta menahannya 30 hari, masih 30 hari lagi/)
  const repeated = await submit('kabar_3', 'Buka pukul 9 pagi.')
  assert.match(repeated.body.detail, /sama dengan template kabar_2/)
  assert.equal(stage.graph.handed.length, 0)
  assert.equal((await submit('kabar_4', 'Buka pukul 10 pagi.')).status, 200)
})

test('what a colleague writes while Meta decides stays as a draft, and an edit counts beside another', async () => {
  const shop = await stage.shop('Toko Berdua')
  const { owner } = shop
  stage.graph.templates.push(node('kabar_1'))
  const [{ id }] = (await take(owner, 'POST', '/api/templates/sync', {})).added
  const first = await take(owner, 'GET', `/api/templates/${id}`)
  const write = async (text: string) => {
    const { revision } = await take(owner, 'GET', `/api/templates/${id}`)
    const template = { ...first.template, body: { text } }
    return await take(owner, 'PUT', `/api/templates/${id}`, { template, revision })
  }
  const mine = await write('Pesanan Anda sudah siap, silakan diambil.')
  const call = stage.graph.hold('silakan diambil')
  const submitted = take(owner, 'POST', `/api/templates/${id}/submit`, { revision: mine.revision })
  await call.taken
  await write('Tulisan rekan.')
  const earlier = Date.now() - 60_000
  await stage.rows(`update template set stood_at = now(), status = 'REJECTED', edits = $2 where id = $1`, [
    id,
    JSON.stringify([earlier]),
  ])
  stage.graph.letGo('silakan diambil')
  await submitted
  const after = await take(owner, 'GET', `/api/templates/${id}`)
  assert.deepEqual([after.draft?.body.text, after.status], ['Tulisan rekan.', 'REJECTED'])
  assert.equal(after.editsUsed, 2)
})
