import type { Millis } from '#core/base/time.ts'
import type { Bus, Topic } from '#server/base/bus.ts'
import { isUnavailable } from '#server/base/db.ts'
import type { Log } from '#server/base/log.ts'
import { repeat, seldom } from '#server/base/repeat.ts'

/** Looks by itself this often, in case a wake-up call was lost or work became due. */
const LOOK_MS = 500
const AFTER_FAILURE_MS = 500

export type Worker = { readonly [Symbol.asyncDispose]: () => Promise<void> }

/** Whether there may be more at once; how long the workspace rests now, when that is longer than usual. */
export type Worked = { readonly more: boolean; readonly rest?: Millis }

type Parts = {
  readonly name: string
  readonly topic: Topic
  readonly bus: Bus
  readonly log: Log
  /** Workspaces that have work now. */
  readonly find: () => Promise<readonly string[]>
  /** Does one batch for a workspace. */
  readonly work: (workspaceId: string) => Promise<Worked>
  /** How many batches of one workspace may be under way together in this process. */
  readonly each: number
  /** How many batches in all. */
  readonly total: number
  /** The least time between the starts of two batches of one workspace, in milliseconds: what comes meanwhile shares the next. */
  readonly rest: Millis
}

/** Serves workspaces in turn, one batch each, so that none starves another. Stops after the batches under way. */
export function openWorker({ name, topic, bus, log, find, work, each, total, rest }: Parts): Worker {
  const ready = new Set<string>()
  const under = new Map<string, number>()
  const again = new Set<string>()
  const resting = new Map<string, NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  // a full disk of the database fails every batch of every workspace, until somebody has made room
  const tellUnavailable = seldom((failure: { readonly err: unknown; readonly workspaceId: string }) =>
    log.error(failure, `${name}: batches fail, perhaps of other workspaces too, and are tried again`),
  )
  let closed = false

  function wake(workspaceId: string): void {
    if (resting.has(workspaceId) || (under.get(workspaceId) ?? 0) >= each) again.add(workspaceId)
    else ready.add(workspaceId)
    turn()
  }
  function takeRest(workspaceId: string, time: Millis): void {
    clearTimeout(resting.get(workspaceId))
    const end = setTimeout(() => {
      resting.delete(workspaceId)
      if (again.delete(workspaceId)) wake(workspaceId)
    }, time)
    resting.set(workspaceId, end)
  }
  function turn(): void {
    for (const workspaceId of ready) {
      if (closed || running.size >= total) return
      ready.delete(workspaceId)
      takeRest(workspaceId, rest)
      const batch = serve(workspaceId).finally(() => {
        running.delete(batch)
        turn()
      })
      running.add(batch)
    }
  }
  async function serve(workspaceId: string): Promise<void> {
    under.set(workspaceId, (under.get(workspaceId) ?? 0) + 1)
    let worked: Worked = { more: false }
    try {
      worked = await work(workspaceId)
    } catch (error) {
      if (isUnavailable(error)) tellUnavailable({ err: error, workspaceId })
      else log.error({ err: error, workspaceId }, `${name}: a batch failed`)
      worked = { more: true, rest: AFTER_FAILURE_MS }
    }
    const left = (under.get(workspaceId) ?? 1) - 1
    if (left === 0) under.delete(workspaceId)
    else under.set(workspaceId, left)
    if (worked.rest !== undefined) takeRest(workspaceId, worked.rest)
    if (worked.more || again.delete(workspaceId)) wake(workspaceId)
  }

  const stopListening = bus.listen(topic, wake)
  const look = repeat(`${name}: look`, LOOK_MS, log, async () => (await find()).forEach(wake))

  return {
    async [Symbol.asyncDispose]() {
      closed = true
      stopListening()
      for (const end of resting.values()) clearTimeout(end)
      await look[Symbol.asyncDispose]()
      await Promise.all(running)
    },
  }
}
