/** What a run left behind, told by those who saw it. Times are milliseconds since 1970. */
export type History = {
  /** What customers wrote, and what the product promised to keep. */
  readonly sent: readonly SentMessage[]
  /** Inbound messages in the product's tables, in the order in which it heard them. */
  readonly heard: readonly HeardMessage[]
  /** Wamids that are stored but not yet heard, or set aside with a reason. */
  readonly waiting: readonly string[]
  readonly quarantined: readonly string[]
  /** Turns of flows by what they heard; each such text was written once. */
  readonly turns: readonly { readonly contact: string; readonly text: string; readonly count: number }[]
  /** What the product meant to say. */
  readonly meant: readonly {
    readonly id: string
    readonly contact: string
    readonly state: string
    readonly reason: string
  }[]
  /** What reached the customers' phones, in that order; `id` is the product's own, out of its callback data. */
  readonly reached: readonly { readonly contact: string; readonly id: string | undefined }[]
  /** When a process was killed. */
  readonly kills: readonly number[]
}

export type SentMessage = {
  readonly wamid: string
  readonly contact: string
  /** Meta's timestamp, in seconds. */
  readonly toldAt: number
  /** Which webhook carried it, and its place in it. */
  readonly webhook: number
  readonly place: number
  readonly postedAt: number
  /** When the webhook was first answered 200; null = never. */
  readonly ackedAt: number | null
}
export type HeardMessage = { readonly wamid: string; readonly contact: string; readonly at: number }

export type Verdict = {
  readonly acknowledged: number
  readonly lost: readonly string[]
  readonly twice: readonly string[]
  readonly outOfOrder: readonly string[]
  readonly shuffledAtCustomer: readonly string[]
  readonly doubled: readonly string[]
  readonly invented: readonly string[]
  /** Messages that did not reach the customer, counted by state and reason. */
  readonly notSent: ReadonlyMap<string, number>
  /** Not sent, and no reason given. */
  readonly forgotten: readonly string[]
  readonly quarantined: number
  /** The longest time between a kill and the hearing of what was acknowledged before it; 0 when nothing waited. */
  readonly takeover: number
  readonly kept: boolean
}

/** A killed process's contacts are taken over within this time. */
const TAKEOVER_MS_MAX = 10_000

/** States in which a message rests although it did not go out: a person sees it, with the reason. */
const EXPLAINED: ReadonlySet<string> = new Set(['held', 'failed', 'refused'])

/** Compares what was promised with what is there. Pure: the same history gives the same verdict. */
export function checkHistory(history: History): Verdict {
  const acknowledged = history.sent.filter(({ ackedAt }) => ackedAt !== null)
  const known = new Set([
    ...history.heard.map(({ wamid }) => wamid),
    ...history.waiting,
    ...history.quarantined,
  ])
  const lost = acknowledged.filter(({ wamid }) => !known.has(wamid)).map(({ wamid }) => wamid)
  const twice = [
    ...repeated(history.heard.map(({ wamid }) => wamid)),
    ...history.turns.filter(({ count }) => count > 1).map(({ text }) => text),
  ]
  const reached = new Set(history.reached.map(({ id }) => id))
  const missing = history.meant.filter(({ id }) => !reached.has(id))
  const meant = new Set(history.meant.map(({ id }) => id))
  const verdict = {
    acknowledged: acknowledged.length,
    lost,
    twice,
    outOfOrder: heardOutOfOrder(history),
    shuffledAtCustomer: shuffled(history.reached),
    doubled: repeated(history.reached.flatMap(({ id }) => id ?? [])),
    invented: history.reached
      .filter(({ id }) => id === undefined || !meant.has(id))
      .map(({ id }) => String(id)),
    notSent: countBy(missing, ({ state, reason }) => (reason === '' ? state : `${state}: ${reason}`)),
    forgotten: missing.filter(({ state }) => !EXPLAINED.has(state)).map(({ id, state }) => `${id} ${state}`),
    quarantined: history.quarantined.length,
    takeover: longestTakeover(history),
  }
  const broken = [
    verdict.lost,
    verdict.twice,
    verdict.outOfOrder,
    verdict.shuffledAtCustomer,
    verdict.doubled,
    verdict.invented,
    verdict.forgotten,
  ]
  const isInTime = verdict.takeover <= TAKEOVER_MS_MAX
  return { ...verdict, kept: isInTime && broken.every((list) => list.length === 0) }
}

/**
 * A contact's messages must be heard in the order of their arrival, and what lies in the inbox together by Meta's time.
 * So one was overtaken when it was acknowledged before the other was even posted and is not the younger one by Meta's
 * time, or when one webhook carried both. What was under way at the same time may come either way round.
 */
function heardOutOfOrder({ sent, heard }: History): string[] {
  const told = new Map(sent.map((message) => [message.wamid, message]))
  const broken: string[] = []
  for (const list of Map.groupBy(heard, ({ contact }) => contact).values()) {
    const before: SentMessage[] = []
    for (const { wamid } of list) {
      const message = told.get(wamid)
      if (!message) continue
      const other = before.find((earlier) => mustPrecede(message, earlier))
      if (other) broken.push(`${wamid} after ${other.wamid}`)
      before.push(message)
    }
  }
  return broken
}

function mustPrecede(one: SentMessage, other: SentMessage): boolean {
  if (one.toldAt > other.toldAt) return false
  if (one.webhook === other.webhook) return one.place < other.place
  return one.ackedAt !== null && one.ackedAt < other.postedAt
}

/** Ids are made in the order in which things were meant to be said. A repeat is counted elsewhere. */
function shuffled(reached: History['reached']): string[] {
  const broken: string[] = []
  for (const list of Map.groupBy(reached, ({ contact }) => contact).values()) {
    let highest = ''
    const before = new Set<string>()
    for (const { id } of list) {
      if (id === undefined || before.has(id)) continue
      before.add(id)
      if (id < highest) broken.push(id)
      else highest = id
    }
  }
  return broken
}

function longestTakeover({ sent, heard, kills }: History): number {
  const acked = new Map(sent.map(({ wamid, ackedAt }) => [wamid, ackedAt]))
  let longest = 0
  for (const { wamid, at } of heard) {
    const promised = acked.get(wamid) ?? null
    if (promised === null) continue
    const kill = kills.find((moment) => promised < moment && moment < at)
    if (kill !== undefined) longest = Math.max(longest, at - kill)
  }
  return longest
}

function repeated(names: readonly string[]): string[] {
  return [...countBy(names, (name) => name)].filter(([, count]) => count > 1).map(([name]) => name)
}

function countBy<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const one of list) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
  return counts
}

/** The verdict in one line, as people read it in a log. */
export function lineOf(verdict: Verdict): string {
  const { acknowledged, lost, twice, outOfOrder, shuffledAtCustomer, doubled, invented, forgotten } = verdict
  const notSent = [...verdict.notSent].map(([why, count]) => `${count} ${why}`).join(', ') || '0'
  return [
    verdict.kept ? 'KEPT' : 'BROKEN',
    `${acknowledged} acknowledged`,
    `lost ${lost.length}`,
    `twice ${twice.length}`,
    `order ${outOfOrder.length} / ${shuffledAtCustomer.length} at the customer`,
    `doubled ${doubled.length}`,
    `invented ${invented.length}`,
    `forgotten ${forgotten.length}`,
    `quarantined ${verdict.quarantined}`,
    `not sent: ${notSent}`,
    `takeover ${(verdict.takeover / 1000).toFixed(1)} s`,
  ].join(' · ')
}
