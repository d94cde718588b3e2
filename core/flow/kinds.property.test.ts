import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition, FlowNode } from '#core/flow/definition.ts'
import { outletsOf } from '#core/flow/outlets.ts'
import type { Advance, Facts, Happening } from '#core/flow/run.ts'
import { MESSAGES_PER_HAPPENING_MAX, STEPS_PER_HAPPENING_MAX } from '#core/flow/step/turn.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/** Random flows over the whole node set, and random customers in them: nothing throws, loops without a limit, or is lost. */

const FLOWS = [1, 2].map((n) => `01890000-0000-7000-8000-00000000000${n}`)
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f']
const NOW = 1_760_000_000_000
/** Two flows in each play. `npm run flows` plays so many that a hundred thousand were seen. */
const PLAYED = Number(process.env.PLAYED ?? 4000)

const text = fc.constantFrom(
  '',
  'halo',
  '{{ item_satu }}{{ index_dua }}{{ input_kota | upcase }}',
  '{{name}} {{kode}}',
  '{{kode | upper}}',
  '{{',
  'x'.repeat(5000),
)
const field = fc.constantFrom('kode', 'janji', 'kosong', 'barang', 'output_hasil', 'input_kota', 'item_satu')
const clock = fc.constantFrom('08:00', '23:59')
const days = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 })
const length = fc.record({
  amount: fc.integer({ min: 1, max: 30 }),
  unit: fc.constantFrom('minute', 'hour', 'day'),
})
const LINK = { link: 'https://contoh.com/a.jpg' }
const choices = fc.constantFrom([], [{ id: 'y', title: 'Ya' }], [{ id: 'y', title: '{{kode}}', value: 'v' }])
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })

const block = fc.record({
  text,
  media: maybe(fc.record({ media: fc.constantFrom('image', 'audio', 'sticker'), source: fc.constant(LINK) })),
  location: maybe(fc.constant({ latitude: 1, longitude: 2 })),
  contact: maybe(fc.record({ name: text, phone: text })),
  link: maybe(fc.record({ label: text, url: text })),
  ask: maybe(fc.constant('location')),
  buttons: choices,
  list: maybe(fc.constant({ button: 'Buka', sections: [{ rows: [{ id: 'z', title: 'Baris' }] }] })),
})
const answer = fc.constantFrom(
  ...(['text', 'number', 'email', 'phone', 'url', 'date', 'datetime'] as const),
  ...(['choice', 'rating', 'location', 'image', 'document'] as const),
)
const ref = fc.constantFrom('', ...FLOWS)
const action = fc.oneof(
  fc.constantFrom<object>(
    ...[{ do: 'addTag', tag: 'x' }, { do: 'pauseBot' }, { do: 'resumeBot' }, { do: 'unassign' }],
    { do: 'chat', is: 'resolved' },
    { do: 'formula', field: 'output_hasil', formula: 'input_kota + item_satu' },
    { do: 'addToList', field: 'barang', value: '{{ index_satu }}' },
  ),
  fc.record({ do: fc.constant('assign'), to: fc.constantFrom('member', 'team'), ref }),
  fc.record({
    ...{ do: fc.constant('notify'), to: fc.constantFrom('assigned', 'member', 'team'), ref },
    ...{ by: fc.constant('both'), text: fc.constantFrom('', '{{name}}', '{{') },
  }),
)
const rule = fc.oneof(
  fc.constantFrom<object>(
    ...[
      { fact: 'window', is: 'open' },
      { fact: 'hours', is: 'open' },
      { fact: 'ad', is: 'came' },
    ],
    { fact: 'number', is: 'test' },
  ),
  fc.record({ fact: fc.constant('segment'), is: fc.constantFrom('in', 'out'), ref }),
  fc.record({
    ...{ fact: fc.constant('agent'), is: fc.constantFrom('online', 'offline'), ref },
    of: fc.constantFrom('anyone', 'team', 'assigned'),
  }),
)
const kinds = fc.oneof(
  fc.tuple(block, fc.array(block, { maxLength: 3 }), maybe(length)).map(([own, more, timeout]) => ({
    ...{ kind: 'message', ...own, more, timeout },
  })),
  fc.record({
    kind: fc.constant('question'),
    ...{ text, answer, field: maybe(field), options: choices, quick: maybe(choices), timeout: maybe(length) },
    retryTexts: maybe(fc.array(text, { maxLength: 3 })),
    skip: fc.constantFrom([], ['lewati']),
  }),
  fc.record({
    kind: fc.constant('wait'),
    wait: fc.oneof(
      fc.record({ kind: fc.constant('for'), length }),
      fc.record({ kind: fc.constant('until'), clock, zone: fc.constantFrom('Asia/Jakarta', 'Mars/X') }),
      fc.record({ kind: fc.constant('weekday'), days, clock }),
      fc.record({ kind: fc.constant('date'), field: maybe(field), clock }),
      fc.record({
        kind: fc.constant('hours'),
        days,
        from: clock,
        to: clock,
        zone: fc.constant('Asia/Jakarta'),
      }),
      fc.constant({ kind: 'open' }),
    ),
  }),
  fc.record({
    kind: fc.constant('http'),
    url: fc.constantFrom('https://toko.example/{{kode}}', 'x', 'http://127.0.0.1/'),
    body: text,
    method: fc.constantFrom('GET', 'POST'),
    map: fc.constantFrom([], [{ path: 'a', field: 'kode' }]),
  }),
  fc.record({
    kind: fc.constant('email'),
    to: fc.constantFrom('a@b.id', '{{kode}}', ''),
    subject: fc.constantFrom('x', ''),
    text: fc.constantFrom('{{name}}', ''),
  }),
  fc.record({ kind: fc.constant('action'), actions: fc.array(action, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('condition'),
    when: rule.map((one) => ({ match: 'all', groups: [{ match: 'all', rules: [one] }] })),
  }),
  fc.record({
    kind: fc.constant('split'),
    branches: fc.constant([
      { id: 'p', title: '', weight: 1 },
      { id: 'q', title: '', weight: 0 },
    ]),
  }),
  fc.record({ kind: fc.constant('goto'), flow: maybe(fc.constantFrom(...FLOWS)) }),
  fc.record({
    kind: fc.constant('subflow'),
    flow: maybe(fc.constantFrom(...FLOWS)),
    inputs: maybe(
      fc.constantFrom(
        [],
        [
          { input: 'kota', value: '{{ barang }}' },
          { input: 'gone', value: 'x' },
        ],
      ),
    ),
    outputs: maybe(
      fc.constantFrom(
        [],
        [
          { output: 'hasil', field: 'kode' },
          { output: 'gone', field: 'janji' },
        ],
      ),
    ),
  }),
  fc.record({
    kind: fc.constant('foreach'),
    over: fc.oneof(
      fc.record({ kind: fc.constant('field'), field: maybe(fc.constantFrom('barang', 'kode', 'tags')) }),
      fc.record({
        kind: fc.constant('formula'),
        formula: fc.constantFrom('', '["a","b","c"]', 'tags', '1 +', 'split(input_kota, ",")'),
      }),
    ),
    as: fc.constantFrom('satu', 'dua'),
    rounds: fc.constantFrom(1, 3, 100),
  }),
  fc.record({ kind: fc.constant('handover'), text: fc.constantFrom('', 'Tim kami lanjut, {{name}}') }),
)

/** Some of the ways of a step lead on, some nowhere, some to a step that is not there. */
const definition = fc
  .tuple(fc.array(kinds, { minLength: 6, maxLength: 6 }), fc.infiniteStream(fc.integer({ min: 0, max: 7 })))
  .map(([made, draws]) => {
    const nodes = made.map((shape, at) => {
      const node = FlowNode.parse(JSON.parse(JSON.stringify(shape)))
      const next: Record<string, string> = {}
      for (const { name } of outletsOf(node)) {
        const to = Number(draws.next().value)
        if (to < 7) next[name] = NAMES[to] ?? 'gone'
      }
      return [NAMES[at] ?? '', { ...node, next }] as const
    })
    const start = {
      ...{ kind: 'start', next: { next: 'a' } },
      inputs: [{ key: 'kota', type: 'text', value: 'Solo' }],
      outputs: [{ key: 'hasil', type: 'list' }],
    }
    return Definition.parse({ format: 1, start: 's', nodes: { s: start, ...Object.fromEntries(nodes) } })
  })

const content = fc.constantFrom<Content>(
  { kind: 'text', text: 'halo' },
  { kind: 'text', text: 'Ya' },
  { kind: 'text', text: 'lewati' },
  { kind: 'text', text: '31/12/2026 10.00' },
  { kind: 'tap', from: 'button', id: 'a:y', title: 'Ya' },
  { kind: 'tap', from: 'list', id: 'b:z', title: 'Baris' },
  { kind: 'tap', from: 'list', id: 'c:r3', title: '3 ⭐' },
  { kind: 'location', latitude: -6, longitude: 106 },
  { kind: 'media', media: 'image', mediaId: '1', mime: 'image/jpeg' },
  { kind: 'media', media: 'document', mediaId: '1', mime: 'x/y', filename: 'a.pdf' },
  { kind: 'contacts', contacts: [] },
)
const beat = fc.oneof(
  content.map((said) => ({ what: 'message' as const, said })),
  fc.nat({ max: 20 }).map((back) => ({ what: 'tap' as const, back })),
  fc.constant({ what: 'alarm' as const }),
  fc.constantFrom('success', 'failed', 'timeout').map((result) => ({ what: 'reply' as const, result })),
)

test('random flows over all kinds never throw, run away, or lose a run', () => {
  const played = fc.property(
    fc.tuple(definition, definition),
    fc.array(beat, { maxLength: 8 }),
    (made, beats) => {
      play(new Map(FLOWS.map((id, at) => [id, made[at] ?? made[0]])), beats)
      for (const { code } of checkFlow(made[0], { fields: [], flows: [] }))
        assert.equal(typeof code, 'string')
    },
  )
  fc.assert(played, { numRuns: PLAYED, seed: 20_261_127 })
})

type Beat = {
  readonly what: string
  readonly said?: Content
  readonly result?: string
  /** Which button of all that were shown, from the newest backwards. */
  readonly back?: number
}

/** Lets the customer act, time pass and servers answer, as long as the run waits. The run is kept as JSON in between. */
function play(flows: ReadonlyMap<string, Definition>, beats: readonly Beat[]): void {
  let now = NOW
  let step = advance(null, { kind: 'start', version: FLOWS[0] ?? '' }, factsAt(flows, now))
  judge(step)
  const shown = idsIn(step)
  for (const beat of beats) {
    const waiting = step.run?.waiting
    if (!waiting) return
    const each = beat.back === undefined ? beat : tapOf(beat.back, shown)
    if (!each || (each.what === 'alarm' && waiting.until === null)) continue
    if (each.what === 'alarm') {
      assert.ok((waiting.until ?? 0) > now || waiting.since < now, 'a wait ends later than it began')
      now = Math.max(now, waiting.until ?? 0)
    }
    const kept = JSON.parse(JSON.stringify(step.run))
    step = advance(kept, happeningOf(each, waiting.token), factsAt(flows, now))
    judge(step)
    shown.push(...idsIn(step))
  }
}

/** The buttons and rows that were shown, old ones too. */
function idsIn({ effects }: Advance): string[] {
  return effects.flatMap((effect) => {
    if (effect.kind !== 'say') return []
    if (effect.draft.kind === 'buttons') return effect.draft.buttons.map(({ id }) => id)
    return effect.draft.kind === 'list'
      ? effect.draft.sections.flatMap(({ rows }) => rows.map(({ id }) => id))
      : []
  })
}

function tapOf(back: number, shown: readonly string[]): Beat | null {
  const id = shown.at(-1 - back)
  return id === undefined ? null : { what: 'message', said: { kind: 'tap', from: 'button', id, title: 'Ya' } }
}

function happeningOf(each: Beat, token: string): Happening {
  if (each.what === 'alarm') return { kind: 'alarm', token }
  if (each.said) return { kind: 'message', content: each.said }
  const result = each.result === 'success' || each.result === 'failed' ? each.result : 'timeout'
  return { kind: 'reply', token, reply: { result, status: 200, ms: 1, fields: { kode: 'x' } } }
}

/** What holds after every happening. */
function judge({ run, outcome, effects, trace }: ReturnType<typeof advance>): void {
  assert.equal(run?.waiting !== undefined && run.waiting !== null, run !== null, 'a run that goes on waits')
  if (outcome === 'waiting') assert.ok(run, 'a waiting run is there')
  // a step is written down once, once more when its flow ends, and once more when it failed
  assert.ok(trace.length <= STEPS_PER_HAPPENING_MAX * 3)
  const says = effects.filter(({ kind }) => kind === 'say')
  assert.ok(says.length <= MESSAGES_PER_HAPPENING_MAX)
  const asks = effects.filter(({ kind }) => kind === 'request')
  assert.ok(asks.length <= 1, 'one request at most for each wait')
  for (const ask of asks) assert.equal(ask.kind === 'request' && ask.token, run?.waiting?.token)
  if (outcome !== 'ignored' && run?.waiting?.until != null)
    assert.ok(effects.some((effect) => effect.kind === 'setAlarm' && effect.token === run.waiting?.token))
}

function factsAt(flows: ReadonlyMap<string, Definition>, now: number): Facts {
  return {
    now,
    random: (draw) => (draw % 10) / 10,
    person: {
      name: 'Sari',
      phone: '62812',
      fields: { kode: 'K1', janji: '2026-12-31', barang: '["kopi","roti","teh"]' },
      tags: [],
      lastInboundAt: now,
    },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    crew: {
      members: FLOWS.map((id, at) => ({ id, name: id, email: '', isOnline: at === 0, open: at, givenAt: 0 })),
      teams: FLOWS.map((id, at) => ({ id, name: id, members: at === 0 ? [...FLOWS] : [] })),
    },
    definitionOf: (version) => flows.get(version),
    publishedOf: (flow) => flow,
  }
}
