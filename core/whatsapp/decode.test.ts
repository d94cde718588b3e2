import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, MINUTE } from '#core/base/time.ts'
import { decodeWebhook } from '#core/whatsapp/decode.ts'
import { basic, body, envelope, heardOf, NOW, only, SECONDS, statusOf, text } from '../../test/decoding.ts'

test('a text is heard with its sender, its time and what it answers', () => {
  const contacts = [
    { profile: { name: 'Sari', username: '@sari.w' }, wa_id: '6281234567890', user_id: 'ID.408' },
  ]
  const context = { from: '62811', id: 'wamid.B', forwarded: true }
  assert.deepEqual(heardOf({ ...text, context }, contacts), {
    wamid: 'wamid.A',
    from: { waId: '6281234567890', bsuid: 'ID.408', name: 'Sari', username: '@sari.w' },
    at: NOW,
    content: { kind: 'text', text: 'halo' },
    replyTo: 'wamid.B',
    forwarded: true,
  })
})

test('each kind of message becomes our own words', () => {
  const media = { id: '101', mime_type: 'audio/ogg; codecs=opus', sha256: 'x=' }
  const cases: readonly [object, object][] = [
    [
      {
        type: 'image',
        image: { ...media, mime_type: 'image/jpeg', caption: 'foto', url: 'http://10.0.0.1/' },
      },
      { kind: 'media', media: 'image', mediaId: '101', mime: 'image/jpeg', sha256: 'x=', caption: 'foto' },
    ],
    [
      { type: 'audio', audio: { ...media, voice: true } },
      { kind: 'media', media: 'audio', mediaId: '101', mime: media.mime_type, sha256: 'x=', voice: true },
    ],
    [
      { type: 'document', document: { id: '1', mime_type: 'image/png\r\nSet-Cookie: a=b', filename: ' ' } },
      { kind: 'media', media: 'document', mediaId: '1', mime: 'application/octet-stream' },
    ],
    [
      { type: 'location', location: { latitude: -6.1, longitude: '106.8', name: 'Monas' } },
      { kind: 'location', latitude: -6.1, longitude: 106.8, name: 'Monas' },
    ],
    [
      {
        type: 'contacts',
        contacts: [{ vcard: 'BEGIN:VCARD\nFN:Sari W\r\nEND:VCARD', phones: [{ phone: '+62 8' }] }],
      },
      {
        kind: 'contacts',
        contacts: [{ name: { formatted: 'Sari W' }, phones: [{ phone: '+62 8' }], emails: [] }],
      },
    ],
    [
      { type: 'reaction', reaction: { message_id: 'wamid.B', emoji: '👍' } },
      { kind: 'reaction', wamid: 'wamid.B', emoji: '👍' },
    ],
    [
      { type: 'reaction', reaction: { message_id: 'wamid.B', emoji: '' } },
      { kind: 'reaction', wamid: 'wamid.B', emoji: null },
    ],
    [
      { type: 'button', button: { payload: 'ok:1', text: 'Ya' } },
      { kind: 'tap', from: 'template', id: 'ok:1', title: 'Ya' },
    ],
    [
      {
        type: 'interactive',
        interactive: { type: 'button_reply', button_reply: { id: 'b', title: 'Menu' } },
      },
      { kind: 'tap', from: 'button', id: 'b', title: 'Menu' },
    ],
    [
      { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'r', title: 'Kopi' } } },
      { kind: 'tap', from: 'list', id: 'r', title: 'Kopi' },
    ],
    [
      {
        type: 'interactive',
        interactive: {
          type: 'nfm_reply',
          nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"a":[1]}' },
        },
      },
      { kind: 'form', name: 'flow', text: 'Sent', answer: { a: [1] } },
    ],
    [
      { type: 'interactive', interactive: { type: 'hologram_reply' } },
      { kind: 'unsupported', type: 'hologram_reply' },
    ],
    [
      {
        type: 'order',
        order: {
          catalog_id: '9',
          text: 'cepat ya',
          product_items: [{ product_retailer_id: 'SKU', quantity: 2, item_price: 45000.5, currency: 'IDR' }],
        },
      },
      {
        kind: 'order',
        catalogId: '9',
        text: 'cepat ya',
        items: [{ sku: 'SKU', quantity: 2, price: '45000.5', currency: 'IDR' }],
      },
    ],
    [
      { type: 'system', system: { type: 'user_changed_number', body: 'x', wa_id: '6289876543210' } },
      { kind: 'system', type: 'user_changed_number', text: 'x', waId: '6289876543210' },
    ],
    [{ type: 'request_welcome' }, { kind: 'welcome' }],
    [
      {
        type: 'unsupported',
        errors: [{ code: 131051, title: 'Message type unknown' }],
        unsupported: { type: 'poll' },
      },
      { kind: 'unsupported', type: 'poll', code: 131051, title: 'Message type unknown' },
    ],
    [
      { type: 'edit', edit: { original_message_id: 'wamid.none' } },
      { kind: 'unsupported', type: 'edit' },
    ],
  ]
  for (const [message, content] of cases) assert.deepEqual(heardOf({ ...basic, ...message }).content, content)
})

test('a sender without a phone number is known by the business-scoped id', () => {
  const { from: _, ...rest } = text
  const contacts = [{ profile: { name: 'Sari' }, user_id: 'ID.408' }]
  assert.deepEqual(heardOf({ ...rest, from_user_id: 'ID.408' }, contacts).from, {
    bsuid: 'ID.408',
    name: 'Sari',
  })
})

test('a contact of another person lends no name, wherever it stands', () => {
  const other = { profile: { name: 'other' }, wa_id: '620000000001' }
  const sari = { profile: { name: 'Sari' }, wa_id: '6281234567890' }
  assert.deepEqual(heardOf(text, [other]).from, { waId: '6281234567890' })
  assert.deepEqual(heardOf(text, [other, null, sari]).from, { waId: '6281234567890', name: 'Sari' })
})

test('an advertisement and a product that were asked about are kept', () => {
  const referral = {
    source_url: 'javascript:alert(1)',
    source_type: 'ad',
    source_id: 7,
    headline: 'Promo',
    ctwa_clid: 'c',
  }
  const context = { id: 'wamid.P', referred_product: { catalog_id: '9', product_retailer_id: 'SKU' } }
  const heard = heardOf({ ...text, referral, context })
  assert.deepEqual(heard.referral, { source: 'ad', id: '7', headline: 'Promo', clickId: 'c' })
  assert.deepEqual(heard.product, { catalogId: '9', sku: 'SKU' })
})

test('no time that a sender claims stretches the window', () => {
  const cases: readonly [unknown, number][] = [
    [String(SECONDS - 60), NOW - MINUTE],
    [SECONDS - 60, NOW - MINUTE],
    [NOW - MINUTE, NOW - MINUTE],
    [String(NOW - MINUTE), NOW - MINUTE],
    ['1700000000.5', 1_700_000_000_500],
    [String(SECONDS + 30), NOW],
    [String(SECONDS + DAY / 1000), NOW],
    ['99999999999', NOW],
    [undefined, NOW],
    [null, NOW],
    ['', NOW],
    ['0', NOW],
    ['-5', NOW],
    ['0x5f5e100', NOW],
    ['1e9', NOW],
    [Number.POSITIVE_INFINITY, NOW],
    [{}, NOW],
  ]
  for (const [timestamp, at] of cases) assert.equal(heardOf({ ...text, timestamp }).at, at, String(timestamp))
})

test('a status carries our key, its price and its fault', () => {
  const pricing = { billable: true, pricing_model: 'PMP', category: 'utility' }
  const errors = [
    { code: '131047', title: 'Re-engagement message', error_data: { details: 'More than 24 hours' } },
  ]
  const status = {
    id: 'wamid.O',
    status: 'failed',
    timestamp: String(SECONDS),
    biz_opaque_callback_data: 'v1.k',
  }
  assert.deepEqual(statusOf({ ...status, pricing, errors }), {
    wamid: 'wamid.O',
    status: 'failed',
    at: NOW,
    key: 'v1.k',
    pricing,
    fault: { code: 131047, title: 'Re-engagement message', details: 'More than 24 hours' },
  })
  assert.deepEqual(statusOf({ id: 'wamid.O', status: 'read', biz_opaque_callback_data: { a: 1 } }), {
    wamid: 'wamid.O',
    status: 'read',
    at: NOW,
  })
})

test('what is no status of a message is set aside', () => {
  for (const status of ['teleported', 'deleted', 'warning', 3, null, 'toString']) {
    assert.equal(only(decodeWebhook(body({ statuses: [{ id: 'wamid.O', status }] }), NOW)).kind, 'nonsense')
  }
  const payment = { id: 'wamid.O', status: 'failed', type: 'payment' }
  assert.equal(only(decodeWebhook(body({ statuses: [payment] }), NOW)).kind, 'nonsense')
})

test('what is no message says why and where', () => {
  const cases: readonly [unknown, RegExp][] = [
    [null, /not an object/],
    [{ ...text, id: '' }, /no usable id/],
    [{ ...text, id: 'w'.repeat(10_000) }, /no usable id/],
    [{ ...text, from: 'abc' }, /no usable sender/],
    [{ ...text, from: '6'.repeat(40) }, /no usable sender/],
    [{ ...text, from: '6281\u200b1234' }, /no usable sender/],
    [{ ...text, from: '6281100000001' }, /our own number/],
    [{ ...text, group_id: 'g' }, /group/],
    [{ ...text, type: null }, /no type/],
    [{ ...text, type: 'toString' }, /not known: toString/],
    [{ ...text, type: '__proto__' }, /not known/],
    [{ ...text, type: 'constructor', constructor: { body: 'x' } }, /not known/],
    [{ ...text, text: { body: 123 } }, /text.body/],
    [{ ...basic, type: 'image', image: { id: '../../me?fields=access_token' } }, /image.id/],
    [{ ...basic, type: 'location', location: { latitude: 'a', longitude: null } }, /coordinates/],
    [{ ...basic, type: 'location', location: { latitude: 91, longitude: 0 } }, /earth/],
    [{ ...basic, type: 'contacts', contacts: [] }, /no card/],
    [{ ...basic, type: 'interactive', interactive: { type: 'button_reply' } }, /no id/],
    [{ ...basic, type: 'order', order: { catalog_id: '9', product_items: [{ quantity: -1 }] } }, /item/],
  ]
  for (const [message, reason] of cases) {
    const updates = decodeWebhook(body({ messages: [message, { ...text, id: 'wamid.good' }] }), NOW)
    const [bad, good] = updates
    assert.ok(bad?.kind === 'nonsense' && reason.test(bad.reason), JSON.stringify(bad))
    assert.equal(bad.where, 'entry[0].changes[0].value.messages[0]')
    assert.equal(good?.kind, 'message', 'its good sibling is decoded')
  }
})

test('an envelope that is none is one nonsense', () => {
  const message = envelope('messages', { messages: [text] })
  for (const raw of [undefined, null, true, 'x', [], {}, { object: 'instagram', entry: [] }, message]) {
    assert.equal(only(decodeWebhook(raw, NOW)).kind, 'nonsense', JSON.stringify(raw))
  }
  for (const entry of [
    null,
    'x',
    [null],
    ['x'],
    [{ id: '1' }],
    [{ id: '1', changes: {} }],
    [{ id: '1', changes: [null] }],
  ]) {
    const raw = { object: 'whatsapp_business_account', entry }
    assert.equal(only(decodeWebhook(raw, NOW)).kind, 'nonsense', JSON.stringify(raw))
  }
})

test('all other fields are news of the account, and errors alone are quarantined', () => {
  const value = { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } }
  assert.deepEqual(only(decodeWebhook(envelope('account_update', value), NOW)), {
    kind: 'account',
    wabaId: '200',
    field: 'account_update',
    value,
  })
  for (const field of ['smb_message_echoes', 'history', 'user_preferences', 'brand_new_field']) {
    assert.equal(only(decodeWebhook(envelope(field, { messages: [text] }), NOW)).kind, 'account')
  }
  const errors = [{ code: 130429, title: 'Rate limit hit' }]
  const update = only(decodeWebhook(body({ errors }), NOW))
  assert.deepEqual(update.kind === 'nonsense' && update.reason, 'error 130429: Rate limit hit')
})
