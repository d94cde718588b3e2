import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { TOKEN_CODES } from '#core/policy/send.ts'
import type { Channel, PhoneNumber } from '#core/whatsapp/api.ts'
import { PROOF } from '#core/whatsapp/provider.ts'
import type { Bus } from '#server/base/bus.ts'
import { emit } from '#server/base/events.ts'
import { randomToken } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import { checkAccess, subscribeAll } from '#server/whatsapp/access.ts'
import { type ConnectParts, hookingFor } from '#server/whatsapp/connect.ts'
import { graphOf } from '#server/whatsapp/number/sync.ts'
import {
  bumpSettings,
  type ChannelRow,
  channelOf,
  markSubscribed,
  markVerified,
} from '#server/whatsapp/store.ts'
import { syncedAt } from '#server/whatsapp/template/store.ts'
import { askForTemplates } from '#server/whatsapp/template/sync.ts'

/** For so long webhooks that are signed with the former app secret are taken. */
const FORMER_SECRET_DAYS = 1

export type SetupParts = ConnectParts & {
  readonly bus: Bus
  /** Our origin as the other side of this channel reaches it. */
  readonly callbackBaseOf: (channel: Pick<ChannelRow, 'world_id'>) => string
}

/** How a door answers that has changed the channel: everyone is told, and the channel is read anew. */
export type ChannelAnswers = {
  readonly connected: (
    workspaceId: string,
    no: Refusal | null,
  ) => Promise<{ channel: Channel; numbers: PhoneNumber[] } | Refusal>
}

/** Where Meta must post for this channel. */
export function callbackOf({ callbackBaseOf }: SetupParts, channel: ChannelRow): string {
  return `${callbackBaseOf(channel)}/webhooks/whatsapp/${channel.hook}`
}

/** Subscribes the app of a channel to its account, again if need be. */
export async function subscribeChannel(parts: SetupParts, workspaceId: string): Promise<Refusal | null> {
  const { db, keys, jobs } = parts
  const channel = await channelOf(db, workspaceId)
  if (!channel) return refuse('channel-missing')
  const appSecret = await keys.open(db, workspaceId, channel.app_secret)
  const access = { wabaId: channel.waba_id, appId: channel.app_id, appSecret }
  const isPath = PROOF[channel.provider] === 'path'
  const callback = isPath ? `${callbackOf(parts, channel)}/${appSecret}` : callbackOf(parts, channel)
  const hook = hookingFor(parts, channel.app_id, { callback, verifyToken: channel.verify_token })
  const no = await subscribeAll(await graphOf(parts, channel), access, hook)
  if (no) return no
  await db.tx('http', async (tx) => {
    await markSubscribed(tx, workspaceId, channel.id)
    if (!(await syncedAt(tx, workspaceId))) await askForTemplates(jobs, tx, workspaceId)
    // where nobody shakes hands, that the address was taken is the proof
    if (isPath) await markVerified(tx, workspaceId, channel.id)
    await emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [channel.id] }])
  })
  return null
}

type NewSecrets = {
  readonly token?: string | undefined
  readonly appSecret?: string | undefined
  readonly appId?: string | undefined
}

/** Replaces secrets that Meta accepts together with those that stay; nothing is kept of those it refuses. */
export async function renewSecrets(
  parts: SetupParts,
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
  const { provider } = channel
  const graph = { door, provider, base: channel.graph_url, version: channel.graph_version, token }
  const checked = await checkAccess(graph, { wabaId: channel.waba_id, appId, appSecret }, Date.now())
  if (isRefusal(checked)) {
    const { details = {} } = checked
    const isKey = PROOF[provider] === 'path' && checked.code === 'token-invalid'
    return isKey ? refuse('key-invalid', { ...details }) : checked
  }
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
  // another app hears nothing until it is subscribed too; where Meta will not have it, the doctor says so
  if (appId !== channel.app_id && channel.subscribed_at !== null) await subscribeChannel(parts, workspaceId)
  return null
}

/**
 * Puts a new secret into the webhook's address and registers it. The former one is taken for a day, so that nothing is lost
 * on the way; when the registration is refused it stays as it was.
 */
export async function renewHook(parts: SetupParts, workspaceId: string): Promise<Refusal | null> {
  const { db, keys } = parts
  const channel = await channelOf(db, workspaceId)
  if (!channel) return refuse('channel-missing')
  if (PROOF[channel.provider] !== 'path') return refuse('not-found')
  const secret = randomToken(32)
  const sealed = await keys.seal(db, workspaceId, secret)
  await db.tx('http', async (tx) => {
    await tx.run(sql`
      update channel
      set former_secret = app_secret, former_until = now() + ${FORMER_SECRET_DAYS} * interval '1 day',
          app_secret = ${sealed}, app_secret_end = ${secret.slice(-4)}
      where workspace_id = ${workspaceId} and id = ${channel.id} and connected`)
    await bumpSettings(tx, workspaceId)
  })
  parts.bus.call('settings', workspaceId)
  const no = await subscribeChannel(parts, workspaceId)
  if (!no) return null
  await db.tx('http', async (tx) => {
    await tx.run(sql`
      update channel
      set app_secret = ${channel.app_secret}, app_secret_end = ${channel.app_secret_end},
          former_secret = ${channel.former_secret}, former_until = ${channel.former_until && new Date(channel.former_until).toISOString()}
      where workspace_id = ${workspaceId} and id = ${channel.id} and connected`)
    await bumpSettings(tx, workspaceId)
  })
  parts.bus.call('settings', workspaceId)
  return no
}
