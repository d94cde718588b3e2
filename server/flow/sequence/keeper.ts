import { HOUR, MINUTE } from '#core/base/time.ts'
import type { Occurrence } from '#core/flow/event.ts'
import { inWindow, type SendWindow, type SequenceStep } from '#core/flow/sequence.ts'
import { millisOf } from '#core/flow/time/duration.ts'
import type { Bus } from '#server/base/bus.ts'
import { type Db, isUnavailable, type Tx } from '#server/base/db.ts'
import type { Log } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { timeOf } from '#server/chat/state.ts'

type Parts = { readonly db: Db; readonly bus: Bus; readonly log: Log }

const FOUND_MAX = 500
/** While the sequence's bot has no number, or people have the chat, the step waits, and is looked at again after this. */
const HELD_WAIT = 15 * MINUTE
/** Flows that put people into sequences that begin at once are a loop like any (core/flow/event.ts); one that takes longer is meant so. */
const LOOP_WITHIN = HOUR
/** People of one sequence whose step one transaction takes. */
const PAGE = 200

/** One turn of all sequences: whose step is due gets its flow as a happening. One sequence's trouble stops no other. */
export async function keepSequences({ db, bus, log }: Parts): Promise<void> {
  const found = await db.rows<{ workspace_id: string; sequence_id: string }>(sql`
    select distinct s.workspace_id, s.sequence_id from subscription s
    join sequence q on q.workspace_id = s.workspace_id and q.id = s.sequence_id and q.enabled
    left join channel c on c.workspace_id = s.workspace_id and c.connected
    where s.state = 'active' and s.due_at <= now() + coalesce(c.clock_offset, 0) * interval '1 millisecond'
    limit ${FOUND_MAX}`)
  for (const { workspace_id: workspaceId, sequence_id: id } of found) {
    try {
      const handed = await db.tx('sequence', (tx) => takePage(tx, workspaceId, id))
      if (handed > 0) bus.call('inbox', workspaceId)
    } catch (error) {
      if (!isUnavailable(error))
        log.error({ err: error, workspaceId, sequenceId: id }, 'a sequence’s turn failed')
    }
  }
}

type Ground = {
  readonly bot_id: string
  readonly steps: SequenceStep[]
  readonly send_window: SendWindow | null
  readonly zone: string
  readonly now: number
}
type Due = {
  readonly contact_id: string
  readonly contact_key: string
  /** The number by which they were put in while the bot has it, else the one on which bot and contact last spoke. */
  readonly phone_number_id: string | null
  readonly depth: number
  readonly begun_at: number
  readonly step: number
  readonly armed: boolean
  readonly due_at: number
  readonly opted_out: boolean
  /** People have the chat: the bot is silent there. */
  readonly held: boolean
  /** The contact's own; null: the workspace's. */
  readonly own_zone: string | null
}
type Moved = {
  readonly contact_id: string
  readonly phone_number_id: string | null
  readonly step: number
  readonly armed: boolean
  readonly due_at: string
  readonly state: 'active' | 'done' | 'left'
}
type Happening = {
  readonly contact_key: string
  readonly phone_number_id: string
  readonly at: string
  readonly payload: Occurrence
}

/** The happening and the place behind it are written in one transaction: a crash gives nobody a step twice. */
async function takePage(tx: Tx, workspaceId: string, id: string): Promise<number> {
  const [ground] = await tx.rows<Ground>(sql`
    select q.bot_id, q.steps, q.send_window, w.zone,
           now() + coalesce((select clock_offset from channel where workspace_id = ${workspaceId} and connected), 0)
             * interval '1 millisecond' as now
    from sequence q join workspace w on w.workspace_id = q.workspace_id
    where q.workspace_id = ${workspaceId} and q.id = ${id} and q.enabled for share of q`)
  if (!ground) return 0
  const due = await tx.rows<Due>(sql`
    select s.contact_id, s.step, s.armed, s.due_at, s.depth, s.begun_at, (
             select n.id from phone_number n
             left join chat ch on ch.workspace_id = ${workspaceId} and ch.contact_id = s.contact_id and ch.phone_number_id = n.id
             where n.workspace_id = ${workspaceId} and n.bot_id = ${ground.bot_id}
             order by n.id = s.phone_number_id desc, ch.last_at desc nulls last, n.id limit 1) as phone_number_id,
           coalesce((c.marketing ->> 'stopped')::boolean, false) as opted_out,
           exists (select 1 from chat p where p.workspace_id = ${workspaceId} and p.contact_id = s.contact_id
             and p.phone_number_id = s.phone_number_id and p.bot_paused
             and (p.paused_until is null or p.paused_until > ${timeOf(ground.now)}::timestamptz)) as held,
           c.zone as own_zone,
           (select identity from contact_identity i where i.workspace_id = ${workspaceId} and i.contact_id = s.contact_id
            order by identity desc limit 1) as contact_key
    from subscription s join contact c on c.workspace_id = ${workspaceId} and c.id = s.contact_id
    where s.workspace_id = ${workspaceId} and s.sequence_id = ${id} and s.state = 'active'
      and s.due_at <= ${timeOf(ground.now)}::timestamptz
    order by s.due_at limit ${PAGE} for update of s skip locked`)
  const happenings: Happening[] = []
  const moved = due.map((row) => move(row, ground, happenings))
  await tx.run(sql`
    update subscription s set step = m.step, phone_number_id = coalesce(m.phone_number_id, s.phone_number_id), armed = m.armed, due_at = m.due_at, state = m.state,
                              reason = case when m.state = 'left' then 'opt-out' end
    from json_to_recordset(${JSON.stringify(moved)})
      as m (contact_id uuid, phone_number_id uuid, step int, armed boolean, due_at timestamptz, state text)
    where s.workspace_id = ${workspaceId} and s.sequence_id = ${id} and s.contact_id = m.contact_id`)
  if (happenings.length > 0)
    await tx.run(sql`
      insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
      select ${workspaceId}, h.contact_key, h.phone_number_id, 'event', h.at, h.payload
      from json_to_recordset(${JSON.stringify(happenings)})
        as h (contact_key text, phone_number_id uuid, at timestamptz, payload json)`)
  return happenings.length
}

/** Takes out who stopped marketing; reckons when the step at hand comes; or, when its time is here and the window open, hands its flow over and goes on. */
function move(
  row: Due,
  { steps, send_window: window, zone: usual, now }: Ground,
  happenings: Happening[],
): Moved {
  const zone = row.own_zone ?? usual
  const { contact_id, contact_key, phone_number_id } = row
  const step = steps[row.step]
  const at = (due: number, more: { step: number; armed: boolean; state?: Moved['state'] }): Moved => ({
    ...{ contact_id, phone_number_id, due_at: timeOf(due), state: 'active' },
    ...more,
  })
  if (row.opted_out) return at(row.due_at, { step: row.step, armed: false, state: 'left' })
  if (!step) return at(row.due_at, { step: row.step, armed: false, state: 'done' })
  if (!row.armed) {
    const due = row.due_at + (step.delay ? millisOf(step.delay) : 0)
    return at(inWindow(window, due, zone), { step: row.step, armed: true })
  }
  const open = inWindow(window, now, zone)
  if (open > now) return at(open, { step: row.step, armed: true })
  if (phone_number_id === null || row.held) return at(now + HELD_WAIT, { step: row.step, armed: true })
  const depth = now - row.begun_at < LOOP_WITHIN ? row.depth : 0
  const payload: Occurrence = { event: { kind: 'sequence', flow: step.flow }, depth }
  happenings.push({ contact_key, phone_number_id, at: timeOf(now), payload })
  const next = row.step + 1
  return at(now, { step: next, armed: false, state: next < steps.length ? 'active' : 'done' })
}
