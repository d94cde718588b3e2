import assert from 'node:assert/strict'
import { test } from 'node:test'
import { starterTemplate } from '#core/whatsapp/template/intent/starter.ts'
import type { MetaTemplate } from '#core/whatsapp/template/state.ts'
import { planFound } from '#server/whatsapp/template/found.ts'
import type { TemplateRow } from '#server/whatsapp/template/store.ts'

const ASKED = 1_790_000_000_000
const TEMPLATE = { ...starterTemplate('TICKET_UPDATE', 'id'), name: 'tiket_bus_sby' }
const META: MetaTemplate = {
  id: '91',
  template: TEMPLATE,
  status: 'APPROVED',
  quality: 'GREEN',
  rejection: null,
  correctCategory: null,
  previousCategory: null,
  updatedAt: null,
}
const ROW: TemplateRow = {
  id: '01990000-0000-7000-8000-000000000001',
  channel_id: '01990000-0000-7000-8000-000000000002',
  meta_id: '91',
  name: 'tiket_bus_sby',
  language: 'id',
  category: 'UTILITY',
  status: 'APPROVED',
  quality: 'GREEN',
  rejection: null,
  details: null,
  advice: null,
  correct_category: null,
  previous_category: null,
  category_at: null,
  paused_until: null,
  intent: null,
  content: TEMPLATE,
  draft: null,
  revision: 1,
  edits: [],
  asked_at: null,
  lost: false,
  stood_at: ASKED - 1,
  updated_at: ASKED - 1,
}
const plan = (rows: TemplateRow[], found: MetaTemplate[], isWhole = true) =>
  planFound(rows, found, { askedAt: ASKED, isWhole })

test('what is as it was is not written', () => {
  assert.deepEqual(plan([ROW], [META]), {
    save: [],
    lose: [],
    report: { added: [], changed: [], gone: [] },
  })
})

test('news that came while Meta was asked is newer than its answer', () => {
  const paused = { ...ROW, status: 'PAUSED' as const, stood_at: ASKED + 1 }
  assert.deepEqual(plan([paused], [META]).save, [])
  assert.deepEqual(plan([paused], []).lose, [], 'a template that was submitted meanwhile is not gone')
})

test('only a list that was read to its end says what is gone', () => {
  assert.deepEqual(plan([ROW], []).lose, [ROW.id])
  assert.deepEqual(plan([ROW], [], false).lose, [])
  assert.deepEqual(plan([{ ...ROW, meta_id: null, status: 'DRAFT' }], []).lose, [], 'a draft was never there')
})

test('the end of a pause and Meta’s sentences stay as long as the state does', () => {
  const paused: TemplateRow = { ...ROW, status: 'PAUSED', paused_until: ASKED + 5, details: 'low quality' }
  const still = plan([paused], [{ ...META, status: 'PAUSED', quality: 'RED' }])
  assert.deepEqual(
    still.save.map(({ pausedUntil, details }) => [pausedUntil, details]),
    [[ASKED + 5, 'low quality']],
  )
  const over = plan([paused], [META])
  assert.deepEqual(
    over.save.map(({ pausedUntil, details }) => [pausedUntil, details]),
    [[null, null]],
  )
  assert.deepEqual(over.report.changed[0]?.what, ['status'])
})

test('the same name twice in Meta’s list is one template', () => {
  assert.equal(plan([], [META, { ...META, id: '92' }]).report.added.length, 1)
})

test('a change that Meta took although its answer never came is no change any more', () => {
  const draft = { ...TEMPLATE, body: { ...TEMPLATE.body, text: `${TEMPLATE.body.text} Selamat jalan.` } }
  const [saved] = plan([{ ...ROW, draft }], [{ ...META, template: draft, status: 'PENDING' }]).save
  assert.deepEqual([saved?.content, saved?.draft], [draft, null])
  const other = { ...TEMPLATE, body: { ...TEMPLATE.body, text: `${TEMPLATE.body.text} Terima kasih.` } }
  assert.deepEqual(plan([{ ...ROW, draft }], [{ ...META, template: other }]).save[0]?.draft, draft)
})

test('a one-time password that Meta shows as a link is no other template, and keeps its apps', () => {
  const apps = [{ package: 'id.toko.app', hash: 'K8a/AINcGX7' }]
  const code = {
    ...starterTemplate('OTP', 'id'),
    buttons: [{ kind: 'otp' as const, otp: 'ONE_TAP' as const, apps }],
  }
  const row: TemplateRow = { ...ROW, name: code.name, category: 'AUTHENTICATION', content: code }
  const shown = {
    ...code,
    buttons: [{ kind: 'otp' as const, otp: 'ONE_TAP' as const, text: 'Salin kode', apps: [] }],
  }
  const meta = { ...META, template: shown }
  assert.deepEqual(plan([row], [meta]), { save: [], lose: [], report: { added: [], changed: [], gone: [] } })
  const [taken] = plan([{ ...row, meta_id: null, status: 'DRAFT' }], [meta]).save
  assert.deepEqual(
    [taken?.content, taken?.draft],
    [code, null],
    'a submission whose answer never came leaves no change behind',
  )
})
