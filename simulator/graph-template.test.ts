import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openRig } from '#simulator/rig.ts'
import { objectOf, objectsOf } from '#simulator/wire.ts'

test('a template is edited into another format, keeps its time to live, and shows its sample by an address that is no sample', async (t) => {
  const rig = await openRig()
  t.after(() => rig.close())
  const at = `${rig.world.wabaId}/message_templates`
  const picture = (handle: string) => ({
    type: 'HEADER',
    format: 'IMAGE',
    example: { header_handle: [handle] },
  })
  const base = { name: 'bergambar', language: 'id', category: 'MARKETING', message_send_ttl_seconds: 43_200 }
  const text = { type: 'BODY', text: 'Halo {{1}}, ada kopi baru.', example: { body_text: [['Dewi']] } }
  const made = await rig.graph('POST', at, { ...base, components: [picture('4::aW1hZ2U='), text] })
  assert.equal(made.status, 200, JSON.stringify(made.body))
  await rig.control('PATCH', `/templates/${made.body.id}`, { status: 'REJECTED' })
  const read = async () =>
    (await rig.graph('GET', `${made.body.id}?fields=components,message_send_ttl_seconds,parameter_format`))
      .body
  const shown = await read()
  assert.equal(shown.message_send_ttl_seconds, 43_200)
  const [header] = objectsOf(shown.components)
  const [address] = objectOf(header?.example).header_handle as string[]
  assert.match(address ?? '', /^https?:/)
  const again = await rig.graph('POST', `${made.body.id}`, { components: [picture(address ?? ''), text] })
  assert.deepEqual([again.status, objectOf(again.body.error).error_subcode], [400, 2388047])
  const named = {
    type: 'BODY',
    text: 'Halo {{nama}}, ada kopi baru.',
    example: { body_text_named_params: [{ param_name: 'nama', example: 'Dewi' }] },
  }
  const edit = { parameter_format: 'NAMED', components: [picture('4::aW1hZ2U='), named] }
  assert.deepEqual((await rig.graph('POST', `${made.body.id}`, edit)).body, { success: true })
  assert.equal((await read()).parameter_format, 'NAMED')
})

test('with a reason for it the review rejects after its delay, and an edit is reviewed anew', async (t) => {
  const rig = await openRig()
  t.after(() => rig.close())
  await rig.control('PATCH', '', { reviewAfter: 3_600_000, reviewReason: 'PROMOTIONAL' })
  const components = [{ type: 'BODY', text: 'Kopi baru sudah ada di toko.' }]
  const made = await rig.graph('POST', `${rig.world.wabaId}/message_templates`, {
    ...{ name: 'kopi_baru', language: 'id', category: 'UTILITY' },
    components,
  })
  const read = async () => (await rig.graph('GET', `${made.body.id}?fields=status,rejected_reason`)).body
  assert.equal((await read()).status, 'PENDING')
  await rig.control('POST', '/clock', { advance: 3_600_000 })
  const { status, rejected_reason: reason } = await read()
  assert.deepEqual([status, reason], ['REJECTED', 'PROMOTIONAL'])
  await rig.receiver.until(
    (post) => post.raw.includes('"event":"REJECTED"') && post.raw.includes('PROMOTIONAL'),
  )
  await rig.control('PATCH', '', { reviewReason: 'NONE' })
  await rig.graph('POST', `${made.body.id}`, { components })
  await rig.control('POST', '/clock', { advance: 3_600_000 })
  const after = await read()
  assert.deepEqual([after.status, after.rejected_reason], ['APPROVED', 'NONE'])
})

test('every field and every webhook field of Meta’s reference may be asked for', async (t) => {
  const rig = await openRig()
  t.after(rig.close)
  const { wabaId, appId, appSecret, verifyToken } = rig.world
  const number = 'id,display_phone_number,name_status,quality_score,conversational_automation,username'
  const account = 'id,on_behalf_of_business_info,marketing_messages_onboarding_status,is_enabled_for_insights'
  for (const path of [`${wabaId}/phone_numbers?fields=${number}`, `${wabaId}?fields=${account}`]) {
    assert.equal((await rig.graph('GET', path)).status, 200, path)
  }
  const fields = 'messages,message_echoes,business_username_update,group_lifecycle_update,tracking_events'
  const subscribed = await fetch(`${rig.world.graphUrl}/v25.0/${appId}/subscriptions`, {
    method: 'POST',
    body: new URLSearchParams({
      access_token: `${appId}|${appSecret}`,
      object: 'whatsapp_business_account',
      callback_url: rig.receiver.url,
      verify_token: verifyToken,
      fields,
    }),
  })
  assert.equal(subscribed.status, 200)
})

test('webhook fields may come as a list; only the app itself subscribes, and a lost token opens nothing of it', async (t) => {
  const rig = await openRig()
  t.after(rig.close)
  const { appId, appSecret, verifyToken } = rig.world
  const wish = {
    object: 'whatsapp_business_account',
    callback_url: rig.receiver.url,
    verify_token: verifyToken,
  }
  const subscribe = (more: object) => rig.graph('POST', `${appId}/subscriptions`, { ...wish, ...more })
  const stranger = await subscribe({ fields: ['messages'] })
  assert.deepEqual([stranger.status, objectOf(stranger.body.error).code], [400, 15])
  const asked = `client_id=${appId}&client_secret=${appSecret}&grant_type=client_credentials`
  const given = await fetch(`${rig.world.graphUrl}/oauth/access_token?${asked}`)
  const { access_token } = objectOf(await given.json())
  const app = await fetch(`${rig.world.graphUrl}/v25.0/${appId}/subscriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...wish, fields: ['messages', 'user_preferences'] }),
  })
  assert.equal(app.status, 200)
  const shown = await fetch(
    `${rig.world.graphUrl}/v25.0/${appId}/subscriptions?access_token=${appId}|${appSecret}`,
  )
  const [one] = objectsOf(objectOf(await shown.json()).data)
  assert.deepEqual(
    objectsOf(one?.fields).map(({ name }) => name),
    ['messages', 'user_preferences'],
  )
  await rig.control('PATCH', '', { token: { revoked: true } })
  const upload = await rig.graph('POST', `${appId}/uploads?file_length=1&file_type=image/png`)
  assert.equal(objectOf(upload.body.error).code, 190)
})

test('a code comes with Meta’s own sentences, in the language of its template', async (t) => {
  const rig = await openRig()
  t.after(rig.close)
  await rig.control('PATCH', '', { reviewAfter: 0 })
  const [customer] = rig.world.customers
  const parameters = [{ type: 'text', text: '123456' }]
  const shown = async (language: string) => {
    await rig.graph('POST', `${rig.world.wabaId}/message_templates`, {
      name: 'kode',
      language,
      category: 'AUTHENTICATION',
      components: [
        { type: 'BODY', add_security_recommendation: true },
        { type: 'FOOTER', code_expiration_minutes: 5 },
        { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
      ],
    })
    const sent = await rig.graph('POST', `${rig.world.numbers[1]?.id}/messages`, {
      messaging_product: 'whatsapp',
      to: `+${customer?.waId}`,
      type: 'template',
      template: {
        name: 'kode',
        language: { code: language },
        components: [
          { type: 'body', parameters },
          { type: 'button', sub_type: 'url', index: '0', parameters },
        ],
      },
    })
    assert.equal(sent.status, 200, JSON.stringify(sent.body))
    const { content } = (await rig.thread()).bubbles.at(-1) ?? {}
    return [content?.text, content?.footer, content?.buttons[0]?.title]
  }
  assert.deepEqual(await shown('en'), [
    '123456 is your verification code. For your security, do not share this code.',
    'This code expires in 5 minutes.',
    'Copy code',
  ])
  assert.deepEqual(await shown('id'), [
    '123456 adalah kode verifikasi Anda. Demi keamanan, jangan bagikan kode ini.',
    'Kode ini kedaluwarsa dalam 5 menit.',
    'Salin kode',
  ])
})

test('numbers are filtered by a field, and one registers ten times in 72 hours at most', async (t) => {
  const rig = await openRig()
  t.after(rig.close)
  const [testNumber, real] = rig.world.numbers
  const filtering = [{ field: 'account_mode', operator: 'EQUAL', value: 'SANDBOX' }]
  const query = `fields=id&filtering=${encodeURIComponent(JSON.stringify(filtering))}`
  const listed = await rig.graph('GET', `${rig.world.wabaId}/phone_numbers?${query}`)
  assert.deepEqual(listed.body.data, [{ id: testNumber?.id }])
  const register = async () => {
    const body = { messaging_product: 'whatsapp', pin: '123456' }
    const answer = await rig.graph('POST', `${real?.id}/register`, body)
    return objectOf(answer.body.error).code ?? answer.status
  }
  for (let time = 0; time < 10; time++) assert.equal(await register(), 200)
  assert.equal(await register(), 133016)
  await rig.control('POST', '/clock', { advance: 72 * 3_600_000 + 1000 })
  assert.equal(await register(), 200)
})

test('the next page has the fields and the filter of the first; several templates go by id, or none of them', async (t) => {
  const rig = await openRig()
  t.after(rig.close)
  const path = `${rig.world.wabaId}/message_templates`
  const first = await rig.graph('GET', `${path}?fields=name,rejected_reason&status=APPROVED&limit=1`)
  const next = String(objectOf(first.body.paging).next)
  const headers = { authorization: `Bearer ${rig.world.token}` }
  const second = objectOf(await (await fetch(next, { headers })).json())
  assert.deepEqual(Object.keys(objectsOf(second.data)[0] ?? {}), ['name', 'rejected_reason', 'id'])
  const ids = [...objectsOf(first.body.data), ...objectsOf(second.data)].map(({ id }) => String(id))
  const gone = (list: readonly string[]) =>
    rig.graph('DELETE', `${path}?hsm_ids=${encodeURIComponent(JSON.stringify(list))}`)
  assert.equal((await gone([...ids, '1'])).status, 400)
  assert.deepEqual((await gone(ids)).body, { success: true })
  const left = objectsOf((await rig.graph('GET', path)).body.data)
  assert.ok(left.length > 0 && !left.some(({ id }) => ids.includes(String(id))))
})

test('a named parameter is given once, and every name of the template is given', async (t) => {
  const rig = await openRig()
  t.after(rig.close)
  const text = 'Halo {{nama}}, pesanan {{nomor}} sudah siap diambil.'
  const examples = [
    { param_name: 'nama', example: 'Dewi' },
    { param_name: 'nomor', example: 'KS-1' },
  ]
  await rig.control('PATCH', '', { reviewAfter: 0 })
  const created = await rig.graph('POST', `${rig.world.wabaId}/message_templates`, {
    name: 'siap_diambil',
    language: 'id',
    category: 'UTILITY',
    parameter_format: 'NAMED',
    components: [{ type: 'BODY', text, example: { body_text_named_params: examples } }],
  })
  assert.equal(created.status, 200)
  const [customer] = rig.world.customers
  const parameter = { type: 'text', parameter_name: 'nama', text: 'Dewi' }
  const sent = await rig.graph('POST', `${rig.world.numbers[1]?.id}/messages`, {
    messaging_product: 'whatsapp',
    to: `+${customer?.waId}`,
    type: 'template',
    template: {
      name: 'siap_diambil',
      language: { code: 'id' },
      components: [{ type: 'body', parameters: [parameter, parameter] }],
    },
  })
  assert.equal(objectOf(sent.body.error).code, 132018)
})
