import { never } from '#core/base/assert.ts'
import type { Millis } from '#core/base/time.ts'
import type { Audience, PersonRule } from '#core/broadcast/broadcast.ts'
import { AUDIENCE_MAX } from '#core/broadcast/limits.ts'
import { fold } from '#core/flow/text/fold.ts'
import { millisOf } from '#core/flow/time/duration.ts'
import { WINDOW } from '#core/policy/window.ts'
import { all, type Sql, sql } from '#server/base/sql.ts'

export type Asked = {
  readonly workspaceId: string
  readonly broadcastId: string
  readonly audience: Audience
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
export function wherePeople({ workspaceId, audience, numberId, now }: Asked): Sql {
  const { any, none, match, rules } = audience
  const folded = (tags: readonly string[]) => tags.map(fold)
  const rule = (one: PersonRule) => ruleSql(one, { workspaceId, numberId, now })
  return all([
    sql`c.workspace_id = ${workspaceId}`,
    ...(any.length > 0 ? [sql`${TAGS} && ${folded(any)}::text[]`] : []),
    ...(audience.all.length > 0 ? [sql`${TAGS} @> ${folded(audience.all)}::text[]`] : []),
    ...(none.length > 0 ? [sql`not (${TAGS} && ${folded(none)}::text[])`] : []),
    ...(rules.length > 0 ? [match === 'all' ? all(rules.map(rule)) : some(rules.map(rule))] : []),
  ])
}

/** `fold` of core/flow/text in SQL, so that a flow's condition and an audience mean the same people. */
function foldSql(value: Sql): Sql {
  return sql`btrim(regexp_replace(lower(normalize(${value}, NFKC)), '\\s+', ' ', 'g'))`
}

const TAGS = sql`array(select ${foldSql(sql`tag`)} from unnest(c.tags) as tag)`

function some(parts: readonly Sql[]): Sql {
  const [first, ...rest] = parts
  if (!first) return sql`false`
  return sql`(${rest.reduce((joined, part) => sql`${joined} or ${part}`, first)})`
}

type Scene = Pick<Asked, 'workspaceId' | 'numberId' | 'now'>

function ruleSql(rule: PersonRule, scene: Scene): Sql {
  switch (rule.fact) {
    case 'tag': {
      const has = sql`${TAGS} @> array[${fold(rule.tag)}]`
      return rule.is === 'has' ? has : sql`not (${has})`
    }
    case 'window':
      return windowSql(rule, scene)
    case 'field':
      return fieldSql(rule)
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

const NUMBER = '^[+-]?\\d{1,15}(\\.\\d{1,15})?$'

/** As numbers when both are numbers, else letter by letter, as in core/flow/condition.ts. */
function fieldSql({ field, is, value }: Extract<PersonRule, { fact: 'field' }>): Sql {
  const own = foldSql(sql`coalesce(c.fields ->> ${field}::text, '')`)
  const other = fold(value)
  const compare = (operator: Sql): Sql => {
    const asText = sql`${own} collate "C" ${operator} ${other}::text collate "C"`
    if (!new RegExp(NUMBER).test(other)) return sql`(${asText})`
    return sql`(case when ${own} ~ ${NUMBER}::text then ${own}::numeric ${operator} ${other}::text::numeric else ${asText} end)`
  }
  switch (is) {
    case 'filled':
      return sql`${own} <> ''`
    case 'empty':
      return sql`${own} = ''`
    case 'equal':
      return compare(sql`=`)
    case 'not-equal':
      return compare(sql`<>`)
    case 'more':
      return sql`(${own} <> '' and ${compare(sql`>`)})`
    case 'less':
      return sql`(${own} <> '' and ${compare(sql`<`)})`
    case 'contains':
      return sql`strpos(${own}, ${other}::text) > 0`
    case 'not-contains':
      return sql`strpos(${own}, ${other}::text) = 0`
    case 'begins':
      return sql`starts_with(${own}, ${other}::text)`
    default:
      return never(is)
  }
}
