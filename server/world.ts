import { z } from 'zod'
import { parseJson } from '#core/base/json.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { ADMIN_KEY_HEADER, CreatedWorld } from '#core/whatsapp/sim-api.ts'
import type { SimProblem } from '#core/whatsapp/sim-problem.ts'
import type { Tx } from '#server/base/db.ts'
import type { Door } from '#server/base/fetch.ts'
import type { Job, Jobs } from '#server/base/jobs.ts'

/** A simulator that this server may ask for new worlds, by its base URL and its key. */
export type SimulatorDoor = {
  readonly url: string
  readonly adminKey: string
  /** Our own origin as the simulator reaches it: from inside, whatever stands in front of the public address. */
  readonly callbackBase: string
}
export type WorldParts = { readonly door: Door; readonly simulator: SimulatorDoor | null }

type Use = (created: CreatedWorld, simulator: SimulatorDoor) => Promise<Refusal | null>

/** A new simulated account for what `use` makes of it; where that refuses or fails it is given back, unless something holds it by then. */
export async function withWorld(
  { door, simulator }: WorldParts,
  use: Use,
  isHeld: (worldId: string) => Promise<boolean> = async () => false,
): Promise<Refusal | null> {
  if (!simulator) return refuse('channel-missing')
  const created = await askForWorld(door, simulator)
  if (isRefusal(created)) return created
  let isKept = false
  try {
    const no = await use(created, simulator)
    isKept = no === null
    return no
  } finally {
    if (!isKept && !(await isHeld(created.id))) await endWorld(door, simulator, created.id)
  }
}

async function askForWorld(door: Door, { url, adminKey }: SimulatorDoor): Promise<CreatedWorld | Refusal> {
  const answer = await door({
    url: `${url}/worlds`,
    method: 'POST',
    headers: { 'content-type': 'application/json', [ADMIN_KEY_HEADER]: adminKey },
    body: JSON.stringify({ name: 'Kopi Senja' }),
  })
  const body = parseJson(answer.body.toString('utf8'))
  if (No.safeParse(body).data?.error.code === FULL) return refuse('simulator-full')
  const created = CreatedWorld.safeParse(body)
  if (answer.status >= 300 || !created.success)
    throw new Error(`the simulator made no world: ${answer.status}`)
  return created.data
}
const No = z.object({ error: z.object({ code: z.string() }) })
const FULL: SimProblem = 'worlds-full'

/** Gives a simulated account back with all that lies in it; one that is gone already is no trouble. */
async function endWorld(door: Door, { url, adminKey }: SimulatorDoor, id: string): Promise<void> {
  const headers = { [ADMIN_KEY_HEADER]: adminKey }
  const { status } = await door({ url: `${url}/worlds/${id}`, method: 'DELETE', headers })
  if (status >= 300 && status !== 404) throw new Error(`the simulator did not end a world: ${status}`)
}

/** A simulated account that nobody can reach any more. */
export const worldEnd: Job<{ readonly worldId: string }> = {
  name: 'whatsapp.world-end',
  parse: (raw) => z.object({ worldId: z.string() }).parse(raw),
}

/** Seconds in which calls that were under way are answered. */
const LAST_CALLS_S = 30

/** Asks for its end after so many seconds, if the transaction commits. */
export function askToEndWorld(jobs: Jobs, seconds = LAST_CALLS_S) {
  return (tx: Tx, worldId: string) => jobs.enqueue(tx, worldEnd, { worldId }, seconds)
}

export function endWorldWith(door: Door, simulator: SimulatorDoor) {
  return ({ worldId }: { readonly worldId: string }) => endWorld(door, simulator, worldId)
}
