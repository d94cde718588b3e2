import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import { outletsOf } from '#core/flow/outlets.ts'
import type { Facts } from '#core/flow/run.ts'
import { checkDraft } from '#core/whatsapp/check.ts'

const NOW = 1_760_000_000_000
const LINK = { link: 'https://contoh.com/kopi.webp' }

function flow(message: object): Definition {
  return Definition.parse({
    format: 1,
    start: 's',
    nodes: {
      s: { kind: 'start', next: { next: 'a' } },
      a: { kind: 'message', ...message },
      e: { kind: 'message', text: 'ya' },
    },
  })
}

function facts(definition: Definition): Facts {
  return {
    now: NOW,
    random: () => 0,
    person: { name: 'Sari Dewi', phone: '62812', fields: {}, tags: [], lastInboundAt: NOW },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    definitionOf: () => definition,
    publishedOf: () => undefined,
  }
}

function enter(definition: Definition) {
  return advance(null, { kind: 'start', version: 'v' }, facts(definition))
}

function saidBy(definition: Definition) {
  return enter(definition).effects.flatMap((effect) => (effect.kind === 'say' ? [effect.draft] : []))
}

function problemsOf(definition: Definition) {
  return checkFlow(definition, { flow: 'f', fields: [], flows: [] })
}

test('a step says its messages one after the other, in their order', () => {
  const said = saidBy(
    flow({
      text: 'Halo {{first_name}}',
      more: [
        { media: { media: 'sticker', source: LINK } },
        { media: { media: 'audio', source: LINK, voice: true } },
        { contact: { name: 'Bu Tini', phone: '+62 811 1111 222', organisation: 'Kopi' } },
        { text: 'Menu', link: { label: 'Buka', url: 'https://kopi.id/{{first_name}}' }, footer: 'Kopi' },
      ],
    }),
  )
  assert.deepEqual(said, [
    { kind: 'text', text: 'Halo Sari' },
    { kind: 'media', media: 'sticker', source: LINK },
    { kind: 'media', media: 'audio', source: LINK, voice: true },
    {
      kind: 'contacts',
      contacts: [
        {
          name: { formatted: 'Bu Tini', first: 'Bu Tini' },
          phones: [{ phone: '+62 811 1111 222', waId: '628111111222' }],
          emails: [],
          organisation: 'Kopi',
        },
      ],
    },
    { kind: 'link', text: 'Menu', footer: 'Kopi', label: 'Buka', url: 'https://kopi.id/Sari' },
  ])
  assert.deepEqual(said.flatMap(checkDraft), [])
})

test('whatever can be tapped has its way, in whichever message it stands', () => {
  const definition = flow({
    text: 'Pilih',
    buttons: [{ id: 'x', title: 'Satu' }],
    more: [
      { text: 'Atau', list: { button: 'Buka', sections: [{ rows: [{ id: 'y', title: 'Dua' }] }] } },
      { text: 'Di mana?', ask: 'location' },
    ],
    next: { 'button:x': 'e', 'row:y': 'e', answered: 'e' },
  })
  const node = definition.nodes.a
  assert.ok(node)
  assert.deepEqual(
    outletsOf(node).map(({ name }) => name),
    ['button:x', 'row:y', 'answered', 'other'],
  )
  const { run } = enter(definition)
  const hears = (content: Parameters<typeof advance>[1] & { kind: 'message' }) =>
    advance(run, content, facts(definition)).trace[0]?.outlet
  const tap = (id: string) =>
    hears({ kind: 'message', content: { kind: 'tap', from: 'button', id: `a:${id}`, title: '' } })
  assert.equal(tap('x'), 'button:x')
  assert.equal(tap('y'), 'row:y')
  assert.equal(hears({ kind: 'message', content: { kind: 'text', text: 'dua' } }), 'row:y')
  assert.equal(
    hears({ kind: 'message', content: { kind: 'location', latitude: -6, longitude: 106 } }),
    'answered',
  )
})

test('a link asks nothing, so the run goes on behind it', () => {
  const definition = flow({
    text: 'Menu',
    link: { label: 'Buka', url: 'https://kopi.id' },
    next: { next: 'e' },
  })
  assert.equal(saidBy(definition).length, 2)
  assert.equal(enter(definition).outcome, 'ended')
})

test('a message that comes out empty is left out; a step with nothing to answer does not wait', () => {
  const kept = flow({ text: '{{nothing}}', more: [{ text: 'Ada' }], next: {} })
  assert.deepEqual(saidBy(kept), [{ kind: 'text', text: 'Ada' }])
  assert.equal(enter(kept).trace[1]?.fault, 'bad-text')
  const mute = flow({ text: 'Ada', more: [{ text: '{{nothing}}', ask: 'location' }] })
  assert.equal(enter(mute).outcome, 'failed')
})

test('the checker names the message of a step that WhatsApp would refuse', () => {
  const cases: [string, object, string][] = [
    [
      'too many buttons',
      { text: 'x', buttons: ['1', '2', '3', '4'].map((id) => ({ id, title: id })) },
      '2: buttons',
    ],
    ['no page', { text: 'x', link: { label: 'Buka', url: 'kopi' } }, '2: url'],
    ['long label', { text: 'x', link: { label: 'x'.repeat(21), url: 'https://k.id' } }, '2: label'],
  ]
  for (const [name, block, field] of cases) {
    const found = problemsOf(flow({ text: 'ok', more: [block] })).filter(
      ({ code }) => code === 'draft-refused',
    )
    assert.equal(found[0]?.details.field, field, name)
  }
})

test('what WhatsApp cannot put into one message is refused, and what it can is not', () => {
  const place = { latitude: -6, longitude: 106 }
  const button = [{ id: 'x', title: 'Ya' }]
  const cases: [object, string | undefined][] = [
    [{ text: 'x', location: place }, 'text'],
    [{ text: 'x', media: { media: 'sticker', source: LINK } }, 'text'],
    [{ text: 'x', buttons: button, link: { label: 'B', url: 'https://k.id' } }, 'link'],
    [
      { text: 'x', link: { label: 'B', url: 'https://k.id' }, media: { media: 'image', source: LINK } },
      undefined,
    ],
    [
      { text: 'x', link: { label: 'B', url: 'https://k.id' }, media: { media: 'audio', source: LINK } },
      'audio',
    ],
    [{ text: 'x', ask: 'location', media: { media: 'image', source: LINK } }, 'image'],
  ]
  for (const [block, other] of cases) {
    const found = problemsOf(flow({ text: 'ok', more: [block] })).find(
      ({ code }) => code === 'mix-impossible',
    )
    assert.equal(found?.details.other, other, JSON.stringify(block))
  }
})

test('two messages of a step may not use the same mark for two choices', () => {
  const definition = flow({
    text: 'a',
    buttons: [{ id: 'x', title: 'Satu' }],
    more: [{ text: 'b', buttons: [{ id: 'x', title: 'Dua' }] }],
  })
  assert.ok(problemsOf(definition).some(({ code }) => code === 'choice-twice'))
})
