import { setTimeout as sleep } from 'node:timers/promises'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import type { Log } from '#server/base/log.ts'
import { sendDone } from '#server/base/metrics.ts'
import { sql } from '#server/base/sql.ts'
import { openWorker, type Worker } from '#server/base/worker.ts'
import { type CallParts, type Claimed, failedHere, sendOne } from '#server/chat/call.ts'
import { type Hands, LANES, NO_HANDS } from '#server/chat/compose.ts'
import { type Outcome, saveOutcomes } from '#server/chat/outcomes.ts'
import type { Line } from '#server/whatsapp/lines.ts'

export type PostParts = CallParts & { readonly db: Db; readonly bus: Bus; readonly log: Log }

export type Post = Worker & {
  /** What this process could call for at once. */
  readonly hands: (workspaceId: string) => Promise<Hands>
  /** Calls for messages that were written down as `sending` and committed. */
  readonly carry: (workspaceId: string, rows: readonly Claimed[]) => Promise<void>
}

/** Calls under way in this process; of one workspace. */
const CALLS_MAX = 256
const CALLS_PER_WORKSPACE_MAX = 96
const CLAIM_MAX = 64
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
  const calls = new Map<string, number>()
  const running = new Set<Promise<void>>()
  let under = 0
  let closing = false
  const settle = openOutcomes(parts, track)

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => running.delete(tracked))
    running.add(tracked)
  }
  function roomOf(workspaceId: string): number {
    return Math.min(CLAIM_MAX, CALLS_MAX - under, CALLS_PER_WORKSPACE_MAX - (calls.get(workspaceId) ?? 0))
  }
  function carry(workspaceId: string, line: Line, rows: readonly Claimed[]): void {
    under += rows.length
    calls.set(workspaceId, (calls.get(workspaceId) ?? 0) + rows.length) // others ended during the claim
    for (const row of rows) track(carryOne(workspaceId, line, row))
  }
  async function carryOne(workspaceId: string, line: Line, row: Claimed): Promise<void> {
    try {
      settle(workspaceId, await sendOne(parts, workspaceId, line, row))
    } catch (error) {
      log.error({ err: error, workspaceId, messageId: row.message_id }, 'a send broke before the call')
      settle(workspaceId, failedHere(row, error))
    } finally {
      under--
      calls.set(workspaceId, (calls.get(workspaceId) ?? 1) - 1)
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
      const room = roomOf(workspaceId)
      if (room <= 0) return false
      const line = await lines.of(workspaceId)
      if (!line) return false
      const rows = await claimOutbox(db, workspaceId, line.silent, room)
      carry(workspaceId, line, rows)
      return rows.length === room
    },
    each: 1,
    total: 4,
    rest: REST_MS,
  })
  return {
    async hands(workspaceId) {
      const line = closing ? undefined : await lines.of(workspaceId)
      if (!line) return NO_HANDS
      const silent = new Set([...line.silent.all, ...line.silent.templates])
      return {
        room: roomOf(workspaceId),
        numbers: new Set([...line.numbers.keys()].filter((number) => !silent.has(number))),
      }
    },
    async carry(workspaceId, rows) {
      const line = await lines.of(workspaceId)
      if (line) carry(workspaceId, line, rows)
      else for (const row of rows) settle(workspaceId, failedHere(row, 'the channel is gone'))
    },
    async [Symbol.asyncDispose]() {
      closing = true
      await worker[Symbol.asyncDispose]()
      while (running.size > 0) await Promise.all(running)
    },
  }
}

/** What calls came to is written down together, per workspace. */
function openOutcomes(
  parts: PostParts,
  track: (work: Promise<void>) => void,
): (workspaceId: string, outcome: Outcome) => void {
  const { bus } = parts
  const outcomes = new Map<string, Outcome[]>()
  async function flush(workspaceId: string): Promise<void> {
    await sleep(GATHER_MS)
    const batch = outcomes.get(workspaceId) ?? []
    outcomes.delete(workspaceId)
    const othersWait = await saveWithPatience(parts, workspaceId, batch)
    for (const { to } of batch) sendDone(to)
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

/** Outcomes must not be forgotten while the database is away for a moment; after that they become uncertain. True when others may wait behind them. */
async function saveWithPatience(
  { db, log }: PostParts,
  workspaceId: string,
  batch: readonly Outcome[],
): Promise<boolean> {
  for (let attempt = 1; attempt <= SAVE_TRIES; attempt++) {
    try {
      return await saveOutcomes(db, workspaceId, batch)
    } catch (error) {
      if (attempt === SAVE_TRIES) {
        log.error({ err: error, workspaceId }, 'outcomes of calls could not be saved; they become uncertain')
      } else await sleep(SAVE_WAIT_MS * attempt)
    }
  }
  return true
}

/** The oldest waiting message of each chat, marked `sending` and committed before anyone calls. */
async function claimOutbox(
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
          where e.workspace_id = ${workspaceId} and e.chat_id = o.chat_id and e.seq < o.seq)
      order by o.lane, o.seq limit ${limit} for update of o skip locked)
    update outbox o set state = 'sending', attempts = attempts + 1, sending_at = now(),
                        lease_until = now() + o.patience * interval '1 second'
    from head join message m on m.workspace_id = ${workspaceId} and m.id = head.message_id
    where o.workspace_id = ${workspaceId} and o.message_id = head.message_id
    returning o.message_id, o.chat_id, o.phone_number_id, o.lane, o.recipient, m.body as draft, o.reply_to, o.attempts, o.paced,
              o.patience, o.expires_at,
              (extract(epoch from now() - o.created_at) * 1000)::bigint as age`)
}
