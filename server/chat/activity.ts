import { type CalendarDay, lastDays } from '#core/base/day.ts'
import { DAY, HOUR, type Millis } from '#core/base/time.ts'
import type { ChatDay } from '#core/chat/api.ts'
import { RUNGS } from '#core/chat/status.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** Days so young that late messages may still fall on them: they are counted at each look, older ones once. */
const YOUNG_DAYS = 2
/** Meta's clock and ours differ by less. */
const CLOCKS_APART: Millis = HOUR

export type Look = {
  readonly workspaceId: string
  /** IANA zone in which days change. */
  readonly zone: string
  /** The channel's present moment, and how far it runs ahead of ours. */
  readonly now: Millis
  readonly offset: Millis
}

/** The zone of a workspace's days, and how far its channel's clock runs ahead of ours. */
export async function clockOf(
  query: Query,
  workspaceId: string,
): Promise<{ readonly zone: string; readonly offset: Millis }> {
  const [row] = await query.rows<{ zone: string; offset: number }>(sql`
    select w.zone, coalesce(c.clock_offset, 0) as offset from workspace w
    left join channel c on c.workspace_id = w.workspace_id and c.connected
    where w.workspace_id = ${workspaceId}`)
  if (!row) throw new Error('the workspace of a seat exists')
  return row
}

/** What the last days of the inbox came to, oldest first, the present one included. */
export async function activityOf(query: Query, look: Look, count: number): Promise<ChatDay[]> {
  const { workspaceId, zone } = look
  const days = lastDays(look.now, zone, count)
  const kept = await query.rows<ChatDay>(sql`
    select day, heard, sent, chats, answered, waited from chat_day
    where workspace_id = ${workspaceId} and zone = ${zone} and day = any(${days.map(({ day }) => day)})`)
  const known = new Map(kept.map((row) => [row.day, row]))
  const first = days.findIndex(({ day }) => !known.has(day))
  const counted = first < 0 ? [] : await countDays(query, look, days.slice(first))
  const old = counted.filter(({ day }) => !known.has(day) && isOld(day, days))
  if (old.length > 0) await keepDays(query, look, old)
  for (const row of counted) known.set(row.day, row)
  return days.map(({ day }) => known.get(day) ?? emptyDay(day))
}

function isOld(day: string, days: readonly CalendarDay[]): boolean {
  return days.findIndex((one) => one.day === day) < days.length - YOUNG_DAYS
}

/**
 * Reads the messages of these days, which follow each other. Ids carry the time at which a message came to us, so only theirs are looked at. A first answer is
 * a person's first message of a day, where the customer had written before.
 */
async function countDays(query: Query, look: Look, days: readonly CalendarDay[]): Promise<ChatDay[]> {
  const { workspaceId, now, offset } = look
  const from = days[0]?.from ?? now
  const bounds = days.map((one) => new Date(one.from))
  const rows = await query.rows<Omit<ChatDay, 'day'> & { readonly nth: number }>(sql`
    with talk as (
      select width_bucket(m.at, ${bounds}::timestamptz[]) as nth,
             count(*) filter (where m.kind = 'in') as heard,
             count(*) filter (where m.kind = 'out' and m.rung >= ${RUNGS.accepted}) as sent,
             min(m.at) filter (where m.kind = 'in') as asked,
             min(m.at) filter (where m.kind = 'out' and m.speaker = 'agent') as replied
      from message m
      where m.workspace_id = ${workspaceId} and m.id >= uuid_floor(${new Date(from - offset - CLOCKS_APART)}::timestamptz)
        and m.at >= ${new Date(from)} and m.at < ${new Date(now + DAY)} and m.kind in ('in', 'out')
      group by 1, m.chat_id)
    select nth, sum(heard)::bigint as heard, sum(sent)::bigint as sent, count(*) filter (where heard > 0) as chats,
           count(*) filter (where replied > asked) as answered,
           coalesce(sum(extract(epoch from replied - asked) * 1000) filter (where replied > asked), 0)::bigint as waited
    from talk group by nth`)
  const found = new Map(rows.map(({ nth, ...row }) => [nth, row]))
  return days.map(({ day }, at) => ({ ...emptyDay(day), ...found.get(at + 1) }))
}

async function keepDays(query: Query, { workspaceId, zone }: Look, days: readonly ChatDay[]): Promise<void> {
  await query.run(sql`
    insert into chat_day (workspace_id, zone, day, heard, sent, chats, answered, waited)
    select ${workspaceId}, ${zone}, d.* from json_to_recordset(${JSON.stringify(days)})
      as d (day text, heard bigint, sent bigint, chats bigint, answered bigint, waited bigint)
    on conflict do nothing`)
}

function emptyDay(day: string): ChatDay {
  return { day, heard: 0, sent: 0, chats: 0, answered: 0, waited: 0 }
}
