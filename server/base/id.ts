import { randomFillSync } from 'node:crypto'
import { uuidv7 } from '#core/base/id.ts'

const RANDOM_BYTES = 10
const pool = new Uint8Array(RANDOM_BYTES * 256)
let at = pool.length
let lastMs = 0
let counter = 0

/** A new UUIDv7. Ids made by one process sort strictly in the order of their making, also within a millisecond. */
export function newId(): string {
  if (at >= pool.length) {
    randomFillSync(pool)
    at = 0
  }
  const from = at
  at += RANDOM_BYTES
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    counter = ((pool[from] ?? 0) & 0x07) << 8
  } else if (counter < 0xfff) {
    counter++
  } else {
    lastMs++
    counter = 0
  }
  pool[from] = counter >> 8
  pool[from + 1] = counter & 0xff
  return uuidv7(lastMs, pool, from)
}
