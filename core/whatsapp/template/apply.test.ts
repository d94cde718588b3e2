import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR } from '#core/base/time.ts'
import { applyNews, type Standing } from '#core/whatsapp/template/apply.ts'
import { decodeTemplateNews, type TemplateNews } from '#core/whatsapp/template/news.ts'

const NOW = 1_790_000_000_000
const APPROVED: Standing = {
  status: 'APPROVED',
  quality: 'GREEN',
  category: 'UTILITY',
  rejection: null,
  details: null,
  advice: null,
  correctCategory: null,
  categoryAt: null,
  previousCategory: null,
  pausedUntil: null,
}

function newsOf(field: string, value: Record<string, unknown>): TemplateNews {
  const news = decodeTemplateNews(field, { message_template_id: 1, message_template_name: 'a', ...value })
  assert(news)
  return news
}
const status = (value: Record<string, unknown>) => newsOf('message_template_status_update', value)

test('a rejection keeps its reason until the template stands otherwise', () => {
  const rejected = applyNews(APPROVED, status({ event: 'REJECTED', reason: 'SCAM' }), NOW).standing
  assert.deepEqual([rejected.status, rejected.rejection], ['REJECTED', 'SCAM'])
  const back = applyNews(rejected, status({ event: 'APPROVED', reason: 'NONE' }), NOW).standing
  assert.deepEqual([back.status, back.rejection], ['APPROVED', null])
})

test('the first pause lasts three hours, and the same webhook again does not prolong it', () => {
  const news = status({ event: 'PAUSED', other_info: { title: 'FIRST_PAUSE' } })
  const paused = applyNews(APPROVED, news, NOW).standing
  assert.equal(paused.pausedUntil, NOW + 3 * HOUR)
  assert.equal(applyNews(paused, news, NOW + HOUR).standing.pausedUntil, NOW + 3 * HOUR)
  assert.equal(applyNews(paused, status({ event: 'UNPAUSED' }), NOW).standing.pausedUntil, null)
})

test('a category is announced a day before, and then it is another', () => {
  const at = Math.floor((NOW + DAY) / 1000)
  const told = newsOf('template_category_update', {
    new_category: 'UTILITY',
    correct_category: 'MARKETING',
    category_update_timestamp: at,
  })
  const warned = applyNews(APPROVED, told, NOW).standing
  assert.deepEqual(
    [warned.category, warned.correctCategory, warned.categoryAt],
    ['UTILITY', 'MARKETING', at * 1000],
  )
  const done = newsOf('template_category_update', { previous_category: 'UTILITY', new_category: 'MARKETING' })
  const moved = applyNews(warned, done, NOW).standing
  assert.deepEqual(
    [moved.category, moved.previousCategory, moved.correctCategory, moved.categoryAt],
    ['MARKETING', 'UTILITY', null, null],
  )
})

test('quality is set; news that does not say everything has the template fetched', () => {
  const quality = newsOf('message_template_quality_update', { new_quality_score: 'RED' })
  assert.deepEqual(applyNews(APPROVED, quality, NOW), {
    standing: { ...APPROVED, quality: 'RED' },
    fetch: false,
  })
  const unknown = status({ event: 'LOCKED' })
  assert.deepEqual(applyNews(APPROVED, unknown, NOW), { standing: APPROVED, fetch: true })
})
