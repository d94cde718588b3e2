import type { Millis } from '#core/base/time.ts'
import { LIMIT_PERIOD } from '#core/policy/limit/limit.ts'

export type Room = {
  /** Recipients whom the business would write first and who hold no place of the messaging limit. */
  readonly fresh: number
  /** All the others: inside the window, or counted already. */
  readonly others: number
  /** Places of the limit; null: unlimited or not known. */
  readonly max: number | null
  /** When each taken place is free again, ascending. */
  readonly freeAt: readonly Millis[]
  /** Messages per second. */
  readonly rate: number
}

export type Outlook = {
  /** Recipients that the limit lets go now, and those that wait for a place. */
  readonly now: number
  readonly later: number
  /** When the last one goes, by limit and pace; null: nobody waits. */
  readonly endsAt: Millis
}

/**
 * How a broadcast fits Meta's messaging limit: new customers take the free places, then those that become free, and each place is taken
 * for 24 hours (Meta, messaging limits).
 */
export function outlookOf({ fresh, others, max, freeAt, rate }: Room, now: Millis): Outlook {
  const paced = (count: number) => Math.ceil((count * 1000) / rate)
  const left = max === null ? fresh : Math.max(0, max - freeAt.length)
  const first = Math.min(fresh, left)
  const later = fresh - first
  if (later === 0) return { now: first + others, later, endsAt: now + paced(first + others) }
  return { now: first + others, later, endsAt: lastPlace({ first, later, max: max ?? 1, freeAt }, now) }
}

type Queue = {
  readonly first: number
  readonly later: number
  readonly max: number
  readonly freeAt: readonly Millis[]
}

/** The moment at which the last of those that wait finds its place: the taken places first, then our own, period after period. */
function lastPlace({ first, later, max, freeAt }: Queue, now: Millis): Millis {
  const surplus = Math.max(0, freeAt.length - max)
  const opening = freeAt.slice(surplus)
  const own = Math.max(first, 0)
  const places = [...opening.map((at) => Math.max(at, now)), ...Array(own).fill(now + LIMIT_PERIOD)]
  if (places.length === 0) return now + LIMIT_PERIOD
  const round = Math.floor((later - 1) / places.length)
  const place = places.sort((one, other) => one - other)[(later - 1) % places.length] ?? now
  return place + round * LIMIT_PERIOD
}
