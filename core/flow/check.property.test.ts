import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HOUR, type Millis } from '#core/base/time.ts'
import { advance } from '#core/flow/advance.ts'
import { WINDOW_RISK } from '#core/flow/check/window.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import type { Drawing } from '#core/flow/edit.ts'
import { fixOf } from '#core/flow/fix/fix.ts'
import { outletsOf } from '#core/flow/outlets.ts'
import type { Problem } from '#core/flow/problem.ts'
import type { Advance, Facts, Happening, Run } from '#core/flow/run.ts'
import { roundOf } from '#core/flow/step/loop.ts'
import { stepOnWire, wireId } from '#core/flow/wire.ts'
import { isWindowOpen } from '#core/policy/window.ts'

/** The checker's promises against the interpreter itself, over random flows that lead into each other. */
const BEGIN = 1_760_000_000_000
const FLOWS = [1, 2, 3].map((n) => `01890000-0000-7000-8000-00000000000${n}`)
const [HOME = '', SECOND = '', THIRD = ''] = FLOWS
type Flows = ReadonlyMap<string, Definition>

const hours = fc.constantFrom(1, 5, 12, 19, 21, 26)
const ways = (targets: readonly string[], ...outlets: string[]) =>
  fc
    .tuple(...outlets.map(() => fc.option(fc.constantFrom(...targets), { nil: undefined })))
    .map((to) => Object.fromEntries(outlets.flatMap((name, at) => (to[at] ? [[name, to[at]]] : []))))

function nodeTo(targets: readonly string[], flows: readonly string[], guards: boolean) {
  const length = hours.map((amount) => ({ amount, unit: 'hour' }))
  const flow = flows.length > 0 ? fc.constantFrom(...flows) : fc.constant('')
  const kinds = [
    fc.record({ kind: fc.constant('message'), text: fc.constant('x'), next: ways(targets, 'next') }),
    fc.record({ kind: fc.constant('message'), text: fc.constant('x'), next: ways(targets, 'next') }),
    fc.record({
      kind: fc.constant('message'),
      text: fc.constant('x'),
      buttons: fc.constant([{ id: 'y', title: 'Ya' }]),
      timeout: length,
      next: ways(targets, 'button:y', 'timeout', 'other'),
    }),
    fc.record({
      kind: fc.constant('question'),
      text: fc.constant('x'),
      timeout: length,
      next: ways(targets, 'answered', 'timeout'),
    }),
    fc.record({
      kind: fc.constant('wait'),
      wait: fc.record({ kind: fc.constant('for'), length }),
      next: ways(targets, 'next'),
    }),
    fc.record({
      kind: fc.constant('split'),
      branches: fc.constant([
        { id: 'p', title: '', weight: 1 },
        { id: 'q', title: '', weight: 1 },
      ]),
      next: ways(targets, 'branch:p', 'branch:q'),
    }),
    fc.record({ kind: fc.constant('action'), next: ways(targets, 'next') }),
    ...(flows.length === 0
      ? []
      : [
          fc.record({ kind: fc.constant('subflow'), flow, next: ways(targets, 'next') }),
          fc.record({ kind: fc.constant('goto'), flow }),
        ]),
    ...(guards
      ? [
          fc.record({
            kind: fc.constant('condition'),
            when: fc.constant({
              match: 'all',
              groups: [{ match: 'all', rules: [{ fact: 'window', is: 'open' }] }],
            }),
            next: ways(targets, 'yes', 'no'),
          }),
          fc.record({
            ...{ kind: fc.constant('foreach'), rounds: fc.constantFrom(2, 3, 40) },
            over: fc.constant({ kind: 'formula', formula: '["a", "b", "c"]' }),
            next: ways(targets, 'each', 'done'),
          }),
        ]
      : []),
  ]
  return fc.oneof(...kinds)
}

const NAMES = ['a', 'b', 'c', 'd', 'e']
type Shape = { readonly flows: readonly string[]; readonly rings: boolean; readonly guards: boolean }

/** `rings` false: every way leads to a later step. */
function drawn({ flows, rings, guards }: Shape) {
  const nodes = NAMES.map((_, at) => {
    const targets = rings ? NAMES : NAMES.slice(at + 1)
    return nodeTo(targets.length > 0 ? targets : ['e'], flows, guards).map((node) =>
      rings || targets.length > 0 ? node : { ...node, next: {} },
    )
  })
  return fc.tuple(...nodes).map((made) =>
    Definition.parse({
      format: 1,
      start: 's',
      nodes: {
        s: { kind: 'start', next: { next: 'a' } },
        ...Object.fromEntries(NAMES.map((name, at) => [name, made[at]])),
      },
    }),
  )
}

/** Three flows: with `rings` each may lead into every one, else only into later ones. */
function worlds(rings: boolean, guards: boolean) {
  const [first, second, third] = FLOWS.map((_, at) =>
    drawn({ flows: rings ? FLOWS : FLOWS.slice(at + 1), rings, guards }),
  )
  assert.ok(first && second && third)
  return fc
    .tuple(first, second, third)
    .map((made): Flows => new Map(FLOWS.map((id, at) => [id, made[at] ?? Definition.parse({})])))
}

function problemsOf(flows: Flows, flow: string): Problem[] {
  const others = [...flows].filter(([id]) => id !== flow)
  return checkFlow(flows.get(flow) ?? Definition.parse({}), {
    flow,
    fields: [],
    flows: others.map(([id, definition]) => ({ id, published: true, definition })),
  })
}

const LOOPS = new Set(['loop-endless', 'loop-between-flows', 'flow-recursive', 'steps-many', 'messages-many'])

type State = { readonly run: Run | null; readonly now: Millis; readonly heardAt: Millis }
type Spoken = {
  readonly flow: string
  readonly node: string
  readonly silence: Millis
  readonly from: string
}

function factsAt(flows: Flows, { now, heardAt }: State, draws: number): Facts {
  return {
    now,
    random: (draw) => (((draws >> draw) & 1) === 0 ? 0.1 : 0.9),
    person: { name: 'Sari', phone: '62812', fields: {}, tags: [], lastInboundAt: heardAt },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    definitionOf: (version) => flows.get(version),
    publishedOf: (flow) => flow,
  }
}

type Beat = { readonly happening: Happening; readonly now: Millis; readonly isHeard: boolean }

/** All that may happen next: the customer answers at once in each way there is, or stays silent until the alarm. */
function nextStates(run: Run, now: Millis): Beat[] {
  const { waiting, frames } = run
  if (!waiting) return []
  const text = { kind: 'message', content: { kind: 'text', text: 'hm' } } as const
  const id = wireId(stepOnWire({ node: frames.at(-1)?.node ?? '', round: roundOf(frames) }), 'y')
  const tap = { kind: 'tap', from: 'button', id, title: 'Ya' } as const
  const alarm = { kind: 'alarm', token: waiting.token } as const
  const said = waiting.for === 'time' ? [] : [text, { kind: 'message', content: tap } as const]
  return [
    ...said.map((happening) => ({ happening, now, isHeard: true })),
    ...(waiting.until === null ? [] : [{ happening: alarm, now: waiting.until, isHeard: false }]),
  ]
}

type Visit = (result: Advance, state: State) => void

/** Plays every possibility of the home flow, `depth` happenings deep. */
function playAll(flows: Flows, depth: number, visit: Visit): void {
  let states: State[] = [{ run: null, now: BEGIN, heardAt: BEGIN }]
  for (let round = 0; round < depth; round++) {
    states = states.slice(0, STATES_MAX).flatMap((state) =>
      beatsOf(state).flatMap((beat): State[] => {
        const at = { run: state.run, now: beat.now, heardAt: beat.isHeard ? beat.now : state.heardAt }
        return outcomesOf(flows, at, beat.happening).flatMap((result) => {
          visit(result, at)
          return result.run ? [{ ...at, run: result.run }] : []
        })
      }),
    )
  }
}

function beatsOf({ run, now }: State): Beat[] {
  return run ? nextStates(run, now) : [{ happening: { kind: 'start', version: HOME }, now, isHeard: true }]
}

/** Every way in which up to three splits may fall. */
function outcomesOf(flows: Flows, at: State, happening: Happening): Advance[] {
  const results: Advance[] = []
  for (let draws = 0; draws < 8; draws++) {
    const result = advance(at.run, happening, factsAt(flows, at, draws))
    results.push(result)
    if (!result.trace.some(({ kind }) => kind === 'split')) break
  }
  return results
}
const STATES_MAX = 300

function spokenIn(result: Advance, { now, heardAt }: State): Spoken[] {
  return result.trace.flatMap((step, at) => {
    const says = step.effects.some((effect) => result.effects[effect]?.kind === 'say')
    const from = result.trace[at - 1]?.version ?? ''
    return says ? [{ flow: step.version, node: step.node, silence: now - heardAt, from }] : []
  })
}

test('a flow without a finding about loops never meets a limit of the interpreter', () => {
  let passed = 0
  const property = fc.property(worlds(true, true), (flows) => {
    const looping = FLOWS.some((flow) => problemsOf(flows, flow).some(({ code }) => LOOPS.has(code)))
    if (looping) return
    passed++
    playAll(flows, 6, ({ trace }) => {
      for (const { fault } of trace) {
        assert.ok(fault !== 'step-limit' && fault !== 'message-limit', JSON.stringify([...flows]))
      }
    })
  })
  fc.assert(property, { numRuns: 1_500, seed: 20_261_127 })
  assert.ok(passed > 40, `only ${passed} flows had no loop`)
})

test('a free-form message that leaves after 24 hours was always warned of, with or without rings and guards', () => {
  let late = 0
  const property = fc.property(fc.boolean(), fc.boolean(), fc.nat(), (rings, guards, seed) => {
    const [flows] = fc.sample(worlds(rings, guards), { seed, numRuns: 1 })
    assert.ok(flows)
    const problems = FLOWS.flatMap((flow) => problemsOf(flows, flow).map((problem) => ({ flow, ...problem })))
    const warned = new Set(
      problems.flatMap(({ flow, code, node }) => (code === 'window-leak' ? [`${flow} ${node}`] : [])),
    )
    // What cannot be published never runs.
    if (problems.some(({ severity }) => severity === 'error')) return
    // A step that leads into another flow names only the latest of the messages there.
    const inside = problems.some(({ code }) => code === 'window-leak-inside')
    playAll(flows, 5, (result, state) => {
      if (isWindowOpen(state.heardAt, state.now)) return
      for (const { flow, node } of spokenIn(result, state)) {
        late++
        const isKnown = warned.has(`${flow} ${node}`) || inside
        assert.ok(isKnown, `${flow} ${node} of ${JSON.stringify([...flows])}`)
      }
    })
  })
  fc.assert(property, { numRuns: 4_000, seed: 20_261_127 })
  assert.ok(late > 100, `only ${late} messages were late`)
})

test('without rings and guards the warnings are exactly the messages that can be so late', () => {
  let found = 0
  fc.assert(
    fc.property(drawn({ flows: [], rings: false, guards: false }), (definition) => {
      const flows = new Map([[HOME, definition]])
      const silences = new Map<string, Millis>()
      playAll(flows, 7, (result, state) => {
        for (const { node, silence } of spokenIn(result, state)) {
          silences.set(node, Math.max(silence, silences.get(node) ?? 0))
        }
      })
      const reached = [...silences].filter(([, silence]) => silence >= WINDOW_RISK)
      const warnings = problemsOf(flows, HOME).filter(({ code }) => code === 'window-leak')
      assert.deepEqual(
        warnings.map(({ node, details }) => `${node} ${details.hours}`).sort(),
        reached.map(([node, silence]) => `${node} ${Math.round(silence / HOUR)}`).sort(),
        JSON.stringify(definition),
      )
      found += warnings.length
      for (const { node, path = [] } of warnings) assertPath(definition, path, node)
    }),
    { numRuns: 500, seed: 20_261_127 },
  )
  assert.ok(found > 50, `only ${found} warnings`)
})

/** A path is made of steps that lead to each other and ends at the message. */
function assertPath(definition: Definition, path: readonly string[], node: string): void {
  assert.equal(path.at(-1), node)
  for (const [at, id] of path.slice(0, -1).entries()) {
    const from = definition.nodes[id]
    assert.ok(from && outletsOf(from).some(({ name }) => from.next[name] === path[at + 1]), path.join(' '))
  }
}

test('fixes keep a drawing a drawing, mend what they name, and come to an end', () => {
  let mended = 0
  fc.assert(
    fc.property(drawn({ flows: [], rings: true, guards: true }), (definition) => {
      let drawing: Drawing = { definition, layout: { at: {}, notes: [] } }
      for (let round = 0; round < FIXES_MAX; round++) {
        const problems = checkFlow(drawing.definition, { fields: [], flows: [] })
        const found = problems.flatMap((problem) => {
          const fix = fixOf(problem, drawing.definition, { language: 'id' })
          return fix ? [{ problem, fix }] : []
        })[0]
        if (!found) return
        const next = found.fix.apply(drawing, () => `f${round}`)
        assert.notEqual(next, drawing, found.problem.code)
        Definition.parse(next.definition)
        mended++
        drawing = next
      }
      assert.fail(`fixing does not end: ${JSON.stringify(definition)}`)
    }),
    { numRuns: 300, seed: 20_261_127 },
  )
  assert.ok(mended > 500, `only ${mended} problems were mended`)
})
const FIXES_MAX = 60

test('a flow that is entered late warns where it is entered, and only there', () => {
  const text = { kind: 'message', text: 'Halo' }
  const inner = drawnAs({ a: text })
  const caller = drawnAs({
    a: { kind: 'wait', wait: { kind: 'for', length: { amount: 25, unit: 'hour' } }, next: { next: 'b' } },
    b: { kind: 'subflow', flow: SECOND },
  })
  const through = drawnAs({ a: { kind: 'goto', flow: THIRD } })
  const judge = (flows: Flows) =>
    problemsOf(flows, HOME).map(({ node, code, details, path }) => [node, code, details.hours, path])
  assert.deepEqual(
    judge(
      new Map([
        [HOME, caller],
        [SECOND, inner],
      ]),
    ),
    [['b', 'window-leak-inside', 25, ['a', 'b']]],
  )
  const far: Flows = new Map([
    [HOME, caller],
    [SECOND, through],
    [THIRD, inner],
  ])
  assert.deepEqual(judge(far), [['b', 'window-leak-inside', 25, ['a', 'b']]])
  const own = drawnAs({ a: { kind: 'subflow', flow: SECOND } })
  assert.deepEqual(
    judge(
      new Map([
        [HOME, own],
        [SECOND, caller],
        [THIRD, inner],
      ]),
    ),
    [],
  )
})

test('flows that go on to each other and grow older at each round are warned of in each of them', () => {
  const hours = (amount: number) => ({
    kind: 'wait',
    wait: { kind: 'for', length: { amount, unit: 'hour' } },
    next: { next: 'c' },
  })
  const says = (next: string) => ({ kind: 'message', name: 'Kabar', text: 'Halo', next: { next } })
  const round = (amount: number, flow: string) =>
    drawnAs({ a: says('b'), b: hours(amount), c: { kind: 'goto', flow } })
  const judge = (flows: Flows, flow: string) =>
    problemsOf(flows, flow).map(({ node, code, details }) => [node, code, details.step])
  const pair = new Map([
    [HOME, round(10, SECOND)],
    [SECOND, round(10, HOME)],
  ])
  const leak = ['c', 'window-leak-inside', 'Kabar']
  assert.deepEqual([judge(pair, HOME), judge(pair, SECOND)], [[leak], [leak]])
  const slow = new Map([
    [HOME, round(2, SECOND)],
    [SECOND, round(1, THIRD)],
    [THIRD, round(1, HOME)],
  ])
  assert.deepEqual(
    FLOWS.map((flow) => judge(slow, flow)),
    [[leak], [leak], [leak]],
  )
  const asks = new Map([
    [HOME, round(10, SECOND)],
    [
      SECOND,
      drawnAs({
        a: { kind: 'question', text: 'Masih mau?', answer: 'text', next: { answered: 'c' } },
        c: { kind: 'goto', flow: HOME },
      }),
    ],
  ])
  assert.deepEqual(judge(asks, HOME), [], 'whoever answers begins anew')
})

function drawnAs(nodes: Record<string, unknown>): Definition {
  return Definition.parse({
    format: 1,
    start: 's',
    nodes: { s: { kind: 'start', next: { next: 'a' } }, ...nodes },
  })
}
