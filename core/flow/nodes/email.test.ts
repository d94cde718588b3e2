import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'

const NOW = 1_760_000_000_000

function flow(email: object): Definition {
  const nodes = { s: { kind: 'start', next: { next: 'm' } }, m: { kind: 'email', ...email } }
  return Definition.parse({ format: 1, start: 's', nodes })
}

function sends(email: object, fields: Record<string, string> = {}) {
  const definition = flow({ subject: 'Pesanan {{name}}', text: 'Halo', ...email })
  const { effects, trace } = advance(
    null,
    { kind: 'start', version: 'v' },
    {
      now: NOW,
      random: () => 0,
      person: { name: 'Sari\r\nBcc: x@y.id', phone: '62812', fields, tags: [], lastInboundAt: NOW },
      workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
      definitionOf: () => definition,
      publishedOf: () => undefined,
    },
  )
  const mail = effects.find((effect) => effect.kind === 'mail')
  return mail ? { to: mail.to, subject: mail.subject } : trace[1]?.outlet
}

test('a mail goes to an address or to that of a field, and no field can add lines to its head', () => {
  assert.deepEqual(sends({ to: 'Toko@Contoh.id' }), {
    to: 'Toko@contoh.id',
    subject: 'Pesanan Sari Bcc: x@y.id',
  })
  assert.deepEqual(sends({ to: '{{surel}}' }, { surel: 'dewi@contoh.id' }), {
    to: 'dewi@contoh.id',
    subject: 'Pesanan Sari Bcc: x@y.id',
  })
  assert.equal(sends({ to: '{{surel}}' }), 'failed')
  assert.equal(sends({ to: '{{surel}}' }, { surel: 'a@b.id, c@d.id' }), 'failed')
  assert.equal(sends({ to: 'toko@contoh.id', subject: '{{kosong}}' }), 'failed')
})

test('the checker wants an address, a subject and words', () => {
  const codes = (email: object) => checkFlow(flow(email), { fields: [], flows: [] }).map(({ code }) => code)
  assert.deepEqual(codes({ to: 'a@b.id', subject: 'x', text: 'y' }), [])
  assert.deepEqual(codes({ to: 'a@b', subject: 'x', text: 'y' }), ['mail-address'])
  assert.deepEqual(codes({ to: 'a@b.id', subject: 'x' }), ['text-empty'])
})
