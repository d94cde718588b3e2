import { z } from 'zod'
import { daysFromDate, millisFromIso } from '#core/base/calendar.ts'
import { DAY, HOUR, MINUTE, type Millis, SECOND } from '#core/base/time.ts'
import { dateIn, isZone, momentOf, nextClock, wallClock } from '#core/base/zone.ts'
import { isWithin } from '#core/flow/condition.ts'
import type { Kind, View } from '#core/flow/kind.ts'
import { Duration, FieldKey, nodeBase } from '#core/flow/nodes/base.ts'
import { valueNamed, zoneOf } from '#core/flow/text/system.ts'
import { millisOf } from '#core/flow/time/duration.ts'
import { opensNext } from '#core/workspace/hours.ts'

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** 1 is Monday. */
const Days = z.array(z.number().int().min(1).max(7)).min(1).max(7)

/**
 * Sleeps. Outlets: `next` · `failed` (the date that it waits for is empty, or none). A customer's message in between
 * wakes nothing here: it is answered by other flows, or kept for people.
 */
export const WaitNode = z.object({
  kind: z.literal('wait'),
  ...nodeBase,
  wait: z.union([
    z.object({ kind: z.literal('for'), length: Duration }),
    /**
     * The next time the clock shows this time in that zone. In a spring gap: as much later as the clocks spring
     * (02:30 becomes 03:30). When clocks fall back, the first of the two.
     */
    z.object({ kind: z.literal('until'), clock: Clock, zone: z.string().max(64) }),
    /** The next of these days at this time, by the contact's own clock. */
    z.object({ kind: z.literal('weekday'), days: Days, clock: Clock }),
    /** A date or moment that a field holds, or so long before or after it; a date is taken at `clock`. */
    z.object({
      kind: z.literal('date'),
      field: FieldKey.optional(),
      clock: Clock,
      shift: Duration.extend({ to: z.enum(['before', 'after']) }).optional(),
    }),
    /** Until business hours; within them it goes on almost at once. Over midnight when `from` is later than `to`. */
    z.object({ kind: z.literal('hours'), days: Days, from: Clock, to: Clock, zone: z.string().max(64) }),
    /** Until the workspace's own business hours; where none are kept, or none ever come, by `failed`. */
    z.object({ kind: z.literal('open') }),
  ]),
})
export type WaitNode = z.infer<typeof WaitNode>

/** Also what is due already sleeps so long, so that no ring of steps runs without a pause. */
export const WAIT_LEAST: Millis = SECOND

export const waitKind: Kind<WaitNode> = {
  enter: (node, scene) => {
    const until = wakeAt(node.wait, scene)
    if (until === null) return { to: 'outlet', outlet: 'failed' }
    return { to: 'wait', for: 'time', until: Math.max(until, scene.now + WAIT_LEAST) }
  },
  late: 'next',
  refs: ({ wait }) => {
    if (wait.kind === 'open') return { hours: true }
    return wait.kind === 'date' && wait.field !== undefined ? { fields: [wait.field] } : {}
  },
  check: ({ wait }, report) => {
    if ((wait.kind === 'until' || wait.kind === 'hours') && !isZone(wait.zone))
      report('zone-unknown', { zone: wait.zone })
    if (wait.kind === 'date' && wait.field === undefined) report('wait-unchosen')
    if (wait.kind === 'hours' && wait.from === wait.to) report('range-empty')
  },
}

type Wait = WaitNode['wait']

/** Null: there is no such moment. */
function wakeAt(wait: Wait, view: View): Millis | null {
  switch (wait.kind) {
    case 'for':
      return view.now + millisOf(wait.length)
    case 'until':
      return inZones([wait.zone, view.workspace.zone], (zone) => nextClock(view.now, wait.clock, zone), view)
    case 'weekday':
      return inZones([zoneOf(view)], (zone) => nextOn(wait.days, wait.clock, { now: view.now, zone }), view)
    case 'date':
      return dateOf(wait, view)
    case 'hours':
      return opensAt(wait, view)
    case 'open': {
      const { hours } = view.workspace
      return hours ? opensNext(hours, view.now) : null
    }
  }
}

/** An unknown zone counts as UTC: a sleeper must wake. */
function inZones(zones: readonly string[], at: (zone: string) => Millis | undefined, { now }: View): Millis {
  for (const zone of [...zones, 'UTC']) {
    const moment = at(zone)
    if (moment !== undefined) return moment
  }
  return now + DAY
}

type Where = { readonly now: Millis; readonly zone: string }
const WEEK = 7

/** The next moment, later than `now`, at which it is that time on one of these weekdays; undefined in an unknown zone. */
function nextOn(days: readonly number[], clock: string, { now, zone }: Where): Millis | undefined {
  const today = daysFromDate(dateIn(now, zone) ?? '')
  if (today === null) return undefined
  for (let day = today; day <= today + WEEK; day++) {
    const moment = momentOf(day * DAY + clockOf(clock), zone)
    if (moment > now && days.includes(weekdayOf(day))) return moment
  }
  return undefined
}

function opensAt(wait: Extract<Wait, { kind: 'hours' }>, view: View): Millis {
  const clock = wallClock(view.now, wait.zone)
  if (clock && isWithin(wait, clock)) return view.now
  return inZones([wait.zone], (zone) => nextOn(wait.days, wait.from, { now: view.now, zone }), view)
}

function dateOf({ field, clock, shift }: Extract<Wait, { kind: 'date' }>, view: View): Millis | null {
  const value = field === undefined ? '' : valueNamed(view, field).trim()
  const days = daysFromDate(value)
  const zone = isZone(zoneOf(view)) ? zoneOf(view) : 'UTC'
  const moment = days === null ? millisFromIso(value) : momentOf(days * DAY + clockOf(clock), zone)
  if (moment === null || !shift) return moment
  return shift.to === 'before' ? moment - millisOf(shift) : moment + millisOf(shift)
}

/** 1 is Monday; the first day of 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % WEEK) + WEEK) % WEEK) + 1
}

function clockOf(clock: string): Millis {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return hour * HOUR + minute * MINUTE
}
