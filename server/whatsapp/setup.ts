import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { TOKEN_CODES } from '#core/policy/send.ts'
import { emit } from '#server/base/events.ts'
import { sql } from '#server/base/sql.ts'
import { checkAccess, subscribeAll } from '#server/whatsapp/access.ts'
import type { ConnectParts } from '#server/whatsapp/connect.ts'
import { graphOf } from '#server/whatsapp/number/sync.ts'
import { bumpSettings, type ChannelRow, channelOf, markSubscribed } from '#server/whatsapp/store.ts'

/** For so long webhooks that are signed with the former app secret are taken. */
const FORMER_SECRET_DAYS = 1

export type SetupParts = ConnectParts & {
  /** Our origin as the other side of this channel reaches it. */
  readonly callbackBaseOf: (channel: Pick<ChannelRow, 'world_id'>) => string
}

/** Where Meta must post for this channel. */
export function callbackOf({ callbackBaseOf }: SetupParts, channel: ChannelRow): string {
  return `${callbackBaseOf(channel)}/webhooks/whatsapp/${channel.hook}`
}

/** Subscribes the app of a channel to its account, again if need be. */
export async function subscribeChannel(parts: SetupParts, workspaceId: string): Promise<Refusal | null> {
  const { db, keys } = parts
  const channel = await channelOf(db, workspaceId)
  if (!channel) return refuse('channel-missing')
  const appSecret = await keys.open(db, workspaceId, channel.app_secret)
  const access = { wabaId: channel.waba_id, appId: channel.app_id, appSecret }
  const hook = { callback: callbackOf(parts, channel), verifyToken: channel.verify_token }
  const no = await subscribeAll(await graphOf(parts, channel), access, hook)
  if (no) return no
  await db.tx('http', async (tx) => {
    await markSubscribed(tx, workspaceId, channel.id)
    await emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [channel.id] }])
  })
  return null
}

export type NewSecrets = {
  readonly token?: string | undefined
  readonly appSecret?: string | undefined
  readonly appId?: string | undefined
}

/** Replaces secrets that Meta accepts together with those that stay; nothing is kept of those it refuses. */
export async function renewSecrets(
  parts: ConnectParts,
  workspaceId: string,
  wanted: NewSecrets,
): Promise<Refusal | null> {
  const { db, door, keys } = parts
  const channel = await channelOf(db, workspaceId)
  if (!channel) return refuse('channel-missing')
  const [oldToken, oldSecret] = await Promise.all([
    keys.open(db, workspaceId, channel.token),
    keys.open(db, workspaceId, channel.app_secret),
  ])
  const token = wanted.token ?? oldToken
  const appSecret = wanted.appSecret ?? oldSecret
  const appId = wanted.appId ?? channel.app_id
  const graph = { door, base: channel.graph_url, version: channel.graph_version, token }
  const checked = await checkAccess(graph, { wabaId: channel.waba_id, appId, appSecret }, Date.now())
  if (isRefusal(checked)) return checked
  const [sealedToken, sealedSecret] = await Promise.all([
    keys.seal(db, workspaceId, token),
    keys.seal(db, workspaceId, appSecret),
  ])
  await db.tx('http', async (tx) => {
    await tx.run(sql`
      update channel
      set token = ${sealedToken}, token_end = ${token.slice(-4)}, app_secret = ${sealedSecret},
          app_secret_end = ${appSecret.slice(-4)}, app_id = ${appId},
          former_secret = case when ${appSecret !== oldSecret} then app_secret else former_secret end,
          former_until = case when ${appSecret !== oldSecret} then now() + ${FORMER_SECRET_DAYS} * interval '1 day' else former_until end
      where workspace_id = ${workspaceId} and id = ${channel.id} and connected`)
    await tx.run(
      sql`delete from breaker where workspace_id = ${workspaceId} and code = any(${[...TOKEN_CODES]})`,
    )
    await bumpSettings(tx, workspaceId)
    await emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [channel.id] }])
  })
  return null
}
