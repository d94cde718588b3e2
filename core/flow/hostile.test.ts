import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal, type Refusal } from '#core/base/refusal.ts'
import { SECOND } from '#core/base/time.ts'
import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { type Definition, FlowNode } from '#core/flow/definition.ts'
import { readFlowFile } from '#core/flow/file.ts'
import type { Problem } from '#core/flow/problem.ts'
import type { Advance, Facts, Run } from '#core/flow/run.ts'
import { MESSAGES_PER_HAPPENING_MAX } from '#core/flow/step/turn.ts'
import type { Content } from '#core/whatsapp/heard.ts'
import { type HostileCase, loadSuite } from '../../test/hostile.ts'

/** The corpus draws flows in a neutral form of nodes and edges; this turns them into ours, faults and all. */
type Neutral = { readonly nodes?: unknown; readonly edges?: unknown; readonly version?: number }
type NeutralNode = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string }
type NeutralEdge = { readonly from: string; readonly port: string; readonly to: string }

const SELF = '01890000-0000-7000-8000-000000000001'
const GONE = '01890000-0000-7000-8000-00000000dead'
const SAVE_MILLIS_MAX = 2000
const PATTERN_MILLIS_MAX = 50
const NOW = 1_760_000_000_000

const { cases } = loadSuite('flows')

function flowOf({ flow }: HostileCase): Neutral {
  const recipe = flow as Neutral & { $gen?: string; nodes?: unknown; bytes?: number }
  const count = Number(recipe.nodes ?? 0)
  const line = Array.from({ length: count }, (_, at) => ({
    id: `n${at}`,
    type: at === 0 ? 'start' : 'send',
    text: 'x',
  }))
  const ids = line.map(({ id }) => id)
  switch (recipe.$gen) {
    case 'flow-line':
      return { nodes: line, edges: ids.slice(1).map((to, at) => ({ from: ids[at], port: 'next', to })) }
    case 'flow-clique':
      return {
        nodes: line,
        edges: ids.flatMap((from) => ids.map((to, at) => ({ from, port: `branch:p${at}`, to }))),
      }
    case 'flow-big-text':
      return {
        nodes: [
          { id: 's', type: 'start' },
          { id: 'a', type: 'send', text: 'x'.repeat(recipe.bytes ?? 0) },
        ],
        edges: [{ from: 's', port: 'next', to: 'a' }],
      }
    default:
      return recipe
  }
}

/** The neutral form as a file of ours. Open exits that the corpus leaves out, because it means an end, lead to one. */
function fileOf({ nodes, edges, version }: Neutral): unknown {
  const drawn = Array.isArray(nodes) ? (nodes as NeutralNode[]) : []
  const entries = drawn.map((node) => [node.id, nodeOf(node)] as const)
  const wrong = nodes !== undefined && !Array.isArray(nodes) ? nodes : undefined
  const definition = { format: 1, start: drawn[0]?.id, nodes: wrong ?? Object.fromEntries(entries) }
  if (!wrong) addWays(definition.nodes as Record<string, NodeForm>, (edges ?? []) as NeutralEdge[])
  return { wetalk: 'flow', format: version ?? 1, name: 'Hostile', definition }
}

type NodeForm = { kind: string; next: Record<string, unknown>; [key: string]: unknown }

function addWays(nodes: Record<string, NodeForm>, edges: readonly NeutralEdge[]): void {
  for (const { from, port, to } of edges) {
    const node = nodes[from]
    if (!node) continue
    const known = node.next[port]
    node.next[port] = known === undefined ? to : [known, to].flat()
  }
  const [first, second] = Object.keys(nodes)
  if (first && second && nodes[first] && Object.keys(nodes[first].next).length === 0)
    nodes[first].next.next = second
  let open = false
  for (const node of Object.values(nodes)) {
    for (const outlet of openEnds(node)) {
      node.next[outlet] = 'end'
      open = true
    }
  }
  if (open) nodes.end = { kind: 'message', text: 'selesai', next: {} }
}

function openEnds(node: NodeForm): string[] {
  if (Object.keys(node.next).length > 0) return []
  if (node.kind === 'condition') return ['yes', 'no']
  if (node.kind === 'question') return ['answered']
  if (node.kind === 'wait') return ['next']
  return Array.isArray(node.buttons) ? node.buttons.map(({ id }) => `button:${id}`) : []
}

function nodeOf({ id: _, type, ...rest }: NeutralNode): NodeForm {
  const next = {}
  switch (type) {
    case 'start':
      return { kind: 'start', next }
    case 'send':
      return { kind: 'message', text: rest.text ?? 'x', next }
    case 'buttons': {
      const buttons = (rest.buttons as { title: string }[]).map(({ title }, at) => ({ id: `b${at}`, title }))
      return { kind: 'message', text: rest.text, buttons, next }
    }
    case 'question': {
      const pattern = (rest.validate as { regex?: string } | undefined)?.regex
      return { kind: 'question', text: rest.text, field: rest.save, pattern, next }
    }
    case 'goto':
      return { kind: 'goto', next: { next: rest.target } }
    case 'delay':
      return { kind: 'wait', wait: { kind: 'for', length: { amount: rest.seconds, unit: 'second' } }, next }
    case 'until':
      return { kind: 'wait', wait: { kind: 'until', clock: rest.local, zone: rest.tz }, next }
    case 'subflow':
      return { kind: 'subflow', flow: rest.flow === '$self' ? SELF : GONE, next }
    case 'set':
      return { kind: 'action', actions: [{ do: 'setField', field: rest.name, value: rest.value }], next }
    case 'hours': {
      const days = [1, 2, 3, 4, 5, 6, 7]
      const rule = { fact: 'time', is: 'within', from: rest.open, to: rest.close, days, zone: rest.tz }
      return { kind: 'condition', when: { match: 'all', groups: [{ match: 'all', rules: [rule] }] }, next }
    }
    default:
      // Kinds that this product has not: a condition by expression, HTTP, products, waiting for a webhook.
      return { ...rest, kind: type === 'condition' ? 'expression' : type, next }
  }
}

type Saved = { readonly refusal?: Refusal; readonly problems: readonly Problem[] }

function save(file: unknown): Saved {
  const read = readFlowFile(file)
  if (isRefusal(read)) return { refusal: read, problems: [] }
  return { problems: checkFlow(read.definition, { flow: SELF, fields: ['x', 'long'], flows: [] }) }
}

function caseOf(id: string): HostileCase {
  const found = cases.find((one) => one.id === id)
  assert(found, id)
  return found
}

/** Processor time of this process: a busy machine makes the clock tell of others. */
function workedMillis(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const UNKNOWN_KINDS = /"type":"(http|products|wait_webhook|condition)"/
/** Refused for being catastrophic elsewhere; RE2 runs them in linear time, which the corpus allows as well. */
const LINEAR = ['FL-047', 'FL-049', 'FL-051', 'FL-055', 'FL-059']

test('hostile drawings are refused with a place, or accepted with a warning, as the corpus says', () => {
  for (const one of cases) {
    const { id, expect } = one
    const wanted = String(expect.save)
    const began = workedMillis()
    const { refusal, problems } = save(fileOf(flowOf(one)))
    assert(workedMillis() - began < SAVE_MILLIS_MAX, id)
    const errors = problems.filter(({ severity }) => severity === 'error')
    // A kind that does not exist in this product is refused as such, whatever the corpus says of its content.
    if (UNKNOWN_KINDS.test(JSON.stringify(one.flow))) {
      assert.equal(refusal?.code, 'bad-input', id)
      assert.match(String(refusal?.details?.field), /^definition\.nodes\./, id)
    } else if (wanted.startsWith('reject') && !LINEAR.includes(id)) {
      assert(refusal || errors.length > 0, `${id} was accepted`)
      assert(refusal || errors.some(({ node }) => node !== ''), `${id} names no step`)
    } else {
      assert.equal(refusal, undefined, `${id} ${JSON.stringify(refusal)}`)
      assert.deepEqual(errors, [], id)
      if (wanted === 'accept with warning') assert(problems.length > 0, id)
    }
  }
})

test('each is refused for its own reason', () => {
  const reasons: Record<string, string> = {
    'FL-005': 'start-twice',
    'FL-007': 'loop-endless',
    'FL-009': 'loop-endless',
    'FL-013': 'loop-short',
    'FL-015': 'flow-recursive',
    'FL-017': 'flow-missing',
    'FL-019': 'way-dangling',
    'FL-037': 'draft-refused',
    'FL-039': 'draft-refused',
    'FL-041': 'draft-refused',
    'FL-043': 'title-may-grow',
    'FL-053': 'pattern-invalid',
    'FL-057': 'pattern-invalid',
    'FL-111': 'zone-unknown',
  }
  for (const [id, code] of Object.entries(reasons)) {
    const { problems } = save(fileOf(flowOf(caseOf(id))))
    assert(
      problems.some((problem) => problem.code === code),
      `${id}: ${JSON.stringify(problems)}`,
    )
  }
  const refused: Record<string, [string, RegExp]> = {
    'FL-021': ['bad-input', /no-such-port$/],
    'FL-025': ['bad-input', /next\.next$/],
    'FL-027': ['bad-input', /next\.next$/],
    'FL-029': ['bad-input', /^definition\.nodes\.a/],
    'FL-031': ['flow-too-large', /^$/],
    'FL-033': ['flow-too-large', /^$/],
    'FL-035': ['flow-too-large', /^$/],
    'FL-103': ['bad-input', /field$/],
    'FL-107': ['bad-input', /amount$/],
    'FL-117': ['bad-input', /^format$/],
  }
  for (const [id, [code, field]] of Object.entries(refused)) {
    const { refusal } = save(fileOf(flowOf(caseOf(id))))
    assert.equal(refusal?.code, code, id)
    assert.match(String(refusal?.details?.field ?? ''), field, id)
  }
})

/** What an old row of the database may hold: nodes of the right form in a drawing that would not be saved today. */
function stored(id: string): Definition {
  const file = fileOf(flowOf(caseOf(id))) as { definition: { start: string; nodes: Record<string, unknown> } }
  const nodes: Record<string, FlowNode> = {}
  for (const [key, node] of Object.entries(file.definition.nodes)) nodes[key] = FlowNode.parse(node)
  return { format: 1, start: file.definition.start, nodes }
}

function facts(definition: Definition, more: Partial<Facts> = {}): Facts {
  return {
    now: NOW,
    random: () => 0,
    person: { name: 'Sari', phone: '62812', fields: {}, tags: [], lastInboundAt: NOW },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    definitionOf: (version) => (version === 'v' ? definition : undefined),
    publishedOf: (flow) => (flow === SELF ? 'v' : undefined),
    ...more,
  }
}
const START = { kind: 'start', version: 'v' } as const
const text = (said: string): { kind: 'message'; content: Content } => ({
  kind: 'message',
  content: { kind: 'text', text: said },
})
function begin(id: string): Advance {
  return advance(null, START, facts(stored(id)))
}
function says(result: Advance): number {
  return result.effects.filter(({ kind }) => kind === 'say').length
}

test('a bad drawing that is already stored ends its run with a reason and frees the contact', () => {
  const faults: Record<string, string> = {
    'FL-007': 'step-limit',
    'FL-009': 'message-limit',
    'FL-015': 'subflow-depth',
    'FL-017': 'missing-flow',
    'FL-019': 'missing-node',
    'FL-031': 'message-limit',
  }
  for (const [id, fault] of Object.entries(faults)) {
    const result = begin(id)
    assert.equal(result.outcome, 'failed', id)
    assert.equal(result.run, null, id)
    assert.equal(result.trace.at(-1)?.fault, fault, id)
    assert(says(result) <= MESSAGES_PER_HAPPENING_MAX, id)
  }
})

test('a menu that goes round waits each turn and meets no limit in a thousand', () => {
  let result = begin('FL-011')
  for (let turn = 0; turn < 1000; turn++) result = advance(result.run, text('1'), facts(stored('FL-011')))
  assert.equal(result.outcome, 'waiting')
})

test('a ring that sleeps a second says one thing each time it wakes', () => {
  const world = facts(stored('FL-013'))
  let run = begin('FL-013').run
  for (let turn = 1; turn < 50; turn++) {
    const woken = advance(
      run,
      { kind: 'alarm', token: run?.waiting?.token ?? '' },
      { ...world, now: NOW + turn * SECOND },
    )
    assert.equal(says(woken), 1)
    run = woken.run
  }
})

test('a title that a merge field made too long is cut where a person sees no half letter', () => {
  const long = 'Pesanan 👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦'
  const person = { name: '', phone: '', fields: { long }, tags: [], lastInboundAt: NOW }
  const [effect] = advance(null, START, facts(stored('FL-043'), { person })).effects
  assert(effect?.kind === 'say' && effect.draft.kind === 'buttons')
  assert.equal(effect.draft.buttons[0]?.title, 'Pesanan 👨‍👩‍👧‍👦')
  const empty = advance(null, START, facts(stored('FL-043'))).effects[0]
  assert(empty?.kind === 'say' && empty.draft.kind === 'buttons')
  assert.equal(empty.draft.buttons[0]?.title, '–')
})

test('a hostile pattern delays nobody', () => {
  for (const id of [...LINEAR, 'FL-053', 'FL-057']) {
    const { run } = begin(id)
    const world = facts(stored(id))
    const times = ['!', 'x'].map((end) => {
      const began = workedMillis()
      advance(run, text('a'.repeat(4000) + end), world)
      return workedMillis() - began
    })
    assert(Math.min(...times) < PATTERN_MILLIS_MAX, `${id} ${times}`)
  }
})

test('a field that doubles itself stays small', () => {
  const definition = stored('FL-101')
  let fields: Readonly<Record<string, string>> = { x: 'xy' }
  let run: Run | null = null
  for (let turn = 0; turn < 40; turn++) {
    const person = { name: '', phone: '', fields, tags: [], lastInboundAt: NOW }
    const happening = run ? ({ kind: 'alarm', token: run.waiting?.token ?? '' } as const) : START
    const result: Advance = advance(run, happening, facts(definition, { person }))
    for (const effect of result.effects) if (effect.kind === 'setField') fields = { x: effect.value }
    run = result.run
  }
  assert.equal(fields.x?.length, 4000)
})

test('an answer that looks like a merge field is repeated letter by letter', () => {
  const { run } = begin('FL-105')
  const { effects } = advance(run, text('{{contact.phone}}'), facts(stored('FL-105')))
  assert.deepEqual(effects[1], {
    kind: 'say',
    node: 's',
    draft: { kind: 'text', text: 'Halo {{contact.phone}}' },
  })
})

test('half past two on the night when the clocks spring wakes once, at half past three', () => {
  const now = Date.parse('2026-03-28T20:00:00Z')
  const { effects } = advance(null, START, facts(stored('FL-109'), { now }))
  assert.deepEqual(
    effects.map((effect) => effect.kind === 'setAlarm' && new Date(effect.at).toISOString()),
    ['2026-03-29T01:30:00.000Z'],
  )
})

test('hours over midnight are open at 23:00 and 05:59, closed at 06:00', () => {
  const cases: [string, string][] = [
    ['2026-10-05T23:00:00+07:00', 'yes'],
    ['2026-10-06T05:59:00+07:00', 'yes'],
    ['2026-10-06T06:00:00+07:00', 'no'],
  ]
  for (const [iso, outlet] of cases) {
    const { trace } = advance(null, START, facts(stored('FL-113'), { now: Date.parse(iso) }))
    assert.equal(trace.find(({ kind }) => kind === 'condition')?.outlet, outlet, iso)
  }
})

test('a run whose version is gone ends with a reason; one whose version stayed goes on', () => {
  const { run } = begin('FL-115')
  const gone = advance(run, text('x'), facts(stored('FL-115'), { definitionOf: () => undefined }))
  assert.equal(gone.outcome, 'failed')
  assert.equal(gone.trace.at(-1)?.fault, 'missing-version')
  const kept = advance(run, text('x'), facts(stored('FL-115'), { publishedOf: () => undefined }))
  assert.equal(kept.outcome, 'ended')
})
