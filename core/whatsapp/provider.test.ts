import assert from 'node:assert/strict'
import { test } from 'node:test'
import { enveloped, hear, mediumPlace, speak } from '#core/whatsapp/provider.ts'

const PLACE = { base: 'https://waba.example', version: 'v25.0', token: 'kunci' }
const get = (path: string) => ({ method: 'GET', path })
const post = (path: string, body?: string) => ({
  method: 'POST',
  path,
  ...(body === undefined ? {} : { body }),
})

test('Meta hears Graph as it is: version and ids in the path, the token as bearer', () => {
  assert.deepEqual(speak('meta', PLACE, post('30010/messages', '{}')), {
    url: 'https://waba.example/v25.0/30010/messages',
    headers: { authorization: 'Bearer kunci' },
    body: '{}',
  })
})

const SPOKEN: readonly (readonly [ReturnType<typeof post>, string])[] = [
  [post('30010/messages', '{}'), 'messages'],
  [post('30010/media'), 'media'],
  [get('1234567890?fields=url%2Cmime_type'), '1234567890'],
  [
    get('30010/whatsapp_business_profile?fields=about%2Cemail'),
    'whatsapp_business_profile?fields=about,email',
  ],
  [get('20010/message_templates?fields=id&limit=50&after=100'), 'v1/configs/templates?limit=50&offset=100'],
  [post('20010/message_templates', '{}'), 'v1/configs/templates'],
  [
    { method: 'DELETE', path: '20010/message_templates?name=promo_kopi&hsm_id=5' },
    'v1/configs/templates/promo_kopi',
  ],
  [post('20010/subscribed_apps', '{"override_callback_uri":"https://x.example"}'), 'v1/configs/webhook'],
  [get('20010/subscribed_apps'), 'v1/configs/webhook'],
  [get('debug_token?input_token=rahasia'), 'health_status'],
  [get('20010?fields=id%2Cname'), 'health_status'],
  [
    get('30010?fields=id%2Cdisplay_phone_number'),
    'health_status?fields=health_status,id,display_phone_number',
  ],
]
for (const [asking, path] of SPOKEN) {
  test(`360dialog hears ${asking.method} ${asking.path} at /${path}, with its key and no ids`, () => {
    const spoken = speak('360dialog', PLACE, asking)
    assert.equal(spoken?.url, `https://waba.example/${path}`)
    assert.deepEqual(spoken?.headers, { 'd360-api-key': 'kunci' })
  })
}

test('360dialog has nothing for numbers of one’s own, registration, uploads of the app, and single templates', () => {
  for (const asking of [
    post('20010/phone_numbers', '{}'),
    post('30010/register', '{}'),
    post('30010', '{"pin":"123456"}'),
    post('40010/uploads'),
    get('50010?fields=id%2Cname%2Ccomponents'),
    post('50010', '{}'),
  ]) {
    assert.equal(speak('360dialog', PLACE, asking), null, asking.path)
  }
})

test('a webhook is registered by its address alone', () => {
  const body = JSON.stringify({ override_callback_uri: 'https://kami.example/x', verify_token: 'v' })
  assert.equal(
    speak('360dialog', PLACE, post('20010/subscribed_apps', body))?.body,
    '{"url":"https://kami.example/x"}',
  )
})

test('what 360dialog answers is heard in Graph’s words', () => {
  const heard = (path: string, body: unknown, status = 200) =>
    hear('360dialog', get(path), { status, body }).body
  const health = {
    id: '30010',
    display_phone_number: '+62 811',
    health_status: {
      entities: [
        { entity_type: 'PHONE_NUMBER', id: '30010' },
        { entity_type: 'WABA', id: '20010' },
      ],
    },
  }
  assert.deepEqual(heard('20010/phone_numbers?fields=id', health), { data: [{ ...health, id: '30010' }] })
  assert.deepEqual(heard('20010?fields=id%2Cname', health), { id: '20010', name: '' })
  assert.match(JSON.stringify(heard('20011?fields=id%2Cname', health)), /"code":100.*20010/)
  assert.match(JSON.stringify(heard('debug_token?input_token=k', health)), /"is_valid":true/)
  assert.deepEqual(heard('20010/subscribed_apps', { url: 'https://x.example' }), {
    data: [{ override_callback_uri: 'https://x.example' }],
  })
  const wrong = { meta: { success: false, http_code: 401, developer_message: 'Invalid api key' } }
  assert.deepEqual(heard('20010/subscribed_apps', wrong, 401), {
    error: { code: 190, message: 'Invalid api key' },
  })
  assert.deepEqual(heard('debug_token?input_token=k', wrong, 401), {
    data: { is_valid: false, scopes: [], error: { message: 'Invalid api key' } },
  })
  const graphs = { error: { code: 131047, message: 'Re-engagement message' } }
  assert.deepEqual(heard('30010/messages', graphs, 400), graphs, 'Meta’s own errors are handed through')
})

test('templates are paged by offset, named by Meta’s id, and their states are in capitals', () => {
  const page = {
    waba_templates: [{ id: 'd1', external_id: '50010', name: 'a', status: 'approved', category: 'utility' }],
    count: 1,
    total: 3,
  }
  const heard = (path: string) => hear('360dialog', get(path), { status: 200, body: page }).body
  assert.deepEqual(heard('20010/message_templates?limit=1&after=1'), {
    data: [{ id: '50010', external_id: '50010', name: 'a', status: 'APPROVED', category: 'UTILITY' }],
    paging: { cursors: { after: '2' }, next: 'offset' },
  })
  assert.doesNotMatch(JSON.stringify(heard('20010/message_templates?limit=1&after=2')), /next/)
})

test('media of 360dialog are fetched under its own host, and only Meta’s address is changed', () => {
  const url = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1'
  assert.equal(
    mediumPlace('360dialog', 'https://waba.example', url),
    'https://waba.example/whatsapp_business/attachments/?mid=1',
  )
  assert.equal(mediumPlace('meta', 'https://waba.example', url), url)
  const other = 'https://lookaside.fbsbx.com.jahat.example/x'
  assert.equal(mediumPlace('360dialog', 'https://waba.example', other), other)
})

test('360dialog’s older webhook without an envelope belongs to the number of the key', () => {
  const account = { wabaId: '20010', numberId: '30010' }
  const bare = { messages: [{ id: 'x' }] }
  assert.match(
    JSON.stringify(enveloped('360dialog', bare, account)),
    /"id":"20010".*"phone_number_id":"30010"/,
  )
  const whole = { object: 'whatsapp_business_account', entry: [] }
  assert.equal(enveloped('360dialog', whole, account), whole)
  assert.equal(enveloped('meta', bare, account), bare)
})
