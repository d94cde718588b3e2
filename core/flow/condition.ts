import { never } from '#core/base/assert.ts'
import type { Millis } from '#core/base/time.ts'
import { type WallClock, wallClock } from '#core/base/zone.ts'
import { compare } from '#core/flow/compare.ts'
import { runFormula } from '#core/flow/formula/formula.ts'
import type { Duration } from '#core/flow/nodes/base.ts'
import type { Known } from '#core/flow/person.ts'
import type { Condition, Rule } from '#core/flow/rule.ts'
import type { SegmentWhen } from '#core/flow/segment.ts'
import { fold } from '#core/flow/text/fold.ts'
import { renderText } from '#core/flow/text/merge.ts'
import { typeNamed, valueNamed, WINDOW, zoneOf } from '#core/flow/text/system.ts'
import { millisOf } from '#core/flow/time/duration.ts'
import { memberIn, membersOf } from '#core/workspace/crew.ts'
import { isOpenAt } from '#core/workspace/hours.ts'

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

type Of<F extends Rule['fact']> = Extract<Rule, { fact: F }>

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
    case 'segment': {
      const segment = known.segments?.get(rule.ref)
      return segment !== undefined && isInSegment(segment, known) === (rule.is === 'in')
    }
    case 'hours': {
      const { hours } = known.workspace
      return !!hours && isOpenAt(hours, known.now) === (rule.is === 'open')
    }
    case 'number':
      return numberHolds(rule, known)
    case 'ad':
      return cameByAd(known, rule.within) === (rule.is === 'came')
    case 'agent':
      return isSomebodyThere(rule, known) === (rule.is === 'online')
    default:
      return never(rule)
  }
}

/** Whether a person belongs to a segment. */
function isInSegment({ match, rules }: SegmentWhen, known: Known): boolean {
  return matches(match, rules, (rule) => ruleHolds(rule, known))
}

function numberHolds({ is, ref }: Of<'number'>, { here }: Known): boolean {
  if (!here?.numberId) return false
  if (is === 'is' || is === 'not') return (here.numberId === ref) === (is === 'is')
  return (here.isTestNumber ?? false) === (is === 'test')
}

function cameByAd({ person, now }: Known, within: Duration | undefined): boolean {
  const { adAt = null } = person
  return adAt !== null && (!within || now - adAt <= millisOf(within))
}

/** Where nobody is known (a test of a flow) nobody is there. */
function isSomebodyThere({ of, ref }: Of<'agent'>, { crew, person }: Known): boolean {
  if (!crew) return false
  if (of === 'assigned') return memberIn(crew, person.assigned?.member ?? null)?.isOnline ?? false
  const asked = of === 'team' ? membersOf(crew, ref) : crew.members
  return asked.some(({ isOnline }) => isOnline)
}

function hasTag(tags: readonly string[], tag: string): boolean {
  const wanted = fold(tag)
  return tags.some((own) => fold(own) === wanted)
}

function fieldHolds(rule: Of<'field'>, known: Known): boolean {
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

function timeHolds(rule: Of<'time'>, now: Millis): boolean {
  const clock = wallClock(now, rule.zone)
  if (!clock) return false
  return isWithin(rule, clock) === (rule.is === 'within')
}

type Hours = { readonly from: string; readonly to: string; readonly days: readonly number[] }

/** Over midnight, the hours after midnight belong to the day on which the stretch began. */
export function isWithin(rule: Hours, { weekday, minute }: WallClock): boolean {
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
