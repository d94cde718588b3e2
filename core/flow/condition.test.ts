import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR, MINUTE } from '#core/base/time.ts'
import { nextClock, wallClock } from '#core/base/zone.ts'
import { holds } from '#core/flow/condition.ts'
import type { Known } from '#core/flow/person.ts'
import { Condition, type Rule } from '#core/flow/rule.ts'
import { SegmentWhen } from '#core/flow/segment.ts'
import type { Crew } from '#core/workspace/crew.ts'
import { Hours } from '#core/workspace/hours.ts'

function known(now: number, fields: Record<string, string> = {}, lastInboundAt: number | null = null): Known {
  return {
    now,
    person: { name: 'Sari', phone: '', fields, tags: ['VIP'], lastInboundAt },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
  }
}
function one(rule: unknown): Condition {
  return Condition.parse({ match: 'all', groups: [{ match: 'all', rules: [rule] }] })
}
function at(iso: string): number {
  return Date.parse(iso)
}

test('a field is compared without regard to case, and as a number when both are numbers', () => {
  const cases: [string, string, string, boolean][] = [
    ['Jakarta', 'equal', 'jakarta', true],
    ['Jakarta', 'not-equal', 'bandung', true],
    ['10', 'equal', '10.0', true],
    ['9', 'less', '10', true],
    ['9', 'more', '10', false],
    ['2026-10-05', 'more', '2026-09-30', true],
    ['Kota Bandung', 'contains', 'BANDUNG', true],
    ['Kota Bandung', 'not-contains', 'solo', true],
    ['Kota Bandung', 'begins', 'kota', true],
    ['x', 'filled', '', true],
    [' ', 'empty', '', true],
    ['', 'less', '5', false],
    ['', 'not-equal', '5', true],
  ]
  for (const [value, is, other, expected] of cases) {
    const rule = { fact: 'field', field: 'f', is, value: other }
    assert.equal(holds(one(rule), known(0, { f: value })), expected, JSON.stringify(rule))
  }
  assert.equal(holds(one({ fact: 'field', field: 'f', is: 'empty' }), known(0)), true)
})

test('tags are had or lacked, whatever their case', () => {
  assert.equal(holds(one({ fact: 'tag', tag: 'vip', is: 'has' }), known(0)), true)
  assert.equal(holds(one({ fact: 'tag', tag: 'baru', is: 'lacks' }), known(0)), true)
})

test('the window is open for 24 hours to the moment, and may be asked for time to go', () => {
  const open = { fact: 'window', is: 'open' }
  const left = { ...open, left: { amount: 2, unit: 'hour' } }
  const closed = { fact: 'window', is: 'closed' }
  const cases: [unknown, number, boolean][] = [
    [open, 24 * HOUR - 1, true],
    [open, 24 * HOUR, false],
    [left, 22 * HOUR, true],
    [left, 22 * HOUR + 1, false],
    [closed, 24 * HOUR, true],
  ]
  for (const [rule, now, expected] of cases) assert.equal(holds(one(rule), known(now, {}, 0)), expected)
  assert.equal(holds(one(open), known(0)), false)
  assert.equal(holds(one(closed), known(0)), true)
})

const NIGHT = { fact: 'time', is: 'within', from: '22:00', to: '06:00', days: [1], zone: 'Asia/Jakarta' }

test('hours over midnight belong to the day on which they began', () => {
  const cases: [string, boolean][] = [
    ['2026-10-05T21:59:59+07:00', false],
    ['2026-10-05T22:00:00+07:00', true],
    ['2026-10-05T23:00:00+07:00', true],
    ['2026-10-06T05:59:59+07:00', true],
    ['2026-10-06T06:00:00+07:00', false],
    ['2026-10-05T05:00:00+07:00', false],
    ['2026-10-06T23:00:00+07:00', false],
  ]
  for (const [iso, expected] of cases) assert.equal(holds(one(NIGHT), known(at(iso))), expected, iso)
})

test('a zone that does not exist makes its rule fail, within and outside', () => {
  for (const is of ['within', 'outside']) {
    assert.equal(holds(one({ ...NIGHT, is, zone: 'Mars/Phobos' }), known(0)), false)
  }
  assert.equal(wallClock(0, 'Mars/Phobos'), undefined)
  assert.equal(nextClock(0, '10:00', 'Mars/Phobos'), undefined)
})

test('groups hold all or any', () => {
  const yes: Rule = { fact: 'tag', tag: 'vip', is: 'has' }
  const no: Rule = { fact: 'tag', tag: 'vip', is: 'lacks' }
  const group = (match: 'all' | 'any', ...rules: Rule[]) => ({ match, rules })
  const cases: [Condition, boolean][] = [
    [{ match: 'all', groups: [group('any', yes, no), group('all', yes)] }, true],
    [{ match: 'all', groups: [group('all', yes, no), group('all', yes)] }, false],
    [{ match: 'any', groups: [group('all', yes, no), group('any', no, yes)] }, true],
    [{ match: 'any', groups: [group('all', no), group('any', no)] }, false],
  ]
  for (const [condition, expected] of cases) assert.equal(holds(condition, known(0)), expected)
})

test('the wall clock of a zone is right at weekday, minute and odd offsets', () => {
  assert.deepEqual(wallClock(at('2026-10-04T17:00:00Z'), 'Asia/Jakarta'), { weekday: 1, minute: 0 })
  assert.deepEqual(wallClock(at('2026-10-04T16:59:59Z'), 'Asia/Jakarta'), { weekday: 7, minute: 1439 })
  assert.deepEqual(wallClock(0, 'UTC'), { weekday: 4, minute: 0 })
  assert.deepEqual(wallClock(at('2026-01-01T00:00:00Z'), 'Asia/Kathmandu'), { weekday: 4, minute: 345 })
})

test('the next time a clock shows an hour is later, and survives the changes of the clocks', () => {
  const cases: [string, string, string, string][] = [
    ['2026-10-05T00:00:00Z', '10:00', 'Asia/Jakarta', '2026-10-05T03:00:00Z'],
    ['2026-10-05T03:00:00Z', '10:00', 'Asia/Jakarta', '2026-10-06T03:00:00Z'],
    // Clocks in Berlin sprang from 02:00 to 03:00 on 29 March 2026: 02:30 becomes 03:30, that is 01:30 UTC.
    ['2026-03-28T12:00:00Z', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['2026-03-29T01:30:00Z', '02:30', 'Europe/Berlin', '2026-03-30T00:30:00Z'],
    // They fall back from 03:00 to 02:00 on 25 October 2026: the first 02:30.
    ['2026-10-24T12:00:00Z', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['2026-10-25T00:30:00Z', '02:30', 'Europe/Berlin', '2026-10-26T01:30:00Z'],
    // Samoa left out 30 December 2011.
    ['2011-12-30T09:00:00Z', '22:00', 'Pacific/Apia', '2011-12-31T08:00:00Z'],
  ]
  for (const [now, clock, zone, expected] of cases) {
    const found = nextClock(at(now), clock, zone)
    assert.equal(
      found === undefined ? '' : new Date(found).toISOString(),
      expected.replace('Z', '.000Z'),
      now,
    )
  }
  const minute = nextClock(at('2026-10-05T02:59:00Z'), '10:00', 'Asia/Jakarta')
  assert.equal(minute, at('2026-10-05T02:59:00Z') + MINUTE)
})

const CREW: Crew = {
  members: [
    { id: 'sari', name: 'Sari', email: '', isOnline: true, open: 0, givenAt: 0 },
    { id: 'budi', name: 'Budi', email: '', isOnline: false, open: 0, givenAt: 0 },
  ],
  teams: [
    { id: 'jual', name: 'Penjualan', members: ['sari', 'budi'] },
    { id: 'gudang', name: 'Gudang', members: ['budi'] },
  ],
}

test('somebody is online: anyone, of a team, or whom the chat is assigned to; where nobody is known nobody is', () => {
  const agent = (of: string, ref = '') => ({ fact: 'agent', is: 'online', of, ref })
  const with_ = (member: string | null): Known => ({
    ...{ ...known(0), crew: CREW },
    person: { ...known(0).person, assigned: { member, team: null } },
  })
  const cases: [object, Known, boolean][] = [
    [agent('anyone'), with_(null), true],
    [agent('team', 'jual'), with_(null), true],
    [agent('team', 'gudang'), with_(null), false],
    [agent('team', 'tidak-ada'), with_(null), false],
    [agent('assigned'), with_('sari'), true],
    [agent('assigned'), with_('budi'), false],
    [agent('assigned'), with_(null), false],
    [agent('anyone'), known(0), false],
  ]
  for (const [rule, facts, expected] of cases) {
    assert.equal(holds(one(rule), facts), expected, JSON.stringify(rule))
    assert.equal(holds(one({ ...rule, is: 'offline' }), facts), !expected)
  }
})

test('a segment means its rules as they are now; one that is gone means nobody, in or out', () => {
  const rule = SegmentWhen.parse({
    match: 'any',
    rules: [
      { fact: 'tag', tag: 'grosir', is: 'has' },
      { fact: 'field', field: 'kota', is: 'equal', value: 'Bandung' },
    ],
  })
  const facts = { ...known(0, { kota: 'bandung' }), segments: new Map([['s', rule]]) }
  const segment = (ref: string, is: string) => one({ fact: 'segment', ref, is })
  assert.equal(holds(segment('s', 'in'), facts), true)
  assert.equal(holds(segment('s', 'out'), facts), false)
  assert.equal(holds(segment('s', 'out'), { ...facts, person: known(0).person }), true)
  for (const is of ['in', 'out']) assert.equal(holds(segment('lama', is), facts), false)
  assert.equal(
    SegmentWhen.safeParse({
      match: 'all',
      rules: [{ fact: 'field', field: 'kota', is: 'equal', value: '{{ name }}' }],
    }).success,
    false,
  )
})

test('the number, the ad and the business hours are facts of the chat and the workspace', () => {
  const hours = Hours.parse({
    zone: 'Asia/Jakarta',
    days: [[{ from: '08:00', to: '17:00' }], [], [], [], [], [], []],
  })
  const monday = known(at('2026-10-05T10:00:00+07:00'))
  const facts: Known = {
    ...monday,
    workspace: { ...monday.workspace, hours },
    person: { ...monday.person, adAt: monday.now - 2 * HOUR },
    here: { lastMessage: '', number: '', numberName: '', flow: '', numberId: 'n1', isTestNumber: true },
  }
  const cases: [object, boolean, boolean][] = [
    [{ fact: 'hours', is: 'open' }, true, false],
    [{ fact: 'hours', is: 'closed' }, false, false],
    [{ fact: 'number', is: 'is', ref: 'n1' }, true, false],
    [{ fact: 'number', is: 'not', ref: 'n1' }, false, false],
    [{ fact: 'number', is: 'test' }, true, false],
    [{ fact: 'number', is: 'real' }, false, false],
    [{ fact: 'ad', is: 'came' }, true, false],
    [{ fact: 'ad', is: 'came', within: { amount: 1, unit: 'hour' } }, false, false],
    [{ fact: 'ad', is: 'not' }, false, true],
  ]
  for (const [rule, here, bare] of cases) {
    assert.equal(holds(one(rule), facts), here, JSON.stringify(rule))
    assert.equal(holds(one(rule), monday), bare, `${JSON.stringify(rule)}, nothing known`)
  }
})
