import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Definition } from '#core/flow/definition.ts'
import { numberFor, whatsappLink } from '#web/flow/trial/whatsapp-link.ts'

const flow = (start: object) =>
  Definition.parse({ format: 1, start: 's', nodes: { s: { kind: 'start', ...start } } })

test('the link opens the number with the first word of what is published, and never with a pattern', () => {
  const display = '+62 811-1111-222'
  const bare = 'https://wa.me/628111111222'
  assert.equal(
    whatsappLink(display, flow({ keywords: ['menu & jam', 'halo'] })),
    `${bare}?text=menu%20%26%20jam`,
  )
  assert.equal(whatsappLink(display, flow({ keywords: ['^ha+lo'], match: 'pattern' })), bare)
  assert.equal(whatsappLink(display, flow({ welcome: true })), bare)
})

test('of several numbers of a bot the real one is opened', () => {
  const linked = (id: string, isTest: boolean, bot: string | null) => ({
    ...{ id, test: isTest },
    bot: bot === null ? null : { id: bot, name: '' },
  })
  const [probe, real, other] = [linked('1', true, 'b'), linked('2', false, 'b'), linked('3', false, 'c')]
  assert.equal(numberFor([other, probe, real, linked('4', false, null)], 'b'), real)
  assert.equal(numberFor([other, probe], 'b'), probe)
  assert.equal(numberFor([other], 'b'), undefined)
})
