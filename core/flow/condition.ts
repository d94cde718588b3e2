import { z } from 'zod'
import { never } from '#core/base/assert.ts'
import type { Millis } from '#core/base/time.ts'
import { type WallClock, wallClock } from '#core/base/zone.ts'
import { COMPARISONS, compare } from '#core/flow/compare.ts'
import { runFormula } from '#core/flow/formula/formula.ts'
import { FORMULA_MAX } from '#core/flow/formula/limit.ts'
import { Duration, FieldKey, Tag } from '#core/flow/nodes/base.ts'
import type { Known } from '#core/flow/person.ts'
import { fold } from '#core/flow/text/fold.ts'
import { renderText } from '#core/flow/text/merge.ts'
import { typeNamed, valueNamed, WINDOW, zoneOf } from '#core/flow/text/system.ts'
import { millisOf } from '#core/flow/time/duration.ts'

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** 1 = Monday … 7 = Sunday. */
const Weekday = z.number().int().min(1).max(7)
const Zone = z.string().max(64)

/** A field of the contact or the bot, or a system field. `value` and `upTo` (of `between`) may hold merge fields. */
export const FieldRule = z.object({
  fact: z.literal('field'),
  field: FieldKey,
  is: z.enum(COMPARISONS),
  value: z.string().max(1000).default(''),
  upTo: z.string().max(1000).optional(),
})
export const TagRule = z.object({ fact: z.literal('tag'), tag: Tag, is: z.enum(['has', 'lacks']) })
/** Meta's 24-hour window, with at least `left` still to go. */
export const WindowRule = z.object({
  fact: z.literal('window'),
  is: z.enum(['open', 'closed']),
  left: Duration.optional(),
})

/** One fact that holds or does not. Values are compared by the type of their field; texts without regard to case. */
export const Rule = z.discriminatedUnion('fact', [
  FieldRule,
  /** A formula that comes to yes. One that has no value for this person does not hold. */
  z.object({ fact: z.literal('formula'), formula: z.string().max(FORMULA_MAX) }),
  TagRule,
  WindowRule,
  /** Local time between two clock times (over midnight when `from` > `to`; `to` itself is outside) on some weekdays. */
  z.object({
    fact: z.literal('time'),
    is: z.enum(['within', 'outside']),
    from: Clock,
    to: Clock,
    days: z.array(Weekday).min(1).max(7),
    zone: Zone,
  }),
])
export type Rule = z.infer<typeof Rule>

const Group = z.object({ match: z.enum(['all', 'any']), rules: z.array(Rule).min(1).max(20) })
export const Condition = z.object({ match: z.enum(['all', 'any']), groups: z.array(Group).min(1).max(10) })
export type Condition = z.infer<typeof Condition>

/** Whether the condition holds for this person now. What cannot be judged (an unknown zone) does not hold. */
export function holds(condition: Condition, known: Known): boolean {
  return matches(condition.match, condition.groups, (group) =>
    matches(group.match, group.rules, (rule) => ruleHolds(rule, known)),
  )
}

export function rulesOf(condition: Condition): readonly Rule[] {
  return condition.groups.flatMap((group) => group.rules)
}

function matches<T>(match: 'all' | 'any', items: readonly T[], test: (item: T) => boolean): boolean {
  return match === 'all' ? items.every(test) : items.some(test)
}

function ruleHolds(rule: Rule, known: Known): boolean {
  switch (rule.fact) {
    case 'field':
      return fieldHolds(rule, known)
    case 'formula': {
      const made = runFormula(rule.formula, known)
      return made.kind === 'value' && made.value === 'true'
    }
    case 'tag':
      return hasTag(known.person.tags, rule.tag) === (rule.is === 'has')
    case 'window':
      return windowOpen(known, rule.left) === (rule.is === 'open')
    case 'time':
      return timeHolds(rule, known.now)
    default:
      return never(rule)
  }
}

function hasTag(tags: readonly string[], tag: string): boolean {
  const wanted = fold(tag)
  return tags.some((own) => fold(own) === wanted)
}

function fieldHolds(rule: Extract<Rule, { fact: 'field' }>, known: Known): boolean {
  const { field, is, value, upTo = '' } = rule
  return compare(is, {
    type: typeNamed(known.catalogue, field),
    own: valueNamed(known, field),
    other: renderText(value, known),
    upTo: renderText(upTo, known),
    now: known.now,
    zone: zoneOf(known),
  })
}

function windowOpen(known: Known, left: Duration | undefined): boolean {
  const last = known.person.lastInboundAt
  if (last === null) return false
  const ends = last + WINDOW
  return left ? ends - known.now >= millisOf(left) : known.now < ends
}

function timeHolds(rule: Extract<Rule, { fact: 'time' }>, now: Millis): boolean {
  const clock = wallClock(now, rule.zone)
  if (!clock) return false
  return isWithin(rule, clock) === (rule.is === 'within')
}

/** Over midnight, the hours after midnight belong to the day on which the stretch began. */
function isWithin(rule: Extract<Rule, { fact: 'time' }>, { weekday, minute }: WallClock): boolean {
  const from = minuteOf(rule.from)
  const to = minuteOf(rule.to)
  if (from < to) return minute >= from && minute < to && rule.days.includes(weekday)
  if (minute >= from) return rule.days.includes(weekday)
  const yesterday = weekday === 1 ? 7 : weekday - 1
  return minute < to && rule.days.includes(yesterday)
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}
