import { refuse } from '#core/base/refusal.ts'
import { type Channel, type PhoneNumber, whatsappApi } from '#core/whatsapp/api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { acceptFile } from '#server/base/mime.ts'
import { sha256Hex } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import type { Storage } from '#server/base/storage.ts'
import { type ConnectParts, connect } from '#server/whatsapp/connect.ts'
import { insertFile } from '#server/whatsapp/files.ts'
import {
  type ChannelRow,
  channelOf,
  disconnectChannel,
  listNumbers,
  type NumberRow,
  openBreakers,
  setNumberBot,
} from '#server/whatsapp/store.ts'

export type WhatsappParts = ConnectParts & {
  readonly http: Db
  readonly bus: Bus
  readonly storage: Storage
  readonly simulatorUrl: string | null
  /** Makes a new simulated account and connects it. */
  readonly connectSimulator: (workspaceId: string) => Promise<ReturnType<typeof refuse> | null>
}

const HEAD_BYTES = 4100
const DISCONNECT_WORDS = ['PUTUSKAN', 'DISCONNECT']

/** The channel, its numbers, and files. */
export function whatsappRoutes(parts: WhatsappParts) {
  const { http, bus, db, keys, storage } = parts
  const changed = async (tx: Tx, workspaceId: string, id: string) =>
    emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [id] }])
  const tell = (workspaceId: string) => {
    bus.call('settings', workspaceId)
    bus.call('live', workspaceId)
    bus.call('inbox', workspaceId)
  }
  async function view(workspaceId: string) {
    const [channel, numbers, breakers] = await http.tenant(workspaceId, (tx) =>
      Promise.all([channelOf(tx, workspaceId), listNumbers(tx, workspaceId), openBreakers(tx, workspaceId)]),
    )
    return {
      channel: channel ? channelAs(channel, breakers[0], parts.publicUrl) : null,
      numbers: numbers.map(numberAs),
    }
  }
  async function connected(workspaceId: string) {
    tell(workspaceId)
    const { channel, numbers } = await view(workspaceId)
    return channel ? { channel, numbers } : refuse('channel-missing')
  }
  async function numberOf(workspaceId: string, id: string): Promise<NumberRow | undefined> {
    const numbers = await http.tenant(workspaceId, (tx) => listNumbers(tx, workspaceId))
    return numbers.find((number) => number.id === id)
  }

  return {
    channel: on(whatsappApi.channel, (_input, { seat }) => view(seat.workspaceId)),
    connect: on(whatsappApi.connect, async ({ phoneNumberId, ...wanted }, { seat }) => {
      const no = await connect(parts, seat.workspaceId, {
        ...wanted,
        phoneNumberIds: [phoneNumberId],
        followsClock: false,
        world: null,
      })
      return no ?? (await connected(seat.workspaceId))
    }),
    connectSimulator: on(whatsappApi.connectSimulator, async (_input, { seat }) => {
      const no = await parts.connectSimulator(seat.workspaceId)
      return no ?? (await connected(seat.workspaceId))
    }),
    disconnect: on(whatsappApi.disconnect, async ({ confirm }, { seat }) => {
      if (!DISCONNECT_WORDS.includes(confirm))
        return refuse('confirm-mismatch', { word: DISCONNECT_WORDS.join(' / ') })
      const channel = await channelOf(db, seat.workspaceId)
      if (!channel) return refuse('channel-missing')
      await db.tx('http', async (tx) => {
        await disconnectChannel(tx, channel)
        await changed(tx, seat.workspaceId, channel.id)
      })
      tell(seat.workspaceId)
      return { done: true as const }
    }),
    simulator: on(whatsappApi.simulator, async (_input, { seat }) => {
      const channel = await http.tenant(seat.workspaceId, (tx) => channelOf(tx, seat.workspaceId))
      if (!channel?.world_id || !channel.world_key || !parts.simulatorUrl) return { world: null }
      return {
        world: {
          url: parts.simulatorUrl,
          id: channel.world_id,
          key: await keys.open(db, seat.workspaceId, channel.world_key),
        },
      }
    }),
    link: on(whatsappApi.link, async ({ id, botId, confirm }, { seat: { workspaceId } }) => {
      if (confirm !== 'LINK') return refuse('confirm-mismatch', { word: 'LINK' })
      const number = await numberOf(workspaceId, id)
      if (!number) return refuse('not-found')
      if (number.bot_id && number.bot_id !== botId) return refuse('number-linked')
      const known = await http.tenant(workspaceId, (tx) =>
        tx.rows(sql`select 1 from bot where workspace_id = ${workspaceId} and id = ${botId}`),
      )
      if (known.length === 0) return refuse('not-found')
      return await setBot(workspaceId, id, botId)
    }),
    unlink: on(whatsappApi.unlink, async ({ id, confirm }, { seat: { workspaceId } }) => {
      if (confirm !== 'UNLINK') return refuse('confirm-mismatch', { word: 'UNLINK' })
      if (!(await numberOf(workspaceId, id))) return refuse('not-found')
      return await setBot(workspaceId, id, null)
    }),
    upload: on(whatsappApi.upload, async ({ file }, { seat: { workspaceId } }) => {
      const body = Buffer.from(await file.arrayBuffer())
      const accepted = acceptFile(file.name, file.type, body.subarray(0, HEAD_BYTES))
      if (!('mime' in accepted)) return accepted
      const id = newId()
      const key = `${workspaceId}/${id}`
      await storage.write(key, body)
      const { name, mime, media } = accepted
      await http.tenant(workspaceId, (tx) =>
        insertFile(tx, workspaceId, {
          id,
          name,
          mime,
          media,
          size: body.length,
          sha256: sha256Hex(body),
          storage_key: key,
        }),
      )
      return { id, name, mime, size: body.length, media }
    }),
  }

  async function setBot(workspaceId: string, numberId: string, botId: string | null) {
    await http.tenant(workspaceId, async (tx) => {
      await setNumberBot(tx, workspaceId, numberId, botId)
      await changed(tx, workspaceId, numberId)
    })
    tell(workspaceId)
    const number = await numberOf(workspaceId, numberId)
    return number ? numberAs(number) : refuse('not-found')
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
    graphUrl: row.graph_url,
    graphVersion: row.graph_version,
    wabaId: row.waba_id,
    appId: row.app_id,
    webhookUrl: `${publicUrl}/webhooks/whatsapp/${row.hook}`,
    verifyToken: row.verify_token,
    tokenEnd: row.token_end,
    appSecretEnd: row.app_secret_end,
    verifiedAt: row.verified_at,
    lastWebhookAt: row.last_webhook_at,
    trouble: trouble ? { code: trouble.code, reason: trouble.reason, since: trouble.since } : null,
    clockOffset: row.clock_offset,
  }
}

function numberAs(row: NumberRow): PhoneNumber {
  return {
    id: row.id,
    graphId: row.graph_id,
    display: row.display,
    name: row.name,
    state: row.state,
    quality: row.quality,
    test: row.test,
    bot: row.bot_id ? { id: row.bot_id, name: row.bot_name ?? '' } : null,
  }
}
