import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { SECOND } from '#core/base/time.ts'
import type { SimChange, SimWorld } from '#core/whatsapp/sim-view.ts'
import { queryClient } from '#web/base/query.ts'
import { useBaseWords } from '#web/base/words.ts'
import { toast } from '#web/ui/Toast.tsx'
import { callSim, listenToSim, SimError, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useWords } from '#web/whatsapp/words.ts'

/** How often a clock on screen moves. */
const TICK_MS = SECOND
/** A burst of log lines is fetched once. */
const LOG_GATHER_MS = 300

const keyOf = (world: World, ...rest: readonly string[]) => ['sim', world.id, ...rest]

const worldQuery = (world: World) =>
  queryOptions({
    queryKey: keyOf(world, 'world'),
    queryFn: () => callSim(world, 'world'),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const threadQuery = (world: World, numberId: string, customerId: string) =>
  queryOptions({
    queryKey: keyOf(world, 'thread', numberId, customerId),
    queryFn: () => callSim(world, 'thread', { numberId, customerId }),
    enabled: numberId !== '' && customerId !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })

export const logQuery = (world: World) =>
  queryOptions({
    queryKey: keyOf(world, 'log'),
    queryFn: () => callSim(world, 'log'),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Keeps what is shown of the world up to date for as long as the component stands. */
export function useSimLive(world: World): void {
  const { url, id, key } = world
  useEffect(() => {
    const place = { url, id, key }
    let logTimer: ReturnType<typeof setTimeout> | undefined
    const stop = listenToSim(place, (change) => {
      if (change.what !== 'log') {
        void queryClient.invalidateQueries({ queryKey: keyFor(place, change) })
        return
      }
      logTimer ??= setTimeout(() => {
        logTimer = undefined
        void queryClient.invalidateQueries({ queryKey: keyOf(place, 'log') })
      }, LOG_GATHER_MS)
    })
    return () => {
      clearTimeout(logTimer)
      stop()
    }
  }, [url, id, key])
}

/** The present moment of the world, moving; null until the world is known. */
export function useSimNow(world: SimWorld | undefined): number | null {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return world ? now + world.clock.offset : null
}

/** Why the simulator did not do it, in the reader's language. */
export function useSimTrouble(): (error: unknown) => string {
  const t = useWords()
  const base = useBaseWords()
  return (error) =>
    error instanceof SimError && error.problem ? t(`simProblem.${error.problem}`) : base('unreachable')
}

/** An act in the world; a failure is told. */
export function useSimAct<A>(world: World, act: (ask: A) => Promise<unknown>) {
  const say = useSimTrouble()
  return useMutation({
    mutationFn: act,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['sim', world.id] }),
    onError: (error) => toast(say(error), { tone: 'problem' }),
  })
}

/** The world behind the workspace's channel, as the queries see it. */
export function useSimWorld(world: World) {
  return useQuery(worldQuery(world))
}

function keyFor(world: World, change: SimChange): readonly string[] {
  if (change.what === 'world') return keyOf(world, 'world')
  if (change.numberId === null || change.customerId === null) return keyOf(world, 'thread')
  return keyOf(world, 'thread', change.numberId, change.customerId)
}
