import { isRefusalCode } from '#core/base/refusal.ts'
import { SECOND } from '#core/base/time.ts'
import { RUNGS } from '#core/chat/status.ts'
import type { Marketing } from '#core/contact/marketing.ts'
import type { Behind, Lane } from '#core/policy/facts.ts'
import type { Foresight } from '#core/policy/foresight.ts'
import { behindAfter } from '#core/policy/rule/turn.ts'
import type { Decision } from '#core/policy/send.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Address } from '#core/whatsapp/encode.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import type { Bus } from '#server/base/bus.ts'
import { type Db, isUnavailable, type Tx } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import type { Log } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { judge, LANES, noteBegun, pairOf } from '#server/chat/compose.ts'
import type { Foresee } from '#server/chat/foresee.ts'
import { marketingFacts, recipientFacts, timeOf } from '#server/chat/state.ts'
import { troubleOf } from '#server/whatsapp/trouble.ts'

type Parts = { readonly db: Db; readonly bus: Bus; readonly log: Log; readonly foresee: Foresee }

const WORKSPACES_MAX = 1000
/** Messages of one workspace that are judged again together. */
const WAITS_MAX = 100

/**
 * Asks the gate again about messages whose moment has come: they go, wait on, or are refused, and the message says which; nothing
 * overtakes what stands before it in its turn. What the
 * workspace's clock says is the channel's time. One workspace's trouble stops no other.
 */
export async function endWaits({ db, bus, log, foresee }: Parts): Promise<void> {
  const found = await db.rows<{ workspace_id: string; clock_offset: number }>(sql`
    select w.workspace_id, coalesce(c.clock_offset, 0) as clock_offset
    from workspace w left join channel c on c.workspace_id = w.workspace_id and c.connected
    where exists (
      select 1 from outbox o where o.workspace_id = w.workspace_id and o.state = 'waiting'
        and o.due_at <= now() + coalesce(c.clock_offset, 0) * interval '1 millisecond')
    limit ${WORKSPACES_MAX}`)
  for (const { workspace_id: workspaceId, clock_offset: offset } of found) {
    try {
      await db.tx('waits', (tx) => judgeDue(tx, workspaceId, offset, foresee))
      bus.call('live', workspaceId)
      bus.call('outbox', workspaceId)
    } catch (error) {
      if (!isUnavailable(error))
        log.error({ err: error, workspaceId }, 'what waited could not be judged again')
    }
  }
}

type Waiting = {
  readonly message_id: string
  readonly chat_id: string
  readonly contact_id: string
  readonly phone_number_id: string
  readonly lane: number
  readonly speaker: 'bot' | 'agent'
  readonly recipient: Address
  readonly draft: Draft
  readonly last_inbound_at: number | null
  readonly marketing: Marketing | null
  readonly number_state: string
  readonly test: boolean
  readonly recipients: string[] | null
  readonly has_bot: boolean
  readonly trouble: number | null
  readonly verdict: Verdict | null
  /** When a message before it in the same chat is judged again, that waits on and is not judged now. */
  readonly ahead_until: number | null
  readonly now: number
}

async function judgeDue(tx: Tx, workspaceId: string, offset: number, foresee: Foresee): Promise<void> {
  const rows = await dueRows(tx, workspaceId, offset)
  const [first] = rows
  if (!first) return
  const foresight = await foresee(tx, workspaceId, {
    pairs: rows.map((row) => pairOf(chatIn(row), row)),
    drafts: rows.map(({ draft }) => draft),
    now: first.now,
    automatic: rows.some(({ speaker }) => speaker === 'bot'),
  })
  const before = new Map<string, Behind | null>()
  const judged = rows.map((row) => {
    const behind = behindIn(row, before)
    const answer = judgeAgain(row, foresight, behind)
    if (row.speaker === 'bot' && !isBehind(row)) before.set(row.chat_id, behindAfter(null, answer.decision))
    return { row, ...answer }
  })
  const states = judged.map(({ row, decision }) => stateAfter(row, decision))
  await noteBegun(
    tx,
    workspaceId,
    judged.map(({ row, expense }) => ({ ...row, expense })),
  )
  await settle(tx, workspaceId, states)
  const [ids, chatIds] = [rows.map(({ message_id }) => message_id), rows.map(({ chat_id }) => chat_id)]
  await emit(tx, workspaceId, [...facts('message.changed', ids, chatIds), ...facts('chat.changed', chatIds)])
}

/** It waits only because a message before it in the same turn did. */
function isBehind({ verdict }: Waiting): boolean {
  return verdict?.refusal === 'behind-waiting'
}

/** What holds it back: the first message of its turn, as it was judged a moment ago or still waits. */
function behindIn(row: Waiting, before: ReadonlyMap<string, Behind | null>): Behind | null {
  if (!isBehind(row)) return null
  const known = before.get(row.chat_id)
  if (known !== undefined) return known
  const code = row.verdict?.facts.before
  const waits = row.ahead_until !== null && typeof code === 'string' && isRefusalCode(code)
  return waits ? { code, until: Math.max(row.ahead_until, row.now + SECOND) } : null
}

function dueRows(tx: Tx, workspaceId: string, offset: number): Promise<Waiting[]> {
  return tx.rows<Waiting>(sql`
    with due as materialized (
      select o.message_id from outbox o
      where o.workspace_id = ${workspaceId} and o.state = 'waiting'
        and o.due_at <= now() + ${offset}::bigint * interval '1 millisecond'
      order by o.due_at, o.seq limit ${WAITS_MAX} for update of o skip locked)
    select o.message_id, o.chat_id, ch.contact_id, o.phone_number_id, o.lane, m.speaker, o.recipient, m.body as draft,
           ch.last_inbound_at, c.marketing, n.state as number_state, n.test, n.recipients,
           n.bot_id is not null as has_bot,
           ${troubleOf(workspaceId, sql`n.id`)} as trouble, m.verdict,
           (select max(e.due_at) from outbox e where e.workspace_id = ${workspaceId} and e.chat_id = o.chat_id and e.seq < o.seq
             and e.state = 'waiting' and e.lane = o.lane and e.message_id not in (select d.message_id from due d)) as ahead_until,
           now() + ${offset}::bigint * interval '1 millisecond' as now
    from due
    join outbox o on o.workspace_id = ${workspaceId} and o.message_id = due.message_id
    join message m on m.workspace_id = ${workspaceId} and m.id = due.message_id
    join chat ch on ch.workspace_id = ${workspaceId} and ch.id = o.chat_id
    join contact c on c.workspace_id = ${workspaceId} and c.id = ch.contact_id
    join phone_number n on n.workspace_id = ${workspaceId} and n.id = o.phone_number_id
    order by o.seq`)
}

function chatIn({ contact_id, phone_number_id, last_inbound_at }: Waiting) {
  return { contactId: contact_id, phoneNumberId: phone_number_id, lastInboundAt: last_inbound_at }
}

const LANE_NAMES = Object.keys(LANES) as Lane[]

function judgeAgain(row: Waiting, foresight: Foresight, behind: Behind | null) {
  const { draft, recipient, now, speaker } = row
  const facts = {
    numberState: row.number_state,
    trouble: row.trouble,
    ...marketingFacts(row.marketing),
    ...recipientFacts(row, row.recipient),
    tooOften: false,
    isLinked: row.has_bot,
    behind,
  }
  const lane = LANE_NAMES[row.lane] ?? 'transactional'
  const decision = judge(chatIn(row), { draft, lane, speaker, recipient, facts, foresight, now })
  const pair = pairOf(chatIn(row), row)
  const expense = decision.kind === 'send' ? foresight.expenseOf(draft, pair) : null
  if (expense) foresight.took(expense, pair)
  return { decision, expense }
}

type After = {
  readonly id: string
  readonly kind: Decision['kind']
  readonly due: string | null
  readonly verdict: Verdict
}

function stateAfter({ message_id }: Waiting, decision: Decision): After {
  const { kind, verdict } = decision
  return { id: message_id, kind, due: kind === 'wait' ? timeOf(decision.until) : null, verdict }
}

/** The outbox before the messages, as everywhere. What goes counts its age from now. */
async function settle(tx: Tx, workspaceId: string, states: readonly After[]): Promise<void> {
  const rows = JSON.stringify(states)
  await tx.run(sql`
    update outbox o set state = case a.kind when 'send' then 'pending' else 'waiting' end, due_at = coalesce(a.due, now()),
                        created_at = now()
    from json_to_recordset(${rows}) as a (id uuid, kind text, due timestamptz)
    where o.workspace_id = ${workspaceId} and o.message_id = a.id and a.kind <> 'refusal'`)
  await tx.run(sql`
    delete from outbox o using json_to_recordset(${rows}) as a (id uuid, kind text)
    where o.workspace_id = ${workspaceId} and o.message_id = a.id and a.kind = 'refusal'`)
  await tx.run(sql`
    update message m set verdict = a.verdict, state = case a.kind when 'refusal' then 'refused' else m.state end,
                         rung = case a.kind when 'refusal' then ${RUNGS.refused}::smallint else m.rung end
    from json_to_recordset(${rows}) as a (id uuid, kind text, verdict json)
    where m.workspace_id = ${workspaceId} and m.id = a.id and m.id = any(${states.map(({ id }) => id)}::uuid[])`)
}
