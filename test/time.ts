const TICK_MS = 10

/**
 * How long the work took, in milliseconds, less the time in which the machine had others at work while this process wanted
 * to go on: a promise about time is kept or broken by the product, not by its neighbours. What this process computes or awaits
 * counts in full. A wait that holds its thread and uses no CPU (`spawnSync`, `Atomics.wait`, a slow synchronous read) looks from
 * within like a busy machine and is taken off: such work is not measured here.
 */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  let [last, used, lost] = [startedAt, cpuMs(), 0]
  const timer = setInterval(() => {
    const [now, cpu] = [performance.now(), cpuMs()]
    lost += Math.max(0, now - last - TICK_MS - (cpu - used))
    last = now
    used = cpu
  }, TICK_MS)
  await work().finally(() => clearInterval(timer))
  return performance.now() - startedAt - lost
}

/** Milliseconds of processor time that this process has used: what is computed in one go is measured by it. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
