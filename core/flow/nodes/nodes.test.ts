import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR } from '#core/base/time.ts'
import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import type { Facts } from '#core/flow/run.ts'
import { STEPS_PER_RUN_MAX } from '#core/flow/step/turn.ts'
import { checkDraft } from '#core/whatsapp/check.ts'
import { Draft } from '#core/whatsapp/draft.ts'

const NOW = 1_760_000_000_000

function flow(a: unknown, rest: Record<string, unknown> = {}): Definition {
  return Definition.parse({
    format: 1,
    start: 's',
    nodes: { s: { kind: 'start', next: { next: 'a' } }, a, ...rest },
  })
}
function facts(definition: Definition, more: Partial<Facts> = {}): Facts {
  return {
    now: NOW,
    random: () => 0,
    person: { name: 'Sari Dewi', phone: '62812', fields: {}, tags: [], lastInboundAt: NOW },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    definitionOf: () => definition,
    publishedOf: () => undefined,
    ...more,
  }
}
function enter(definition: Definition, more: Partial<Facts> = {}) {
  return advance(null, { kind: 'start', version: 'v' }, facts(definition, more))
}

const LINK = { link: 'https://contoh.com/kopi.jpg' }
const BUTTONS = [{ id: 'x', title: 'Ya' }]
const OPTIONS = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `o${at}`, title: `Opsi ${at}` }))

test('each message takes the form that WhatsApp has for it, and passes its limits', () => {
  const message = (more: object) => ({ kind: 'message', ...more })
  const ask = (count: number, skip: string[] = []) => ({
    kind: 'question',
    text: 'Pilih',
    answer: 'choice',
    options: OPTIONS(count),
    skip,
  })
  const cases: [string, unknown, object][] = [
    ['text', message({ text: 'Halo {{ first_name }}' }), { kind: 'text', text: 'Halo Sari' }],
    [
      'picture with words',
      message({ text: 'Kopi', media: { media: 'image', source: LINK } }),
      { kind: 'media', media: 'image', source: LINK, caption: 'Kopi' },
    ],
    [
      'document by its name',
      message({ media: { media: 'document', source: LINK, filename: '{{ name }}.pdf' } }),
      { kind: 'media', media: 'document', source: LINK, filename: 'Sari Dewi.pdf' },
    ],
    [
      'voice',
      message({ media: { media: 'audio', source: LINK, voice: true } }),
      { kind: 'media', media: 'audio', source: LINK, voice: true },
    ],
    [
      'place',
      message({ location: { latitude: -6.2, longitude: 106.8, name: 'Gerai {{ name }}' } }),
      { kind: 'location', latitude: -6.2, longitude: 106.8, name: 'Gerai Sari Dewi' },
    ],
    [
      'buttons under a picture',
      message({ text: 'Mau?', footer: 'kaki', media: { media: 'image', source: LINK }, buttons: BUTTONS }),
      {
        kind: 'buttons',
        text: 'Mau?',
        footer: 'kaki',
        buttons: [{ id: 'a:x', title: 'Ya' }],
        header: { kind: 'image', source: LINK },
      },
    ],
    [
      'list',
      message({
        text: 'Menu',
        list: {
          button: 'Lihat',
          sections: [{ rows: [{ id: 'x', title: 'Kopi', description: 'Rp20.000' }] }],
        },
      }),
      {
        kind: 'list',
        button: 'Lihat',
        sections: [{ rows: [{ id: 'a:x', title: 'Kopi', description: 'Rp20.000' }] }],
        text: 'Menu',
      },
    ],
    [
      'few options are buttons, skipping is one of them',
      ask(2, ['Lewati']),
      {
        kind: 'buttons',
        text: 'Pilih',
        buttons: [
          { id: 'a:o0', title: 'Opsi 0' },
          { id: 'a:o1', title: 'Opsi 1' },
          { id: 'a:.skip', title: 'Lewati' },
        ],
      },
    ],
    [
      'more options are a list',
      ask(4),
      {
        kind: 'list',
        text: 'Pilih',
        button: 'Pilih',
        sections: [{ rows: OPTIONS(4).map(({ id, title }) => ({ id: `a:${id}`, title })) }],
      },
    ],
  ]
  for (const [name, node, expected] of cases) {
    const [effect] = enter(flow(node)).effects
    assert(effect?.kind === 'say', name)
    assert.deepEqual(effect.draft, expected, name)
    assert.deepEqual(Draft.parse(effect.draft), effect.draft, name)
    assert.deepEqual(checkDraft(effect.draft), [], name)
  }
})

test('what WhatsApp cannot send together is refused before publishing', () => {
  const cases: [object, string[]][] = [
    [{ text: 'x', media: { media: 'audio', source: LINK } }, ['mix-impossible']],
    [
      { text: 'x', media: { media: 'audio', source: LINK }, buttons: BUTTONS },
      ['way-missing', 'mix-impossible'],
    ],
    [{ text: 'x', location: { latitude: 0, longitude: 0 } }, ['mix-impossible']],
    [{ location: { latitude: 91, longitude: 0 } }, ['draft-refused']],
    [{ text: 'x', media: { media: 'image', source: { file: '' } } }, ['draft-refused']],
  ]
  for (const [message, expected] of cases) {
    const problems = checkFlow(flow({ kind: 'message', ...message }), { fields: [], flows: [] })
    assert.deepEqual(problems.map(({ code }) => code).sort(), expected.sort(), JSON.stringify(message))
  }
})

test('a split parts people by weight', () => {
  const branches = [
    { id: 'x', title: 'X', weight: 1 },
    { id: 'never', title: 'N', weight: 0 },
    { id: 'y', title: 'Y', weight: 3 },
  ]
  const split = flow({ kind: 'split', branches })
  const cases: [number, string][] = [
    [0, 'branch:x'],
    [0.249, 'branch:x'],
    [0.25, 'branch:y'],
    [0.999, 'branch:y'],
  ]
  for (const [draw, outlet] of cases) {
    assert.equal(enter(split, { random: () => draw }).trace.at(-1)?.outlet, outlet)
  }
})

test('a split that remembers sends the same person the same way, whatever is drawn', () => {
  const branches = [
    { id: 'p', title: 'Promo A', weight: 1 },
    { id: 'q', title: '', weight: 1 },
  ]
  const definition = flow({ kind: 'split', branches, field: 'cabang' })
  const taken = (cabang: string | undefined, draw: number) => {
    const fields: Record<string, string> = cabang === undefined ? {} : { cabang }
    const person = { name: 'Sari', phone: '62812', fields, tags: [], lastInboundAt: NOW }
    const { trace } = enter(definition, { person, random: () => draw })
    return [trace[1]?.outlet, trace[1]?.set]
  }
  assert.deepEqual(taken(undefined, 0.9), ['branch:q', { cabang: 'q' }])
  assert.deepEqual(taken('Promo A', 0.9), ['branch:p', undefined])
  assert.deepEqual(taken('q', 0), ['branch:q', undefined])
  assert.deepEqual(taken('lain', 0), ['branch:p', { cabang: 'Promo A' }])
})

test('a split that remembers by name must have branches that can be told apart', () => {
  const branches = ['A', 'A'].map((title, at) => ({ id: `b${at}`, title, weight: 1 }))
  const found = (more: object) =>
    checkFlow(flow({ kind: 'split', branches, ...more }), { fields: [], flows: [] }).map(({ code }) => code)
  assert.deepEqual(found({ field: 'cabang' }), ['choice-twice'])
  assert.deepEqual(found({}), [])
})

test('actions are asked for in order, and later ones see what earlier ones did', () => {
  const { effects, trace } = enter(
    flow({
      kind: 'action',
      actions: [
        { do: 'setField', field: 'a', value: '{{ first_name }}' },
        { do: 'setField', field: 'b', value: '{{ a }}!' },
        { do: 'clearField', field: 'a' },
        { do: 'note', text: '[{{ a }}] {{ b }}' },
        { do: 'addTag', tag: 'baru' },
        { do: 'removeTag', tag: 'lama' },
        { do: 'pauseBot', for: { amount: 2, unit: 'hour' } },
        { do: 'pauseBot' },
      ],
    }),
  )
  assert.deepEqual(effects, [
    { kind: 'setField', field: 'a', value: 'Sari' },
    { kind: 'setField', field: 'b', value: 'Sari!' },
    { kind: 'clearField', field: 'a' },
    { kind: 'note', text: '[] Sari!' },
    { kind: 'addTag', tag: 'baru' },
    { kind: 'removeTag', tag: 'lama' },
    { kind: 'pauseBot', until: NOW + 2 * HOUR },
    { kind: 'pauseBot', until: null },
  ])
  assert.deepEqual(trace.at(-1)?.set, { a: '', b: 'Sari!' }, 'the trace tells what holds after the step')
  assert.deepEqual(trace.at(-1)?.tags, ['+baru', '-lama'])
})

test('a tag that was just added holds in the next condition', () => {
  const rule = { fact: 'tag', tag: 'BARU', is: 'has' }
  const { trace } = enter(
    flow(
      { kind: 'action', actions: [{ do: 'addTag', tag: 'baru' }], next: { next: 'c' } },
      { c: { kind: 'condition', when: { match: 'all', groups: [{ match: 'all', rules: [rule] }] } } },
    ),
  )
  assert.equal(trace.at(-1)?.outlet, 'yes')
})

test('a run of ten thousand steps is long enough', () => {
  const loop = flow({ kind: 'question', text: 'lagi?', next: { answered: 'a' } })
  const { run } = enter(loop)
  assert(run)
  const old = { ...run, steps: STEPS_PER_RUN_MAX - 1 }
  const said = { kind: 'message', content: { kind: 'text', text: 'ya' } } as const
  const result = advance(old, said, facts(loop))
  assert.equal(result.outcome, 'failed')
  assert.equal(result.trace.at(-1)?.fault, 'run-limit')
})
