import { assert } from '#core/base/assert.ts'
import { accountAfter, GOOD_ACCOUNT, type NumberNews } from '#core/whatsapp/number/news.ts'
import { rateOf } from '#core/whatsapp/number/number.ts'
import type { Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { sql } from '#server/base/sql.ts'
import { bumpSettings, type ChannelRow } from '#server/whatsapp/store.ts'

/** What webhooks say about numbers and the account as a whole takes effect. Safe to repeat: the news are states, not steps. */
export async function hearNumberNews(
  tx: Tx,
  channel: ChannelRow,
  news: readonly NumberNews[],
): Promise<void> {
  if (news.length === 0) return
  for (const one of news) await applyNews(tx, channel, one)
  await applyAccount(tx, channel, news)
  await bumpSettings(tx, channel.workspace_id)
  await emit(tx, channel.workspace_id, [{ kind: 'channel.changed', ids: [channel.id] }])
}

async function applyNews(tx: Tx, { workspace_id: workspaceId, id }: ChannelRow, news: NumberNews) {
  switch (news.kind) {
    case 'name':
      return await applyName(tx, workspaceId, id, news)
    case 'quality':
      return await applyQuality(tx, workspaceId, id, news)
    case 'limit':
      return await tx.run(
        sql`update phone_number set tier = ${news.tier} where workspace_id = ${workspaceId} and channel_id = ${id}`,
      )
    case 'disabled':
    case 'restricted':
    case 'violation':
    case 'review':
      return 0 // of the account as a whole, see applyAccount
    default:
      return assert(false, `a piece of news has a known kind: ${JSON.stringify(news satisfies never)}`)
  }
}

type Of<K extends NumberNews['kind']> = Extract<NumberNews, { kind: K }>

function applyName(tx: Tx, workspaceId: string, channelId: string, news: Of<'name'>): Promise<number> {
  const approved = news.status === 'APPROVED'
  return tx.run(sql`
    update phone_number
    set name_status = ${news.status}, name = case when ${approved && news.name !== ''} then ${news.name} else name end,
        wanted_name = ${approved ? null : news.name}, name_reason = ${approved ? null : news.reason}
    where workspace_id = ${workspaceId} and channel_id = ${channelId} and ${digitsAre(news.digits)}`)
}

/** FLAGGED and UNFLAGGED are of the time before October 2025; the quality itself comes with the next look at the number. */
function applyQuality(tx: Tx, workspaceId: string, channelId: string, news: Of<'quality'>): Promise<number> {
  const { tier, throughput, event } = news
  const flagged = event === 'FLAGGED'
  return tx.run(sql`
    update phone_number
    set tier = coalesce(${tier}, tier), throughput = coalesce(${throughput}, throughput),
        rate = coalesce(${throughput === null ? null : rateOf(throughput)}::int, rate),
        quality = case when ${flagged} then 'RED' when ${event === 'UNFLAGGED'} then 'YELLOW' else quality end
    where workspace_id = ${workspaceId} and channel_id = ${channelId} and ${digitsAre(news.digits)}`)
}

function digitsAre(digits: string) {
  return sql`regexp_replace(display, '[^0-9]', '', 'g') = ${digits}`
}

async function applyAccount(tx: Tx, channel: ChannelRow, news: readonly NumberNews[]): Promise<void> {
  const before = channel.account ?? GOOD_ACCOUNT
  const after = news.reduce(accountAfter, before)
  if (after === before) return
  await tx.run(sql`
    update channel set account = ${JSON.stringify(after)}
    where workspace_id = ${channel.workspace_id} and id = ${channel.id}`)
}
