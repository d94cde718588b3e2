import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FlowNode } from '#core/flow/definition.ts'
import { newNode } from '#web/flow/drawing/new-node.ts'
import { titleOf } from '#web/flow/drawing/title.ts'
import { keysOnly } from '#web/flow/model/words.ts'

test('a step without a name is called by what it says, and a silent one by its kind', () => {
  const title = (patch: object) =>
    titleOf({ ...newNode('message', () => 'id'), ...patch } as FlowNode, keysOnly)
  assert.equal(title({ name: 'Salam', text: 'Halo' }), 'Salam')
  assert.equal(title({ text: 'Halo {{ name | default: "Kak" }}\n apa kabar?' }), '“Halo name apa kabar?”')
  assert.equal(title({ text: 'a'.repeat(41) }), `“${'a'.repeat(40)}…”`)
  assert.equal(title({ text: '' }), 'kind.message')
})
