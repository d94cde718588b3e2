import type { Millis } from '#core/base/time.ts'

/** A breath after a failed reading, before the next is tried. */
const GATHER_PAUSE: Millis = 500

/**
 * Turns a storm of keys into few readings: keys of one moment are read together at once, keys that come while
 * a reading is under way are read together after it. One reading at a time; none is forgotten.
 */
export function gather(read: (keys: readonly string[]) => Promise<void>): (keys: readonly string[]) => void {
  const waiting = new Set<string>()
  let busy = false
  const drain = async () => {
    while (waiting.size > 0) {
      const keys = [...waiting]
      waiting.clear()
      try {
        await read(keys)
      } catch {
        // The page shows what it last knew; the next event or the socket's return reads again.
        await new Promise((done) => setTimeout(done, GATHER_PAUSE))
      }
    }
    busy = false
  }
  return (keys) => {
    for (const key of keys) waiting.add(key)
    if (busy || waiting.size === 0) return
    busy = true
    queueMicrotask(drain)
  }
}
