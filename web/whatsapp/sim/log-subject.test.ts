import assert from 'node:assert/strict'
import { test } from 'node:test'
import { subjectOf } from '#web/whatsapp/sim/log-subject.ts'

const PATH = 'http://127.0.0.1:3000/webhooks/whatsapp/key'
const webhook = (...values: object[]) =>
  subjectOf({
    kind: 'webhook',
    path: PATH,
    request: JSON.stringify({ entry: [{ changes: values.map((value) => ({ field: 'messages', value })) }] }),
  })

test('a line of the log says what the call was about', () => {
  assert.equal(webhook({ messages: [{ type: 'text' }] }), 'messages · text')
  assert.equal(
    webhook({ statuses: [{ status: 'sent' }, { status: 'sent' }] }, { statuses: [{ status: 'read' }] }),
    'statuses · sent, statuses · read',
  )
  assert.equal(webhook({ event: 'APPROVED' }), 'messages')
  assert.equal(subjectOf({ kind: 'webhook', path: PATH, request: '' }), '/webhooks/whatsapp/key')
  assert.equal(
    subjectOf({ kind: 'graph', path: '/sim/graph/v25.0/12/messages', request: '{}' }),
    '/v25.0/12/messages',
  )
})
