import { never } from '#core/base/assert.ts'
import type { Millis } from '#core/base/time.ts'
import type { Audience, PersonRule } from '#core/broadcast/broadcast.ts'
import { AUDIENCE_MAX } from '#core/broadcast/limits.ts'
import type { SegmentWhen } from '#core/flow/segment.ts'
import { fold } from '#core/flow/text/fold.ts'
import { millisOf } from '#core/flow/time/duration.ts'
import { WINDOW } from '#core/policy/window.ts'
import { all, type Sql, sql } from '#server/base/sql.ts'
import { foldSql } from '#server/contact/fold.ts'

export type Asked = {
  readonly workspaceId: string
  readonly broadcastId: string
  readonly audience: Audience
  /** The segments that its rules name, by id; one that is missing has nobody in it. */
  readonly segments?: Readonly<Record<string, SegmentWhen>>
  readonly numberId: string | null
  /** The channel's present moment. */
  readonly now: Millis
}

/**
 * The audience as rows `(contact_id, addr)`: one per person, at most one more than a broadcast may have. `addr` is a phone number, or a
 * business-scoped user id where no number is known, or null. People of a list who are not known yet have no contact.
 */
export function peopleOf(asked: Asked): Sql {
  const { workspaceId, broadcastId, audience } = asked
  if (audience.from === 'numbers') {
    return sql`
      select i.contact_id, n.phone as addr, n.name, n.fields::jsonb as fields
      from broadcast_number n
      left join contact_identity i on i.workspace_id = ${workspaceId} and i.identity = 'wa:' || n.phone
      where n.workspace_id = ${workspaceId} and n.broadcast_id = ${broadcastId} limit ${AUDIENCE_MAX + 1}`
  }
  return sql`
    select c.id as contact_id, ${ADDRESS} as addr, c.name, c.fields
    from contact c where ${wherePeople(asked)} limit ${AUDIENCE_MAX + 1}`
}

/** Of a contact `c`. */
export const ADDRESS = sql`
  coalesce(c.phone, (select substr(i.identity, 4) from contact_identity i
    where i.workspace_id = c.workspace_id and i.contact_id = c.id and i.identity like 'bs:%' limit 1))`

/** Which contacts `c` belong to the audience; the workspace is the first thing asked. */
export function wherePeople({ workspaceId, audience, numberId, now, segments = {} }: Asked): Sql {
  const { any, none, match, rules } = audience
  const folded = (tags: readonly string[]) => tags.map(fold)
  const rule = (one: PersonRule) => ruleSql(one, { workspaceId, numberId, now, segments })
  return all([
    sql`c.workspace_id = ${workspaceId}`,
    ...(any.length > 0 ? [sql`${TAGS} && ${folded(any)}::text[]`] : []),
    ...(audience.all.length > 0 ? [sql`${TAGS} @> ${folded(audience.all)}::text[]`] : []),
    ...(none.length > 0 ? [sql`not (${TAGS} && ${folded(none)}::text[])`] : []),
    ...(rules.length > 0 ? [match === 'all' ? all(rules.map(rule)) : some(rules.map(rule))] : []),
  ])
}

const TAGS = sql`array(select ${foldSql(sql`tag`)} from unnest(c.tags) as tag)`

function some(parts: readonly Sql[]): Sql {
  const [first, ...rest] = parts
  if (!first) return sql`false`
  return sql`(${rest.reduce((joined, part) => sql`${joined} or ${part}`, first)})`
}

type Scene = Pick<Asked, 'workspaceId' | 'numberId' | 'now' | 'segments'>

function ruleSql(rule: PersonRule, scene: Scene): Sql {
  switch (rule.fact) {
    case 'tag': {
      const has = sql`${TAGS} @> array[${fold(rule.tag)}]`
      return rule.is === 'has' ? has : sql`not (${has})`
    }
    case 'window':
      return windowSql(rule, scene)
    case 'field':
      return fieldSql(rule, scene)
    case 'segment': {
      const segment = scene.segments?.[rule.ref]
      if (!segment) return sql`false`
      const parts = segment.rules.map((each) => ruleSql(each, scene))
      const within = segment.match === 'all' ? all(parts) : some(parts)
      return rule.is === 'in' ? sql`(${within})` : sql`not (${within})`
    }
    default:
      return never(rule)
  }
}

function windowSql(
  rule: Extract<PersonRule, { fact: 'window' }>,
  { workspaceId, numberId, now }: Scene,
): Sql {
  const left = rule.left ? millisOf(rule.left) : 0
  const open = sql`exists (
    select 1 from chat ch where ch.workspace_id = ${workspaceId} and ch.contact_id = c.id and ch.phone_number_id = ${numberId}
      and ch.last_inbound_at ${rule.left ? sql`>=` : sql`>`} to_timestamp(${now - WINDOW + left}::float8 / 1000))`
  return rule.is === 'open' ? open : sql`not ${open}`
}

const NUMBER = '^[+-]?\\d{1,30}(\\.\\d{1,12})?$'

/** A name that means a field, as its id: values stand under ids. A name without a field is its own. */
function idSql(name: string, workspaceId: string): Sql {
  return sql`coalesce((
    select f.id from field f where f.workspace_id = ${workspaceId}
      and (f.key = ${name} or f.id = ${name} or ${name} = any(f.former))
    order by f.key = ${name} desc, f.created_at, f.id limit 1), ${name}::text)`
}

/** As numbers when both are numbers, else letter by letter (dates are texts in their order), as in core/flow/compare.ts. */
function fieldSql(rule: Extract<PersonRule, { fact: 'field' }>, { workspaceId, now }: Scene): Sql {
  const { is, value, upTo = '' } = rule
  const own = foldSql(sql`coalesce(c.fields ->> ${idSql(rule.field, workspaceId)}, '')`)
  const other = fold(value)
  const compare = (operator: Sql, bound = other): Sql => {
    const asText = sql`${own} collate "C" ${operator} ${bound}::text collate "C"`
    if (!new RegExp(NUMBER).test(bound)) return sql`(${asText})`
    return sql`(case when ${own} ~ ${NUMBER}::text then ${own}::numeric ${operator} ${bound}::text::numeric else ${asText} end)`
  }
  const filled = (holds: Sql): Sql => sql`(${own} <> '' and ${holds})`
  // a list is kept as its JSON, in which each text stands in quotes
  const contains = sql`strpos(${own}, case when left(${own}, 1) = '[' then ${JSON.stringify(other)}::text else ${other}::text end) > 0`
  switch (is) {
    case 'filled':
      return sql`${own} <> ''`
    case 'empty':
      return sql`${own} = ''`
    case 'true':
      return sql`${own} = any(${YES}::text[])`
    case 'false':
      return sql`${own} <> all(${YES}::text[])`
    case 'equal':
      return compare(sql`=`)
    case 'not-equal':
      return compare(sql`<>`)
    case 'more':
      return filled(compare(sql`>`))
    case 'at-least':
      return filled(compare(sql`>=`))
    case 'less':
      return filled(compare(sql`<`))
    case 'at-most':
      return filled(compare(sql`<=`))
    case 'between':
      return filled(sql`${compare(sql`>=`)} and ${compare(sql`<=`, fold(upTo))}`)
    case 'contains':
      return contains
    case 'not-contains':
      return sql`not (${contains})`
    case 'begins':
      return sql`starts_with(${own}, ${other}::text)`
    case 'ends':
      return sql`right(${own}, length(${other}::text)) = ${other}::text`
    case 'past-days':
    case 'next-days':
      return daysSql(own, { workspaceId, now }, is === 'past-days' ? [-daysIn(other), 0] : [0, daysIn(other)])
    default:
      return never(is)
  }
}

const YES = ['true', 'yes', 'ya', '1']

function daysIn(text: string): number {
  return /^\d{1,4}$/.test(text) ? Number(text) : -1
}

/** Dates are in their order as texts; today is the workspace's, and a moment counts by its day in UTC. */
function daysSql(
  own: Sql,
  { workspaceId, now }: Omit<Scene, 'numberId'>,
  [from, to]: readonly [number, number],
): Sql {
  const day = (shift: number) => sql`(
    select to_char((to_timestamp(${now}::float8 / 1000) at time zone w.zone)::date + ${shift}::int, 'YYYY-MM-DD')
    from workspace w where w.workspace_id = ${workspaceId})`
  return sql`(left(${own}, 10) between ${day(from)} and ${day(to)} and ${own} like '____-__-__%')`
}
