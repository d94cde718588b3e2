import type { ChatDay } from '#core/chat/api.ts'
import type { CostDays } from '#core/policy/api.ts'
import { microOf } from '#core/policy/price/micro.ts'

/** A figure of the range, day by day, and how it stands against the days before; null: there is nothing to compare with. */
export type Figure = {
  readonly value: number
  readonly days: readonly number[]
  readonly change: number | null
}

/** Sums a number of each day. `days` holds the range and as many days before it, oldest first. */
export function sumOf(days: readonly ChatDay[], of: (day: ChatDay) => number): Figure {
  const half = days.length / 2
  const all = days.map(of)
  const [before, now] = [total(all.slice(0, half)), total(all.slice(half))]
  return { value: now, days: all.slice(half), change: changeOf(before, now) }
}

/** How long a customer waited for a person, on average, in milliseconds; null: nobody was answered by one. */
export function waitOf(days: readonly ChatDay[]): Figure | null {
  const half = days.length / 2
  const now = meanWait(days.slice(half))
  if (now === null) return null
  const before = meanWait(days.slice(0, half))
  const each = days.slice(half).map((day) => meanWait([day]) ?? 0)
  return { value: now, days: each, change: before === null ? null : changeOf(before, now) }
}

function meanWait(days: readonly ChatDay[]): number | null {
  const answered = total(days.map((day) => day.answered))
  return answered === 0 ? null : total(days.map((day) => day.waited)) / answered
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function changeOf(before: number, now: number): number | null {
  return before === 0 ? null : now / before - 1
}

/** What the range cost, exactly; the days are for drawing only. */
type Spent = {
  readonly micros: bigint
  readonly days: readonly number[]
  readonly change: number | null
}

/** `names` are the days of the range and as many before it, oldest first. */
export function spentOf({ days }: CostDays, names: readonly string[]): Spent {
  const sums = names.map((name) =>
    days.reduce((sum, one) => (one.day === name ? sum + (microOf(one.amount) ?? 0n) : sum), 0n),
  )
  const half = names.length / 2
  const add = (list: readonly bigint[]) => list.reduce((sum, one) => sum + one, 0n)
  const [before, now] = [add(sums.slice(0, half)), add(sums.slice(half))]
  // shares and steps are drawn, not paid: as a plain number they are exact enough
  return { micros: now, days: sums.slice(half).map(Number), change: changeOf(Number(before), Number(now)) }
}

/** The categories in the order in which they are stacked; what Meta names else comes last. */
export const CATEGORIES = ['service', 'utility', 'marketing', 'authentication', 'other'] as const
export type Category = (typeof CATEGORIES)[number]

export function categoryOf(name: string): Category {
  if (name.startsWith('authentication')) return 'authentication'
  return CATEGORIES.find((one) => one === name) ?? 'other'
}
