import { randomFillSync } from 'node:crypto'
import { uuidv7 } from '#core/base/id.ts'
import { MINUTE, type Millis } from '#core/base/time.ts'

const RANDOM_BYTES = 10
const pool = new Uint8Array(RANDOM_BYTES * 256)
let at = pool.length
let lastMs = 0
let counter = 0
/** A clock that is set back by no more does not turn the order; one that was further ahead was wrong, and is wrong no more. */
const BACK_MAX: Millis = MINUTE

/** A new UUIDv7. Ids made by one process sort strictly in the order of their making, also within a millisecond, unless its clock is set back by minutes. */
export function newId(): string {
  if (at >= pool.length) {
    randomFillSync(pool)
    at = 0
  }
  const from = at
  at += RANDOM_BYTES
  const now = Date.now()
  if (now > lastMs || now < lastMs - BACK_MAX) {
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
