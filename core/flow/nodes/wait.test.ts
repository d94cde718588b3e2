import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoFromMillis, millisFromIso } from '#core/base/calendar.ts'
import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import { WAIT_LEAST } from '#core/flow/nodes/wait.ts'
import type { Person } from '#core/flow/person.ts'
import type { Hours } from '#core/workspace/hours.ts'

/** A Monday, 10:00 in Jakarta. */
const NOW = millisFromIso('2026-10-05T03:00:00Z') ?? 0

function flow(wait: object): Definition {
  return Definition.parse({
    format: 1,
    start: 's',
    nodes: {
      s: { kind: 'start', next: { next: 'w' } },
      w: { kind: 'wait', wait, next: { next: 'e', failed: 'f' } },
      e: { kind: 'message', text: 'bangun' },
      f: { kind: 'message', text: 'tanpa tanggal' },
    },
  })
}

/** When it wakes; or, when it does not sleep, the way it took. */
function wakes(
  wait: object,
  person: Partial<Person> = {},
  now = NOW,
  hours: Hours | null = null,
): string | undefined {
  const definition = flow(wait)
  const { run, trace } = advance(
    null,
    { kind: 'start', version: 'v' },
    {
      now,
      random: () => 0,
      person: { name: 'Sari', phone: '62812', fields: {}, tags: [], lastInboundAt: now, ...person },
      workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id', hours },
      definitionOf: () => definition,
      publishedOf: () => undefined,
    },
  )
  return run?.waiting ? (isoFromMillis(run.waiting.until ?? 0) ?? '') : trace[1]?.outlet
}

test('it sleeps until the next of these weekdays, by the contact’s own clock', () => {
  const cases: [number[], string, Partial<Person>, string][] = [
    [[1], '11:00', {}, '2026-10-05T04:00:00Z'],
    [[1], '10:00', {}, '2026-10-12T03:00:00Z'],
    [[3, 7], '08:00', {}, '2026-10-07T01:00:00Z'],
    [[1], '11:00', { zone: 'Asia/Jayapura' }, '2026-10-12T02:00:00Z'],
    [[2], '08:00', { zone: 'Asia/Jayapura' }, '2026-10-05T23:00:00Z'],
    [[2], '08:00', { zone: 'Mars/Olympus' }, '2026-10-06T08:00:00Z'],
  ]
  for (const [days, clock, person, at] of cases)
    assert.equal(wakes({ kind: 'weekday', days, clock }, person), at, JSON.stringify([days, clock, person]))
})

test('it sleeps until a date of a field, or so long before or after it', () => {
  const fields = { janji: '2026-10-20', jam: '2026-10-20T05:00:00Z', lalu: '2026-01-01', aneh: 'besok' }
  const at = (wait: object) => wakes({ kind: 'date', clock: '08:00', ...wait }, { fields })
  const dayBefore = { amount: 1, unit: 'day', to: 'before' }
  const soon = isoFromMillis(NOW + WAIT_LEAST)
  assert.equal(at({ field: 'janji' }), '2026-10-20T01:00:00Z')
  assert.equal(at({ field: 'janji', shift: dayBefore }), '2026-10-19T01:00:00Z')
  assert.equal(at({ field: 'jam', shift: { amount: 2, unit: 'hour', to: 'after' } }), '2026-10-20T07:00:00Z')
  assert.equal(at({ field: 'lalu' }), soon, 'what is past goes on almost at once')
  assert.equal(at({ field: 'aneh' }), 'failed')
  assert.equal(at({ field: 'kosong' }), 'failed')
  assert.equal(at({}), 'failed')
})

test('it sleeps until business hours, and hardly at all within them', () => {
  const hours = { kind: 'hours', days: [1, 2, 3, 4, 5], from: '08:00', to: '17:00', zone: 'Asia/Jakarta' }
  const when = (iso: string) => wakes(hours, {}, millisFromIso(iso) ?? 0)
  assert.equal(when('2026-10-05T03:00:00Z'), '2026-10-05T03:00:01Z')
  assert.equal(when('2026-10-05T00:59:00Z'), '2026-10-05T01:00:00Z')
  assert.equal(when('2026-10-05T10:00:00Z'), '2026-10-06T01:00:00Z')
  assert.equal(when('2026-10-09T12:00:00Z'), '2026-10-12T01:00:00Z', 'from Friday evening to Monday')
  const night = { ...hours, from: '22:00', to: '02:00' }
  assert.equal(wakes(night, {}, millisFromIso('2026-10-05T18:00:00Z') ?? 0), '2026-10-05T18:00:01Z')
})

test('it sleeps until the business hours of the workspace; without hours it fails', () => {
  const days = [[{ from: '08:00', to: '17:00' }], [], [], [], [], [], []]
  const hours = { zone: 'Asia/Jakarta', days, holidays: [{ date: '2026-10-12', name: 'Libur' }] }
  const when = (iso: string) => wakes({ kind: 'open' }, {}, millisFromIso(iso) ?? 0, hours)
  assert.equal(when('2026-10-05T03:00:00Z'), '2026-10-05T03:00:01Z')
  assert.equal(when('2026-10-05T11:00:00Z'), '2026-10-19T01:00:00Z', 'the next Monday is a holiday')
  assert.equal(wakes({ kind: 'open' }), 'failed')
})

test('the checker wants a field, a zone and hours that are some', () => {
  const codes = (wait: object) =>
    checkFlow(flow(wait), { fields: [], flows: [] })
      .filter(({ severity, code }) => severity === 'error' && code !== 'way-unknown')
      .map(({ code }) => code)
  assert.deepEqual(codes({ kind: 'date', clock: '08:00' }), ['wait-unchosen'])
  const hours = { kind: 'hours', days: [1], from: '08:00', to: '08:00', zone: 'Asia/Jakarta' }
  assert.deepEqual(codes(hours), ['range-empty'])
  assert.deepEqual(codes({ ...hours, to: '09:00', zone: 'X/Y' }), ['zone-unknown'])
})
