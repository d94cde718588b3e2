import { createHmac } from 'node:crypto'
import { DAY, HOUR, MINUTE } from '#core/base/time.ts'
import { copiesOf, waitOf } from '#simulator/fault.ts'
import { callOut } from '#simulator/outgoing.ts'
import { type Job, later, note, publishThread, report, type Sim, worldNow } from '#simulator/sim.ts'
import { run, sql } from '#simulator/store.ts'
import { metaJson } from '#simulator/wire.ts'
import { type Callback, numberOf, type World } from '#simulator/world.ts'

/** Webhooks that wait for their receiver, over all worlds; beyond it new ones are dropped and logged. */
const QUEUE_MAX = 50_000
/** Posts on the way at once. */
const ACTIVE_MAX = 32
/** Updates in one POST, as Meta's limit is. */
const BATCH_MAX = 1000
/** Meta tries for seven days. */
const RETRY_FOR = 7 * DAY
const RETRIES = [1000, 2000, 5000, 10_000, 30_000, MINUTE]
const RETRY_MAX = HOUR
const TIMER_MAX = HOUR
/** Milliseconds for which the clock waits for posts on the way. */
const ARRIVAL_MAX = 2000

export type Notice = {
  readonly field: string
  readonly numberId: string | null
  /** Notices of one lane go out one after another. */
  readonly lane: string
  readonly value: unknown
  /** The customer's message that it carries. */
  readonly wamid?: string
  /** Management fields carry the time of the event. */
  readonly timed?: boolean
}

/** Queues a webhook durably; it goes out within milliseconds unless a fault holds it. */
export function notify(sim: Sim, world: World, notice: Notice): void {
  if (!callbackOf(sim, world, notice.field, notice.numberId)) {
    logLost(sim, world, notice.field, 'nobody is subscribed')
    return
  }
  const entry = metaJson({
    id: world.wabaId,
    ...(notice.timed ? { time: Math.floor(worldNow(sim, world) / 1000) } : {}),
    changes: [{ value: notice.value, field: notice.field }],
  })
  for (let copy = 0; copy < copiesOf(sim, world.faults); copy++) insertJob(sim, world, notice, entry)
}

/** A signed webhook without entries: its `Date` header tells the receiver the world's new time. */
export function tellTime(sim: Sim, world: World): Promise<boolean> {
  const callback = callbackOf(sim, world, 'messages', null)
  return callback ? post(sim, world, callback, []) : Promise.resolve(false)
}

/**
 * Waits until what is on the way has arrived: it tells the present time, and would tell it after a new one. A receiver that takes its time is
 * not waited for; it is told once more.
 */
export async function arrived(sim: Sim, world: World): Promise<void> {
  let isLate = false
  const late = new Promise<void>((resolve) =>
    later(sim, ARRIVAL_MAX, () => {
      isLate = true
      resolve()
    }),
  )
  while (!isLate && sim.posting.has(world.id))
    await Promise.race([Promise.allSettled(sim.posting.get(world.id) ?? []), late])
}

/** Where a field goes: number before account before app for messages, as Meta's overrides do. */
export function callbackOf(sim: Sim, world: World, field: string, numberId: string | null): Callback | null {
  if (!world.subscribed) return null
  const { callback } = subscriberOf(sim, world)
  const number = numberId === null ? undefined : numberOf(world, numberId)
  const app = callback?.fields.includes(field) ? callback : null
  if (field !== 'messages') return app ?? world.override
  return number?.callback ?? world.override ?? app
}

/** The world whose app is subscribed to this account: it signs, and its callback is the app's. */
export function subscriberOf(sim: Sim, world: World): World {
  return sim.worlds.get(world.subscriberId ?? world.id) ?? world
}

/** After a restart: what was not answered with 200 goes on. */
export function resumeDeliveries(sim: Sim): void {
  const rows = sql(
    sim.store,
    `select seq, world_id, lane, field, number_id, entry, wamid, due, attempts, created_at from delivery
     order by seq limit ${QUEUE_MAX}`,
  ).all()
  for (const row of rows) {
    schedule(sim, {
      seq: Number(row.seq),
      worldId: String(row.world_id),
      lane: String(row.lane),
      field: String(row.field),
      numberId: row.number_id === null ? null : String(row.number_id),
      entry: String(row.entry),
      wamid: row.wamid === null ? null : String(row.wamid),
      due: Number(row.due),
      attempts: Number(row.attempts),
      createdAt: Number(row.created_at),
    })
    count(sim, String(row.world_id), 1)
  }
}

export function sign(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

function signatures(secret: string, body: string) {
  return {
    'x-hub-signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
    'x-hub-signature-256': sign(secret, body),
  }
}

function insertJob(sim: Sim, world: World, notice: Notice, entry: string): void {
  const waitingNow = [...sim.waiting.values()].reduce((sum, many) => sum + many, 0)
  if (waitingNow >= QUEUE_MAX) {
    logLost(sim, world, notice.field, 'too many webhooks wait')
    return
  }
  const now = sim.options.now()
  const lane = world.faults.batch ? `${world.id}/batch` : `${world.id}/${notice.lane}`
  const job = {
    worldId: world.id,
    lane,
    field: notice.field,
    numberId: notice.numberId,
    entry,
    wamid: notice.wamid ?? null,
    createdAt: now,
    due: now + waitOf(sim, world.faults),
    attempts: 0,
  }
  const { lastInsertRowid } = sql(
    sim.store,
    `insert into delivery (world_id, lane, field, number_id, entry, wamid, due, attempts, created_at)
     values (?, ?, ?, ?, ?, ?, ?, 0, ?)`,
  ).run(job.worldId, lane, job.field, job.numberId, entry, job.wamid, job.due, now)
  count(sim, world.id, 1)
  schedule(sim, { ...job, seq: Number(lastInsertRowid) })
}

function schedule(sim: Sim, job: Job): void {
  const wait = job.due - sim.options.now()
  if (wait > 0) later(sim, Math.min(wait, TIMER_MAX), () => schedule(sim, job))
  else {
    const lane = sim.lanes.get(job.lane)
    if (lane) lane.push(job)
    else sim.lanes.set(job.lane, [job])
    setImmediate(pump, sim)
  }
}

function pump(sim: Sim): void {
  if (sim.closed) return
  for (const [lane, jobs] of sim.lanes) {
    if (sim.busy.size >= ACTIVE_MAX) return
    if (sim.busy.has(lane)) continue
    const taken = jobs.splice(0, lane.endsWith('/batch') ? BATCH_MAX : 1)
    if (jobs.length === 0) sim.lanes.delete(lane)
    if (taken.length === 0) continue
    sim.busy.add(lane)
    void attempt(sim, taken)
      .catch((error) => report(sim, error))
      .finally(() => {
        sim.busy.delete(lane)
        pump(sim)
      })
  }
}

async function attempt(sim: Sim, jobs: readonly Job[]): Promise<void> {
  const [first] = jobs
  const world = first && sim.worlds.get(first.worldId)
  const callback = world && callbackOf(sim, world, first.field, first.numberId)
  if (!first || !world || !callback) return finish(sim, jobs, false)
  if (world.faults.dropFirst && first.attempts === 0) {
    logLost(sim, world, first.field, 'lost by fault; a retry follows')
    return retry(sim, jobs)
  }
  const answered = await post(
    sim,
    world,
    callback,
    jobs.map((job) => job.entry),
  )
  if (sim.closed) return
  if (answered) finish(sim, jobs, true)
  else retry(sim, jobs)
}

async function post(
  sim: Sim,
  world: World,
  callback: Callback,
  entries: readonly string[],
): Promise<boolean> {
  const body = `{"object":"whatsapp_business_account","entry":[${entries.join(',')}]}`
  const started = sim.options.now()
  const offset = world.clockOffset
  const call = callOut(sim, {
    method: 'POST',
    url: callback.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'facebookexternalua',
      accept: '*/*',
      date: new Date(worldNow(sim, world)).toUTCString(),
      ...(callback.unsigned ? {} : signatures(subscriberOf(sim, world).appSecret, body)),
    },
    body,
  })
  const under = sim.posting.get(world.id) ?? new Set()
  sim.posting.set(world.id, under.add(call))
  const { status, text } = await call.finally(() => {
    under.delete(call)
    if (under.size === 0) sim.posting.delete(world.id)
  })
  if (sim.closed) return false
  note(sim, world.id, {
    at: worldNow(sim, world),
    kind: 'webhook',
    method: 'POST',
    path: callback.url,
    status,
    ms: sim.options.now() - started,
    request: body,
    response: text,
    note: status === 0 ? text : null,
  })
  // it told the time from before the clock was turned, and perhaps came after whoever told the new one
  if (world.clockOffset !== offset) void tellTime(sim, world).catch((error) => report(sim, error))
  return status === 200
}

function finish(sim: Sim, jobs: readonly Job[], answered: boolean): void {
  for (const job of jobs) {
    run(sim.store, 'delete from delivery where seq = ?', job.seq)
    count(sim, job.worldId, -1)
    if (answered && job.wamid) markHeard(sim, job.wamid)
  }
}

/** The customer's message got its second tick: the business's server has it. */
function markHeard(sim: Sim, wamid: string): void {
  const row = sql(
    sim.store,
    `update bubble set status = 'delivered' where wamid = ? and sender = 'customer' and status = 'sent'
     returning world_id, number_id, customer_id`,
  ).get(wamid)
  if (!row) return
  publishThread(sim, {
    worldId: String(row.world_id),
    numberId: String(row.number_id),
    customerId: String(row.customer_id),
  })
}

function retry(sim: Sim, jobs: readonly Job[]): void {
  const now = sim.options.now()
  for (const job of jobs) {
    const wait =
      RETRIES[job.attempts] ?? Math.min(RETRY_MAX, MINUTE * 2 ** (job.attempts - RETRIES.length + 1))
    job.attempts += 1
    job.due = now + wait
    if (job.due - job.createdAt > RETRY_FOR) finish(sim, [job], false)
    else {
      run(
        sim.store,
        'update delivery set attempts = ?, due = ? where seq = ?',
        job.attempts,
        job.due,
        job.seq,
      )
      schedule(sim, job)
    }
  }
}

function count(sim: Sim, worldId: string, by: number): void {
  sim.waiting.set(worldId, Math.max(0, (sim.waiting.get(worldId) ?? 0) + by))
}

function logLost(sim: Sim, world: World, field: string, why: string): void {
  const at = worldNow(sim, world)
  note(sim, world.id, {
    at,
    kind: 'webhook',
    method: 'POST',
    path: field,
    status: 0,
    ms: 0,
    request: '',
    response: '',
    note: why,
  })
}
