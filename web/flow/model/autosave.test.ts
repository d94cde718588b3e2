import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUnsaved, nextSaving, type SaveNews, type Saving, saveWait } from '#web/flow/model/autosave.ts'

const saved: Saving = { state: 'saved', revision: 4 }
const after = (from: Saving, ...news: readonly SaveNews[]) => news.reduce(nextSaving, from)

const cases: readonly { name: string; from: Saving; news: readonly SaveNews[]; to: Saving }[] = [
  {
    name: 'an edit is saved after a pause and the revision grows',
    from: saved,
    news: [{ kind: 'edited' }, { kind: 'due' }, { kind: 'saved', revision: 5 }],
    to: { state: 'saved', revision: 5 },
  },
  {
    name: 'an edit during a save is saved again, on the new revision',
    from: saved,
    news: [{ kind: 'edited' }, { kind: 'due' }, { kind: 'edited' }, { kind: 'saved', revision: 5 }],
    to: { state: 'edited', revision: 5 },
  },
  {
    name: 'a save that cannot reach the server keeps the draft here',
    from: saved,
    news: [{ kind: 'edited' }, { kind: 'due' }, { kind: 'unreachable' }, { kind: 'edited' }],
    to: { state: 'offline', revision: 4, tries: 1 },
  },
  {
    name: 'a draft kept offline is saved when the server is back',
    from: { state: 'offline', revision: 4, tries: 3 },
    news: [{ kind: 'due' }, { kind: 'saved', revision: 5 }],
    to: { state: 'saved', revision: 5 },
  },
  {
    name: 'in a conflict edits are kept but nothing is sent by itself',
    from: saved,
    news: [{ kind: 'edited' }, { kind: 'due' }, { kind: 'conflict' }, { kind: 'edited' }, { kind: 'due' }],
    to: { state: 'conflict', revision: 4 },
  },
  {
    name: 'insisting on mine saves over the revision that won',
    from: { state: 'conflict', revision: 4 },
    news: [{ kind: 'insist', revision: 9 }, { kind: 'due' }],
    to: { state: 'saving', revision: 9, more: false, tries: 0 },
  },
  {
    name: 'adopting theirs leaves nothing to save',
    from: { state: 'conflict', revision: 4 },
    news: [{ kind: 'adopted', revision: 9 }],
    to: { state: 'saved', revision: 9 },
  },
  {
    name: 'a refused draft is tried again after the next edit',
    from: { state: 'refused', revision: 4, reason: 'too large' },
    news: [{ kind: 'edited' }],
    to: { state: 'edited', revision: 4 },
  },
  {
    name: 'late news of a save that is not under way changes nothing',
    from: saved,
    news: [{ kind: 'saved', revision: 3 }, { kind: 'unreachable' }, { kind: 'conflict' }],
    to: saved,
  },
]
for (const { name, from, news, to } of cases) test(name, () => assert.deepEqual(after(from, ...news), to))

test('retries wait longer and longer, a minute at most', () => {
  const waits = [1, 2, 3, 4, 5, 50].map((tries) => saveWait({ state: 'offline', revision: 1, tries }))
  assert.deepEqual(waits, [2_000, 5_000, 15_000, 30_000, 60_000, 60_000])
  const again = after({ state: 'offline', revision: 1, tries: 3 }, { kind: 'due' }, { kind: 'unreachable' })
  assert.deepEqual(again, { state: 'offline', revision: 1, tries: 4 })
})

test('only a saved draft may be left without a word', () => {
  assert.equal(isUnsaved(saved), false)
  assert.equal(isUnsaved({ state: 'offline', revision: 4, tries: 1 }), true)
  assert.equal(saveWait(saved), null)
})
