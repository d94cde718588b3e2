import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Definition } from '#core/flow/definition.ts'
import { fieldAskedBefore } from '#web/flow/drawing/near.ts'

test('a condition is offered the field that was asked for last on its way, past steps that ask nothing', () => {
  const when = { match: 'all', groups: [{ match: 'all', rules: [{ fact: 'window', is: 'open' }] }] }
  const definition = Definition.parse({
    format: 1,
    start: 's',
    nodes: {
      s: { kind: 'start', next: { next: 'name' } },
      name: { kind: 'question', text: 'Nama?', answer: 'text', field: 'nama', next: { answered: 'when' } },
      when: { kind: 'question', text: 'Kapan?', answer: 'date', field: 'janji', next: { answered: 'note' } },
      note: { kind: 'message', text: 'Baik', next: { next: 'ask' } },
      ask: { kind: 'condition', when, next: { no: 'name' } },
    },
  })
  assert.equal(fieldAskedBefore(definition, 'ask'), 'janji')
  assert.equal(fieldAskedBefore(definition, 'when'), 'nama')
  assert.equal(fieldAskedBefore(definition, 's'), undefined)
  assert.equal(fieldAskedBefore(definition, 'nowhere'), undefined)
})
