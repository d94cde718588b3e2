import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftSaved, newerDraft, ownDraft } from '#web/chat/composer/kept.ts'

test('a reply of this device counts until the server has it, and for a moment longer: readings under way are older', () => {
  assert.equal(newerDraft('a', 0), null)
  ownDraft('a', 'esok')
  assert.equal(newerDraft('a', 1_000_000), 'esok')
  assert.equal(newerDraft('b', 0), null)
  draftSaved('a', 'es', 2000) // an older saving that came back late
  assert.equal(newerDraft('a', 1_000_000), 'esok')
  draftSaved('a', 'esok', 2000)
  assert.equal(newerDraft('a', 4000), 'esok')
  assert.equal(newerDraft('a', 5000), null)
  assert.equal(newerDraft('a', 4000), null)
})
