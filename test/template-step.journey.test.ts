import assert from 'node:assert/strict'
import { test } from 'node:test'
import { REMINDER } from './flows.ts'
import { openRig, phoneOf, until } from './rig.ts'
import { flowFile, onlyChat, publishFlow, traceOf } from './team.ts'

const HOUR = 3_600_000

const REMIND = flowFile(
  'Ingatkan',
  { keywords: ['pesan'] },
  {
    ask: { kind: 'question', text: 'Nomor pesanannya?', field: 'order_no', next: { answered: 'sleep' } },
    sleep: {
      kind: 'wait',
      wait: { kind: 'for', length: { amount: 30, unit: 'hour' } },
      next: { next: 'remind' },
    },
    remind: {
      kind: 'template',
      template: REMINDER,
      body: [
        { name: '1', text: '{{ first_name }}' },
        { name: '2', text: '{{ order_no }}' },
      ],
      next: { 'button:0': 'coming', 'button:1': 'bring' },
    },
    coming: { kind: 'message', text: 'Kami tunggu, Kak.' },
    bring: { kind: 'message', text: 'Baik, kami antar {{ order_no }}.' },
  },
)

test('a template step speaks 30 hours later, and a tap on its quick reply goes on in the flow', async () => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  await publishFlow(owner, REMIND)
  const phone = await phoneOf(rig, owner)
  await phone.text('pesan')
  await phone.hears('Nomor pesanannya?')
  await phone.text('KS-77')
  const chat = await onlyChat(owner)
  await until('the answer is in the trace', async () => (await traceOf(owner, chat.id)).length === 2)

  await phone.control('POST', '/clock', { advance: 30 * HOUR + 60_000 })
  const reminder = await phone.hears('pesanan nomor KS-77 sudah siap')
  assert.equal(reminder.content.template.name, 'pengingat_pesanan')

  const button = reminder.content.buttons.find(({ title }: { title: string }) => title === 'Antar saja')
  await phone.say({ kind: 'tap', to: reminder.wamid, id: button.id })
  await phone.hears('Baik, kami antar KS-77.')
  const [turn] = await traceOf(owner, chat.id)
  assert.deepEqual(
    turn.steps.map(({ node, outlet }: { node: string; outlet: string }) => [node, outlet]),
    [
      ['remind', 'button:1'],
      ['bring', 'next'],
    ],
  )
})
