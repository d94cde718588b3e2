import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { HOUR } from '#core/base/time.ts'
import { decodeWebhook } from '#core/whatsapp/decode.ts'
import { decodeTemplateNews, type TemplateNews } from '#core/whatsapp/template/news.ts'

/** The news of a recorded webhook, read through the door's own decoder. */
function newsOf(file: string): TemplateNews | null {
  const raw = JSON.parse(
    readFileSync(new URL(`../../../test/data/webhooks/${file}.json`, import.meta.url), 'utf8'),
  )
  const [update] = decodeWebhook(raw, 1_790_002_000_000)
  assert.ok(update?.kind === 'account')
  return decodeTemplateNews(update.field, update.value)
}

const status = {
  kind: 'status',
  rejection: null,
  details: null,
  advice: null,
  pause: null,
  disabledAt: null,
}
const pesanan = { id: '700100200300400', name: 'konfirmasi_pesanan', language: 'id' }
const promo = { id: '700100200300401', name: 'promo_lebaran', language: 'id' }

const cases: readonly [string, string, object][] = [
  [
    '074-template-status-approved',
    'an approval',
    { ...status, ref: pesanan, status: 'APPROVED', event: 'APPROVED', category: 'UTILITY' },
  ],
  [
    '075-template-status-rejected',
    'a rejection with its reason and advice',
    {
      ...status,
      ref: promo,
      status: 'REJECTED',
      event: 'REJECTED',
      category: 'MARKETING',
      rejection: 'INVALID_FORMAT',
      details: 'Two parameters are adjacent without text between them.',
      advice: 'Put descriptive text between parameters.',
    },
  ],
  [
    '077-template-status-disabled',
    'an end, with its time',
    {
      ...status,
      ref: promo,
      status: 'DISABLED',
      event: 'DISABLED',
      category: 'MARKETING',
      disabledAt: 1_790_002_000_000,
    },
  ],
  [
    '078-template-quality',
    'a change of quality',
    { ref: promo, kind: 'quality', from: 'GREEN', to: 'YELLOW' },
  ],
  [
    '079-template-category-impending',
    'a change of category that comes tomorrow',
    {
      ref: { id: '700100200300402', name: 'pengingat', language: 'id' },
      kind: 'category',
      category: 'UTILITY',
      previous: null,
      next: 'MARKETING',
      at: 1_790_088_400_000,
    },
  ],
  [
    '081-template-components',
    'new words',
    {
      ref: pesanan,
      kind: 'components',
      header: 'Pesanan diterima',
      body: 'Terima kasih {{1}}, pesanan {{2}} kami proses.',
      footer: 'Toko Contoh',
      buttons: [{ kind: 'url', text: 'Lacak', url: 'https://toko.example.test/lacak/{{1}}' }],
    },
  ],
]

for (const [file, title, expected] of cases) {
  test(`${file}: Meta tells ${title}`, () => assert.deepEqual(newsOf(file), expected))
}

const base = { message_template_id: 7, message_template_name: 'promo', message_template_language: 'id' }
const said = (value: object, field = 'message_template_status_update') =>
  decodeTemplateNews(field, { ...base, ...value })

test('a pause says how long it lasts', () => {
  const pauseOf = (title: string) => {
    const news = said({ event: 'PAUSED', other_info: { title, description: 'Low quality.' } })
    return news?.kind === 'status' && news.pause
  }
  assert.deepEqual(
    [pauseOf('FIRST_PAUSE'), pauseOf('SECOND_PAUSE'), pauseOf('X')],
    [3 * HOUR, 6 * HOUR, null],
  )
})

test('a category that has changed says what it was', () => {
  const news = said({ previous_category: 'UTILITY', new_category: 'MARKETING' }, 'template_category_update')
  assert.ok(news?.kind === 'category')
  assert.deepEqual([news.category, news.previous, news.next, news.at], ['MARKETING', 'UTILITY', null, null])
})

test('events in other words are understood, and those that name no state ask for a fresh look', () => {
  const statusOf = (event: unknown) => {
    const news = said({ event })
    return news?.kind === 'status' && news.status
  }
  assert.deepEqual(['REINSTATED', 'FLAGGED', 'PENDING_DELETION', 'LOCKED', 'UNARCHIVED', 7].map(statusOf), [
    'APPROVED',
    'FLAGGED',
    'PENDING_DELETION',
    null,
    null,
    null,
  ])
})

test('quality news under the field of status news, as in the sample of Meta, are still quality news', () => {
  assert.equal(said({ new_quality_score: 'RED' })?.kind, 'quality')
})

test('what is about something else, or names no template, is no news of a template', () => {
  assert.equal(said({ event: 'APPROVED' }, 'account_update'), null)
  assert.equal(said({ event: 'APPROVED', message_template_id: undefined }), null)
  assert.equal(said({}), null)
  assert.equal(decodeTemplateNews('message_template_status_update', 'x'), null)
})

test('a moment of Meta’s in milliseconds is understood, and one that no calendar has is none', () => {
  const atOf = (category_update_timestamp: unknown) => {
    const news = said(
      { new_category: 'UTILITY', correct_category: 'MARKETING', category_update_timestamp },
      'template_category_update',
    )
    return news?.kind === 'category' ? news.at : undefined
  }
  const at = Date.UTC(2026, 11, 1)
  assert.deepEqual([at / 1000, String(at / 1000), at, '9'.repeat(39), -1].map(atOf), [at, at, at, null, null])
})
