import type { z } from 'zod'
import { isObject } from '#core/base/json.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import type { ConnectBody } from '#core/whatsapp/api.ts'
import {
  decodeNumber,
  NUMBER_FIELDS,
  NUMBER_FIELDS_PLAIN,
  type NumberFacts,
} from '#core/whatsapp/number/number.ts'
import { PROOF, type Provider } from '#core/whatsapp/provider.ts'
import { forbiddenReason } from '#server/base/address.ts'
import type { MetaApp } from '#server/base/config.ts'
import { type Db, isUniqueViolation, type Tx } from '#server/base/db.ts'
import type { Door } from '#server/base/fetch.ts'
import { newId } from '#server/base/id.ts'
import type { Jobs } from '#server/base/jobs.ts'
import { randomToken } from '#server/base/secret.ts'
import { checkAccess, type Hooking, subscribeAll } from '#server/whatsapp/access.ts'
import { appHookUrl, appVerifyToken } from '#server/whatsapp/door/app.ts'
import { type Graph, isFieldRefused, readNode, refusalOf } from '#server/whatsapp/graph.ts'
import type { Keys } from '#server/whatsapp/keys.ts'
import {
  adoptNumbers,
  bumpSettings,
  channelOf,
  disconnectChannel,
  failPending,
  insertChannel,
  markSubscribed,
  markVerified,
  upsertNumbers,
} from '#server/whatsapp/store.ts'
import { askForTemplates } from '#server/whatsapp/template/sync.ts'

/** What `connect` wants: the form, and what only a simulated account adds. */
export type Connecting = Omit<z.infer<typeof ConnectBody>, 'phoneNumberId' | 'otherPhoneNumberIds'> & {
  readonly provider: Provider
  readonly phoneNumberIds: readonly string[]
  readonly followsClock: boolean
  readonly world: { readonly id: string; readonly key: string } | null
}
export type ConnectParts = {
  readonly db: Db
  readonly door: Door
  readonly keys: Keys
  readonly publicUrl: string
  readonly jobs: Jobs
  /** The operator's own app, or the settings that it lacks. */
  readonly meta: MetaApp | readonly string[]
}

/**
 * Connects one WhatsApp Business Account. Without numbers only the access is kept (see `keepAccess`). With some it asks the Graph endpoint about every number, keeps the secrets sealed, then
 * subscribes. That another workspace has the account is said only to who can open it. The channel is stored before the subscription, because Meta knocks at our door during it; without one
 * nothing would ever come in, so it is disconnected again.
 */
export async function connect(
  parts: ConnectParts,
  workspaceId: string,
  wanted: Connecting,
): Promise<Refusal | null> {
  const { db, door, publicUrl } = parts
  const base = baseOf(wanted.graphUrl)
  const { provider, graphVersion: version, token } = wanted
  const graph: Graph = { door, provider, base, version, token }
  const plain = refusePlain(base)
  if (plain) return plain
  if (await channelOf(db, workspaceId)) return refuse('channel-exists')
  if (wanted.phoneNumberIds.length === 0) return await keepAccess(parts, workspaceId, wanted, graph)
  const numbers: NumberFacts[] = []
  for (const graphId of wanted.phoneNumberIds) {
    const number = await askNumber(graph, graphId)
    if ('kind' in number) return number
    numbers.push(number)
  }
  const hook = randomToken(18)
  const clash = await store(parts, workspaceId, { ...wanted, graphUrl: base }, { hook, numbers })
  if (clash) return clash
  const callback = `${publicUrl}/webhooks/whatsapp/${hook}${PROOF[provider] === 'path' ? `/${wanted.appSecret}` : ''}`
  const address = { callback, verifyToken: wanted.verifyToken }
  const no = await subscribeAll(graph, wanted, hookingFor(parts, wanted.appId, address))
  if (no) await undo(db, workspaceId, hook)
  else await finish(parts, workspaceId)
  return no
}

/** The operator's app has one webhook for all; an app of the workspace's own has the workspace's. */
export function hookingFor(
  { meta, publicUrl }: Pick<ConnectParts, 'meta' | 'publicUrl'>,
  appId: string,
  address: { readonly callback: string; readonly verifyToken: string },
): Hooking {
  const isShared = 'appId' in meta && meta.appId === appId
  const app = isShared ? { callback: appHookUrl(publicUrl), verifyToken: appVerifyToken(meta) } : address
  return { ...address, app }
}

/** One spelling of an address, so that an account cannot be taken twice under two of them. */
export function baseOf(graphUrl: string): string {
  const { origin, pathname } = new URL(graphUrl)
  return origin + pathname.replace(/\/+$/, '')
}

/**
 * Plain http carries token and messages for everyone to read, so it is for this machine and its own network alone, where the
 * configuration lets the door visit them; null: the address is none that the world can reach over it.
 */
export function refusePlain(base: string): Refusal | null {
  const url = new URL(base)
  const isOpen = url.protocol === 'http:' && forbiddenReason(url) === undefined
  return isOpen ? refuse('graph-plain', { field: 'graphUrl', url: base }) : null
}

/** The first step alone: what opens the account is proven at Meta and kept. Webhook and numbers come after. */
async function keepAccess(
  parts: ConnectParts,
  workspaceId: string,
  wanted: Connecting,
  graph: Graph,
): Promise<Refusal | null> {
  const checked = await checkAccess(graph, wanted, Date.now())
  if (isRefusal(checked)) return checked
  const named = { ...wanted, graphUrl: graph.base, name: wanted.name || checked.name }
  return await store(parts, workspaceId, named, { hook: randomToken(18), numbers: [] })
}

async function finish({ db, jobs }: ConnectParts, workspaceId: string): Promise<void> {
  const channel = await channelOf(db, workspaceId)
  if (!channel) return
  await markSubscribed(db, workspaceId, channel.id)
  await askForTemplates(jobs, db, workspaceId)
  // where nobody shakes hands, that the address was taken is the proof
  if (PROOF[channel.provider] === 'path') await markVerified(db, workspaceId, channel.id)
}

type Found = { readonly hook: string; readonly numbers: readonly NumberFacts[] }

/** Keeps the channel and its numbers; refuses when somebody else connected in the same moment. */
async function store(
  { db, keys }: ConnectParts,
  workspaceId: string,
  wanted: Connecting,
  { hook, numbers }: Found,
): Promise<Refusal | null> {
  const id = newId()
  const [token, appSecret, worldKey] = await Promise.all([
    keys.seal(db, workspaceId, wanted.token),
    keys.seal(db, workspaceId, wanted.appSecret),
    wanted.world ? keys.seal(db, workspaceId, wanted.world.key) : null,
  ])
  const row = {
    workspace_id: workspaceId,
    id,
    name: wanted.name || (numbers[0]?.name ?? ''),
    provider: wanted.provider,
    hook,
    graph_url: wanted.graphUrl,
    graph_version: wanted.graphVersion,
    waba_id: wanted.wabaId,
    app_id: wanted.appId,
    token,
    app_secret: appSecret,
    verify_token: wanted.verifyToken,
    token_end: wanted.token.slice(-4),
    app_secret_end: wanted.appSecret.slice(-4),
    follows_clock: wanted.followsClock,
    world_id: wanted.world?.id ?? null,
    world_key: worldKey,
  }
  try {
    await db.tx('http', async (tx) => {
      await insertChannel(tx, row)
      await saveNumbers(tx, workspaceId, id, numbers)
    })
    return null
  } catch (error) {
    // whoever was quicker holds the workspace's one channel, or the account
    if (!isUniqueViolation(error)) throw error
    return refuse((await channelOf(db, workspaceId)) ? 'channel-exists' : 'waba-taken')
  }
}

async function undo(db: Db, workspaceId: string, hook: string): Promise<void> {
  await db.tx('http', async (tx) => {
    const channel = await channelOf(tx, workspaceId)
    if (channel?.hook === hook) await disconnectChannel(tx, channel)
  })
}

async function saveNumbers(
  tx: Tx,
  workspaceId: string,
  channelId: string,
  numbers: readonly NumberFacts[],
): Promise<void> {
  await failPending(tx, workspaceId) // what a call of the former channel has left behind since
  await adoptNumbers(
    tx,
    workspaceId,
    channelId,
    numbers.map(({ graphId }) => graphId),
  )
  const chosen = numbers.map((number) => ({ ...number, id: newId(), used: true }))
  await upsertNumbers(tx, workspaceId, channelId, chosen)
  await bumpSettings(tx, workspaceId)
}

/** What the Graph endpoint says of a number: this is also the proof that address and token are right. */
async function askNumber(graph: Graph, graphId: string): Promise<NumberFacts | Refusal> {
  const answer = await readNode(graph, graphId, NUMBER_FIELDS)
  const whole = isFieldRefused(answer) ? await readNode(graph, graphId, NUMBER_FIELDS_PLAIN) : answer
  const no = refusalOf(graph, whole)
  return no ?? decodeNumber(isObject(whole.body) ? whole.body : {}, graphId)
}
