import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { stoppedBy } from '#core/policy/send.ts'
import { type Channel, whatsappApi } from '#core/whatsapp/api.ts'
import { troubleWords } from '#core/whatsapp/doctor/words.ts'
import { oauthApi } from '#core/whatsapp/oauth-api.ts'
import { PROOF } from '#core/whatsapp/provider.ts'
import { setupApi } from '#core/whatsapp/setup-api.ts'
import { atLeast } from '#core/workspace/role.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { acceptFile, wrongPhoto } from '#server/base/mime.ts'
import { sha256Hex } from '#server/base/secret.ts'
import type { Storage } from '#server/base/storage.ts'
import { connect } from '#server/whatsapp/connect.ts'
import type { DoctorParts } from '#server/whatsapp/doctor.ts'
import { doctorRoutes } from '#server/whatsapp/doctor-routes.ts'
import { insertFile } from '#server/whatsapp/files.ts'
import { tell } from '#server/whatsapp/lines.ts'
import { recipientRoutes } from '#server/whatsapp/number/recipients.ts'
import { listedNumberRoutes, numberAs, ownNumberRoutes } from '#server/whatsapp/number/routes.ts'
import { oauthRoutes } from '#server/whatsapp/oauth/routes.ts'
import { type ChannelAnswers, renewHook, renewSecrets, subscribeChannel } from '#server/whatsapp/setup.ts'
import {
  type ChannelRow,
  channelOf,
  closeBreakers,
  disconnectChannel,
  isBot,
  listNumbers,
  openBreakers,
  setNumberBot,
} from '#server/whatsapp/store.ts'
import { verificationRoutes } from '#server/whatsapp/verification.ts'

export type WhatsappParts = DoctorParts & {
  readonly http: Db
  readonly storage: Storage
  readonly simulatorUrl: string | null
  /** Makes a new simulated account and connects it. */
  readonly connectSimulator: (workspaceId: string) => Promise<Refusal | null>
  /** Gives a simulated account back, if the transaction commits. */
  readonly endWorld: (tx: Tx, worldId: string) => Promise<void>
}

const HEAD_BYTES = 4100
const DISCONNECT_WORDS = ['PUTUSKAN', 'DISCONNECT']

/** The channel, its numbers, and files. */
export function whatsappRoutes(parts: WhatsappParts) {
  return {
    ...channelRoutes(parts),
    ...setupRoutes(parts),
    ...oauthRoutes(parts, answersOf(parts)),
    ...numberRoutes(parts),
    ...listedNumberRoutes(parts),
    ...ownNumberRoutes(parts),
    ...recipientRoutes(parts),
    ...doctorRoutes(parts),
    ...verificationRoutes(parts),
    ...fileRoutes(parts),
  }
}

async function viewOf({ http, publicUrl }: WhatsappParts, workspaceId: string) {
  const [channel, numbers, breakers] = await http.tenant(workspaceId, (tx) =>
    Promise.all([channelOf(tx, workspaceId), listNumbers(tx, workspaceId), openBreakers(tx, workspaceId)]),
  )
  return {
    channel: channel ? channelAs(channel, breakers[0], publicUrl) : null,
    numbers: numbers.map(numberAs),
  }
}

function answersOf(parts: WhatsappParts): ChannelAnswers {
  return {
    connected: async (workspaceId, no) => {
      if (no) return no
      tell(parts.bus, workspaceId)
      const { channel, numbers } = await viewOf(parts, workspaceId)
      return channel ? { channel, numbers } : refuse('channel-missing')
    },
  }
}

function channelRoutes(parts: WhatsappParts) {
  const { http, bus, db, keys } = parts
  const { connected } = answersOf(parts)
  return {
    channel: on(whatsappApi.channel, async (_input, { seat }) => {
      const view = await viewOf(parts, seat.workspaceId)
      if (!view.channel || atLeast(seat.role, 'admin')) return view
      return { ...view, channel: { ...view.channel, webhookUrl: '', verifyToken: '' } }
    }),
    connect: on(
      whatsappApi.connect,
      async ({ phoneNumberId, otherPhoneNumberIds, ...wanted }, { seat: { workspaceId } }) => {
        const named = phoneNumberId ? [phoneNumberId, ...otherPhoneNumberIds] : []
        const phoneNumberIds = [...new Set(named)]
        const wish = {
          ...wanted,
          provider: 'meta' as const,
          phoneNumberIds,
          followsClock: false,
          world: null,
        }
        return await connected(workspaceId, await connect(parts, workspaceId, wish))
      },
    ),
    connectSimulator: on(whatsappApi.connectSimulator, async (_input, { seat: { workspaceId } }) =>
      connected(workspaceId, await parts.connectSimulator(workspaceId)),
    ),
    disconnect: on(whatsappApi.disconnect, async ({ confirm }, { seat: { workspaceId } }) => {
      if (!DISCONNECT_WORDS.includes(confirm))
        return refuse('confirm-mismatch', { word: DISCONNECT_WORDS.join(' / ') })
      const channel = await channelOf(db, workspaceId)
      if (!channel) return refuse('channel-missing')
      await db.tx('http', async (tx) => {
        await disconnectChannel(tx, channel)
        // its key is gone with the channel: connecting the simulator again makes a new one
        if (channel.world_id) await parts.endWorld(tx, channel.world_id)
        await emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [channel.id] }])
      })
      tell(bus, workspaceId)
      return { done: true as const }
    }),
    resume: on(whatsappApi.resume, async (_input, { seat: { workspaceId } }) => {
      const channel = await http.tenant(workspaceId, async (tx) => {
        const found = await channelOf(tx, workspaceId)
        if (!found) return undefined
        await closeBreakers(tx, workspaceId)
        await emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [found.id] }])
        return found
      })
      if (!channel) return refuse('channel-missing')
      tell(bus, workspaceId)
      return { done: true as const }
    }),
    simulator: on(whatsappApi.simulator, async (_input, { seat: { workspaceId } }) => {
      const url = parts.simulatorUrl
      const channel = await http.tenant(workspaceId, (tx) => channelOf(tx, workspaceId))
      if (!channel?.world_id || !channel.world_key || !url) return { world: null, offered: Boolean(url) }
      const key = await keys.open(db, workspaceId, channel.world_key)
      return { world: { url, id: channel.world_id, key }, offered: true }
    }),
  }
}

function setupRoutes(parts: WhatsappParts) {
  const after = async (workspaceId: string, no: Refusal | null) => {
    if (no) return no
    tell(parts.bus, workspaceId)
    return (await viewOf(parts, workspaceId)).channel ?? refuse('channel-missing')
  }
  return {
    subscribe: on(setupApi.subscribe, async (_input, { seat: { workspaceId } }) =>
      after(workspaceId, await subscribeChannel(parts, workspaceId)),
    ),
    renewSecrets: on(setupApi.renewSecrets, async (wanted, { seat: { workspaceId } }) =>
      after(workspaceId, await renewSecrets(parts, workspaceId, wanted)),
    ),
    renewHook: on(oauthApi.renewHook, async (_input, { seat: { workspaceId } }) =>
      after(workspaceId, await renewHook(parts, workspaceId)),
    ),
  }
}

function numberRoutes({ http, bus }: WhatsappParts) {
  const numberOf = async (workspaceId: string, id: string) => {
    const numbers = await http.tenant(workspaceId, (tx) => listNumbers(tx, workspaceId))
    return numbers.find((number) => number.id === id)
  }
  const setBot = async (workspaceId: string, numberId: string, botId: string | null) => {
    const no = await http.tenant(workspaceId, async (tx) => {
      if (botId !== null && !(await isBot(tx, workspaceId, botId))) return refuse('not-found')
      await emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [numberId] }])
      return (await setNumberBot(tx, workspaceId, numberId, botId)) ? null : refuse('number-linked')
    })
    if (no) return no
    tell(bus, workspaceId)
    const number = await numberOf(workspaceId, numberId)
    return number ? numberAs(number) : refuse('not-found')
  }
  return {
    link: on(whatsappApi.link, async ({ id, botId, confirm }, { seat: { workspaceId } }) => {
      if (confirm !== 'LINK') return refuse('confirm-mismatch', { word: 'LINK' })
      return (await numberOf(workspaceId, id)) ? await setBot(workspaceId, id, botId) : refuse('not-found')
    }),
    unlink: on(whatsappApi.unlink, async ({ id, confirm }, { seat: { workspaceId } }) => {
      if (confirm !== 'UNLINK') return refuse('confirm-mismatch', { word: 'UNLINK' })
      return (await numberOf(workspaceId, id)) ? await setBot(workspaceId, id, null) : refuse('not-found')
    }),
  }
}

function fileRoutes({ http, storage }: WhatsappParts) {
  return {
    upload: on(whatsappApi.upload, async ({ file }, { seat: { workspaceId } }) => {
      const body = Buffer.from(await file.arrayBuffer())
      const accepted = acceptFile(file.name, file.type, body.subarray(0, HEAD_BYTES))
      if (isRefusal(accepted)) return accepted
      const wrong = wrongPhoto(file.name, accepted)
      if (wrong) return wrong
      const id = newId()
      const key = `${workspaceId}/${id}`
      await storage.write(key, body)
      const row = { id, name: accepted.name, mime: accepted.mime, media: accepted.media, size: body.length }
      await http.tenant(workspaceId, (tx) =>
        insertFile(tx, workspaceId, { ...row, sha256: sha256Hex(body), storage_key: key }),
      )
      return row
    }),
  }
}

function channelAs(
  row: ChannelRow,
  trouble: { code: number; reason: string; since: number } | undefined,
  publicUrl: string,
): Channel {
  return {
    id: row.id,
    name: row.name,
    provider: row.provider,
    graphUrl: row.graph_url,
    graphVersion: row.graph_version,
    wabaId: row.waba_id,
    appId: row.app_id,
    // the secret of a path is never read back
    webhookUrl: `${publicUrl}/webhooks/whatsapp/${row.hook}${PROOF[row.provider] === 'path' ? '/••••' : ''}`,
    verifyToken: row.verify_token,
    tokenEnd: row.token_end,
    appSecretEnd: row.app_secret_end,
    verifiedAt: row.verified_at,
    lastWebhookAt: row.last_webhook_at,
    subscribedAt: row.subscribed_at,
    trouble: trouble
      ? {
          ...{ code: trouble.code, since: trouble.since, stops: stoppedBy(trouble.code) },
          reason: troubleWords(trouble.code, trouble.reason),
        }
      : null,
    clockOffset: row.clock_offset,
  }
}
