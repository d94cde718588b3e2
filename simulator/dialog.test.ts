import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openRig, type Rig } from '#simulator/rig.ts'
import { objectOf, objectsOf, textOf, type Wire } from '#simulator/wire.ts'

const BACK = 'http://127.0.0.1:9/kembali'
let rig: Rig

before(async () => {
  rig = await openRig()
})
after(() => rig.close())

test('the dialog wants a key, shows only what its person manages, and leads nowhere but back', async () => {
  const stranger = rig.simulator.createWorld({ name: 'Orang Lain' })
  const asked = await fetch(dialog())
  assert.match(asked.headers.get('content-security-policy') ?? '', /form-action 'self' http:\/\/127.0.0.1:9$/)
  const wrong = await (await post({ key: 'tebakan' })).text()
  assert.match(wrong, /role="alert"/)
  const page = await (await post({ key: rig.world.key })).text()
  assert.match(page, new RegExp(rig.world.wabaId))
  assert.doesNotMatch(page, new RegExp(stranger.wabaId))
  const own = await post({ key: rig.world.key, decision: 'approve', account: stranger.wabaId })
  const { token } = await exchange(codeOf(own))
  const businesses = await graph('me/businesses', token)
  assert.notEqual(businesses.status, 200, 'an account of somebody else is not for approving')
})

test('a name that is markup is text in the dialog', async () => {
  const world = rig.simulator.createWorld({ name: '<b>Toko</b>' })
  const page = await (await fetch(dialog({ client_id: world.appId }))).text()
  assert.doesNotMatch(page, /<b>/)
})

for (const [what, change] of [
  ['an app that is none', { client_id: '1' }],
  ['no address to come back to', { redirect_uri: 'javascript:alert(1)' }],
  ['another kind of answer than a code', { response_type: 'token' }],
] as const) {
  test(`the dialog is not opened for ${what}`, async () => {
    assert.equal((await fetch(dialog(change))).status, 400)
  })
}

test('whoever cancels is sent back with Meta’s words for it', async () => {
  const answer = await post({ key: rig.world.key, decision: 'cancel' })
  const { searchParams } = new URL(answer.headers.get('location') ?? '')
  assert.deepEqual(
    [searchParams.get('error'), searchParams.get('error_reason'), searchParams.get('state')],
    ['access_denied', 'user_denied', 's'],
  )
})

test('a code is exchanged once, in time, with the right secret and the same address, else Meta says which', async () => {
  const code = await approved()
  await refuses(code, { client_id: '1' }, 101)
  await refuses(code, { client_secret: 'salah' }, 1)
  await refuses('AQkarangan', {}, 100, 36_009)
  await refuses(code, { redirect_uri: `${BACK}/lain` }, 100, 36_008)
  assert.match((await exchange(code)).token, /^EAA/)
  await refuses(code, {}, 100, 36_009)
  const late = await approved()
  await rig.control('POST', '/clock', { advance: 31_000 })
  await refuses(late, {}, 100, 36_007)
})

test('what was approved is what the token opens: scopes, accounts, and nothing without business_management', async () => {
  const code = await approved(['whatsapp_business_management', 'whatsapp_business_messaging'])
  const { token } = await exchange(code)
  const told = await graph(`debug_token?input_token=${token}`, `${rig.world.appId}|${rig.world.appSecret}`)
  const data = objectOf(told.body.data)
  assert.equal(data.is_valid, true)
  assert.deepEqual(objectsOf(data.granular_scopes)[0]?.target_ids, [rig.world.wabaId])
  assert.equal((await graph(rig.world.wabaId, token)).status, 200)
  assert.equal(objectOf((await graph('me/businesses', token)).body.error).code, 200)
})

function dialog(change: Readonly<Record<string, string>> = {}): string {
  const query = { client_id: rig.world.appId, redirect_uri: BACK, state: 's', response_type: 'code' }
  return `${rig.world.dialogUrl}/v25.0/dialog/oauth?${new URLSearchParams({ ...query, ...change })}`
}

function post(form: Readonly<Record<string, string>>, scopes: readonly string[] = []): Promise<Response> {
  const body = new URLSearchParams(form)
  for (const scope of scopes) body.append('scope', scope)
  return fetch(dialog(), { method: 'POST', body, redirect: 'manual' })
}

async function approved(scopes: readonly string[] = []): Promise<string> {
  const form = { key: rig.world.key, decision: 'approve', account: rig.world.wabaId }
  return codeOf(await post(form, scopes))
}

function codeOf(answer: Response): string {
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

async function graph(path: string, token: string): Promise<{ status: number; body: Wire }> {
  const answer = await fetch(`${rig.world.graphUrl}/v25.0/${path}`, {
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
  })
  return { status: answer.status, body: objectOf(await answer.json()) }
}

async function exchange(code: string, change: Readonly<Record<string, string>> = {}) {
  const asked = {
    ...{ client_id: rig.world.appId, client_secret: rig.world.appSecret },
    ...{ redirect_uri: BACK, code },
  }
  const { status, body } = await graph(
    `oauth/access_token?${new URLSearchParams({ ...asked, ...change })}`,
    '',
  )
  return { status, error: objectOf(body.error), token: textOf(body.access_token) }
}

async function refuses(
  code: string,
  change: Readonly<Record<string, string>>,
  error: number,
  subcode?: number,
): Promise<void> {
  const answer = await exchange(code, change)
  assert.deepEqual([answer.status, answer.error.code, answer.error.error_subcode], [400, error, subcode])
}
