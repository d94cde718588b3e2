import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseJson } from '#core/base/json.ts'
import { DAY } from '#core/base/time.ts'
import { decodeWebhook, UPDATES_MAX } from '#core/whatsapp/decode.ts'
import { TEXT_MAX } from '#core/whatsapp/read.ts'
import { body, envelope, heardOf, NOW, only, statusOf, text } from '../../test/decoding.ts'

test('every element of a batch is decoded, in its order, up to the limit', () => {
  const messages = Array.from({ length: 1_000 }, (_, at) => ({ ...text, id: `wamid.${at}` }))
  const batch = decodeWebhook(body({ messages, statuses: [{ id: 'wamid.S', status: 'sent' }] }), NOW)
  const wamids = batch.map((update) => (update.kind === 'message' ? update.heard.wamid : update.kind))
  assert.deepEqual(wamids, [...messages.map((message) => message.id), 'status'])

  const flood = decodeWebhook(body({ messages: Array.from({ length: UPDATES_MAX + 1 }, () => text) }), NOW)
  assert.equal(flood.length, UPDATES_MAX + 1)
  assert.equal(flood.at(-1)?.kind, 'nonsense')
})

test('a bomb of depth or size is quarantined or cut, and can be stored', () => {
  const deep = parseJson(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)
  assert.equal(only(decodeWebhook(envelope('account_update', { deep }), NOW)).kind, 'nonsense')
  const wide = Array.from({ length: 10_000 }, () => 1)
  assert.equal(only(decodeWebhook(envelope('account_update', { wide }), NOW)).kind, 'nonsense')
  const status = statusOf({ id: 'wamid.O', status: 'sent', pricing: { deep } })
  assert.equal(status.pricing, undefined)
  const long = heardOf({ ...text, text: { body: '👨‍👩‍👧'.repeat(25_000) } }).content
  assert.ok(long.kind === 'text' && long.text.length <= TEXT_MAX && long.text.length > TEXT_MAX - 10)
  assert.ok(long.kind === 'text' && long.text.endsWith('👨‍👩‍👧'))
})

test('a key named __proto__ neither pollutes nor passes', () => {
  const raw = parseJson(
    `{"object":"whatsapp_business_account","__proto__":{"polluted":"1"},"entry":[{"id":"200","changes":[
      {"field":"account_update","value":{"__proto__":{"polluted":"1"},"constructor":{"prototype":{"polluted":"1"}}}}]}]}`,
  )
  const update = only(decodeWebhook(raw, NOW))
  assert.ok(update.kind === 'account')
  assert.deepEqual(Object.keys(update.value as object), ['constructor'])
  assert.equal(Object.getPrototypeOf(update.value), Object.prototype)
  assert.equal(({} as { polluted?: string }).polluted, undefined)
})

test('any JSON at all gives updates that a database can hold', () => {
  const json = fc.jsonValue({ maxDepth: 6 })
  const someObject = fc.dictionary(
    fc.constantFrom(
      'id',
      'type',
      'text',
      'from',
      'image',
      'interactive',
      'order',
      'context',
      '__proto__',
      'body',
    ),
    json,
  )
  const value = fc.record({
    metadata: fc.oneof(fc.constant({ phone_number_id: '300' }), json),
    contacts: fc.oneof(json, fc.array(someObject)),
    messages: fc.oneof(
      json,
      fc.array(
        fc.oneof(
          json,
          someObject.map((more) => ({ ...text, ...more })),
        ),
      ),
    ),
    statuses: fc.oneof(json, fc.array(someObject.map((more) => ({ id: 'w', status: 'sent', ...more })))),
    errors: json,
  })
  const bodies = fc.oneof(
    json,
    value.map((inner) => envelope('messages', inner)),
    json.map((inner) => envelope('x', inner)),
  )
  fc.assert(
    fc.property(bodies, (raw) => {
      const updates = decodeWebhook(raw, NOW)
      JSON.stringify(updates, (key, inner: unknown) => {
        assert.ok(!key.includes('\u0000') && key.isWellFormed())
        assert.ok(typeof inner !== 'string' || (!inner.includes('\u0000') && inner.isWellFormed()))
        return inner
      })
      for (const update of updates) {
        if (update.kind === 'message')
          assert.ok(update.heard.at <= NOW && update.heard.at > NOW - 20 * 365 * DAY)
      }
    }),
    { numRuns: 1_000 },
  )
})

test('decoding keeps up with a hundred thousand small texts per second', () => {
  const raw = body({ contacts: [{ profile: { name: 'Sari' }, wa_id: '6281234567890' }], messages: [text] })
  const rounds = 20_000
  for (let at = 0; at < rounds; at++) decodeWebhook(raw, NOW)
  const from = performance.now()
  for (let at = 0; at < rounds; at++) decodeWebhook(raw, NOW)
  const perSecond = (rounds / (performance.now() - from)) * 1000
  // A fifth of the promise, so that a busy machine does not make the test lie.
  assert.ok(perSecond > 20_000, `${Math.round(perSecond)} per second`)
})
