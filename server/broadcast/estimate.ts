import type { RefusalCode } from '#core/base/refusal.ts'
import type { Millis } from '#core/base/time.ts'
import { momentOf } from '#core/base/zone.ts'
import type { Estimate } from '#core/broadcast/api.ts'
import { fateOf } from '#core/broadcast/fate.ts'
import { lacksOf } from '#core/broadcast/lacks.ts'
import { AUDIENCE_MAX } from '#core/broadcast/limits.ts'
import { outlookOf } from '#core/broadcast/outlook.ts'
import { rateOf } from '#core/broadcast/pace.ts'
import { inWindow } from '#core/flow/sequence.ts'
import { marketOf } from '#core/policy/card/market.ts'
import type { SendFacts } from '#core/policy/facts.ts'
import { limitEraOf, limitOfTier } from '#core/policy/limit/era.ts'
import { counterKey } from '#core/policy/price/counter.ts'
import { dayOf, monthOf } from '#core/policy/price/day.ts'
import { type Forecast, forecastOf, type Planned } from '#core/policy/price/forecast.ts'
import { microText } from '#core/policy/price/micro.ts'
import { type Category, RATED, type Rated, regimeOn } from '#core/policy/price/regime.ts'
import { tariffAt } from '#core/policy/price/tariff.ts'
import { decideSend } from '#core/policy/send.ts'
import { toCategory } from '#core/policy/template.ts'
import type { Query } from '#server/base/db.ts'
import { type Sql, sql } from '#server/base/sql.ts'
import { type Asked, peopleOf } from '#server/broadcast/audience.ts'
import type { BroadcastRow } from '#server/broadcast/store.ts'
import { reasonAs } from '#server/broadcast/view.ts'
import { countsOf } from '#server/policy/bills.ts'
import { accountOf, type Books, type Library } from '#server/policy/books.ts'
import { spentOf } from '#server/policy/costs.ts'
import { accountSaid, freeTimes, holdsPlace, withinOf } from '#server/policy/standing.ts'
import { templatesFor } from '#server/whatsapp/template/facts.ts'
import { troubleOf } from '#server/whatsapp/trouble.ts'

/** People of an audience who cost alike and stand alike towards the messaging limit. */
type Group = {
  /** The beginning of their address: enough to know the market. */
  readonly prefix: string | null
  readonly in_window: boolean
  readonly in_entry: boolean
  readonly in_conversation: boolean
  /** They hold a place of the limit already. */
  readonly counted: boolean
  /** They stopped marketing. */
  readonly stopped: boolean
  /** The number is a test number, and they are not on its list. */
  readonly unlisted: boolean
  readonly count: number
}

/** Digits of the longest prefix that a market is known by. */
const PREFIX = 6

/**
 * What sending this broadcast would mean when it begins: prices, windows, the limit's places and the month's budget are that moment's, as far as they are
 * known; its audience is today's. Nothing is kept and nobody is written to.
 */
export async function estimateOf(
  query: Query,
  library: Library,
  workspaceId: string,
  row: BroadcastRow,
  wish?: string,
): Promise<Estimate> {
  const books = await library.of(query, workspaceId)
  const now = beginningOf(row, wish)
  const month = monthOf(dayOf(now, books.zone))
  const isThisMonth = month === monthOf(dayOf(row.now, books.zone))
  const era = limitEraOf(dayOf(now, books.zone), books.regime)
  const within = withinOf(era.scope, row.phone_number_id)
  const [groups, number] = await Promise.all([
    groupsOf(query, askedOf(workspaceId, row), { within, joins: joinedBy(row, books, now), now }),
    numberOf(query, workspaceId, row.phone_number_id),
  ])
  const reached = groups.filter(({ prefix }) => prefix !== null)
  const all = sum(reached)
  const skipped = skippedOf(row, reached)
  const going = reached.filter((group) => whySkipped(row, group) === null)
  const [forecast, places, spent] = await Promise.all([
    priceAll(query, { workspaceId, books, row, groups: going, now }),
    freeTimes(query, workspaceId, { within, now }),
    spentOf(query, { workspaceId, month, currency: books.currency }, now),
  ])
  const max = limitOfTier(number?.tier ?? '') ?? null
  const fresh = sum(going.filter((group) => !group.in_window && !group.counted))
  const rate = rateOf(number?.rate ?? 1, 1)
  const outlook = outlookOf({ fresh, others: sum(going) - fresh, max, freeAt: places, rate }, now)
  return {
    recipients: Math.min(all, AUDIENCE_MAX),
    tooMany: all > AUDIENCE_MAX,
    unreachable: sum(groups) - all,
    skipped,
    lines: linesOf(forecast),
    currency: books.currency,
    amount: microText(forecast.amount),
    unpriced: forecast.unpriced,
    limit: { max, used: places.length, now: outlook.now, later: outlook.later },
    endsAt: inWindow(row.hours, outlook.endsAt, row.zone),
    rate,
    budget: budgetOf(books, spent, forecast, { recipients: sum(going), isThisMonth }),
    lacks: lacksOf(writtenOf(row)),
    reason: (await reasonNow(query, workspaceId, row, number)) ?? unpricedOf(books, forecast),
  }
}

/** By the wall clock that is wished for, else the one it is scheduled for; never in the past. */
function beginningOf({ now, starts_at, zone }: BroadcastRow, wish: string | undefined): Millis {
  const at = wish === undefined ? (starts_at ?? now) : momentOf(Date.parse(`${wish}:00Z`), zone)
  return Math.max(now, at)
}

function categoryOf({ template_category, message }: BroadcastRow): Category {
  return toCategory(template_category ?? message.template?.category ?? '')
}

/** Whether those who stopped marketing are skipped: the gate's own rule for the template's category. */
function isMarketing(row: BroadcastRow): boolean {
  return categoryOf(row) === 'marketing'
}

export function askedOf(workspaceId: string, row: BroadcastRow): Asked {
  const { id, audience, segments, phone_number_id: numberId, now } = row
  return { workspaceId, broadcastId: id, audience, segments, numberId, now }
}

export function writtenOf({ phone_number_id: numberId, message, audience, consent, numbers }: BroadcastRow) {
  return { numberId, message, audience, consent, numbers }
}

/** How many would get it now; one more than the most that a broadcast may have means more. */
export async function countAudience(query: Query, asked: Asked): Promise<number> {
  const [found] = await query.rows<{ count: number }>(sql`
    select count(*)::int as count from (${peopleOf(asked)}) people where addr is not null`)
  return found?.count ?? 0
}

function sum(groups: readonly Group[]): number {
  return groups.reduce((total, { count }) => total + count, 0)
}

/** Why the gate would leave these people out, whatever comes; null: it would not. */
function whySkipped(row: BroadcastRow, group: Group): RefusalCode | null {
  if (group.unlisted) return 'recipient-not-listed'
  return group.stopped && isMarketing(row) ? 'opted-out' : null
}

function skippedOf(row: BroadcastRow, groups: readonly Group[]): Estimate['skipped'] {
  return [...Map.groupBy(groups, (group) => whySkipped(row, group))].flatMap(([code, some]) =>
    code === null ? [] : [{ ...reasonAs(code, {}), count: sum(some) }],
  )
}

type Regard = {
  /** Whose messages share the messaging limit. */
  readonly within: Sql
  /** Which open conversations the message would join, by the name that each is rated as. */
  readonly joins: readonly Rated[]
  /** When it begins. */
  readonly now: Millis
}

/** Conversation pricing: by which names an open conversation takes this template in. */
function joinedBy(row: BroadcastRow, books: Books, now: Millis): readonly Rated[] {
  const { namedBy } = books.regime ?? regimeOn(dayOf(now, books.zone))
  return namedBy === 'initiator' ? RATED : [categoryOf(row)]
}

function groupsOf(query: Query, asked: Asked, { within, joins, now }: Regard): Promise<Group[]> {
  const { workspaceId, numberId } = asked
  const at = sql`to_timestamp(${now}::float8 / 1000)`
  return query.rows<Group>(sql`
    with people as materialized (${peopleOf(asked)})
    select left(p.addr, ${PREFIX}) as prefix, coalesce(ch.last_inbound_at > ${at} - interval '24 hours', false) as in_window,
           coalesce(k.entry_ends_at > ${at}, false) as in_entry,
           coalesce(exists (select 1 from json_each_text(k.conversations) e where e.value::bigint > ${now}::bigint and e.key = any(${joins}::text[])), false) as in_conversation,
           exists (select 1 from begun b where b.contact_id = p.contact_id and ${holdsPlace(workspaceId, within, now)}) as counted,
           coalesce((c.marketing ->> 'stopped')::boolean, false) as stopped,
           coalesce(n.test and p.addr ~ '^[0-9]+$' and not p.addr = any(n.recipients), false) as unlisted,
           count(*)::int as count
    from people p
    left join contact c on c.workspace_id = ${workspaceId} and c.id = p.contact_id
    left join phone_number n on n.workspace_id = ${workspaceId} and n.id = ${numberId}
    left join chat ch on ch.workspace_id = ${workspaceId} and ch.contact_id = p.contact_id and ch.phone_number_id = ${numberId}
    left join pair_clock k on k.workspace_id = ${workspaceId} and k.contact_id = p.contact_id and k.phone_number_id = ${numberId}
    group by 1, 2, 3, 4, 5, 6, 7`)
}

type Number = {
  readonly rate: number
  readonly tier: string | null
  readonly state: string
  readonly trouble: number | null
}

async function numberOf(query: Query, workspaceId: string, id: string | null): Promise<Number | undefined> {
  if (id === null) return undefined
  const [row] = await query.rows<Number>(sql`
    select n.rate, n.tier, case when c.connected then n.state else 'DISCONNECTED' end as state,
           ${troubleOf(workspaceId, sql`n.id`)} as trouble
    from phone_number n join channel c on c.workspace_id = ${workspaceId} and c.id = n.channel_id
    where n.workspace_id = ${workspaceId} and n.id = ${id}`)
  return row
}

type Priced = {
  readonly workspaceId: string
  readonly books: Books
  readonly row: BroadcastRow
  readonly groups: readonly Group[]
  readonly now: Millis
}

async function priceAll(query: Query, { workspaceId, books, row, groups, now }: Priced): Promise<Forecast> {
  const month = monthOf(dayOf(now, books.zone))
  const counts = await countsOf(query, workspaceId, [month])
  const used = (counter: Parameters<typeof counterKey>[0]) => counts.get(counterKey(counter)) ?? 0
  const tariff = tariffAt(now, '', accountOf(books, row.phone_number_id ?? ''), used)
  const category = categoryOf(row)
  const planned = new Map<string, Planned>()
  for (const { prefix, in_window, in_entry, in_conversation, count } of groups) {
    const market = marketOf(prefix ?? '', tariff.day)
    const key = [market, in_window, in_entry, in_conversation].join(' ')
    const before = planned.get(key)?.count ?? 0
    const line = {
      market,
      category,
      inWindow: in_window,
      inEntryPoint: in_entry,
      inConversation: in_conversation,
    }
    planned.set(key, { ...line, count: before + count })
  }
  return forecastOf(
    [...planned.values()].sort((one, other) => other.count - one.count),
    tariff,
  )
}

function linesOf({ lines }: Forecast): Estimate['lines'] {
  return lines.map(({ market, category, inWindow, count, free, amount }) => ({
    ...{ market, category, inWindow, count, free },
    amount: amount === null ? null : microText(amount),
  }))
}

function budgetOf(
  { budget }: Books,
  { spent, reserved }: { readonly spent: bigint; readonly reserved: bigint },
  { amount }: Forecast,
  { recipients, isThisMonth }: { readonly recipients: number; readonly isThisMonth: boolean },
): Estimate['budget'] {
  if (budget === null) return null
  const rest = budget - spent - (isThisMonth ? reserved : 0n)
  const left = rest > 0n ? rest : 0n
  const isEnough = amount <= left
  const fits = isEnough || amount === 0n ? recipients : Number((left * BigInt(recipients)) / amount)
  return { limit: microText(budget), left: microText(left), fits, isEnough, isThisMonth }
}

/** A budget cannot be kept over what has no price: the gate would hold it. */
function unpricedOf({ budget, currency }: Books, { unpriced }: Forecast): Estimate['reason'] {
  return budget !== null && unpriced > 0 ? reasonAs('budget-unpriced', { currency }) : null
}

/** What the gate would say whoever the recipient is: about the number, the account and the template. */
async function reasonNow(
  query: Query,
  workspaceId: string,
  row: BroadcastRow,
  number: Number | undefined,
): Promise<Estimate['reason']> {
  const { template } = row.message
  if (!template || !number) return null
  const [{ templateOf }, account] = await Promise.all([
    templatesFor(query, workspaceId, [template]),
    accountSaid(query, workspaceId),
  ])
  const known = templateOf(template.name, template.language)
  const body = Array.from({ length: known?.facts.bodyValues ?? 0 }, () => ({ text: '–' }))
  const { name, language } = template
  const facts: SendFacts = {
    lastInboundAt: null,
    numberState: number.state,
    optedOut: false,
    trouble: number.trouble,
    tooOften: false,
    lane: 'broadcast',
    automatic: true,
    ...account,
    ...(known === undefined ? {} : { template: known?.facts ?? null }),
  }
  const decision = decideSend({ kind: 'template', name, language, body, buttons: [] }, facts, row.now)
  const fate = fateOf(decision, row.now)
  return fate.kind === 'pause' || fate.kind === 'hold' ? reasonAs(fate.why.code, fate.why.details) : null
}
