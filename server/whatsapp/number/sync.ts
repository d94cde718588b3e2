import { isObject } from '#core/base/json.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { type AccountState, GOOD_ACCOUNT } from '#core/whatsapp/number/news.ts'
import {
  decodeNumbers,
  NUMBER_FIELDS,
  NUMBER_FIELDS_PLAIN,
  type NumberFacts,
} from '#core/whatsapp/number/number.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import type { Door } from '#server/base/fetch.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { type Graph, readAll, readNode, refusalOf } from '#server/whatsapp/graph.ts'
import type { Keys } from '#server/whatsapp/keys.ts'
import {
  adoptNumbers,
  bumpSettings,
  type ChannelRow,
  holdChannel,
  listAllNumbers,
  type NumberRow,
  upsertNumbers,
} from '#server/whatsapp/store.ts'

export type GraphParts = { readonly db: Db; readonly door: Door; readonly keys: Keys }
export type Synced = { readonly added: number; readonly changed: number; readonly gone: number }

/** The Graph endpoint of a channel, with its token opened. */
export async function graphOf({ db, door, keys }: GraphParts, channel: ChannelRow): Promise<Graph> {
  const token = await keys.open(db, channel.workspace_id, channel.token)
  const { provider, graph_url: base, graph_version: version } = channel
  return { door, provider, base, version, token }
}

/**
 * Reads every number of the account and keeps what Meta says: a new one waits to be chosen, one that is listed no more
 * is `DELETED` and keeps its chats. Nothing is changed when the list could not be read whole.
 */
export async function syncNumbers(parts: GraphParts, channel: ChannelRow): Promise<Synced | Refusal> {
  const { db } = parts
  const { workspace_id: workspaceId, id: channelId } = channel
  const graph = await graphOf(parts, channel)
  const [found, isMarketingOff] = await Promise.all([
    askNumbers(graph, channel.waba_id),
    askMarketingOff(graph, channel.waba_id),
  ])
  if (isRefusal(found)) return found
  return await db.tx('http', async (tx) => {
    if (!(await holdChannel(tx, channel))) return refuse('channel-missing')
    await adoptNumbers(
      tx,
      workspaceId,
      channelId,
      found.map(({ graphId }) => graphId),
    )
    const known = new Map((await listAllNumbers(tx, workspaceId)).map((row) => [row.graph_id, row]))
    const rows = found.map((number) => ({ ...number, id: newId(), used: false }))
    await upsertNumbers(tx, workspaceId, channelId, rows)
    const listed = found.map(({ graphId }) => graphId)
    const gone = await tx.rows<{ id: string }>(sql`
      update phone_number set state = 'DELETED'
      where workspace_id = ${workspaceId} and channel_id = ${channelId} and state <> 'DELETED' and not graph_id = any(${listed})
      returning id`)
    const changed = found.filter((one) => {
      const before = known.get(one.graphId)
      return before !== undefined && isOther(before, one)
    }).length
    if (isMarketingOff !== undefined) await saveMarketingOff(tx, channel, isMarketingOff)
    const added = found.filter(({ graphId }) => !known.has(graphId)).length
    if (added + changed + gone.length > 0) {
      await bumpSettings(tx, workspaceId)
      await emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [channelId] }])
    }
    return { added, changed, gone: gone.length }
  })
}

function isOther(before: NumberRow, now: NumberFacts): boolean {
  return (
    before.name !== now.name ||
    before.state !== now.state ||
    before.quality !== now.quality ||
    before.name_status !== now.nameStatus ||
    before.tier !== now.tier ||
    before.throughput !== now.throughput ||
    before.verification !== now.verification ||
    before.official !== now.official ||
    before.pin_set !== now.pinSet
  )
}

const MARKETING_OFF = 'disable_marketing_messages_on_cloud_api'

/** Whether the account takes no marketing templates; undefined where Meta does not say. */
async function askMarketingOff(graph: Graph, wabaId: string): Promise<boolean | undefined> {
  const { body } = await readNode(graph, wabaId, `id,${MARKETING_OFF}`)
  const said = isObject(body) ? body[MARKETING_OFF] : undefined
  return typeof said === 'boolean' ? said : undefined
}

/** Beside what else is known of the account; the gate reads it from there. */
async function saveMarketingOff(tx: Tx, { workspace_id, id }: ChannelRow, isOff: boolean): Promise<void> {
  const [row] = await tx.rows<{ account: AccountState | null }>(
    sql`select account from channel where workspace_id = ${workspace_id} and id = ${id} for update`,
  )
  const account = row?.account ?? GOOD_ACCOUNT
  if ((account.marketingOff ?? false) === isOff) return
  await tx.run(sql`
    update channel set account = ${JSON.stringify({ ...account, marketingOff: isOff })}::json
    where workspace_id = ${workspace_id} and id = ${id}`)
  await bumpSettings(tx, workspace_id)
}

async function askNumbers(graph: Graph, wabaId: string): Promise<NumberFacts[] | Refusal> {
  const whole = await readAll(graph, `${wabaId}/phone_numbers`, NUMBER_FIELDS)
  if ('nodes' in whole) return decodeNumbers(whole.nodes)
  const plain = await readAll(graph, `${wabaId}/phone_numbers`, NUMBER_FIELDS_PLAIN)
  if ('nodes' in plain) return decodeNumbers(plain.nodes)
  return refusalOf(graph, plain) ?? { kind: 'refusal', code: 'graph-refused', details: NO_LIST }
}

const NO_LIST = { reason: 'no list of phone numbers', code: 0 }
