import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuidv7 } from '#core/base/id.ts'
import { advance } from '#core/flow/advance.ts'
import type { Place } from '#core/flow/check/world.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import type { Facts } from '#core/flow/run.ts'
import { beginsByWaking } from '#core/flow/wake.ts'
import type { Assigned, Crew } from '#core/workspace/crew.ts'

const [SARI, BUDI, JUAL, GUDANG, LAMA] = [1, 2, 3, 4, 5].map((at) => uuidv7(at, new Uint8Array(10))) as [
  string,
  string,
  string,
  string,
  string,
]
const member = (id: string, isOnline: boolean, open = 0) => ({
  id,
  name: id,
  email: '',
  isOnline,
  open,
  givenAt: 0,
})
const CREW: Crew = {
  members: [member(SARI, true, 2), member(BUDI, true, 1)],
  teams: [
    { id: JUAL, name: 'Penjualan', members: [SARI, BUDI] },
    { id: GUDANG, name: 'Gudang', members: [] },
  ],
}

function flow(actions: readonly object[], next: object = { kind: 'message', text: 'Baik.' }): Definition {
  const nodes = {
    s: { kind: 'start', next: { next: 'a' } },
    a: { kind: 'action', actions, next: { next: 'b' } },
    b: next,
  }
  return Definition.parse({ format: 1, start: 's', nodes })
}

function run(definition: Definition, crew: Crew | undefined, assigned?: Assigned) {
  const facts: Facts = {
    now: 1_760_000_000_000,
    random: () => 0,
    person: {
      name: 'Dewi',
      phone: '628',
      fields: {},
      tags: [],
      lastInboundAt: null,
      ...(assigned && { assigned }),
    },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    crew,
    definitionOf: () => definition,
    publishedOf: () => undefined,
  }
  const { effects, trace } = advance(null, { kind: 'start', version: 'v' }, facts)
  return {
    effects: effects.filter(({ kind }) => kind !== 'say'),
    faults: trace.flatMap(({ fault }) => fault ?? []),
    trace,
  }
}

test('a chat goes to a member, to the least busy of a team who is online, to its queue, or to nobody', () => {
  const asleep: Crew = { ...CREW, members: CREW.members.map((each) => ({ ...each, isOnline: false })) }
  const cases: [object, Crew | undefined, Assigned][] = [
    [{ do: 'assign', to: 'member', ref: SARI }, CREW, { member: SARI, team: null }],
    [{ do: 'assign', to: 'team', ref: JUAL }, CREW, { member: BUDI, team: JUAL }],
    [{ do: 'assign', to: 'team', ref: JUAL }, asleep, { member: null, team: JUAL }],
    [{ do: 'assign', to: 'team', ref: JUAL }, undefined, { member: null, team: JUAL }],
    [{ do: 'unassign' }, CREW, { member: null, team: null }],
  ]
  for (const [action, crew, to] of cases)
    assert.deepEqual(run(flow([action]), crew).effects, [{ kind: 'assign', to }], JSON.stringify(action))
})

test('whoever is not there any more gets nothing, and the trace says so', () => {
  for (const action of [
    { do: 'assign', to: 'member', ref: LAMA },
    { do: 'assign', to: 'team', ref: LAMA },
    { do: 'assign', to: 'team', ref: '' },
    { do: 'notify', to: 'team', ref: LAMA, by: 'both', text: 'Tolong.' },
  ]) {
    const { effects, faults } = run(flow([action]), CREW)
    assert.deepEqual([effects, faults], [[], ['missing-member']], JSON.stringify(action))
  }
})

test('a later step of the same turn sees whose the chat has become', () => {
  const rules = [{ fact: 'agent', is: 'online', of: 'assigned' }]
  const when = { match: 'all', groups: [{ match: 'all', rules }] }
  const asks = flow([{ do: 'assign', to: 'member', ref: BUDI }], { kind: 'condition', when })
  assert.equal(run(asks, CREW).trace.at(-1)?.outlet, 'yes')
})

test('colleagues are told with the merge fields filled: one, a team, or whose the chat is', () => {
  const tells = (to: string, ref = '') =>
    flow([{ do: 'notify', to, ref, by: 'screen', text: '{{ name }} menunggu' }])
  const told = (definition: Definition, assigned?: Assigned) =>
    run(definition, CREW, assigned).effects.flatMap((effect) =>
      effect.kind === 'notify' ? [[effect.text, ...effect.members]] : [],
    )
  assert.deepEqual(told(tells('member', SARI)), [['Dewi menunggu', SARI]])
  assert.deepEqual(told(tells('team', JUAL)), [['Dewi menunggu', SARI, BUDI]])
  assert.deepEqual(told(tells('assigned'), { member: BUDI, team: JUAL }), [['Dewi menunggu', BUDI]])
  assert.deepEqual(told(tells('assigned'), { member: null, team: JUAL }), [['Dewi menunggu', SARI, BUDI]])
  assert.deepEqual(told(tells('assigned')), [['Dewi menunggu']])
})

test('the checker names people, teams, segments, numbers and hours that are missing', () => {
  const place: Place = {
    members: [{ id: SARI, name: 'Sari' }],
    teams: [{ id: GUDANG, name: 'Gudang', members: [] }],
    ...{ segments: [], numbers: [], hours: null },
  }
  const rules = [
    { fact: 'segment', ref: LAMA, name: 'Setia', is: 'in' },
    { fact: 'number', ref: LAMA, name: 'Toko', is: 'is' },
    { fact: 'number', is: 'test' },
    { fact: 'hours', is: 'open' },
    { fact: 'agent', of: 'team', ref: '', is: 'online' },
    { fact: 'agent', of: 'anyone', is: 'online' },
  ]
  const when = { match: 'all', groups: [{ match: 'all', rules }] }
  const actions = [
    { do: 'assign', to: 'member', ref: SARI, name: 'Sari' },
    { do: 'assign', to: 'member', ref: LAMA, name: 'Joko' },
    { do: 'assign', to: 'team', ref: GUDANG, name: 'Gudang' },
    { do: 'notify', to: 'assigned', by: 'email', text: ' ' },
  ]
  const found = checkFlow(flow(actions, { kind: 'condition', when }), { fields: [], flows: [], place })
  assert.deepEqual(
    found
      .filter(({ code }) => code !== 'way-missing')
      .map(({ code, details }) => (details.name ? `${code} ${details.name}` : code))
      .toSorted(),
    [
      'hours-unset',
      'member-unknown Joko',
      'number-unknown Toko',
      'segment-unknown Setia',
      'team-empty Gudang',
      'team-unchosen',
      'text-empty',
    ],
  )
})

test('a flow whose first step wakes the bot is one that begins while people have the chat', () => {
  assert.equal(beginsByWaking(flow([{ do: 'addTag', tag: 'x' }, { do: 'resumeBot' }])), true)
  assert.equal(beginsByWaking(flow([{ do: 'pauseBot' }])), false)
  assert.equal(
    beginsByWaking(Definition.parse({ format: 1, start: 's', nodes: { s: { kind: 'start' } } })),
    false,
  )
})
