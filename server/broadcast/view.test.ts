import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reasonAs } from '#server/broadcast/view.ts'

test('whose value came out empty is told so, without the place that only a program reads', () => {
  const details = {
    field: 'body.1',
    rule: 'param_empty',
    reason_id: 'Nilai untuk {{2}} kosong dan tidak punya cadangan',
    reason_en: 'The value for {{2}} is empty and has no fallback',
  }
  assert.deepEqual(reasonAs('template-unsendable', details), {
    code: 'template-unsendable',
    id: 'Nilai untuk {{2}} kosong dan tidak punya cadangan.',
    en: 'The value for {{2}} is empty and has no fallback.',
  })
})
