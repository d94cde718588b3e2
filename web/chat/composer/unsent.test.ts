import assert from 'node:assert/strict'
import { test } from 'node:test'
import { giveBack, hearDraft } from '#web/chat/composer/unsent.ts'

test('a draft from another device appears where nothing was typed, and never over typed words', () => {
  assert.deepEqual(hearDraft({ text: '', saved: '' }, 'Halo kak'), { text: 'Halo kak', saved: 'Halo kak' })
  assert.deepEqual(hearDraft({ text: 'Saya cek', saved: '' }, 'Halo'), { text: 'Saya cek', saved: 'Halo' })
  const same = { text: 'Halo k', saved: 'Halo' }
  assert.equal(hearDraft(same, 'Halo'), same)
})

test('a refused text returns to an empty box only', () => {
  assert.equal(giveBack('  ', 'Halo'), 'Halo')
  assert.equal(giveBack('lanjut', 'Halo'), null)
})
