import { HttpCall, type HttpReply, isRepeatable } from '#core/flow/http/call.ts'
import type { Bus } from '#server/base/bus.ts'
import { type Db, isPassing } from '#server/base/db.ts'
import type { OutboundDoor } from '#server/base/fetch.ts'
import { GONE_S } from '#server/base/heartbeat.ts'
import type { Log } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { openWorker, type Worked, type Worker } from '#server/base/worker.ts'
import { askOutside } from '#server/flow/http/ask.ts'
import { secretsOf } from '#server/flow/http/secrets.ts'
import type { Keys } from '#server/whatsapp/keys.ts'

type Parts = {
  readonly db: Db
  readonly bus: Bus
  readonly log: Log
  /** Knows no place inside, where a redirect could lead. */
  readonly userDoor: OutboundDoor
  readonly keys: Keys
  readonly processId: string
}

/** Requests of one workspace in one batch, and of all in this process. */
const BATCH_MAX = 8
const EACH = 4
const TOTAL = 16
const REST_MS = 20
/** A process that has not been heard of for so long is gone (its beat is every 3 seconds). */
const GONE = `${GONE_S} seconds`
/** Longer than any request takes. */
const STALE = '2 minutes'

/**
 * Makes the requests that flows have asked for. A request is claimed and committed before it leaves; its answer, and that
 * it is done, are one transaction. When a process dies in between, what may be repeated is asked again, and anything
 * else counts as timed out: it is never asked twice.
 */
export function openRequests(parts: Parts): Worker {
  const { db, bus, log } = parts
  return openWorker({
    name: 'requests',
    topic: 'request',
    bus,
    log,
    find: async () => {
      const rows = await db.rows<{ workspace_id: string }>(sql`
        select distinct r.workspace_id from flow_request r where ${isOpen} limit 1000`)
      return rows.map(({ workspace_id }) => workspace_id)
    },
    work: (workspaceId) => workRequests(parts, workspaceId),
    each: EACH,
    total: TOTAL,
    rest: REST_MS,
  })
}

/** Not begun; or begun by a process that is gone, or so long ago that its answer could not be written down. */
const isOpen = sql`(r.begun_by is null or r.begun_at < now() - ${STALE}::interval or not exists (
  select 1 from process p where p.id = r.begun_by and p.beat_at > now() - ${GONE}::interval))`

type Claimed = {
  readonly id: string
  readonly call: unknown
  /** Somebody began it before and never came back. */
  readonly again: boolean
  /** The run still stands in the very wait that asked. */
  readonly wanted: boolean
}

async function workRequests(parts: Parts, workspaceId: string): Promise<Worked> {
  const claimed = await claim(parts, workspaceId)
  await Promise.all(claimed.map((row) => answer(parts, workspaceId, row)))
  return { more: claimed.length === BATCH_MAX }
}

function claim({ db, processId }: Parts, workspaceId: string): Promise<Claimed[]> {
  return db.rows<Claimed>(sql`
    with open as materialized (
      select r.id, r.begun_by is not null as again from flow_request r
      where r.workspace_id = ${workspaceId} and ${isOpen}
      order by r.created_at limit ${BATCH_MAX} for update of r skip locked)
    update flow_request r set begun_by = ${processId}, begun_at = now() from open
    where r.workspace_id = ${workspaceId} and r.id = open.id
    returning r.id, r.call, open.again,
      exists (select 1 from run where run.workspace_id = r.workspace_id and run.chat_id = r.chat_id
        and run.id = r.run_id and run.state #>> '{waiting,token}' = r.token) as wanted`)
}

const UNKNOWN: HttpReply = { result: 'timeout', status: null, ms: 0, fields: {}, reason: 'unknown' }

async function answer(
  parts: Parts,
  workspaceId: string,
  { id, call, again, wanted }: Claimed,
): Promise<void> {
  const { db, bus, log } = parts
  if (!wanted) {
    await db.run(sql`delete from flow_request where workspace_id = ${workspaceId} and id = ${id}`)
    return
  }
  try {
    await hand(db, workspaceId, id, await replyTo(parts, workspaceId, { id, call, again }))
  } catch (error) {
    if (isPassing(error)) throw error
    log.error(
      { err: error, workspaceId, requestId: id },
      'a request broke here; its flow goes on as without an answer',
    )
    await hand(db, workspaceId, id, UNKNOWN)
  }
  bus.call('inbox', workspaceId)
}

async function replyTo(
  { db, userDoor: door, keys }: Parts,
  workspaceId: string,
  { id, call, again }: Pick<Claimed, 'id' | 'call' | 'again'>,
): Promise<HttpReply> {
  const drawn = HttpCall.parse(call)
  if (again && !isRepeatable(drawn.method)) return UNKNOWN
  const openSecrets = secretsOf(db, workspaceId, keys)
  return (await askOutside(drawn, id, { door, openSecrets })).reply
}

/** The request goes and its answer comes to the contact's inbox, in one statement; its time is the channel's. */
function hand(db: Db, workspaceId: string, id: string, reply: HttpReply): Promise<number> {
  return db.run(sql`
    with done as (
      delete from flow_request where workspace_id = ${workspaceId} and id = ${id}
      returning contact_key, phone_number_id, run_id, token)
    insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
    select ${workspaceId}, done.contact_key, done.phone_number_id, 'reply',
           now() + coalesce(c.clock_offset, 0) * interval '1 millisecond',
           jsonb_build_object('runId', done.run_id, 'token', done.token, 'reply', ${JSON.stringify(reply)}::jsonb)
    from done left join channel c on c.workspace_id = ${workspaceId} and c.connected`)
}
