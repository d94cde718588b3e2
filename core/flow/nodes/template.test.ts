import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '#core/base/time.ts'
import { textField } from '#core/contact/field/catalogue.ts'
import { advance } from '#core/flow/advance.ts'
import type { World } from '#core/flow/check/world.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import { outletsOf } from '#core/flow/outlets.ts'
import { problemSentence } from '#core/flow/problem.ts'
import type { Facts, Run } from '#core/flow/run.ts'
import { checkDraft } from '#core/whatsapp/check.ts'
import type { Content } from '#core/whatsapp/heard.ts'
import type { MetaTemplate, TemplateStatus } from '#core/whatsapp/template/state.ts'
import { Template } from '#core/whatsapp/template/template.ts'

const NOW = 1_760_000_000_000
const READY = Template.parse({
  name: 'pesanan_siap',
  language: 'id',
  category: 'UTILITY',
  body: { text: 'Halo {{1}}, pesanan {{2}} siap diambil.' },
  buttons: [
    { kind: 'reply', text: 'Saya ke sana' },
    { kind: 'url', text: 'Lacak', url: 'https://toko.id/{{1}}' },
    { kind: 'reply', text: 'Antar saja' },
  ],
})
const STEP = {
  kind: 'template',
  template: READY,
  body: [
    { name: '1', text: '{{ first_name }}' },
    { name: '2', text: '{{ order_no }}', fallback: 'Anda' },
  ],
  buttons: [{ index: 1, text: 'p/{{ order_no }}', fallback: 'akun' }],
  next: { 'button:0': 'coming', 'button:2': 'bring', other: 'people' },
}
const SAY = (text: string) => ({ kind: 'message', text })

function flow(step: object, more: object = {}): Definition {
  return Definition.parse({
    format: 1,
    start: 's',
    nodes: {
      s: { kind: 'start', next: { next: 'a' } },
      a: { ...STEP, ...step },
      coming: SAY('Ditunggu'),
      bring: SAY('Alamatnya?'),
      people: { kind: 'handover' },
      ...more,
    },
  })
}
function facts(definition: Definition, fields: Record<string, string> = {}): Facts {
  return {
    now: NOW,
    random: () => 0,
    person: { name: 'Sari Dewi', phone: '62812', fields, tags: [], lastInboundAt: NOW - 9 * DAY },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    definitionOf: () => definition,
    publishedOf: () => undefined,
  }
}
function begin(definition: Definition, fields: Record<string, string> = {}) {
  return advance(null, { kind: 'start', version: 'v' }, facts(definition, fields))
}
function hear(definition: Definition, run: Run | null, content: Content) {
  return advance(run, { kind: 'message', content }, facts(definition))
}
function problems(definition: Definition, world: Partial<World> = {}): string[] {
  return checkFlow(definition, { fields: [textField('order_no'), textField('foto')], flows: [], ...world })
    .filter(({ node }) => node === 'a')
    .map(({ code }) => code)
}

test('a template is sent with the values of the person, and its quick replies name the step', () => {
  const { effects, outcome } = begin(flow({}), { order_no: 'KS-7' })
  assert.equal(outcome, 'waiting')
  assert.deepEqual(effects, [
    {
      kind: 'say',
      node: 'a',
      draft: {
        kind: 'template',
        name: 'pesanan_siap',
        language: 'id',
        body: [{ text: 'Sari' }, { text: 'KS-7' }],
        buttons: [
          { index: 0, kind: 'reply', value: 'a:0' },
          { index: 1, kind: 'url', value: 'p/KS-7' },
          { index: 2, kind: 'reply', value: 'a:2' },
        ],
      },
    },
  ])
  const [said] = effects
  assert.ok(said?.kind === 'say')
  assert.deepEqual(checkDraft(said.draft), [])
})

test('what a customer wrote into a field cannot lead a link elsewhere: the fallback is used', () => {
  for (const order_no of ['../../x', 'a/b', 'http://x.id', 'a b', '', 'x?y=1']) {
    const [said] = begin(flow({}), { order_no }).effects
    assert.ok(said?.kind === 'say' && said.draft.kind === 'template')
    assert.equal(said.draft.buttons[1]?.value, 'akun', order_no)
  }
})

test('a value that comes out empty without a fallback leads out by “failed”, and nothing is sent', () => {
  const bare = { body: STEP.body.map(({ name, text }) => ({ name, text })) }
  const lost = begin(flow(bare))
  assert.deepEqual([lost.effects, lost.outcome, lost.trace.at(-1)?.fault], [[], 'ended', 'bad-template'])
  const caught = begin(flow({ ...bare, next: { ...STEP.next, failed: 'people' } }))
  assert.equal(caught.outcome, 'handed-over')
  assert.deepEqual(problems(flow(bare)), ['template-may-fail'])
})

test('what stands in for an empty value may name fields too; a value that has its own is no worry', () => {
  const body = (text: string, fallback?: string) => ({
    body: [STEP.body[0], { name: '2', text, ...(fallback && { fallback }) }],
  })
  const [said] = begin(flow(body('{{ order_no }}', 'milik {{ first_name }}'))).effects
  assert.ok(said?.kind === 'say' && said.draft.kind === 'template')
  assert.equal(said.draft.body[1]?.text, 'milik Sari')
  assert.deepEqual(problems(flow(body('{{ order_no }}', 'milik {{ first_name }}'))), [])
  assert.deepEqual(problems(flow(body('{{ order_no }}', '{{ foto }}'))), ['template-may-fail'])
  assert.deepEqual(problems(flow(body('{{ order_no }}', '{{ tidak_ada }} ya'))), ['merge-unknown'])
  assert.deepEqual(problems(flow(body('{{ order_no | default: "Anda" }}'))), [])
})

test('a value of a card is called by the button of that card', () => {
  const link = { kind: 'url', text: 'Lihat', url: 'https://toko.id/{{1}}' }
  const plain = { header: { kind: 'image' }, buttons: [link] }
  const template = {
    ...READY,
    body: { text: 'Pilih satu, ya.', examples: [] },
    buttons: [],
    cards: [plain, plain],
  }
  const card = {
    media: { media: 'image', source: { file: 'f1' } },
    buttons: [{ index: 0, text: '{{ order_no }}' }],
  }
  const found = checkFlow(flow({ template, body: [], buttons: [], cards: [card, card], next: {} }), {
    fields: [textField('order_no')],
    flows: [],
  }).filter(({ code }) => code === 'template-may-fail')
  assert.deepEqual(
    found.map(({ details }) => details.value),
    ['Lihat', 'Lihat'],
  )
})

test('a tap, its label without a payload and the same words take the same way', () => {
  const definition = flow({})
  const { run } = begin(definition)
  const tap = (id: string): Content => ({ kind: 'tap', from: 'template', id, title: 'Antar saja' })
  for (const content of [tap('a:2'), tap('Antar saja'), { kind: 'text', text: 'antar saja' } as const]) {
    const { effects, trace } = hear(definition, run, content)
    assert.deepEqual(
      effects.map((effect) => effect.kind === 'say' && effect.draft.kind === 'text' && effect.draft.text),
      ['Alamatnya?'],
    )
    assert.equal(trace[0]?.outlet, 'button:2')
  }
  assert.equal(hear(definition, run, { kind: 'text', text: 'apa?' }).outcome, 'handed-over')
  // A button of the template that is no quick reply is none of ours.
  assert.equal(hear(definition, run, tap('a:1')).trace[0]?.outlet, 'other')
})

test('its exits are the quick replies, of the cards too; a template without them goes on at once', () => {
  const names = (definition: Definition) => {
    const node = definition.nodes.a
    return node ? outletsOf(node).map(({ name, by }) => `${name} ${by}`) : []
  }
  assert.deepEqual(names(flow({ timeout: { amount: 1, unit: 'hour' } })), [
    'button:0 customer',
    'button:2 customer',
    'other customer',
    'timeout itself',
    'failed itself',
  ])
  const plain = { ...READY, body: { text: 'Halo.', examples: [] }, buttons: [] }
  assert.deepEqual(names(flow({ template: plain })), ['next itself', 'failed itself'])
  const cards = [{ buttons: [READY.buttons[1]] }, { buttons: [READY.buttons[1], READY.buttons[0]] }]
  assert.ok(names(flow({ template: { ...READY, cards } })).includes('button:c1-1 customer'))
})

test('the picture of a header is a file, or the link that a field holds', () => {
  const template = { ...READY, header: { kind: 'image' }, buttons: [] }
  const step = { template, buttons: [], next: {}, media: { media: 'image', source: { field: 'foto' } } }
  const sent = begin(flow(step), { foto: 'https://toko.id/kopi.jpg' }).effects[0]
  assert.ok(sent?.kind === 'say' && sent.draft.kind === 'template')
  assert.deepEqual(sent.draft.header, { kind: 'image', source: { link: 'https://toko.id/kopi.jpg' } })
  assert.equal(begin(flow(step), { foto: 'javascript:alert(1)' }).trace.at(-1)?.fault, 'bad-template')
  assert.deepEqual(problems(flow(step)), [])
  assert.deepEqual(problems(flow({ ...step, media: undefined })), ['template-unfilled'])
  const file = { media: 'image', source: { file: 'f1' } }
  assert.deepEqual(problems(flow({ ...step, media: file }), { files: [] }), ['file-missing'])
  assert.deepEqual(problems(flow(step), { fields: [textField('order_no')] }), ['field-unknown'])
})

test('what the step lacks is named, with the variable', () => {
  assert.deepEqual(problems(flow({ template: undefined })), [
    'template-unchosen',
    'way-unknown',
    'way-unknown',
    'way-unknown',
  ])
  assert.deepEqual(problems(flow({ body: STEP.body.slice(0, 1) })), ['template-unfilled'])
  assert.deepEqual(problems(flow({ buttons: [] })), ['template-unfilled'])
  assert.deepEqual(problems(flow({ buttons: [{ index: 1, text: '../x' }] })), ['template-values'])
  const [first] = checkFlow(flow({ body: STEP.body.slice(0, 1) }), {
    fields: [textField('order_no')],
    flows: [],
  })
  assert.ok(first)
  assert.equal(problemSentence(first, 'id'), 'Template belum lengkap: Nilai untuk {{2}} belum ada.')
})

test('the account’s templates are judged when they are known', () => {
  const held = (status: TemplateStatus, template: Template = READY): MetaTemplate => ({
    id: '1',
    template,
    status,
    quality: 'GREEN',
    rejection: null,
    correctCategory: null,
    previousCategory: null,
    updatedAt: null,
  })
  const judge = (...templates: MetaTemplate[]) => problems(flow({}), { templates })
  assert.deepEqual(problems(flow({})), [])
  assert.deepEqual(judge(held('APPROVED')), [])
  assert.deepEqual(judge(held('FLAGGED')), [])
  assert.deepEqual(judge(), ['template-missing'])
  assert.deepEqual(judge(held('APPROVED', { ...READY, language: 'en_US' })), ['template-missing'])
  assert.deepEqual(judge(held('PENDING')), ['template-unusable'])
  assert.deepEqual(judge(held('REJECTED')), ['template-unusable'])
  assert.deepEqual(judge(held('DISABLED')), ['template-unusable'])
  assert.deepEqual(judge(held('PAUSED')), ['template-paused'])
  const other = (text: string): Template => ({ ...READY, body: { text, examples: [] } })
  assert.deepEqual(judge(held('APPROVED', other('Hai {{1}}, pesanan {{2}} siap.'))), ['template-changed'])
  assert.deepEqual(judge(held('APPROVED', other('Hai {{1}}, {{2}} siap di {{3}}.'))), ['template-outgrown'])
  const examples = [{ name: '1', value: 'Dewi' }]
  assert.deepEqual(judge(held('APPROVED', { ...READY, body: { ...READY.body, examples } })), [])
})

test('a template may leave at any time: no window is asked for', () => {
  const late = flow(
    {},
    {
      s: { kind: 'start', next: { next: 'w' } },
      w: { kind: 'wait', wait: { kind: 'for', length: { amount: 2, unit: 'day' } }, next: { next: 'a' } },
    },
  )
  assert.deepEqual(checkFlow(late, { fields: [textField('order_no')], flows: [] }), [])
})
