import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { until } from './rig.ts'

const GROWTH_BYTES = 64 * 1024 * 1024
const PATIENCE_MS = 60_000

/** What is reachable after a collection: what requests left behind for good. */
export function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Waits until no more is held than before, but for what is small. */
export async function givesBack(before: number): Promise<void> {
  await until('memory is given back', async () => heldBytes() - before < GROWTH_BYTES, PATIENCE_MS)
}
