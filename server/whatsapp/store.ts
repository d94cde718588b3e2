import { RUNGS } from '#core/chat/status.ts'
import { PARTIAL_TROUBLES } from '#core/policy/send.ts'
import type { Fault } from '#core/whatsapp/heard.ts'
import type { AccountState } from '#core/whatsapp/number/news.ts'
import type { NumberFacts } from '#core/whatsapp/number/number.ts'
import type { Provider } from '#core/whatsapp/provider.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

export type ChannelRow = {
  readonly workspace_id: string
  readonly id: string
  readonly name: string
  readonly provider: Provider
  readonly hook: string
  readonly graph_url: string
  readonly graph_version: string
  readonly waba_id: string
  readonly app_id: string
  readonly token: Buffer
  readonly app_secret: Buffer
  readonly verify_token: string
  readonly token_end: string
  readonly app_secret_end: string
  readonly connected: boolean
  readonly verified_at: number | null
  readonly last_webhook_at: number | null
  readonly follows_clock: boolean
  readonly clock_offset: number
  readonly world_id: string | null
  readonly world_key: Buffer | null
  readonly subscribed_at: number | null
  readonly unsigned_at: number | null
  readonly former_secret: Buffer | null
  readonly former_until: number | null
  readonly account: AccountState | null
}

export type NumberRow = {
  readonly id: string
  readonly channel_id: string
  readonly graph_id: string
  readonly display: string
  readonly name: string
  readonly state: string
  readonly quality: string
  readonly test: boolean
  readonly recipients: string[] | null
  readonly rate: number
  readonly used: boolean
  readonly name_status: string
  readonly wanted_name: string | null
  readonly name_reason: string | null
  readonly name_asked_at: number | null
  readonly tier: string
  readonly throughput: string
  readonly verification: string
  readonly official: boolean
  readonly pin_set: boolean
  readonly synced_at: number | null
  readonly bot_id: string | null
  readonly bot_name: string | null
}

type BreakerRow = {
  readonly scope: string
  readonly key: string
  readonly code: number
  readonly reason: string
  readonly since: number
}

const CHANNEL = sql`
  select workspace_id, id, name, provider, hook, graph_url, graph_version, waba_id, app_id, token, app_secret, verify_token,
         token_end, app_secret_end, connected, verified_at, last_webhook_at, follows_clock, clock_offset,
         world_id, world_key, subscribed_at, unsigned_at, former_secret, former_until, account
  from channel`

/** The one connected channel of a workspace. */
export async function channelOf(query: Query, workspaceId: string): Promise<ChannelRow | undefined> {
  const rows = await query.rows<ChannelRow>(sql`${CHANNEL} where workspace_id = ${workspaceId} and connected`)
  return rows[0]
}

/** Two readings of one account take turns; false: the channel was disconnected meanwhile. */
export async function holdChannel(
  tx: Tx,
  { workspace_id, id }: Pick<ChannelRow, 'workspace_id' | 'id'>,
): Promise<boolean> {
  const rows = await tx.rows(
    sql`select 1 from channel where workspace_id = ${workspace_id} and id = ${id} and connected for update`,
  )
  return rows.length > 0
}

/** Whose webhook address this is; looked up before any tenant is known. */
export async function channelOfHook(query: Query, hook: string): Promise<ChannelRow | undefined> {
  const [found] = await query.rows<{ workspace_id: string; channel_id: string }>(sql`
    select workspace_id, channel_id from hook_directory where hook = ${hook}`)
  if (!found) return undefined
  const rows = await query.rows<ChannelRow>(sql`
    ${CHANNEL} where workspace_id = ${found.workspace_id} and id = ${found.channel_id} and connected`)
  return rows[0]
}

export async function wabaHolder(
  query: Query,
  graphUrl: string,
  wabaId: string,
): Promise<string | undefined> {
  const rows = await query.rows<{ workspace_id: string }>(sql`
    select workspace_id from waba_directory where graph_url = ${graphUrl} and waba_id = ${wabaId}`)
  return rows[0]?.workspace_id
}

export async function insertChannel(
  tx: Tx,
  row: Omit<
    ChannelRow,
    | 'connected'
    | 'verified_at'
    | 'last_webhook_at'
    | 'clock_offset'
    | 'subscribed_at'
    | 'unsigned_at'
    | 'former_secret'
    | 'former_until'
    | 'account'
  >,
): Promise<void> {
  await Promise.all([
    tx.run(sql`
      insert into channel (workspace_id, id, name, provider, hook, graph_url, graph_version, waba_id, app_id, token, app_secret,
                           verify_token, token_end, app_secret_end, follows_clock, world_id, world_key)
      values (${row.workspace_id}, ${row.id}, ${row.name}, ${row.provider}, ${row.hook}, ${row.graph_url}, ${row.graph_version},
              ${row.waba_id}, ${row.app_id}, ${row.token}, ${row.app_secret}, ${row.verify_token}, ${row.token_end},
              ${row.app_secret_end}, ${row.follows_clock}, ${row.world_id}, ${row.world_key})`),
    tx.run(
      sql`insert into hook_directory (hook, workspace_id, channel_id) values (${row.hook}, ${row.workspace_id}, ${row.id})`,
    ),
    tx.run(sql`
      insert into waba_directory (graph_url, waba_id, workspace_id)
      values (${row.graph_url}, ${row.waba_id}, ${row.workspace_id})`),
  ])
}

/** Meta's code for a number that is not registered; ours too for one that is not connected. */
const CUT_OFF: Fault = { code: 133010, title: 'the channel was disconnected before it could be sent' }

/** The line is cut and its secrets are gone; what was said over it stays, what still waited to go out has failed. */
export async function disconnectChannel(tx: Tx, channel: ChannelRow): Promise<void> {
  const { workspace_id: workspaceId, id } = channel
  await Promise.all([
    failPending(tx, workspaceId), // the outbox first, as everywhere
    tx.run(sql`
      update channel set connected = false, token = '', app_secret = '', verify_token = '', token_end = '', app_secret_end = '',
                         former_secret = null, former_until = null, world_key = null
      where workspace_id = ${workspaceId} and id = ${id}`),
    tx.run(
      sql`update phone_number set state = 'DISCONNECTED', bot_id = null, pin = null where workspace_id = ${workspaceId} and channel_id = ${id}`,
    ),
    tx.run(sql`delete from hook_directory where hook = ${channel.hook}`),
    tx.run(
      sql`delete from waba_directory where workspace_id = ${workspaceId} and graph_url = ${channel.graph_url} and waba_id = ${channel.waba_id}`,
    ),
    tx.run(sql`delete from breaker where workspace_id = ${workspaceId}`),
    tx.run(sql`delete from uploaded_media where workspace_id = ${workspaceId}`), // its ids are of this token's app
    bumpSettings(tx, workspaceId),
  ])
}

/** Whatever waits to go out fails and says why. A workspace has one channel: all of it waited for that. */
export async function failPending(tx: Tx, workspaceId: string): Promise<void> {
  await tx.run(sql`
    with gone as (
      delete from outbox where workspace_id = ${workspaceId} and message_id in (
        select message_id from outbox where workspace_id = ${workspaceId} and state in ('pending', 'waiting')
        order by message_id for update)
      returning message_id),
    changed as (
      update message m set state = 'failed', rung = ${RUNGS.failed}, failed_at = now(), fault = ${JSON.stringify(CUT_OFF)}
      from gone where m.workspace_id = ${workspaceId} and m.id = gone.message_id and m.rung < ${RUNGS.accepted}
      returning m.id, m.chat_id)
    insert into event (workspace_id, kind, ids, chat_ids)
    select ${workspaceId}, 'message.changed', json_agg(id), to_json(array_agg(distinct chat_id)) from changed having count(*) > 0`)
}

/**
 * A number that an earlier channel had moves to this one and stays the same number: its chats, hand-overs and windows
 * go on. Of several such rows the newest is taken.
 */
export async function adoptNumbers(
  tx: Tx,
  workspaceId: string,
  channelId: string,
  graphIds: readonly string[],
): Promise<void> {
  await tx.run(sql`
    update phone_number set channel_id = ${channelId}
    where workspace_id = ${workspaceId} and id in (
      select distinct on (n.graph_id) n.id
      from phone_number n
      join channel c on c.workspace_id = n.workspace_id and c.id = n.channel_id and not c.connected
      where n.workspace_id = ${workspaceId} and n.graph_id = any(${graphIds})
      order by n.graph_id, n.id desc)`)
}

export async function markVerified(query: Query, workspaceId: string, channelId: string): Promise<void> {
  await query.run(
    sql`update channel set verified_at = now() where workspace_id = ${workspaceId} and id = ${channelId}`,
  )
}

export async function markSubscribed(query: Query, workspaceId: string, channelId: string): Promise<void> {
  await query.run(
    sql`update channel set subscribed_at = now() where workspace_id = ${workspaceId} and id = ${channelId}`,
  )
}

const NUMBER = sql`
  select n.id, n.channel_id, n.graph_id, n.display, n.name, n.state, n.quality, n.test, n.recipients, n.rate, n.used, n.name_status,
         n.wanted_name, n.name_reason, n.name_asked_at, n.tier, n.throughput, n.verification, n.official, n.pin_set, n.synced_at,
         n.bot_id, b.name as bot_name
  from phone_number n
  join channel c on c.workspace_id = n.workspace_id and c.id = n.channel_id and c.connected
  left join bot b on b.workspace_id = n.workspace_id and b.id = n.bot_id`

/** The numbers that are used: all that hear and speak. */
export function listNumbers(query: Query, workspaceId: string): Promise<NumberRow[]> {
  return query.rows(
    sql`${NUMBER} where n.workspace_id = ${workspaceId} and n.used order by n.test desc, n.id limit 200`,
  )
}

/** All numbers of the account, also those that nobody chose. */
export function listAllNumbers(query: Query, workspaceId: string): Promise<NumberRow[]> {
  return query.rows(
    sql`${NUMBER} where n.workspace_id = ${workspaceId} order by n.used desc, n.test desc, n.id limit 200`,
  )
}

/** What Meta says of numbers, written over what is known. `used` chooses a number and never lets go of one. */
export async function upsertNumbers(
  tx: Tx,
  workspaceId: string,
  channelId: string,
  rows: readonly (NumberFacts & { readonly id: string; readonly used: boolean })[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    insert into phone_number as n (workspace_id, id, channel_id, graph_id, display, name, state, quality, test, rate, used,
                                   name_status, tier, throughput, verification, official, pin_set, synced_at)
    select ${workspaceId}, r.id, ${channelId}, r."graphId", r.display, r.name, r.state, r.quality, r.test, r.rate, r.used,
           r."nameStatus", r.tier, r.throughput, r.verification, r.official, r."pinSet", now()
    from json_to_recordset(${JSON.stringify(rows)})
      as r (id uuid, "graphId" text, display text, name text, state text, quality text, test boolean, rate int, used boolean,
            "nameStatus" text, tier text, throughput text, verification text, official boolean, "pinSet" boolean)
    on conflict (workspace_id, channel_id, graph_id) do update
    set display = excluded.display, name = excluded.name, state = excluded.state, quality = excluded.quality,
        test = excluded.test, rate = excluded.rate, name_status = excluded.name_status, tier = excluded.tier,
        throughput = excluded.throughput, verification = excluded.verification, official = excluded.official,
        pin_set = excluded.pin_set, used = n.used or excluded.used, synced_at = excluded.synced_at,
        wanted_name = case when excluded.name_status = 'APPROVED' then null else n.wanted_name end,
        name_reason = case when excluded.name_status = 'APPROVED' then null else n.name_reason end`)
}

/** Links a bot to a number or, with null, takes it away; false: the number has another bot. */
export async function setNumberBot(
  tx: Tx,
  workspaceId: string,
  numberId: string,
  botId: string | null,
): Promise<boolean> {
  const changed = await tx.run(sql`
    update phone_number set bot_id = ${botId}
    where workspace_id = ${workspaceId} and id = ${numberId}
      and (${botId}::uuid is null or used and (bot_id is null or bot_id = ${botId}))`)
  await bumpSettings(tx, workspaceId)
  return changed > 0
}

/** One of the account, and one of each of its numbers. */
const BREAKERS_MAX = 200

/** The gravest first, see `PARTIAL_TROUBLES`. */
export function openBreakers(query: Query, workspaceId: string): Promise<BreakerRow[]> {
  return query.rows(
    sql`
      select scope, key, code, reason, since from breaker where workspace_id = ${workspaceId}
      order by coalesce(array_position(${PARTIAL_TROUBLES}::int[], code), 0), scope desc, since limit ${BREAKERS_MAX}`,
  )
}

/**
 * Sending goes on everywhere, also where Meta once said that the account is disabled or restricted: that it is no more may have been
 * said while nobody listened. What pauses between two tries is tried now, with all its time before it. Where the cause is not mended, the next refusal stops it
 * again. The outbox first, as wherever an outcome is written down.
 */
export async function closeBreakers(tx: Tx, workspaceId: string): Promise<void> {
  await tx.run(sql`
    update outbox set due_at = now(), tried_at = null where workspace_id = ${workspaceId} and message_id in (
      select message_id from outbox
      where workspace_id = ${workspaceId} and state = 'pending' and (due_at > now() or tried_at is not null)
      order by message_id for update)`)
  await Promise.all([
    tx.run(sql`delete from breaker where workspace_id = ${workspaceId}`),
    tx.run(sql`
      update channel set account = (account::jsonb || '{"disabled": false, "restrictions": []}')::json
      where workspace_id = ${workspaceId} and connected and account is not null`),
    bumpSettings(tx, workspaceId),
  ])
}

/** Every change that workers must see raises the number they compare before each piece of work. */
export async function bumpSettings(tx: Tx, workspaceId: string): Promise<void> {
  await tx.run(
    sql`update workspace set settings_revision = settings_revision + 1 where workspace_id = ${workspaceId}`,
  )
}

export async function isBot(query: Query, workspaceId: string, id: string): Promise<boolean> {
  const rows = await query.rows(sql`select 1 from bot where workspace_id = ${workspaceId} and id = ${id}`)
  return rows.length > 0
}
