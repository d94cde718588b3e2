import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { openReceiver, openRig, type Rig, updatesIn, wamidOf } from '#simulator/rig.ts'
import { objectOf, objectsOf, textOf, type Wire } from '#simulator/wire.ts'

let rig: Rig
before(async () => {
  rig = await openRig()
})
after(() => rig.close())

const at = (path: string) => `${rig.world.graphUrl}/${path}`
const bearer = () => ({ authorization: `Bearer ${rig.world.token}` })
const errorIn = (body: Wire) => objectOf(body.error)
const number = (index = 1) => rig.world.numbers[index]?.id ?? ''
const jsonOf = async (answer: Response) => objectOf(await answer.json())

const VERSIONS: readonly [path: string, status: number, answeredAs: string][] = [
  ['', 200, 'v25.0'],
  ['v13.0/', 200, 'v13.0'],
  ['v22.0/', 200, 'v22.0'],
  ['v26.0/', 200, 'v26.0'],
  ['v12.0/', 400, 'v25.0'],
  ['v99.0/', 400, 'v25.0'],
]
for (const [path, status, answeredAs] of VERSIONS) {
  test(`a call of version "${path}" is answered with ${status} by ${answeredAs}`, async () => {
    const answer = await fetch(at(`${path}${rig.world.wabaId}`), { headers: bearer() })
    assert.deepEqual([answer.status, answer.headers.get('facebook-api-version')], [status, answeredAs])
  })
}

test('the token may come as Bearer, OAuth, query or body', async () => {
  const { token, wabaId } = rig.world
  const read: [string, RequestInit][] = [
    [wabaId, { headers: { authorization: `OAuth ${token}` } }],
    [`${wabaId}?access_token=${token}`, {}],
  ]
  for (const [path, init] of read) assert.equal((await fetch(at(path), init)).status, 200, path)
  const form = new URLSearchParams({ access_token: token, messaging_product: 'whatsapp', about: 'Kopi' })
  const written = await fetch(at(`${number()}/whatsapp_business_profile`), { method: 'POST', body: form })
  assert.deepEqual(await written.json(), { success: true })
})

test('without a token, or with an unknown one, the answer is 401 with code 190', async () => {
  for (const headers of [{}, { authorization: 'Bearer EAAwrong' }]) {
    const answer = await fetch(at(rig.world.wabaId), { headers })
    assert.equal(answer.status, 401)
    const error = errorIn(await jsonOf(answer))
    assert.deepEqual([error.code, error.type, typeof error.fbtrace_id], [190, 'OAuthException', 'string'])
  }
})

test('an unknown node is 100 with subcode 33, an unknown field is named', async () => {
  const unknown = await rig.graph('GET', '999999999')
  assert.deepEqual(
    [unknown.status, errorIn(unknown.body).code, errorIn(unknown.body).error_subcode],
    [400, 100, 33],
  )
  const field = await rig.graph('GET', `${number()}?fields=id,nonsense`)
  assert.match(textOf(errorIn(field.body).message), /Tried accessing nonexisting field \(nonsense\)/)
})

test('a wrong appsecret_proof is refused, the right one is not', async () => {
  const proof = createHmac('sha256', rig.world.appSecret).update(rig.world.token).digest('hex')
  assert.equal((await rig.graph('GET', `${rig.world.wabaId}?appsecret_proof=${proof}`)).status, 200)
  assert.equal((await rig.graph('GET', `${rig.world.wabaId}?appsecret_proof=00`)).status, 400)
})

test('debug_token tells which account the token opens', async () => {
  const { appId, appSecret, token, wabaId } = rig.world
  const answer = await fetch(at(`debug_token?input_token=${token}`), {
    headers: { authorization: `Bearer ${appId}|${appSecret}` },
  })
  const data = objectOf((await jsonOf(answer)).data)
  assert.equal(data.is_valid, true)
  assert.deepEqual(objectsOf(data.granular_scopes)[0]?.target_ids, [wabaId])
  const wrong = await rig.graph('GET', 'debug_token?input_token=nonsense')
  assert.equal(objectOf(wrong.body.data).is_valid, false)
})

test('an account, its business and its numbers are found from the token', async () => {
  const { wabaId, businessId } = rig.world
  const owned = await rig.graph('GET', `${businessId}/owned_whatsapp_business_accounts`)
  assert.equal(objectsOf(owned.body.data)[0]?.id, wabaId)
  const account = await rig.graph('GET', `${wabaId}?fields=id,name,account_review_status`)
  assert.deepEqual(Object.keys(account.body).sort(), ['account_review_status', 'id', 'name'])
  const numbers = await rig.graph(
    'GET',
    `${wabaId}/phone_numbers?fields=id,display_phone_number,status,account_mode`,
  )
  assert.deepEqual(
    objectsOf(numbers.body.data).map((one) => [one.account_mode, one.status]),
    [
      ['SANDBOX', 'CONNECTED'],
      ['LIVE', 'CONNECTED'],
    ],
  )
})

test('a new number is asked for its code, verified, registered; a deregistered one cannot send', async () => {
  const added = await rig.graph('POST', `${rig.world.wabaId}/phone_numbers`, {
    cc: '62',
    phone_number: '81234500001',
    verified_name: 'Kopi Senja',
  })
  const id = textOf(added.body.id)
  const early = await rig.graph('POST', `${id}/register`, { messaging_product: 'whatsapp', pin: '123456' })
  assert.equal(errorIn(early.body).code, 133006)
  await rig.graph('POST', `${id}/request_code`, { code_method: 'SMS', language: 'id' })
  const { body: shown } = await rig.control('GET', '')
  const code = objectsOf(shown.numbers).find((one) => one.id === id)?.code
  assert.equal(errorIn((await rig.graph('POST', `${id}/verify_code`, { code: '1' })).body).code, 136025)
  assert.deepEqual((await rig.graph('POST', `${id}/verify_code`, { code })).body, { success: true })
  assert.deepEqual(
    (await rig.graph('POST', `${id}/register`, { messaging_product: 'whatsapp', pin: '123456' })).body,
    {
      success: true,
    },
  )
  await rig.graph('POST', `${id}/deregister`)
  const sent = await rig.graph('POST', `${id}/messages`, {
    messaging_product: 'whatsapp',
    to: '+628123456789',
    type: 'text',
    text: { body: 'x' },
  })
  assert.equal(errorIn(sent.body).code, 133010)
  const again = await rig.graph('POST', `${id}/register`, { messaging_product: 'whatsapp', pin: '999999' })
  assert.equal(errorIn(again.body).code, 133005)
})

test('a test number writes to its verified recipients only', async () => {
  await rig.control('POST', '/customers', { name: 'Budi', phone: '+62 811-9999-888', verified: false })
  const message = (to: string) => ({ messaging_product: 'whatsapp', to, type: 'text', text: { body: 'x' } })
  const refused = await rig.graph('POST', `${number(0)}/messages`, message('+628119999888'))
  assert.equal(errorIn(refused.body).code, 131030)
  const allowed = await rig.graph(
    'POST',
    `${number(0)}/messages`,
    message(`+${rig.world.customers[0]?.waId}`),
  )
  assert.equal(allowed.status, 200)
})

test('a callback that does not echo the challenge cannot be subscribed', async () => {
  const path = `${rig.world.wabaId}/subscribed_apps`
  const wrong = await rig.graph('POST', path, {
    override_callback_uri: rig.receiver.url,
    verify_token: 'not this one',
  })
  assert.equal(errorIn(wrong.body).code, 2200)
  const { body } = await rig.graph('GET', path)
  assert.equal(objectsOf(body.data)[0]?.override_callback_uri, rig.receiver.url)
})

test('the app has a callback of its own, and the override goes before it', async () => {
  const receiver = await openReceiver('verify-app')
  const { appId, appSecret, wabaId } = rig.world
  const answer = await fetch(at(`${appId}/subscriptions`), {
    method: 'POST',
    headers: { authorization: `Bearer ${appId}|${appSecret}` },
    body: new URLSearchParams({
      object: 'whatsapp_business_account',
      callback_url: receiver.url,
      verify_token: 'verify-app',
      fields: 'messages,message_template_status_update',
    }),
  })
  assert.deepEqual(await answer.json(), { success: true })
  const path = `/threads/${number()}/${rig.world.customers[0]?.id}/say`
  await rig.control('POST', path, { kind: 'text', text: 'ke override' })
  await rig.receiver.until((post) => post.raw.includes('ke override'))
  assert.equal(receiver.posts.length, 0)
  await rig.graph('POST', `${wabaId}/subscribed_apps`)
  await rig.control('POST', path, { kind: 'text', text: 'ke aplikasi' })
  await receiver.until((post) => post.raw.includes('ke aplikasi'))
  await rig.graph('DELETE', `${wabaId}/subscribed_apps`)
  await rig.control('POST', path, { kind: 'text', text: 'tidak sampai' })
  const { body } = await rig.control('GET', '/log')
  assert.equal(objectsOf(body.entries)[0]?.note, 'nobody is subscribed')
  await rig.graph('POST', `${wabaId}/subscribed_apps`, {
    override_callback_uri: rig.receiver.url,
    verify_token: rig.world.verifyToken,
  })
  await fetch(at(`${appId}/subscriptions`), {
    method: 'DELETE',
    headers: { authorization: `Bearer ${appId}|${appSecret}` },
  })
  await receiver.close()
})

test('a new template waits for review by the clock of the world, then it can be sent', async () => {
  await rig.control('PATCH', '', { reviewAfter: 3_600_000 })
  const made = await rig.graph('POST', `${rig.world.wabaId}/message_templates`, {
    name: 'ucapan',
    language: 'id',
    category: 'UTILITY',
    components: [
      { type: 'BODY', text: 'Terima kasih {{1}} sudah datang.', example: { body_text: [['Dewi']] } },
    ],
  })
  assert.equal(made.body.status, 'PENDING')
  const message = {
    messaging_product: 'whatsapp',
    to: `+${rig.world.customers[1]?.waId}`,
    type: 'template',
    template: {
      name: 'ucapan',
      language: { code: 'id' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Hendra' }] }],
    },
  }
  const early = await rig.graph('POST', `${number()}/messages`, message)
  assert.deepEqual([early.status, errorIn(early.body).code], [404, 132001])
  await rig.control('POST', '/clock', { advance: 3_600_000 })
  const told = await rig.receiver.until((post) => post.raw.includes('message_template_status_update'))
  assert.ok(told.raw.includes('"event":"APPROVED"'))
  const sent = await rig.graph('POST', `${number()}/messages`, message)
  assert.equal(sent.status, 200)
  await rig.receiver.until((post) =>
    updatesIn(post, 'statuses').some(({ id, status }) => id === wamidOf(sent) && status === 'delivered'),
  )
  const thread = await rig.thread(1)
  assert.equal(thread.bubbles.at(-1)?.content.text, 'Terima kasih Hendra sudah datang.')
  await rig.control('POST', '/clock', { reset: true })
})

const BAD_TEMPLATES: readonly [string, object, number | undefined][] = [
  ['a capital letter in the name', { name: 'Ucapan' }, 2388042],
  [
    'a variable at the start',
    { components: [{ type: 'BODY', text: '{{1}} halo apa kabar', example: { body_text: [['x']] } }] },
    2388299,
  ],
  [
    'too many variables',
    { components: [{ type: 'BODY', text: 'a {{1}} {{2}} {{3}} b', example: { body_text: [['x']] } }] },
    2388293,
  ],
  ['no sample', { components: [{ type: 'BODY', text: 'halo {{1}} apa kabar' }] }, 2388043],
  ['no body', { components: [{ type: 'FOOTER', text: 'x' }] }, 2388072],
  ['a name that is taken', { name: 'pengingat_pesanan' }, 2388024],
  ['an unknown language', { language: 'xx_YY' }, undefined],
]
for (const [why, change, subcode] of BAD_TEMPLATES) {
  test(`a template with ${why} is refused`, async () => {
    const base = {
      name: 'coba',
      language: 'id',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Halo semua.' }],
    }
    const answer = await rig.graph('POST', `${rig.world.wabaId}/message_templates`, { ...base, ...change })
    assert.deepEqual(
      [answer.status, errorIn(answer.body).code, errorIn(answer.body).error_subcode],
      [400, 100, subcode],
    )
  })
}

test('templates come in pages and can be deleted by name', async () => {
  const first = await rig.graph('GET', `${rig.world.wabaId}/message_templates?limit=3&fields=name`)
  assert.equal(objectsOf(first.body.data).length, 3)
  const after = objectOf(objectOf(first.body.paging).cursors).after
  const second = await rig.graph(
    'GET',
    `${rig.world.wabaId}/message_templates?limit=3&fields=name&after=${after}`,
  )
  const names = [...objectsOf(first.body.data), ...objectsOf(second.body.data)].map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  assert.ok(names.includes('hello_world'))
  assert.deepEqual(
    (await rig.graph('DELETE', `${rig.world.wabaId}/message_templates?name=promo_akhir_pekan`)).body,
    {
      success: true,
    },
  )
  assert.equal(
    (await rig.graph('DELETE', `${rig.world.wabaId}/message_templates?name=promo_akhir_pekan`)).status,
    400,
  )
})

test('a message may come as a form with JSON inside, or as multipart', async () => {
  const message = {
    messaging_product: 'whatsapp',
    to: `+${rig.world.customers[0]?.waId}`,
    type: 'text',
    text: '{"body":"dari form"}',
  }
  const form = await fetch(at(`${number()}/messages`), {
    method: 'POST',
    headers: bearer(),
    body: new URLSearchParams(message),
  })
  assert.equal(form.status, 200)
  const parts = new FormData()
  for (const [name, value] of Object.entries(message)) parts.set(name, value)
  assert.equal(
    (await fetch(at(`${number()}/messages`), { method: 'POST', headers: bearer(), body: parts })).status,
    200,
  )
})

const BAD_BODIES: readonly [string, string, string][] = [
  ['no JSON', 'application/json', '{'],
  ['a JSON array', 'application/json', '[]'],
  ['a JSON number', 'application/json', '7'],
  ['nothing', 'application/json', ''],
  ['broken multipart', 'multipart/form-data; boundary=x', '--y\r\nnonsense'],
  ['deep nesting', 'application/json', `${'{"interactive":'.repeat(2000)}1${'}'.repeat(2000)}`],
  [
    'a prototype',
    'application/json',
    '{"__proto__":{"type":"text"},"messaging_product":"whatsapp","to":"1","type":"constructor"}',
  ],
  [
    'NUL and half surrogates',
    'application/json',
    '{"messaging_product":"whatsapp","to":"\\u0000\\ud800","type":"text","text":{"body":"\\ud800\\u0000"}}',
  ],
]
for (const [what, type, body] of BAD_BODIES) {
  test(`a body with ${what} gets Meta's 400 and harms nobody`, async () => {
    const answer = await fetch(at(`${number()}/messages`), {
      method: 'POST',
      headers: { ...bearer(), 'content-type': type },
      body,
    })
    assert.equal(answer.status, 400)
    assert.equal(typeof errorIn(await jsonOf(answer)).code, 'number')
    assert.equal((await rig.graph('GET', rig.world.wabaId)).status, 200)
  })
}

test('text of any kind comes through unharmed', async () => {
  const texts = [
    'a\u0000b',
    'lone \ud800 half',
    '‮kanan ke kiri',
    '👨‍👩‍👧‍👦',
    '<script>alert(1)</script>',
    '\u2028\u2029',
    "'; drop table bubble; --",
  ]
  for (const text of texts) {
    const said = await rig.control('POST', `/threads/${number()}/${rig.world.customers[2]?.id}/say`, {
      kind: 'text',
      text,
    })
    assert.equal(said.status, 200, JSON.stringify(said.body))
    const post = await rig.receiver.until((one) =>
      updatesIn(one, 'messages').some(({ id }) => id === wamidOf(said)),
    )
    assert.equal(objectOf(updatesIn(post, 'messages')[0]?.text).body, text)
    assert.equal((await rig.thread(2)).bubbles.at(-1)?.content.text, text)
  }
})

test('a stranger cannot fill the memory: a big body needs a token', async () => {
  const body = Buffer.alloc(6 * 1024 * 1024)
  const send = (headers: Record<string, string>) =>
    fetch(at(`${number()}/media`), { method: 'POST', headers, body }).then(
      ({ status }) => status,
      () => 413,
    )
  assert.equal(await send({ 'content-type': 'application/octet-stream' }), 413)
  assert.equal(await send({ 'content-type': 'application/octet-stream', ...bearer() }), 400)
})

test('a text needs no type', async () => {
  const body = {
    messaging_product: 'whatsapp',
    to: `+${rig.world.customers[0]?.waId}`,
    text: { body: 'tanpa jenis' },
  }
  assert.equal((await rig.graph('POST', `${number()}/messages`, body)).status, 200)
})

test('an upload in pieces ends with a handle', async () => {
  const session = await rig.graph(
    'POST',
    `${rig.world.appId}/uploads?file_length=6&file_type=image/png&file_name=a.png`,
  )
  const id = textOf(session.body.id)
  const put = (offset: string, body: string) =>
    fetch(at(id), {
      method: 'POST',
      headers: { authorization: `OAuth ${rig.world.token}`, file_offset: offset },
      body,
    })
  await put('0', 'abc')
  assert.equal((await rig.graph('GET', id)).body.file_offset, 3)
  assert.match(textOf((await jsonOf(await put('3', 'def'))).h), /^4::/)
})
