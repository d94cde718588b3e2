import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import Fastify, { type FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { type CreatedWorld, CreateWorldBody } from '#core/whatsapp/sim-api.ts'
import { isProblem, openWorld } from '#simulator/control.ts'
import { resumeDeliveries } from '#simulator/deliver.ts'
import { awaitReview } from '#simulator/graph-template.ts'
import { simulatorRoutes } from '#simulator/http.ts'
import { resumeProgress } from '#simulator/progress.ts'
import type { Sim, SimOptions } from '#simulator/sim.ts'
import { closeStore, loadWorlds, openStore } from '#simulator/store.ts'
import { viewCreated } from '#simulator/view.ts'

const SOCKETS_MAX = 64

export type Simulator = {
  /** The base URL, ending in `/sim`; below it are `/graph`, `/worlds` and `/mailbox`. */
  readonly url: string
  /** All doors, for `app.register(simulator.routes, { prefix: '/sim' })` in a Fastify of one's own. */
  readonly routes: (app: FastifyInstance) => Promise<void>
  readonly createWorld: (body?: z.input<typeof CreateWorldBody>) => CreatedWorld
  /** The oldest world of the state, with its secrets; undefined when there is none yet. */
  readonly firstWorld: () => CreatedWorld | undefined
  readonly close: () => Promise<void>
}

type ListenOptions = SimOptions & {
  readonly host?: string | undefined
  /** Listens on a port of its own; without it the simulator is only mounted. 0 = any free one. */
  readonly port?: number | undefined
}

/** The doors as a Fastify plugin: `app.register(simulatorPlugin(simulator), { prefix: '/sim' })`. */
export function simulatorPlugin({ routes }: Simulator): Simulator['routes'] {
  return routes
}

/** Meta in a box: opens the state in `dir`, goes on with what was on its way, and listens if a port is given. */
export async function openSimulator(options: ListenOptions): Promise<Simulator> {
  const sim = openSim(options)
  const routes = simulatorRoutes(sim)
  const own = options.port === undefined ? null : await listen(sim, routes, options)
  if (own) sim.base = options.publicUrl ?? own.url
  resumeProgress(sim)
  resumeDeliveries(sim)
  for (const world of sim.worlds.values()) awaitReview(sim, world)
  return {
    get url() {
      return sim.base
    },
    routes,
    createWorld: (body = {}) => {
      const created = openWorld(sim, CreateWorldBody.parse(body))
      if (isProblem(created)) throw new Error(created.problem)
      return created
    },
    firstWorld: () => {
      const [oldest] = [...sim.worlds.values()].toSorted((a, b) => a.createdAt - b.createdAt)
      return oldest && viewCreated(sim, oldest)
    },
    close: () => closeSim(sim, own?.app ?? null),
  }
}

/** The state without a door: `openSimulator` for everything but tests of one rule. */
export function openSim(options: ListenOptions): Sim {
  const store = openStore(options.dir)
  const worlds = loadWorlds(store)
  return {
    options,
    store,
    worlds: new Map(worlds.map((world) => [world.id, world])),
    tokens: new Map(worlds.map((world) => [world.token, world])),
    logs: new Map(),
    listeners: new Map(),
    buckets: new Map(),
    looking: new Map(),
    typing: new Map(),
    services: new Map(),
    uploads: new Map(),
    lanes: new Map(),
    busy: new Set(),
    waiting: new Map(),
    posting: new Map(),
    timers: new Set(),
    streams: new Set(),
    http: new HttpAgent({ keepAlive: true, maxSockets: SOCKETS_MAX }),
    https: new HttpsAgent({ keepAlive: true, maxSockets: SOCKETS_MAX }),
    base: options.publicUrl ?? '/sim',
    closed: false,
  }
}

async function listen(
  sim: Sim,
  routes: Simulator['routes'],
  { host = '127.0.0.1', port = 0 }: ListenOptions,
) {
  const app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 300 } })
  await app.register(routes, { prefix: '/sim' })
  const url = await app.listen({ host, port })
  sim.base = `${url}/sim`
  return { app, url: `${url}/sim` }
}

async function closeSim(sim: Sim, app: FastifyInstance | null): Promise<void> {
  if (sim.closed) return
  sim.closed = true
  for (const timer of sim.timers) clearTimeout(timer)
  for (const stream of sim.streams) stream.destroy()
  await app?.close()
  sim.http.destroy()
  sim.https.destroy()
  closeStore(sim.store)
}
