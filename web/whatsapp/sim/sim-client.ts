import { doors, keyHeader, livePath } from 'virtual:sim-doors'
import type { z } from 'zod'
import { isObject } from '#core/base/json.ts'
import type { SimDoor, simApi } from '#core/whatsapp/sim-api.ts'
import { SIM_PROBLEMS, type SimProblem } from '#core/whatsapp/sim-problem.ts'
import type { SimChange } from '#core/whatsapp/sim-view.ts'
import { inTurn } from '#web/base/in-turn.ts'

/** Where the simulated world is, and its key: what the endpoint `simulator` gives. */
export type World = { readonly url: string; readonly id: string; readonly key: string }

type Doors = typeof simApi
type Ask<D extends SimDoor> = Doors[D]['input'] extends z.ZodType ? z.input<Doors[D]['input']> : undefined
type Answer<D extends SimDoor> = z.output<Doors[D]['output']>
type Params = Readonly<Record<string, string>>

const TIMEOUT_MS = 20_000

/** The simulator said no; `problem` null: it was not reached, or said nothing that is known. */
export class SimError extends Error {
  readonly problem: SimProblem | null
  constructor(problem: SimProblem | null) {
    super(problem ?? 'unreachable')
    this.problem = problem
  }
}

/** Goes through one door of the simulator's control API. */
export async function callSim<D extends SimDoor>(
  world: World,
  door: D,
  params: Params = {},
  body?: Ask<D>,
): Promise<Answer<D>> {
  const { method, path } = doors[door]
  const headers = {
    [keyHeader]: world.key,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const text = body === undefined ? null : JSON.stringify(body)
  const url = urlOf(world, path, params)
  const go = () => send(url, { method, headers, body: text })
  return (await (method === 'GET' ? go() : inTurn(`${method} ${url}`, go))) as Answer<D>
}

/** Puts a file into the world, as the customer's phone does before it sends it. */
export async function uploadToSim(world: World, file: File): Promise<Answer<'uploadMedia'>> {
  const { method, path } = doors.uploadMedia
  const url = `${urlOf(world, path, {})}?filename=${encodeURIComponent(file.name)}`
  const headers = { [keyHeader]: world.key, 'content-type': file.type || 'application/octet-stream' }
  return (await send(url, { method, headers, body: file })) as Answer<'uploadMedia'>
}

/** The address of a medium for an `img`, `audio` or `a`. */
export function mediaUrl(world: World, path: string): string {
  return `${world.url}${path}${path.includes('?') ? '&' : '?'}key=${encodeURIComponent(world.key)}`
}

/** Hears of every change in the world until the returned function is called; the browser reconnects by itself. */
export function listenToSim(world: World, hear: (change: SimChange) => void): () => void {
  const source = new EventSource(`${urlOf(world, livePath, {})}?key=${encodeURIComponent(world.key)}`)
  source.addEventListener('change', (event) => hear(JSON.parse(event.data) as SimChange))
  return () => source.close()
}

function urlOf(world: World, path: string, params: Params): string {
  const filled: Params = { ...params, worldId: world.id }
  return world.url + path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(filled[name] ?? ''))
}

async function send(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => {
    throw new SimError(null)
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer
  const code = isObject(answer) && isObject(answer.error) ? answer.error.code : null
  throw new SimError(SIM_PROBLEMS.find((known) => known === code) ?? null)
}
