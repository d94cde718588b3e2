import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { catalogueOf, textField } from '#core/contact/field/catalogue.ts'
import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { COMPARISONS } from '#core/flow/compare.ts'
import { Definition } from '#core/flow/definition.ts'
import { readFlowFile } from '#core/flow/file.ts'
import { outletsOf } from '#core/flow/outlets.ts'
import { route } from '#core/flow/route.ts'
import type { Advance, Facts, Happening, Run } from '#core/flow/run.ts'
import { MESSAGES_PER_HAPPENING_MAX, STEPS_PER_HAPPENING_MAX } from '#core/flow/step/turn.ts'
import type { Content } from '#core/whatsapp/heard.ts'

const FLOW = '01890000-0000-7000-8000-000000000001'
const GONE = '01890000-0000-7000-8000-00000000dead'
const IDS = ['s', 'a', 'b', 'c', 'd', 'e', 'ghost']

const target = fc.constantFrom(...IDS)
const words = fc.constantFrom(
  '',
  'Halo',
  '{{ name }}',
  '{{ f | upcase }} {{ broken | x }}',
  'x'.repeat(5000),
  '{{ g }}{{ g }}',
)
const duration = fc.record({
  amount: fc.integer({ min: 1, max: 99 }),
  unit: fc.constantFrom('second', 'day'),
})
const field = fc.constantFrom('f', 'g', 'name')
const choices = fc.array(fc.record({ id: fc.constantFrom('x', 'y', 'z'), title: words }), { maxLength: 4 })
const next = (...outlets: string[]) =>
  fc.record(Object.fromEntries(outlets.map((outlet) => [outlet, target])), { requiredKeys: [] })
const rule = fc.oneof(
  fc.record({
    fact: fc.constant('field'),
    field,
    is: fc.constantFrom(...COMPARISONS),
    value: words.map((w) => w.slice(0, 99)),
  }),
  fc.record({
    fact: fc.constant('formula'),
    formula: fc.constantFrom(
      'n > 1',
      'l.exists(x, x == f)',
      'n / 0 > 1',
      '1 +',
      'window_open && count(tags) == 0',
    ),
  }),
  fc.record({ fact: fc.constant('window'), is: fc.constantFrom('open', 'closed') }),
  fc.record({
    fact: fc.constant('time'),
    is: fc.constantFrom('within', 'outside'),
    from: fc.constantFrom('00:00', '22:00'),
    to: fc.constantFrom('06:00', '23:59'),
    days: fc.constantFrom([1, 2], [7]),
    zone: fc.constantFrom('Asia/Jakarta', 'Mars/Phobos'),
  }),
)

const node = fc.oneof(
  fc.record({
    kind: fc.constant('message'),
    text: words,
    buttons: choices,
    next: next('next', 'button:x', 'button:y', 'other', 'timeout', 'nonsense'),
  }),
  fc.record({
    kind: fc.constant('message'),
    text: words,
    list: fc.record({ button: words, sections: fc.array(fc.record({ rows: choices }), { maxLength: 2 }) }),
    timeout: duration,
    next: next('row:x', 'row:y', 'other', 'timeout'),
  }),
  fc.record({
    kind: fc.constant('question'),
    text: words,
    answer: fc.constantFrom('text', 'number', 'email', 'phone', 'date', 'choice'),
    field,
    pattern: fc.constantFrom('(', '.*', '[a-z]+'),
    options: choices,
    retries: fc.integer({ min: 0, max: 2 }),
    skip: fc.constantFrom([], ['skip']),
    timeout: duration,
    next: next('answered', 'option:x', 'invalid', 'timeout', 'skip'),
  }),
  fc.record({
    kind: fc.constant('condition'),
    when: fc.record({
      match: fc.constantFrom('all', 'any'),
      groups: fc.array(
        fc.record({
          match: fc.constantFrom('all', 'any'),
          rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    }),
    next: next('yes', 'no'),
  }),
  fc.record({
    kind: fc.constant('action'),
    actions: fc.constantFrom(
      [{ do: 'setField', field: 'g', value: '{{ g }}{{ g }}x' }],
      [
        { do: 'clearField', field: 'f' },
        { do: 'addTag', tag: 't' },
        { do: 'removeTag', tag: 't' },
      ],
      [{ do: 'pauseBot' }, { do: 'note', text: '{{ f }}' }],
      [
        { do: 'formula', field: 'n', formula: 'default(n, 1) * 3 / (n - 7)' },
        { do: 'addNumber', field: 'n', way: 'plus', by: '{{ f }}' },
        { do: 'copyField', field: 'f', source: 'n' },
      ],
      [
        { do: 'addToList', field: 'l', value: '{{ last_message }}' },
        { do: 'removeFromList', field: 'l', value: '{{ f }}' },
        { do: 'formula', field: 'b', formula: 'count(l) * b' },
      ],
      [
        { do: 'setLanguage', language: 'en' },
        { do: 'setZone', zone: 'Mars/Base' },
        { do: 'formula', field: 'f', formula: 'f.matches("(a+)+$")' },
      ],
    ),
    next: next('next'),
  }),
  fc.record({ kind: fc.constant('handover'), text: words.map((w) => w.slice(0, 99)) }),
  fc.record({
    kind: fc.constant('wait'),
    wait: fc.oneof(
      fc.record({ kind: fc.constant('for'), length: duration }),
      fc.record({
        kind: fc.constant('until'),
        clock: fc.constant('02:30'),
        zone: fc.constantFrom('Europe/Berlin', 'x'),
      }),
    ),
    next: next('next'),
  }),
  fc.record(
    {
      kind: fc.constant('template'),
      template: fc.record({
        name: fc.constant('t'),
        language: fc.constant('id'),
        category: fc.constantFrom('UTILITY', 'AUTHENTICATION'),
        body: fc.record({ text: fc.constantFrom('Halo {{1}}', '{{ x }} {{1}}{{2}}', '') }),
        buttons: fc.constantFrom(
          [],
          [
            { kind: 'reply', text: 'Ya' },
            { kind: 'url', text: 'L', url: 'https://x.id/{{1}}' },
          ],
        ),
        cards: fc.constantFrom([], [{ buttons: [{ kind: 'reply', text: 'Ya' }] }]),
      }),
      body: fc.array(
        fc.record({ name: fc.constantFrom('1', '2', 'x'), text: words.map((w) => w.slice(0, 99)) }),
        { maxLength: 3 },
      ),
      buttons: fc.array(fc.record({ index: fc.nat(2), text: words.map((w) => w.slice(0, 99)) }), {
        maxLength: 2,
      }),
      media: fc.record({
        media: fc.constant('image'),
        source: fc.constantFrom({ field: 'f' }, { link: 'x' }),
      }),
      timeout: duration,
      next: next('next', 'button:0', 'button:c0-0', 'other', 'timeout', 'failed'),
    },
    { requiredKeys: ['kind', 'body', 'buttons', 'next'] },
  ),
  fc.record({ kind: fc.constant('goto'), next: next('next') }),
  fc.record({ kind: fc.constant('goto'), flow: fc.constantFrom(FLOW, GONE) }),
  fc.record({
    kind: fc.constant('subflow'),
    flow: fc.constantFrom(FLOW, GONE),
    next: next('next', 'failed'),
  }),
  fc.record({
    kind: fc.constant('split'),
    branches: fc.constantFrom(
      [
        { id: 'x', title: 'X', weight: 1 },
        { id: 'y', title: 'Y', weight: 3 },
      ],
      [
        { id: 'x', title: 'X', weight: 0 },
        { id: 'x', title: '', weight: 0 },
      ],
    ),
    next: next('branch:x', 'branch:y'),
  }),
)

const definition = fc
  .record({ s: next('next'), a: node, b: node, c: node, d: node, e: node })
  .map(({ s, ...rest }) =>
    Definition.parse({ format: 1, start: 's', nodes: { s: { kind: 'start', next: s }, ...rest } }),
  )

const content: fc.Arbitrary<Content> = fc.oneof(
  fc
    .constantFrom('halo', '25', 'skip', '1', '', '{{ phone }}', 'x'.repeat(5000), '\u0000\ud800')
    .map((text) => ({
      kind: 'text' as const,
      text,
    })),
  fc.record({
    kind: fc.constant('tap' as const),
    from: fc.constantFrom('button' as const, 'list' as const),
    id: fc.oneof(
      fc.tuple(target, fc.constantFrom('x', 'y', '.skip', 'gone')).map(([at, choice]) => `${at}:${choice}`),
      fc.string(),
    ),
    title: fc.constantFrom('Halo', ''),
  }),
  fc.constant({ kind: 'reaction' as const, wamid: 'w', emoji: null }),
  fc.constant({ kind: 'location' as const, latitude: 0, longitude: 0 }),
  fc.constant({ kind: 'media' as const, media: 'image' as const, mediaId: '1', mime: 'image/png' }),
)
type Beat = { readonly kind: 'start' | 'alarm' | 'message'; readonly content: Content }
const beat: fc.Arbitrary<Beat> = fc.record({
  kind: fc.constantFrom('start', 'alarm', 'message', 'message', 'message'),
  content,
})

const CATALOGUE = catalogueOf([
  { ...textField('n'), type: 'number' },
  { ...textField('l'), type: 'list' },
  { ...textField('b'), type: 'number', scope: 'bot' },
])

function factsOf(drawn: Definition, now: number, fields: Record<string, string>): Facts {
  return {
    now,
    random: (draw) => ((draw * 7919 + now) % 1000) / 1000,
    person: { name: 'Sari', phone: '62812', fields, tags: [], lastInboundAt: 0 },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    catalogue: CATALOGUE,
    bot: { b: '2' },
    definitionOf: (version) => (version === 'v' ? drawn : undefined),
    publishedOf: (flow) => (flow === FLOW ? 'v' : undefined),
  }
}

/** Plays the beats and keeps every result. The run goes through JSON each time, as it does in the database. */
function play(
  drawn: Definition,
  beats: readonly Beat[],
  look?: (result: Advance, before: Run | null) => void,
): Advance[] {
  let run: Run | null = null
  const fields: Record<string, string> = {}
  return beats.map((one, at) => {
    const facts = factsOf(drawn, at * 3_600_000, { ...fields })
    const before: Run | null = run
    const result = advance(run, happeningOf(one, run), facts)
    for (const effect of result.effects) if (effect.kind === 'setField') fields[effect.field] = effect.value
    look?.(result, before)
    run = JSON.parse(JSON.stringify(result.run))
    return result
  })
}

function happeningOf({ kind, content }: Beat, run: Run | null): Happening {
  if (kind === 'start') return { kind, version: 'v' }
  return kind === 'alarm' ? { kind, token: run?.waiting?.token ?? 'none' } : { kind, content }
}

const RUNS = { numRuns: 400 }

test('whatever is drawn and whatever happens, a run never throws and never breaks a limit', () => {
  fc.assert(
    fc.property(definition, fc.array(beat, { maxLength: 8 }), (drawn, beats) => {
      play(drawn, [{ kind: 'start', content: { kind: 'text', text: '' } }, ...beats], (result, before) => {
        const messages = result.effects.filter(({ kind }) => kind === 'say')
        assert(messages.length <= MESSAGES_PER_HAPPENING_MAX)
        const steps = (result.run?.steps ?? 0) - (before?.steps ?? 0)
        assert(steps <= STEPS_PER_HAPPENING_MAX)
        assert.equal(
          result.run === null,
          result.outcome !== 'waiting' && !(result.outcome === 'ignored' && before),
        )
        assert.equal(
          result.outcome === 'failed',
          result.trace.at(-1)?.fault !== undefined && result.run === null && !result.trace.at(-1)?.outlet,
        )
        const alarms = result.effects.filter(({ kind }) => kind === 'setAlarm' || kind === 'clearAlarm')
        assert(alarms.length <= 1)
        const traced = result.trace.flatMap(({ effects }) => effects)
        if (result.trace.length > 0) assert.deepEqual(traced, [...result.effects.keys()])
      })
    }),
    RUNS,
  )
})

test('the same run, happening and facts give the same result', () => {
  fc.assert(
    fc.property(definition, fc.array(beat, { maxLength: 6 }), (drawn, beats) => {
      assert.deepEqual(play(drawn, beats), play(drawn, beats))
    }),
    RUNS,
  )
})

test('whatever waits, a message is routed without a throw, and what is continued is not ignored', () => {
  fc.assert(
    fc.property(definition, content, (drawn, said) => {
      const facts = factsOf(drawn, 0, {})
      const { run } = advance(null, { kind: 'start', version: 'v' }, facts)
      const found = route(run, said, [], { facts, age: 0, firstMessage: false })
      if (found.kind === 'continue') assert.notEqual(advance(run, found.happening, facts).outcome, 'ignored')
    }),
    RUNS,
  )
})

test('whatever is drawn, the check ends, names steps that are there, and a file keeps the drawing', () => {
  fc.assert(
    fc.property(definition, (drawn) => {
      const problems = checkFlow(drawn, { flow: FLOW, fields: [], flows: [] })
      for (const { node } of problems) assert(node === '' || Object.hasOwn(drawn.nodes, node))
      for (const one of Object.values(drawn.nodes)) {
        for (const { name } of outletsOf(one)) assert.match(name, /^[a-z]+(:[A-Za-z0-9_-]{1,64})?$/)
      }
      const bare = { layout: { at: {}, notes: [] }, tests: [] }
      const file = { wetalk: 'flow', format: 1, name: 'x', definition: drawn, ...bare }
      assert.deepEqual(readFlowFile(JSON.parse(JSON.stringify(file))), file)
    }),
    RUNS,
  )
})
