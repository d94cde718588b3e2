import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textField } from '#core/contact/field/catalogue.ts'
import { advance, keepReply } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import { isRequestUrl } from '#core/flow/http/address.ts'
import type { HttpReply } from '#core/flow/http/call.ts'
import { fieldsFrom } from '#core/flow/http/fields.ts'
import { isPath, readPath } from '#core/flow/http/path.ts'
import type { Facts } from '#core/flow/run.ts'
import { isOfRequest, loadSuite } from '../../../test/hostile.ts'

const NOW = 1_760_000_000_000
const URL = 'https://toko.example/stok'

function flow(http: object): Definition {
  return Definition.parse({
    format: 1,
    start: 's',
    nodes: {
      s: { kind: 'start', next: { next: 'a' } },
      a: { kind: 'http', url: URL, next: { success: 'yes', failed: 'no', timeout: 'late' }, ...http },
      yes: { kind: 'message', text: 'Stok {{stok}}' },
      no: { kind: 'message', text: 'gagal' },
      late: { kind: 'message', text: 'lambat' },
    },
  })
}
function facts(definition: Definition, fields: Record<string, string> = {}): Facts {
  return {
    now: NOW,
    random: () => 0,
    person: { name: 'Sari "Dewi"', phone: '62812', fields, tags: [], lastInboundAt: NOW },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    definitionOf: () => definition,
    publishedOf: () => undefined,
  }
}
function asks(http: object, fields: Record<string, string> = {}) {
  const definition = flow(http)
  const begun = advance(null, { kind: 'start', version: 'v' }, facts(definition, fields))
  const request = begun.effects.find((effect) => effect.kind === 'request')
  return { definition, begun, call: request?.call, token: request?.token ?? '' }
}
const REPLY: HttpReply = { result: 'success', status: 200, ms: 12, fields: { stok: '7' } }

test('a request is asked for in the same happening, and the run waits for its answer', () => {
  const { definition, begun, token } = asks({ map: [{ path: 'stok', field: 'stok' }] })
  assert.equal(begun.outcome, 'waiting')
  assert.equal(begun.run?.waiting?.token, token)
  assert.ok(begun.effects.some(({ kind }) => kind === 'setAlarm'))
  const answered = advance(begun.run, { kind: 'reply', token, reply: REPLY }, facts(definition))
  assert.equal(answered.outcome, 'ended')
  assert.equal(answered.trace[0]?.heard, '200 · 12 ms')
  assert.deepEqual(answered.trace[0]?.set, { stok: '7' })
  assert.ok(
    answered.effects.some(
      (effect) => effect.kind === 'say' && JSON.stringify(effect.draft).includes('Stok 7'),
    ),
  )
  assert.ok(answered.effects.some(({ kind }) => kind === 'clearAlarm'))
})

test('each result has its way, and an answer to another wait finds nothing', () => {
  const { definition, begun, token } = asks({})
  const outlet = (result: HttpReply['result']) =>
    advance(begun.run, { kind: 'reply', token, reply: { ...REPLY, result, fields: {} } }, facts(definition))
      .trace[0]?.outlet
  assert.deepEqual([outlet('success'), outlet('failed'), outlet('timeout')], ['success', 'failed', 'timeout'])
  const alarm = advance(begun.run, { kind: 'alarm', token }, facts(definition))
  assert.equal(alarm.trace[0]?.outlet, 'timeout')
  const stray = advance(begun.run, { kind: 'reply', token: 'x', reply: REPLY }, facts(definition))
  assert.equal(stray.outcome, 'ignored')
})

test('an answer that came while people had the chat is heard when the alarm rings', () => {
  const { definition, begun, token } = asks({ map: [{ path: 'stok', field: 'stok' }] })
  assert.ok(begun.run)
  const kept = keepReply(begun.run, { token, reply: REPLY })
  const rung = advance(kept, { kind: 'alarm', token }, facts(definition))
  assert.equal(rung.trace[0]?.outlet, 'success')
  assert.equal(keepReply(begun.run, { token: 'other', reply: REPLY }), null)
})

test('what a customer brings cannot break out of its place', () => {
  const evil = { a: '"},"x":{"', b: '../admin?x=1#y', c: 'one\r\nX-Evil: 1' }
  const { call } = asks(
    {
      method: 'POST',
      url: `${URL}/{{b}}`,
      headers: [{ name: 'x-note', value: '{{c}}' }],
      body: '{"name":"{{name}}","a":"{{a}}"}',
    },
    evil,
  )
  assert.equal(call?.url, `${URL}/..%2Fadmin%3Fx%3D1%23y`)
  assert.equal(call?.headers[0]?.value, 'one X-Evil: 1')
  assert.deepEqual(JSON.parse(call?.body ?? ''), { name: 'Sari "Dewi"', a: evil.a })
  const slash = asks({ method: 'POST', body: '{"a":"\\{{a}}"}' }, evil).call
  assert.deepEqual(
    JSON.parse(slash?.body ?? ''),
    { a: `\\${evil.a}` },
    'a backslash before it is one, and no more',
  )
  const form = asks({ method: 'POST', bodyType: 'form', body: 'a={{a}}&b=1' }, { a: 'x&b=2' }).call
  assert.equal(form?.body, 'a=x%26b%3D2&b=1')
  assert.deepEqual(form?.headers, [{ name: 'content-type', value: 'application/x-www-form-urlencoded' }])
})

test('what the hostile expressions bring is the value of its place in a body or an address', () => {
  for (const { id, tags, template, variables } of loadSuite('expressions').cases.filter(isOfRequest)) {
    const [drawn, fields] = [String(template), variables as { v: string }]
    if (tags.includes('json-injection')) {
      const { call } = asks({ method: 'POST', body: drawn }, fields)
      assert.deepEqual(JSON.parse(call?.body ?? ''), { x: fields.v }, id)
      continue
    }
    const { call } = asks({ url: drawn }, fields)
    const { host, pathname, searchParams, hash } = new globalThis.URL(call?.url ?? '')
    assert.deepEqual([host, hash, [...searchParams].length <= 1], ['api.example', '', true], id)
    assert.deepEqual(
      [decodeURIComponent(pathname.slice(1)), searchParams.get('q') ?? ''].join(''),
      fields.v,
      id,
    )
    for (const url of [drawn.replace('api.example', '{{v}}'), drawn.replace('example', 'example{{v}}')]) {
      const { begun, call } = asks({ url }, fields)
      assert.equal(call, undefined, `${id} ${url}`)
      assert.ok(begun.trace.some(({ outlet, fault }) => outlet === 'failed' && fault === 'bad-text'))
    }
  }
})

test('a value brings no host, and one of dots leads no step up: the request is not asked for', () => {
  for (const [url, fields] of [
    ['https://{{v}}/status', { v: 'evil.example' }],
    ['https://api.example{{v}}/', { v: '.evil.example' }],
    ['https://api.example/orders/{{v}}/status', { v: '..' }],
    ['https://api.example/orders/{{v}}', { v: '.' }],
    ['https://api.example/orders/.{{v}}?x=1', { v: '.' }],
    ['https://api.example/orders/{{v}}{{w}}#x', { v: '.', w: '.' }],
  ] as const) {
    const { begun, call } = asks({ url }, fields)
    assert.equal(call, undefined, url)
    assert.ok(
      begun.trace.some(({ outlet, fault }) => outlet === 'failed' && fault === 'bad-text'),
      url,
    )
  }
  for (const v of ['...', '..a', 'a.', '1.5'])
    assert.equal(asks({ url: 'https://api.example/{{v}}/x' }, { v }).call?.url, `https://api.example/${v}/x`)
  const drawn = 'https://api.example/a/../{{v}}'
  assert.ok(asks({ url: drawn }, { v: 'x' }).call, 'whoever draws the flow may write what they like')
  assert.ok(asks({ url: 'https://api.example/x?path=/{{v}}/' }, { v: '..' }).call, 'a query is no path')
})

test('outside of quotes a value is a number, true, false or null, or else a text: it never adds a part', () => {
  const cases: [string, string, unknown][] = [
    ['{"x":{{v}}}', '12.5', { x: 12.5 }],
    ['{"x":{{v}}}', 'true', { x: true }],
    ['{"x":{{v}}}', 'Dewi', { x: 'Dewi' }],
    ['{"x":{{v}}}', '007', { x: '007' }],
    ['{"x":{{v}}}', '', { x: '' }],
    ['{"x":{{v}}}', '[1,2]', { x: '[1,2]' }],
    ['[{"x":{{v}}}]', '1},{', [{ x: '1},{' }]],
    ['{"a\\"{{v}}":{{v}}}', '"', { 'a""': '"' }],
    ['{"a":"{{v}}","b":{{v}},"c":"{{v}}"}', '"\\', { a: '"\\', b: '"\\', c: '"\\' }],
    ['{{v}}', '{"admin":true}', '{"admin":true}'],
  ]
  for (const [body, v, sent] of cases)
    assert.deepEqual(JSON.parse(asks({ method: 'POST', body }, { v }).call?.body ?? ''), sent, body)
})

test('an address needs a named host that no variable brings', () => {
  const good = [URL, 'http://localhost:8080/x', 'https://a.b.co.id', `${URL}?q={{q}}`]
  const bad = [
    '',
    'toko.example',
    'ftp://toko.example',
    'gopher://127.0.0.1:6379/_FLUSHALL',
    'http://127.0.0.1:5432/',
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://[::1]/',
    'http://{{host}}/',
    'http://a.{{host}}/',
    'http://user@toko.example/',
    'http://toko.example\\@127.0.0.1/',
  ]
  for (const url of good) assert.equal(isRequestUrl(url), true, url)
  for (const url of bad) assert.equal(isRequestUrl(url), false, url)
})

test('a path leads to a value as text, and never into what JavaScript objects know by themselves', () => {
  const json = JSON.parse('{"a":[{"b":"x"},{"b":null}],"n":1.5,"t":true,"o":{"p":[1]}}')
  const cases: [string, string][] = [
    ['a[0].b', 'x'],
    ['$.a[0].b', 'x'],
    ['a.0.b', 'x'],
    ['a[1].b', ''],
    ['n', '1.5'],
    ['t', 'true'],
    ['o', '{"p":[1]}'],
    ['a[9].b', ''],
    ['constructor.name', ''],
    ['__proto__', ''],
    ['a.length', '2'],
  ]
  for (const [path, value] of cases) assert.equal(readPath(json, path), value, path)
  for (const path of ['', '$', 'a[0].b', 'data-x.y']) assert.equal(isPath(path), true, path)
  for (const path of ['a..b', 'a[x]', '[0', 'a b', 'x.'.repeat(30)]) assert.equal(isPath(path), false, path)
})

test('an answer that is no JSON can be kept as a whole, and has no parts', () => {
  const [all, whole, x] = [
    { path: '', field: 'all' },
    { path: '$', field: 'whole' },
    { path: 'x', field: 'x' },
  ]
  assert.deepEqual(fieldsFrom('bukan json', [all, whole]), { all: 'bukan json', whole: 'bukan json' })
  assert.deepEqual(fieldsFrom('bukan json', []), {})
  assert.equal(fieldsFrom('bukan json', [x]), null)
  assert.deepEqual(fieldsFrom('', [all, x]), { all: '', x: '' }, 'an answer may be empty')
  assert.deepEqual(fieldsFrom('null', [all, x]), { all: 'null', x: '' })
})

test('a step whose answer is no JSON fails, and its trace says why', () => {
  const { definition, begun, token } = asks({ map: [{ path: 'stok', field: 'stok' }] }, { stok: '7' })
  const reply: HttpReply = { result: 'failed', status: 200, ms: 12, fields: {}, reason: 'not-json' }
  const [step] = advance(begun.run, { kind: 'reply', token, reply }, facts(definition, { stok: '7' })).trace
  assert.deepEqual([step?.outlet, step?.fault, step?.set], ['failed', 'bad-answer', undefined])
})

test('what an answer fills fields with can be kept: no sign that a database refuses', () => {
  const map = [{ path: 'name', field: 'name' }]
  assert.deepEqual(fieldsFrom('{"name":"a\\u0000b\\ud83d"}', map), { name: 'ab\ufffd' })
})

test('the checker names what cannot be sent', () => {
  const codes = (http: object) =>
    checkFlow(flow(http), { flow: 'f', fields: [textField('stok')], flows: [], secrets: ['kunci'] })
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code)
  assert.deepEqual(codes({}), [])
  assert.deepEqual(codes({ url: 'x' }), ['request-url'])
  assert.deepEqual(codes({ headers: [{ name: 'host', value: 'x' }] }), ['request-header'])
  assert.deepEqual(codes({ headers: [{ name: 'a b', value: 'x' }] }), ['request-header'])
  assert.deepEqual(codes({ map: [{ path: 'a[', field: 'stok' }] }), ['request-path'])
  assert.deepEqual(codes({ headers: [{ name: 'x-key', value: '', secret: 'lain' }] }), ['secret-missing'])
  assert.deepEqual(codes({ headers: [{ name: 'x-key', value: '', secret: 'kunci' }] }), [])
})
