import type { Agent as HttpAgent, ServerResponse } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type { SimChange, SimLogEntry } from '#core/whatsapp/sim-view.ts'
import type { Thread } from '#simulator/bubbles.ts'
import { type Store, saveWorld } from '#simulator/store.ts'
import type { Random } from '#simulator/wamid.ts'
import { timeOf, type World } from '#simulator/world.ts'

export const WORLDS_MAX = 1000
const LOG_MAX = 200
/** Bytes of a body that the log keeps. */
const LOG_BODY_MAX = 16_384

export type SimOptions = {
  /** Where the state lives; made when missing. */
  readonly dir: string
  /** Opens the doors that make worlds and read the mailbox. */
  readonly adminKey: string
  readonly now: () => number
  readonly random: Random
  /** The base URL under which callers reach this simulator, ending in `/sim`; learnt from requests when absent. */
  readonly publicUrl?: string | undefined
  /** Media links may point to private addresses: only for a simulator that strangers cannot reach. */
  readonly privateLinks?: boolean | undefined
  readonly log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

/** One webhook on its way. */
export type Job = {
  readonly seq: number
  readonly worldId: string
  readonly lane: string
  readonly field: string
  readonly numberId: string | null
  /** One element of `entry`, already in Meta's wire form. */
  readonly entry: string
  readonly wamid: string | null
  readonly createdAt: number
  due: number
  attempts: number
}

/** Everything a running simulator holds; the truth is in the store, the rest can be lost. */
export type Sim = {
  readonly options: SimOptions
  readonly store: Store
  readonly worlds: Map<string, World>
  readonly tokens: Map<string, World>
  readonly logs: Map<string, SimLogEntry[]>
  readonly listeners: Map<string, Set<(change: SimChange) => void>>
  readonly buckets: Map<string, { tokens: number; at: number }>
  readonly looking: Map<string, number>
  readonly typing: Map<string, number>
  readonly services: Map<string, number>
  readonly uploads: Map<string, { readonly length: number; readonly mime: string; bytes: Buffer }>
  readonly lanes: Map<string, Job[]>
  readonly busy: Set<string>
  readonly waiting: Map<string, number>
  /** Posts on the way, by world. */
  readonly posting: Map<string, Set<Promise<unknown>>>
  readonly timers: Set<NodeJS.Timeout>
  readonly streams: Set<ServerResponse>
  readonly http: HttpAgent
  readonly https: HttpsAgent
  base: string
  closed: boolean
}

export function worldNow(sim: Sim, world: World): number {
  return timeOf(world, sim.options.now())
}

export function keep(sim: Sim, world: World): void {
  saveWorld(sim.store, world)
}

export function keyOf({ worldId, numberId, customerId }: Thread): string {
  return `${worldId}/${numberId}/${customerId}`
}

/** Runs `work` after `delay` real milliseconds, unless the simulator is closed by then. */
export function later(sim: Sim, delay: number, work: () => void): void {
  if (sim.closed) return
  const timer = setTimeout(() => {
    sim.timers.delete(timer)
    if (sim.closed) return
    try {
      work()
    } catch (error) {
      report(sim, error)
    }
  }, delay)
  timer.unref()
  sim.timers.add(timer)
}

/** Something of ours failed outside any request: told to the log, and the simulator goes on. */
export function report(sim: Sim, error: unknown): void {
  if (!sim.closed)
    sim.options.log?.('the simulator failed', { error: error instanceof Error ? error.stack : error })
}

function publish(sim: Sim, worldId: string, change: SimChange): void {
  for (const listener of sim.listeners.get(worldId) ?? []) listener(change)
}

export function publishThread(sim: Sim, thread: Thread): void {
  publish(sim, thread.worldId, { what: 'thread', numberId: thread.numberId, customerId: thread.customerId })
}

export function publishWorld(sim: Sim, world: World): void {
  publish(sim, world.id, { what: 'world', numberId: null, customerId: null })
}

/** Remembers a call for the log; tokens never come here. */
export function note(sim: Sim, worldId: string, entry: SimLogEntry): void {
  const entries = sim.logs.get(worldId) ?? []
  sim.logs.set(worldId, entries)
  entries.push({
    ...entry,
    request: entry.request.slice(0, LOG_BODY_MAX),
    response: entry.response.slice(0, LOG_BODY_MAX),
  })
  if (entries.length > LOG_MAX) entries.shift()
  publish(sim, worldId, { what: 'log', numberId: null, customerId: null })
}
