import { DAY, type Millis } from '#core/base/time.ts'
import { nextClock, wallClock } from '#core/base/zone.ts'
import type { Catalogue } from '#core/contact/field/catalogue.ts'
import { priorityOf, type Schedule, type StartNode } from '#core/flow/nodes/start.ts'
import type { Trigger } from '#core/flow/route.ts'
import { fold } from '#core/flow/text/fold.ts'

/** Flows that may set each other off without a word of the customer; the next one is not begun, and the trace says so. */
export const EVENT_DEPTH_MAX = 5
/** People for whom one time of a schedule begins a flow. */
export const SCHEDULE_AUDIENCE_MAX = 10_000

/** Something that happened to a contact, other than a message, and may begin a flow. */
export type FlowEvent =
  | { readonly kind: 'tag'; readonly tag: string }
  /** `field` is the field's id. */
  | { readonly kind: 'field'; readonly field: string }
  | { readonly kind: 'custom'; readonly name: string }
  /** The time of a flow's own schedule, where `version` is given for those who begin with that one; or a call of its own webhook. */
  | { readonly kind: 'schedule'; readonly flow: string; readonly version?: string }
  | { readonly kind: 'hook'; readonly flow: string }
  /** A step of a sequence. */
  | { readonly kind: 'sequence'; readonly flow: string }

/** An event on its way to the desk, as the inbox keeps it. */
export type Occurrence = {
  readonly event: FlowEvent
  /** How many flows set each other off before it; 0: a person or a program did. */
  readonly depth: number
  /** What a webhook told of the contact; written down before the flow begins. */
  readonly person?: { readonly name?: string; readonly fields: Readonly<Record<string, string>> }
}

/** The start with its fields by their ids: names change, and a published flow is never rewritten. */
export function withFieldIds(start: StartNode, catalogue: Catalogue): StartNode {
  const { fields } = start
  return fields ? { ...start, fields: fields.map((name) => catalogue.get(name)?.id ?? name) } : start
}

/** What a flow listens to, in the form in which tables and events are compared. */
type Listening = { readonly kind: 'tag' | 'field' | 'custom'; readonly value: string }

/** Everything but messages and times that begins a flow; its fields by their ids. */
export function listeningOf({ tags = [], fields = [], events = [] }: StartNode): Listening[] {
  return [
    ...tags.map((tag) => ({ kind: 'tag', value: fold(tag) }) as const),
    ...fields.map((field) => ({ kind: 'field', value: field }) as const),
    ...events.map((name) => ({ kind: 'custom', value: name }) as const),
  ]
}

/** The event as `listeningOf` writes it; null where the event names its flow. */
function listenedTo(event: FlowEvent): Listening | null {
  switch (event.kind) {
    case 'tag':
      return { kind: 'tag', value: fold(event.tag) }
    case 'field':
      return { kind: 'field', value: event.field }
    case 'custom':
      return { kind: 'custom', value: event.name }
    default:
      return null
  }
}

/** The flow that an event begins: one at most, the one with the highest priority, of equals the first. */
export function routeEvent(event: FlowEvent, triggers: readonly Trigger[]): Trigger | undefined {
  if ('flow' in event)
    return triggers.find(
      ({ flow, version }) =>
        flow === event.flow &&
        (event.kind !== 'schedule' || event.version === undefined || event.version === version),
    )
  const wanted = listenedTo(event)
  let best: Trigger | undefined
  for (const trigger of triggers) {
    const hears = listeningOf(trigger.start).some(
      ({ kind, value }) => kind === wanted?.kind && value === wanted.value,
    )
    if (hears && (!best || priorityOf(trigger.start) > priorityOf(best.start))) best = trigger
  }
  return best
}

/** The next time of a schedule, later than `now`; undefined when it names no day or the zone is none. */
export function nextTime({ days, at }: Schedule, now: Millis, zone: string): Millis | undefined {
  let moment: Millis | undefined = now
  for (let day = 0; day <= DAYS_AHEAD; day++) {
    moment = nextClock(moment, at, zone)
    if (moment === undefined || moment > now + DAYS_AHEAD * DAY) return undefined
    const clock = wallClock(moment, zone)
    if (clock && days.includes(clock.weekday)) return moment
  }
  return undefined
}
/** One week, and the day that a zone may leave out. */
const DAYS_AHEAD = 9
