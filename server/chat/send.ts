import { setTimeout as sleep } from 'node:timers/promises'
import { MINUTE, type Millis } from '#core/base/time.ts'
import { RUNGS } from '#core/chat/status.ts'
import { WINDOW } from '#core/policy/window.ts'
import type { Bus } from '#server/base/bus.ts'
import { openStopwatch } from '#server/base/clock.ts'
import { type Db, isUnavailable } from '#server/base/db.ts'
import { CONNECTIONS_PER_HOST_MAX } from '#server/base/fetch.ts'
import type { Log } from '#server/base/log.ts'
import { sendDone, sendUncertain } from '#server/base/metrics.ts'
import { sql } from '#server/base/sql.ts'
import { openWorker, type Worker } from '#server/base/worker.ts'
import { type CallParts, type Claimed, type Errand, failedHere, sendOne } from '#server/chat/call.ts'
import { type Hands, LANES, NO_HANDS } from '#server/chat/compose.ts'
import { IS_OURS } from '#server/chat/ladder.ts'
import { type Outcome, saveOutcomes } from '#server/chat/outcomes.ts'
import type { Line } from '#server/whatsapp/lines.ts'

type PostParts = CallParts & { readonly db: Db; readonly bus: Bus; readonly log: Log }

/** The hands of this process, held free for whoever asked: since when, and over which line they would call. */
export type HeldHands = Hands & Omit<Errand, 'line'> & { readonly line: Line | null }

export type Post = Worker & {
  /** Holds hands free for messages that are about to be written down as `sending`. Every answer is given back, once. */
  readonly hold: (workspaceId: string) => Promise<HeldHands>
  /** Calls for what was written down and committed, with the hands that were held for it; the rest are free again. */
  readonly carry: (hands: HeldHands, rows: readonly Claimed[]) => void
  /** Frees the hands; what may stand as `sending` although nobody called waits again, as soon as the database takes it. */
  readonly giveUp: (hands: HeldHands, messageIds: readonly string[]) => void
}

/** Calls under way in this process: one more would only wait for a connection, with its patience running. */
const CALLS_MAX = CONNECTIONS_PER_HOST_MAX
/** The same, of one workspace. */
const CALLS_PER_WORKSPACE_MAX = 96
const CLAIM_MAX = 64
/** Hands that one batch at the desk may hold. */
const HELD_MAX = 48
/** What calls came to is written down together, this long after the first of them. */
const GATHER_MS = 16
const REST_MS = 16

/**
 * The post: calls the Graph API for messages that are marked `sending` for good, writes down what it said. A chat's messages
 * go one after the other. What may have gone out is never sent again blindly: it becomes `uncertain`, and the sweeper
 * settles it.
 */
export function openPost(parts: PostParts): Post {
  const { db, bus, log, lines } = parts
  const running = new Set<Promise<void>>()
  const hands = openHands((workspaceId) => bus.call('outbox', workspaceId))
  let closing = false
  const settle = openOutcomes(parts, track, () => closing)

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => running.delete(tracked))
    running.add(tracked)
  }
  function carry(errand: Errand, rows: readonly Claimed[]): void {
    for (const row of rows) track(carryOne(errand, row))
  }
  async function carryOne(errand: Errand, row: Claimed): Promise<void> {
    const { workspaceId } = errand
    try {
      settle(workspaceId, await sendOne(parts, errand, row))
    } catch (error) {
      log.error({ err: error, workspaceId, messageId: row.message_id }, 'a send broke before the call')
      settle(workspaceId, failedHere(row, error))
    } finally {
      hands.free(workspaceId, 1)
    }
  }

  async function putBackPatiently(workspaceId: string, messageIds: readonly string[]): Promise<void> {
    try {
      await patiently(
        () => closing,
        () => putBack(db, workspaceId, messageIds),
      )
      bus.call('outbox', workspaceId)
    } catch (error) {
      log.error({ err: error, workspaceId }, 'what was not sent could not be put back; it becomes uncertain')
    }
  }

  const worker = openWorker({
    name: 'post',
    topic: 'outbox',
    bus,
    log,
    find: async () => {
      const rows = await db.rows<{ workspace_id: string }>(sql`
        select distinct workspace_id from outbox where state = 'pending' and due_at <= now() limit 1000`)
      return rows.map(({ workspace_id }) => workspace_id)
    },
    work: async (workspaceId) => {
      const line = await lines.of(workspaceId)
      if (!line) return { more: false }
      const held = hands.hold(workspaceId, CLAIM_MAX)
      const passed = openStopwatch()
      let claimed = 0
      try {
        const rows = held > 0 ? await claimOutbox(db, workspaceId, line.silent, held) : []
        claimed = rows.length
        carry({ workspaceId, line, passed }, rows)
      } finally {
        hands.free(workspaceId, held - claimed)
      }
      // with every hand in use, the next one that is free comes back for the rest
      if (claimed === held) hands.want(workspaceId)
      return { more: false }
    },
    each: 1,
    total: 4,
    rest: REST_MS,
  })
  return {
    async hold(workspaceId) {
      const line = closing ? undefined : await lines.of(workspaceId)
      const passed = openStopwatch()
      if (!line) return { ...NO_HANDS, workspaceId, passed, line: null }
      const silent = new Set([...line.silent.all, ...line.silent.templates])
      const numbers = new Set([...line.numbers.keys()].filter((number) => !silent.has(number)))
      return { room: hands.hold(workspaceId, HELD_MAX), numbers, workspaceId, passed, line }
    },
    carry({ workspaceId, passed, line, room }, rows) {
      hands.free(workspaceId, room - rows.length)
      if (line) carry({ workspaceId, passed, line }, rows)
    },
    giveUp({ workspaceId, room }, messageIds) {
      hands.free(workspaceId, room)
      if (messageIds.length > 0) track(putBackPatiently(workspaceId, messageIds))
    },
    async [Symbol.asyncDispose]() {
      closing = true
      await worker[Symbol.asyncDispose]()
      while (running.size > 0) await Promise.all(running)
    },
  }
}

/** How many calls are under way or about to be; `call` wakes whoever wanted a hand when there was none. */
function openHands(call: (workspaceId: string) => void) {
  const used = new Map<string, number>()
  const wanted = new Set<string>()
  let all = 0
  return {
    hold(workspaceId: string, most: number): number {
      const mine = used.get(workspaceId) ?? 0
      const held = Math.max(0, Math.min(most, CALLS_MAX - all, CALLS_PER_WORKSPACE_MAX - mine))
      all += held
      if (held > 0) used.set(workspaceId, mine + held)
      return held
    },
    free(workspaceId: string, count: number): void {
      if (count === 0) return
      all -= count
      const left = (used.get(workspaceId) ?? 0) - count
      if (left > 0) used.set(workspaceId, left)
      else used.delete(workspaceId)
      const next = [...wanted]
      wanted.clear()
      for (const one of next) call(one)
    },
    want: (workspaceId: string) => void wanted.add(workspaceId),
  }
}

/** Only the process that wrote these rows as `sending` could have called for them, and it did not, also where their time is over by now. What the post claimed has its `tried_at`. */
async function putBack(db: Db, workspaceId: string, messageIds: readonly string[]): Promise<void> {
  await db.run(sql`
    with back as (
      update outbox set state = 'pending', attempts = 0, sending_at = null, lease_until = null
      where workspace_id = ${workspaceId} and message_id in (
        select message_id from outbox where workspace_id = ${workspaceId} and message_id = any(${messageIds}::uuid[])
          and state in ('sending', 'uncertain') and attempts = 1 and tried_at is null
        order by message_id for update)
      returning message_id)
    update message m set state = 'queued', rung = ${RUNGS.queued} from back
    where m.workspace_id = ${workspaceId} and m.id = any(${messageIds}::uuid[]) and m.id = back.message_id
      and m.state = 'uncertain' and ${IS_OURS}`)
}

/** What calls came to is written down together, per workspace. */
function openOutcomes(
  parts: PostParts,
  track: (work: Promise<void>) => void,
  isClosing: () => boolean,
): (workspaceId: string, outcome: Outcome) => void {
  const { bus } = parts
  const outcomes = new Map<string, Outcome[]>()
  async function flush(workspaceId: string): Promise<void> {
    await sleep(GATHER_MS)
    const batch = outcomes.get(workspaceId) ?? []
    outcomes.delete(workspaceId)
    const othersWait = await saveWithPatience(parts, workspaceId, batch, isClosing)
    for (const { to } of batch) sendDone(to)
    sendUncertain(batch.filter(({ to }) => to === 'uncertain').length)
    if (batch.some(({ breaker }) => breaker)) bus.call('settings', workspaceId)
    if (othersWait) bus.call('outbox', workspaceId)
    if (batch.some(({ to }) => to === 'accepted')) bus.call('status', workspaceId)
    if (batch.some(({ to }) => to !== 'accepted')) bus.call('live', workspaceId)
  }
  return (workspaceId, outcome) => {
    const waiting = outcomes.get(workspaceId)
    if (waiting) {
      waiting.push(outcome)
      return
    }
    outcomes.set(workspaceId, [outcome])
    track(flush(workspaceId))
  }
}

const SAVE_TRIES = 5
const SAVE_WAIT_MS = 300
const SAVE_WAIT_MAX_MS = 3000
/** While the database is away, for as long as the sweeper would keep a message whose fate is unknown. */
const SAVE_FOR_MS = 10 * MINUTE

type Failed = {
  /** Tries so far, and the time since the first. */
  readonly tries: number
  readonly passed: Millis
  readonly error: unknown
  /** The process is to stop: then nothing waits for a database that does not come back. */
  readonly closing: boolean
}

/** How long to wait before it is written down once more; null: no more, it becomes uncertain. */
export function waitToSave({ tries, passed, error, closing }: Failed): Millis | null {
  if (tries >= SAVE_TRIES && (closing || passed >= SAVE_FOR_MS || !isUnavailable(error))) return null
  return Math.min(SAVE_WAIT_MAX_MS, SAVE_WAIT_MS * tries)
}

/** Writes down what must not be forgotten while the database is away, and may be written down twice. */
async function patiently<T>(isClosing: () => boolean, write: () => Promise<T>): Promise<T> {
  const since = performance.now()
  for (let tries = 1; ; tries++) {
    try {
      return await write()
    } catch (error) {
      const wait = waitToSave({ tries, passed: performance.now() - since, error, closing: isClosing() })
      if (wait === null) throw error
      await sleep(wait)
    }
  }
}

/** What nobody knows holds its chat up until there is proof, or for good. True when others may wait behind these. */
async function saveWithPatience(
  { db, log }: PostParts,
  workspaceId: string,
  batch: readonly Outcome[],
  isClosing: () => boolean,
): Promise<boolean> {
  try {
    return await patiently(isClosing, () => saveOutcomes(db, workspaceId, batch))
  } catch (error) {
    log.error({ err: error, workspaceId }, 'outcomes of calls could not be saved; they become uncertain')
    return true
  }
}

/**
 * The oldest waiting message of each chat, marked `sending` and committed before anyone calls. A customer who wrote again while it
 * waited has opened another window for it.
 */
export async function claimOutbox(
  db: Db,
  workspaceId: string,
  silent: Line['silent'],
  limit: number,
): Promise<Claimed[]> {
  return await db.rows<Claimed>(sql`
    with head as materialized (
      select o.message_id from outbox o
      where o.workspace_id = ${workspaceId} and o.state = 'pending' and o.due_at <= now()
        and o.phone_number_id <> all(${silent.all}::uuid[])
        and not (o.lane = ${LANES.broadcast} and o.phone_number_id = any(${silent.broadcasts}::uuid[]))
        and not (o.template and o.phone_number_id = any(${silent.templates}::uuid[]))
        and not exists (select 1 from outbox e
          where e.workspace_id = ${workspaceId} and e.chat_id = o.chat_id and e.seq < o.seq
            and e.state <> 'waiting' offset 0)
      order by o.lane, o.seq limit ${limit} for update of o skip locked)
    update outbox o set state = 'sending', attempts = attempts + 1, sending_at = now(), tried_at = coalesce(o.tried_at, now()),
                        lease_until = now() + o.patience * interval '1 second'
    from head join message m on m.workspace_id = ${workspaceId} and m.id = head.message_id
    where o.workspace_id = ${workspaceId} and o.message_id = head.message_id
    returning o.message_id, o.chat_id, o.phone_number_id, o.lane, o.recipient, m.body as draft, o.reply_to, o.attempts, o.paced,
              o.sending_at::text as claimed_at,
              o.patience, case when o.expires_at is not null then greatest(o.expires_at, (
                select c.last_inbound_at + ${WINDOW} * interval '1 millisecond' from chat c
                where c.workspace_id = ${workspaceId} and c.id = o.chat_id)) end as expires_at,
              (extract(epoch from now() - o.tried_at) * 1000)::bigint as age`)
}
