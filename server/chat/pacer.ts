import type { Millis } from '#core/base/time.ts'
import { type Gcra, gcra, PAIR_BURST, PAIR_EVERY } from '#core/policy/pace.ts'

/**
 * Keeps a number below its throughput and a person below Meta's pair rate. Each process keeps its own count and takes its
 * share of both, because a chat's next message may be any sender's. A `130429` halves the number's share, which grows back by a
 * tenth every half minute.
 */
export type Pacer = {
  /**
   * Milliseconds to wait before a message of this number to this chat may be sent. The turn is taken only when the wait is
   * within `patience`: who comes again later must not stand behind a turn that nobody used.
   */
  readonly turn: (numberId: string, rate: number, chatId: string, patience: Millis) => Millis
  readonly heard: (numberId: string, code: number | null) => void
  /** How many processes send, so that each takes its share. */
  readonly share: (processes: number) => void
}

const THROUGHPUT_REACHED = 130429
const RECOVER_EVERY_MS = 30_000
const RECOVER_BY = 0.1
const LEAST = 0.05
/** A number may be this many messages ahead of its even pace. */
const NUMBER_BURST = 20
const CHATS_MAX = 50_000

type NumberPace = { at: Gcra; factor: number; changedAt: Millis }

/** `clock` only ever goes forward: a machine's time that is set back would silence its numbers for as long. */
export function openPacer(clock: () => Millis = () => performance.now()): Pacer {
  const numbers = new Map<string, NumberPace>()
  const chats = new Map<string, Gcra>()
  let processes = 1
  const paceOf = (numberId: string) => {
    const known = numbers.get(numberId)
    if (known) return known
    const fresh: NumberPace = { at: null, factor: 1, changedAt: clock() }
    numbers.set(numberId, fresh)
    return fresh
  }
  return {
    turn(numberId, rate, chatId, patience) {
      const now = clock()
      const pace = paceOf(numberId)
      if (pace.factor < 1 && now - pace.changedAt >= RECOVER_EVERY_MS) {
        pace.factor = Math.min(1, pace.factor + RECOVER_BY)
        pace.changedAt = now
      }
      const every = 1000 / Math.max(1, (rate * pace.factor) / processes)
      const ofNumber = gcra(pace.at, now, { every, burst: NUMBER_BURST })
      const ofPair = gcra(chats.get(chatId) ?? null, now, {
        every: PAIR_EVERY * processes,
        burst: Math.max(1, Math.floor(PAIR_BURST / processes)),
      })
      const wait = Math.max(0, ofNumber.at - now, ofPair.at - now)
      if (wait > patience) return wait
      pace.at = ofNumber.state
      if (chats.size >= CHATS_MAX) chats.clear()
      chats.set(chatId, ofPair.state)
      return wait
    },
    heard(numberId, code) {
      if (code !== THROUGHPUT_REACHED) return
      const pace = paceOf(numberId)
      pace.factor = Math.max(LEAST, pace.factor / 2)
      pace.changedAt = clock()
    },
    share(count) {
      processes = Math.max(1, count)
    },
  }
}
