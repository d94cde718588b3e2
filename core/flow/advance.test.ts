import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR, MINUTE } from '#core/base/time.ts'
import { advance } from '#core/flow/advance.ts'
import { Definition } from '#core/flow/definition.ts'
import type { Effect } from '#core/flow/effect.ts'
import type { Advance, Facts, Run } from '#core/flow/run.ts'
import { MESSAGES_PER_HAPPENING_MAX, STEPS_PER_HAPPENING_MAX } from '#core/flow/step/turn.ts'
import type { Content } from '#core/whatsapp/heard.ts'

const NOW = 1_760_000_000_000
const SUB = '01890000-0000-7000-8000-000000000002'
const OTHER = '01890000-0000-7000-8000-000000000003'

function flow(nodes: Record<string, unknown>): Definition {
  const start = { kind: 'start', next: { next: 'a' } }
  return Definition.parse({ format: 1, start: 'start', nodes: { start, ...nodes } })
}

function facts(definition: Definition, more: Record<string, Definition> = {}): Facts {
  const all: Record<string, Definition> = { v1: definition, ...more }
  return {
    now: NOW,
    random: () => 0,
    person: { name: 'Sari Dewi', phone: '628123456789', fields: {}, tags: [], lastInboundAt: NOW },
    workspace: { name: 'Kopi Senja', zone: 'Asia/Jakarta', language: 'id' },
    definitionOf: (version) => all[version],
    publishedOf: (id) => (id === SUB ? 'sub1' : id === OTHER ? 'other1' : undefined),
  }
}

function say(content: string): { kind: 'message'; content: Content } {
  return { kind: 'message', content: { kind: 'text', text: content } }
}
function tap(id: string, title = 'x'): { kind: 'message'; content: Content } {
  return { kind: 'message', content: { kind: 'tap', from: 'button', id, title } }
}
const START = { kind: 'start', version: 'v1' } as const

function said(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) =>
    effect.kind === 'say' && 'text' in effect.draft ? [String(effect.draft.text)] : [],
  )
}
function runOf(result: Advance): Run {
  assert(result.run, `a run that waits, not ${result.outcome}`)
  return result.run
}

const ASKING = flow({
  a: { kind: 'message', text: 'Halo {{ first_name }}', next: { next: 'ask' } },
  ask: {
    kind: 'question',
    text: 'Umur?',
    answer: 'number',
    field: 'age',
    min: 1,
    max: 120,
    retries: 1,
    timeout: { amount: 10, unit: 'minute' },
    skip: ['lewati'],
    next: { answered: 'b', invalid: 'c', timeout: 'd', skip: 'e' },
  },
  b: { kind: 'message', text: 'Umur {{ age }}' },
  c: { kind: 'message', text: 'salah' },
  d: { kind: 'message', text: 'lama' },
  e: { kind: 'message', text: 'lewat' },
})

test('a question waits, and a later step of the same happening sees its answer', () => {
  const first = advance(null, START, facts(ASKING))
  assert.equal(first.outcome, 'waiting')
  assert.deepEqual(said(first.effects), ['Halo Sari', 'Umur?'])
  const { waiting } = runOf(first)
  assert.deepEqual(first.effects.at(-1), { kind: 'setAlarm', at: NOW + 10 * MINUTE, token: waiting?.token })
  const second = advance(runOf(first), say('25'), facts(ASKING))
  assert.equal(second.outcome, 'ended')
  assert.equal(second.run, null)
  assert.deepEqual(second.effects, [
    { kind: 'setField', field: 'age', value: '25' },
    { kind: 'say', node: 'b', draft: { kind: 'text', text: 'Umur 25' } },
    { kind: 'clearAlarm' },
  ])
  assert.deepEqual(
    second.trace.map(({ node, outlet, heard, set }) => ({ node, outlet, heard, set })),
    [
      { node: 'ask', outlet: 'answered', heard: '25', set: { age: '25' } },
      { node: 'b', outlet: 'next', heard: undefined, set: undefined },
    ],
  )
})

test('a wrong answer is asked again as often as the step allows, then takes its own way', () => {
  const first = runOf(advance(null, START, facts(ASKING)))
  const again = advance(first, say('tua'), facts(ASKING))
  assert.equal(again.outcome, 'waiting')
  assert.equal(runOf(again).waiting?.tries, 1)
  assert.match(said(again.effects)[0] ?? '', /angka/)
  const given = advance(runOf(again), say('200'), facts(ASKING))
  assert.deepEqual(said(given.effects), ['salah'])
})

test('skip words and the alarm have their own ways; a stale alarm finds nothing', () => {
  const run = runOf(advance(null, START, facts(ASKING)))
  assert.deepEqual(said(advance(run, say('Lewati'), facts(ASKING)).effects), ['lewat'])
  const rang = advance(run, { kind: 'alarm', token: run.waiting?.token ?? '' }, facts(ASKING))
  assert.deepEqual(rang.effects, [{ kind: 'say', node: 'd', draft: { kind: 'text', text: 'lama' } }])
  const stale = advance(run, { kind: 'alarm', token: 'old' }, facts(ASKING))
  assert.equal(stale.outcome, 'ignored')
  assert.deepEqual(stale.run, run)
})

const MENU = flow({
  a: {
    kind: 'message',
    text: 'Pilih',
    buttons: [
      { id: 'menu', title: '☕ Lihat menu' },
      { id: 'cs', title: 'Bicara dengan CS' },
    ],
    next: { 'button:menu': 'b', 'button:cs': 'cs' },
  },
  b: { kind: 'question', text: 'Nama?', field: 'nama', next: { answered: 'c' } },
  c: { kind: 'wait', wait: { kind: 'for', length: { amount: 2, unit: 'hour' } }, next: { next: 'd' } },
  d: { kind: 'message', text: 'Masih di sana, {{ nama }}?' },
  cs: { kind: 'handover', text: 'Sebentar ya', note: '{{ name }} minta CS' },
})

test('a tap, its words, or its words without emoji take the way of the button', () => {
  const run = runOf(advance(null, START, facts(MENU)))
  for (const happening of [tap('a:menu'), say('☕ lihat MENU'), say('lihat menu')]) {
    assert.deepEqual(said(advance(run, happening, facts(MENU)).effects), ['Nama?'])
  }
  const other = advance(run, say('apa?'), facts(MENU))
  assert.equal(other.outcome, 'ignored')
  assert.deepEqual(other.run, run)
})

test('a tap on an old menu works from wherever the run waits', () => {
  const asked = runOf(advance(runOf(advance(null, START, facts(MENU))), tap('a:menu'), facts(MENU)))
  const slept = runOf(advance(asked, say('Sari'), facts(MENU)))
  for (const run of [asked, slept]) {
    const result = advance(run, tap('a:cs'), facts(MENU))
    assert.equal(result.outcome, 'handed-over')
    assert.equal(result.run, null)
    assert.deepEqual(result.effects[1], { kind: 'handOver', note: 'Sari Dewi minta CS' })
  }
})

test('a tap can begin a run behind the button of an old message', () => {
  const result = advance(null, { kind: 'start', version: 'v1', tap: 'a:cs' }, facts(MENU))
  assert.equal(result.outcome, 'handed-over')
})

test('a sleeping run hears nothing and wakes by its alarm', () => {
  const asked = advance(null, { kind: 'start', version: 'v1', tap: 'a:menu' }, facts(MENU))
  const slept = advance(runOf(asked), say('Sari'), facts(MENU))
  const run = runOf(slept)
  assert.deepEqual(slept.effects.at(-1), { kind: 'setAlarm', at: NOW + 2 * HOUR, token: run.waiting?.token })
  assert.equal(advance(run, say('halo?'), facts(MENU)).outcome, 'ignored')
  const later = facts(MENU)
  const fields = { nama: 'Sari' }
  const woken = advance(
    run,
    { kind: 'alarm', token: run.waiting?.token ?? '' },
    { ...later, person: { ...later.person, fields } },
  )
  assert.deepEqual(said(woken.effects), ['Masih di sana, Sari?'])
})

test('a sub-flow comes back, and stays on the version it entered', () => {
  const outer = flow({
    a: { kind: 'subflow', flow: SUB, next: { next: 'b' } },
    b: { kind: 'message', text: 'selesai' },
  })
  const inner = flow({ a: { kind: 'question', text: 'Rasa?', field: 'rasa' } })
  const world = facts(outer, { sub1: inner })
  const run = runOf(advance(null, START, world))
  assert.deepEqual(run.frames, [
    { version: 'v1', node: 'a' },
    { version: 'sub1', node: 'a' },
  ])
  const done = advance(run, say('manis'), { ...world, publishedOf: () => undefined })
  assert.equal(done.outcome, 'ended')
  assert.deepEqual(said(done.effects), ['selesai'])
})

test('going to another flow leaves this one for good', () => {
  const outer = flow({ a: { kind: 'goto', flow: OTHER } })
  const other = flow({ a: { kind: 'question', text: 'Rasa?' } })
  const run = runOf(advance(null, START, facts(outer, { other1: other })))
  assert.deepEqual(run.frames, [{ version: 'other1', node: 'a' }])
})

test('what is missing fails the run and frees the contact, or takes the way the sub-flow has for it', () => {
  const gone = '01890000-0000-7000-8000-00000000dead'
  const cases: [string, Definition, string][] = [
    ['node', flow({}), 'missing-node'],
    ['flow', flow({ a: { kind: 'subflow', flow: gone } }), 'missing-flow'],
    ['version', flow({ a: { kind: 'goto', flow: OTHER } }), 'missing-version'],
    ['recursion', flow({ a: { kind: 'subflow', flow: SUB } }), 'subflow-depth'],
    ['text', flow({ a: { kind: 'question', text: '{{ nothing }}' } }), 'bad-text'],
  ]
  for (const [name, definition, fault] of cases) {
    const result = advance(null, START, facts(definition, { sub1: definition }))
    assert.equal(result.outcome, 'failed', name)
    assert.equal(result.run, null)
    assert.equal(result.trace.at(-1)?.fault, fault, name)
  }
  const rescued = flow({
    a: { kind: 'subflow', flow: gone, next: { failed: 'b' } },
    b: { kind: 'message', text: 'maaf' },
  })
  const result = advance(null, START, facts(rescued))
  assert.equal(result.outcome, 'ended')
  assert.deepEqual(said(result.effects), ['maaf'])
  assert.equal(advance(null, { kind: 'start', version: 'nope' }, facts(rescued)).outcome, 'failed')
})

test('a way by an exit that the step has not is never taken', () => {
  const odd = Definition.parse({
    format: 1,
    start: 's',
    nodes: { s: { kind: 'start', next: { nonsense: 'a' } }, a: { kind: 'message', text: 'x' } },
  })
  const result = advance(null, START, facts(odd))
  assert.equal(result.outcome, 'ended')
  assert.deepEqual(result.effects, [])
})

test('a ring of messages stops at the message limit, a ring of silent steps at the step limit', () => {
  const loud = flow({ a: { kind: 'message', text: 'x', next: { next: 'a' } } })
  const spam = advance(null, START, facts(loud))
  assert.equal(spam.outcome, 'failed')
  assert.equal(spam.effects.length, MESSAGES_PER_HAPPENING_MAX)
  assert.equal(spam.trace.at(-1)?.fault, 'message-limit')
  const silent = flow({ a: { kind: 'goto', next: { next: 'a' } } })
  const round = advance(null, START, facts(silent))
  assert.equal(round.trace.at(-1)?.fault, 'step-limit')
  assert(round.trace.length <= STEPS_PER_HAPPENING_MAX + 1)
})

test('a menu that asks again and again never meets a limit in a thousand turns', () => {
  const loop = flow({ a: { kind: 'question', text: 'menu?', next: { answered: 'a' } } })
  let run = runOf(advance(null, START, facts(loop)))
  for (let turn = 0; turn < 1000; turn++) run = runOf(advance(run, say('lagi'), facts(loop)))
  assert(run.steps > 1000)
})

test('a new start gives up the old run and its alarm', () => {
  const run = runOf(advance(null, START, facts(ASKING)))
  const silent = flow({ a: { kind: 'message', text: 'x' } })
  assert.deepEqual(advance(run, START, facts(silent)).effects.at(-1), { kind: 'clearAlarm' })
})
