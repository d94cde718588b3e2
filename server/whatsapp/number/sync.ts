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
import { type Graph, isFieldRefused, readAll, readNode, refusalOf } from '#server/whatsapp/graph.ts'
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
type Synced = { readonly added: number; readonly changed: number; readonly gone: number }

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
  const [asked, told] = await Promise.all([
    askNumbers(graph, channel.waba_id),
    askAccount(graph, channel.waba_id),
  ])
  if (isRefusal(asked)) return asked
  return await db.tx('http', async (tx) => {
    if (!(await holdChannel(tx, channel))) return refuse('channel-missing')
    await adoptNumbers(
      tx,
      workspaceId,
      channelId,
      asked.numbers.map(({ graphId }) => graphId),
    )
    const known = new Map((await listAllNumbers(tx, workspaceId)).map((row) => [row.graph_id, row]))
    const found = asked.plain
      ? asked.numbers.map((one) => withKnown(one, known.get(one.graphId)))
      : asked.numbers
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
    await saveTold(tx, channel, told)
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

/** What was not asked for is as it was known. */
function withKnown(number: NumberFacts, known: NumberRow | undefined): NumberFacts {
  if (!known) return number
  const { name_status: nameStatus, tier, verification, official, pin_set: pinSet } = known
  return { ...number, nameStatus, tier, verification, official, pinSet }
}

const MARKETING_OFF = 'disable_marketing_messages_on_cloud_api'
type Told = Pick<AccountState, 'marketingOff' | 'currency'>

/** Whether the account takes no marketing templates, and in what it is billed; each absent where Meta does not say. */
async function askAccount(graph: Graph, wabaId: string): Promise<Told> {
  const whole = await readNode(graph, wabaId, `id,currency,${MARKETING_OFF}`)
  const { body } = isFieldRefused(whole) ? await readNode(graph, wabaId, 'id,currency') : whole
  if (!isObject(body)) return {}
  const [isOff, currency] = [body[MARKETING_OFF], body.currency]
  return {
    ...(typeof isOff === 'boolean' ? { marketingOff: isOff } : {}),
    ...(typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? { currency } : {}),
  }
}

/** Beside what else is known of the account; the gate and the books read it from there. */
async function saveTold(tx: Tx, { workspace_id, id }: ChannelRow, told: Told): Promise<void> {
  const [row] = await tx.rows<{ account: AccountState | null }>(
    sql`select account from channel where workspace_id = ${workspace_id} and id = ${id} for update`,
  )
  const before = row?.account ?? GOOD_ACCOUNT
  const after = { ...before, ...told }
  const isSame = (before.marketingOff ?? false) === (after.marketingOff ?? false)
  if (isSame && before.currency === after.currency) return
  await tx.run(sql`
    update channel set account = ${JSON.stringify(after)}::json
    where workspace_id = ${workspace_id} and id = ${id}`)
  await bumpSettings(tx, workspace_id)
}

type Asked = { readonly numbers: readonly NumberFacts[]; readonly plain: boolean }

async function askNumbers(graph: Graph, wabaId: string): Promise<Asked | Refusal> {
  const whole = await readAll(graph, `${wabaId}/phone_numbers`, NUMBER_FIELDS)
  if ('nodes' in whole) return { numbers: decodeNumbers(whole.nodes), plain: false }
  const plain = isFieldRefused(whole)
    ? await readAll(graph, `${wabaId}/phone_numbers`, NUMBER_FIELDS_PLAIN)
    : whole
  if ('nodes' in plain) return { numbers: decodeNumbers(plain.nodes), plain: true }
  return refusalOf(graph, plain) ?? refuse('graph-odd', NO_LIST)
}

const NO_LIST = { reason_id: 'daftar nomor tidak ada', reason_en: 'there is no list of phone numbers' }
