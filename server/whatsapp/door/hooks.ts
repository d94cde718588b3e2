import { SECOND } from '#core/base/time.ts'
import type { Provider } from '#core/whatsapp/provider.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import type { Keys } from '#server/whatsapp/keys.ts'
import { channelOfHook, listAllNumbers } from '#server/whatsapp/store.ts'

/** How long a process may trust what it read of a channel. */
const CHANNEL_TRUST_MS = 3000
const CHANNELS_MAX = 10_000
const HOOK_CHARS_MAX = 100
/** A sign of life is written at most this often. */
export const LAST_SEEN_EVERY_MS = 5000

/** What the door must know of a channel. */
export type Hook = {
  readonly provider: Provider
  readonly appId: string
  readonly workspaceId: string
  readonly channelId: string
  readonly wabaId: string
  /** The app secret, or the one of the path where nothing is signed; for a day after its change the former one too. */
  readonly secrets: readonly string[]
  readonly verifyToken: string
  readonly followsClock: boolean
  /** The numbers that are used, by Meta's id: whom customers may write to. */
  readonly numbers: ReadonlyMap<string, string>
  /** Numbers of the account that are used no more, or not yet: reports about what was sent over them still count. */
  readonly idle: ReadonlySet<string>
  clockOffset: number
  readonly readAt: number
  seenAt: number
  unsignedAt: number
}

export type Hooks = { readonly find: (hook: string) => Promise<Hook | undefined> }

/** Channels by the secret part of their address, read again after a few seconds or when their settings changed. */
export function openHooks({
  db,
  bus,
  keys,
}: {
  readonly db: Db
  readonly bus: Bus
  readonly keys: Keys
}): Hooks {
  const known = new Map<string, Hook>()
  const reading = new Map<string, Promise<Hook | undefined>>()
  let revision = 0
  bus.listen('settings', (workspaceId) => {
    // what was asked before the settings changed is not kept after they did
    revision++
    reading.clear()
    for (const [name, hook] of known) if (hook.workspaceId === workspaceId) known.delete(name)
  })
  async function read(name: string): Promise<Hook | undefined> {
    const now = performance.now()
    const channel = await channelOfHook(db, name)
    if (!channel) return undefined
    const former = (channel.former_until ?? 0) > Date.now() ? channel.former_secret : null
    const [secret, formerSecret, numbers] = await Promise.all([
      keys.open(db, channel.workspace_id, channel.app_secret),
      former && keys.open(db, channel.workspace_id, former),
      listAllNumbers(db, channel.workspace_id),
    ])
    const hook: Hook = {
      provider: channel.provider,
      appId: channel.app_id,
      workspaceId: channel.workspace_id,
      channelId: channel.id,
      wabaId: channel.waba_id,
      secrets: formerSecret ? [secret, formerSecret] : [secret],
      verifyToken: channel.verify_token,
      followsClock: channel.follows_clock,
      numbers: new Map(numbers.flatMap(({ graph_id, id, used }) => (used ? [[graph_id, id]] : []))),
      idle: new Set(numbers.flatMap(({ graph_id, used }) => (used ? [] : [graph_id]))),
      clockOffset: channel.clock_offset,
      readAt: now,
      // the very first webhook is told at once: somebody is waiting for it on the channel's page
      seenAt:
        known.get(name)?.seenAt ?? now - LAST_SEEN_EVERY_MS + (channel.last_webhook_at === null ? 0 : SECOND),
      unsignedAt: known.get(name)?.unsignedAt ?? now - LAST_SEEN_EVERY_MS,
    }
    return hook
  }
  async function readAndKeep(name: string): Promise<Hook | undefined> {
    const asked = revision
    const hook = await read(name)
    if (known.size >= CHANNELS_MAX) known.clear()
    if (hook && asked === revision) known.set(name, hook)
    return hook
  }
  return {
    async find(name) {
      const cached = known.get(name)
      if (cached && performance.now() - cached.readAt < CHANNEL_TRUST_MS) return cached
      if (name.length > HOOK_CHARS_MAX) return undefined
      const under = reading.get(name) ?? readAndKeep(name).finally(() => reading.delete(name))
      reading.set(name, under)
      return await under
    },
  }
}
