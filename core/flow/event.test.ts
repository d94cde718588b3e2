import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FlowEvent, nextTime, routeEvent } from '#core/flow/event.ts'
import { StartNode } from '#core/flow/nodes/start.ts'

const trigger = (flow: string, start: object) => ({
  flow,
  version: flow,
  start: StartNode.parse({ kind: 'start', ...start }),
})
const TRIGGERS = [
  trigger('old', { tags: ['VIP'], fields: ['kota'] }),
  trigger('high', { tags: ['vip '], priority: 3 }),
  trigger('paid', { events: ['order.paid'] }),
]

test('an event begins one flow: of those that listen, the one with the highest priority, then the oldest', () => {
  const cases: [FlowEvent, string | undefined][] = [
    [{ kind: 'tag', tag: 'Vip' }, 'high'],
    [{ kind: 'tag', tag: 'lain' }, undefined],
    [{ kind: 'field', field: 'kota' }, 'old'],
    [{ kind: 'field', field: 'vip' }, undefined],
    [{ kind: 'custom', name: 'order.paid' }, 'paid'],
    [{ kind: 'hook', flow: 'old' }, 'old'],
    [{ kind: 'schedule', flow: 'gone' }, undefined],
  ]
  for (const [event, flow] of cases)
    assert.equal(routeEvent(event, TRIGGERS)?.flow, flow, JSON.stringify(event))
})

test('the next time of a schedule is the next of its days on the clock of the zone', () => {
  const at = (iso: string) => Date.parse(iso)
  const monday = { days: [1], at: '09:00', tags: [] }
  const next = (schedule: typeof monday, now: string) => {
    const moment = nextTime(schedule, at(now), 'Asia/Jakarta')
    return moment === undefined ? undefined : new Date(moment).toISOString()
  }
  assert.equal(next(monday, '2026-11-30T01:59:59Z'), '2026-11-30T02:00:00.000Z')
  assert.equal(next(monday, '2026-11-30T02:00:00Z'), '2026-12-07T02:00:00.000Z')
  assert.equal(next({ ...monday, days: [1, 3] }, '2026-11-30T02:00:00Z'), '2026-12-02T02:00:00.000Z')
  assert.equal(next({ ...monday, days: [] }, '2026-11-30T02:00:00Z'), undefined)
  assert.equal(nextTime(monday, 0, 'Nowhere/None'), undefined)
})
