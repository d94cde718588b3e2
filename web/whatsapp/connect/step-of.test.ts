import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Channel, PhoneNumber } from '#core/whatsapp/api.ts'
import { stepOf } from '#web/whatsapp/connect/step-of.ts'

const channel = (known: Partial<Channel>) => known as Channel
const number = (known: Partial<PhoneNumber>) => known as PhoneNumber
const DONE = channel({ subscribedAt: 1, verifiedAt: 1 })

test('the wizard goes on where the server says it stands', () => {
  assert.equal(stepOf(null, []), 'access')
  assert.equal(stepOf(channel({ subscribedAt: null, verifiedAt: null }), []), 'webhook')
  assert.equal(stepOf(channel({ subscribedAt: 1, verifiedAt: null }), []), 'webhook')
  assert.equal(stepOf(DONE, [number({ used: false, bot: null })]), 'numbers')
  assert.equal(stepOf(DONE, [number({ used: true, bot: null })]), 'bot')
  assert.equal(stepOf(DONE, [number({ used: true, bot: { id: '1', name: 'B' } })]), null)
})
