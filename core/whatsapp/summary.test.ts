import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SUMMARY_MAX, summaryOf, summaryOfDraft } from '#core/whatsapp/summary.ts'

test('what a customer sent is told in one plain line', () => {
  assert.deepEqual(summaryOf({ kind: 'text', text: '*Halo*\n\n  Sari' }), { kind: 'text', text: 'Halo Sari' })
  const media = { kind: 'media', media: 'audio', mediaId: '1', mime: 'audio/ogg' } as const
  assert.deepEqual(summaryOf(media), { kind: 'audio', text: '' })
  assert.deepEqual(summaryOf({ ...media, voice: true }), { kind: 'voice', text: '' })
  assert.deepEqual(summaryOf({ ...media, media: 'document', filename: 'a.pdf' }), {
    kind: 'document',
    text: 'a.pdf',
  })
  assert.deepEqual(summaryOf({ kind: 'tap', from: 'list', id: 'r1', title: 'Kopi' }), {
    kind: 'tap',
    text: 'Kopi',
  })
  const items = [{ sku: 'KOPI', quantity: 2, price: '1', currency: 'IDR' }]
  assert.deepEqual(summaryOf({ kind: 'order', catalogId: '9', items }), { kind: 'order', text: '2× KOPI' })
})

test('what we mean to say is told by its words', () => {
  const buttons = { kind: 'buttons', text: 'Pilih', buttons: [] } as const
  assert.deepEqual(summaryOfDraft({ ...buttons, buttons: [] }), { kind: 'buttons', text: 'Pilih' })
  const template = { kind: 'template', name: 'hello_world', language: 'id', body: [], buttons: [] } as const
  assert.deepEqual(summaryOfDraft({ ...template, body: [], buttons: [] }), {
    kind: 'template',
    text: 'hello_world',
  })
})

test('a line is short, and cut between characters', () => {
  const { text } = summaryOf({ kind: 'text', text: '👨‍👩‍👧'.repeat(10_000) })
  assert.ok(text.length <= SUMMARY_MAX && text.endsWith('👨‍👩‍👧'))
})
