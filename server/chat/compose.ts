import type { Refusal } from '#core/base/refusal.ts'
import type { Millis } from '#core/base/time.ts'
import { RUNGS } from '#core/chat/status.ts'
import type { Lane, SendFacts } from '#core/policy/facts.ts'
import type { Expense, Foresight, Pair } from '#core/policy/foresight.ts'
import { type Decision, decideSend } from '#core/policy/send.ts'
import { isWindowOpen, WINDOW } from '#core/policy/window.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { type Address, filesOf } from '#core/whatsapp/encode.ts'
import { summaryOfDraft } from '#core/whatsapp/summary.ts'
import type { Query } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { numberedTableOf } from '#server/base/table.ts'
import { type ChatState, type MessageRow, timeOf } from '#server/chat/state.ts'

/** The lower one goes first. */
export const LANES = { reply: 0, agent: 1, transactional: 2, broadcast: 3 } as const satisfies Record<
  Lane,
  number
>

export type Intent = {
  readonly draft: Draft
  readonly lane: Lane
  readonly speaker: 'bot' | 'agent'
  readonly authorId: string | null
  readonly clientId: string | null
  /** The message's id, where it is known before; else a new one. */
  readonly id?: string
  /** The wamid it quotes. */
  readonly replyTo: string | null
  readonly recipient: Address
  readonly facts: Omit<SendFacts, 'lane' | 'automatic' | 'lastInboundAt'>
  /** What is known beyond the chat; null: an ordinary reply needs no more. */
  readonly foresight: Foresight | null
  /** The channel's present moment. */
  readonly now: Millis
}

export type OutboxRow = {
  readonly message_id: string
  readonly chat_id: string
  readonly phone_number_id: string
  readonly lane: number
  readonly recipient: Address
  readonly draft: Draft
  readonly reply_to: string | null
  readonly patience: number
  readonly expires_at: Millis | null
  /** It waits until then, in the channel's time, and is judged again; null: it may go now. */
  readonly until: Millis | null
  readonly expense: Expense | null
}

export type Composed = {
  readonly message: MessageRow
  readonly outbox: OutboxRow | null
  readonly refusal: Refusal | null
  /** The gate's whole answer. */
  readonly decision: Decision
}

/** Seconds that one call to the Graph API may take before its fate counts as unknown. */
const CALL_PATIENCE_S = 15
/** The same when a file of ours must be uploaded before. */
const UPLOAD_PATIENCE_S = 120

/**
 * The one gate: whatever leaves the house, an agent's word, a flow's, a broadcast's, is judged here and nowhere else.
 * A refused one is still a message row, with the reason; it has no outbox row. The chat's last line is set.
 */
export function compose(chat: ChatState, intent: Intent): Composed {
  const { draft, lane, speaker, now, foresight } = intent
  const decision = judge(chat, intent)
  const refusal = decision.kind === 'refusal' ? decision : null
  const state = refusal ? 'refused' : 'queued'
  const message: MessageRow = {
    id: intent.id ?? newId(),
    chat_id: chat.id,
    at: now,
    kind: 'out',
    speaker,
    author_id: intent.authorId,
    body: draft,
    state,
    rung: RUNGS[state],
    wamid: null,
    reply_to: intent.replyTo,
    client_id: intent.clientId,
    fault: null,
    verdict: decision.verdict,
  }
  if (refusal) return { message, outbox: null, refusal, decision }
  const freeForm = draft.kind !== 'template'
  chat.last = { id: message.id, out: true, ...summaryOfDraft(draft) }
  chat.lastAt = now
  const pair = pairOf(chat, intent)
  const until = decision.kind === 'wait' ? decision.until : null
  const expense = decision.kind === 'send' ? (foresight?.expenseOf(draft, pair) ?? null) : null
  if (expense) foresight?.took(expense, pair)
  const outbox: OutboxRow = {
    message_id: message.id,
    chat_id: chat.id,
    phone_number_id: chat.phoneNumberId,
    lane: LANES[lane],
    recipient: intent.recipient,
    draft,
    reply_to: intent.replyTo,
    patience: filesOf(draft).length > 0 ? UPLOAD_PATIENCE_S : CALL_PATIENCE_S,
    expires_at: freeForm && chat.lastInboundAt !== null ? chat.lastInboundAt + WINDOW : null,
    until,
    expense,
  }
  return { message, outbox, refusal: null, decision }
}

/** The gate's answer to an intent, with nothing done about it. */
export function judge(
  chat: Pick<ChatState, 'contactId' | 'phoneNumberId' | 'lastInboundAt'>,
  intent: Pick<Intent, 'draft' | 'lane' | 'speaker' | 'recipient' | 'facts' | 'foresight' | 'now'>,
): Decision {
  const { draft, lane, speaker, now, foresight } = intent
  const { lastInboundAt } = chat
  const isNumbered = intent.recipient.waId !== undefined
  const own = { ...intent.facts, lane, automatic: speaker === 'bot', lastInboundAt, isNumbered }
  return decideSend(
    draft,
    foresight ? { ...own, ...foresight.factsOf(draft, pairOf(chat, intent)) } : own,
    now,
  )
}

export function pairOf(
  {
    contactId,
    phoneNumberId,
    lastInboundAt,
  }: Pick<ChatState, 'contactId' | 'phoneNumberId' | 'lastInboundAt'>,
  { recipient }: Pick<Intent, 'recipient'>,
): Pair {
  return { numberId: phoneNumberId, contactId, to: recipient.waId ?? recipient.bsuid ?? '', lastInboundAt }
}

/** Whether the gate must know more than the chat: for a template, and where a template is the way out. */
export function wantsForesight(draft: Draft, lastInboundAt: Millis | null, now: Millis): boolean {
  return draft.kind === 'template' || !isWindowOpen(lastInboundAt, now)
}

/** What a process keeps free to call for at once: so many messages, over these numbers. */
export type Hands = { readonly room: number; readonly numbers: ReadonlySet<string> }
export const NO_HANDS: Hands = { room: 0, numbers: new Set() }

const OUTBOX_COLUMNS =
  'message_id uuid, chat_id uuid, phone_number_id uuid, lane smallint, recipient json, template boolean, reply_to text, patience int, ' +
  'expires_at timestamptz, until timestamptz, at_once boolean'

/**
 * Hands composed messages to the post. Only this function fills the outbox. A message that nothing of its chat waits before
 * is `sending` from the start when the caller's process has its hands free: the answer names those, and once the transaction
 * is committed the caller must carry them. The caller holds the contact's lock. What waits for its moment holds up nothing
 * behind it; `waits.ts` asks the gate again.
 */
export async function post(
  query: Query,
  workspaceId: string,
  rows: readonly OutboxRow[],
  hands: Hands = NO_HANDS,
): Promise<OutboxRow[]> {
  if (rows.length === 0) return []
  const heads = headsFor(rows, hands)
  const begun = noteBegun(query, workspaceId, rows)
  const marked = rows.map(({ draft, expense, ...row }) => ({
    ...row,
    template: draft.kind === 'template',
    at_once: heads.has(row.message_id),
  }))
  const written = query.rows<{ message_id: string }>(sql`
    with asked as materialized (
      select r.*, r.at_once and not exists (
        select 1 from outbox e where e.workspace_id = ${workspaceId} and e.chat_id = r.chat_id and e.state <> 'waiting') as first
      from ${numberedTableOf(marked, 'r', OUTBOX_COLUMNS)}),
    written as (
      insert into outbox (workspace_id, message_id, chat_id, phone_number_id, lane, recipient, template, reply_to, patience, expires_at,
                          state, due_at, attempts, sending_at, lease_until)
      select ${workspaceId}, o.message_id, o.chat_id, o.phone_number_id, o.lane, o.recipient, o.template, o.reply_to, o.patience,
             o.expires_at, case when o.until is not null then 'waiting' when o.first then 'sending' else 'pending' end,
             coalesce(o.until, now()), case when o.first then 1 else 0 end,
             case when o.first then clock_timestamp() end,
             case when o.first then clock_timestamp() + o.patience * interval '1 second' end
      from asked o
      order by o.n
      returning message_id, state)
    select message_id from written where state = 'sending'`)
  const [sending] = await Promise.all([written, begun])
  const ids = new Set(sending.map(({ message_id }) => message_id))
  return rows.filter(({ message_id }) => ids.has(message_id))
}

/** The first message of each chat, as many as there is room for, over numbers that may speak. */
function headsFor(rows: readonly OutboxRow[], { room, numbers }: Hands): ReadonlySet<string> {
  const heads = new Map<string, string>()
  for (const { chat_id, message_id, phone_number_id, until } of rows) {
    if (until !== null) continue
    if (heads.size < room && !heads.has(chat_id) && numbers.has(phone_number_id))
      heads.set(chat_id, message_id)
  }
  return new Set(heads.values())
}

/** Templates on their way, for the budget and the messaging limit of those that come after them. */
export async function noteBegun(
  query: Query,
  workspaceId: string,
  rows: readonly Pick<OutboxRow, 'message_id' | 'phone_number_id' | 'expense'>[],
): Promise<void> {
  const begun = rows.flatMap(({ message_id, phone_number_id, expense }) =>
    expense
      ? {
          ...expense,
          message_id,
          phone_number_id,
          at: timeOf(expense.at),
          lapsesAt: timeOf(expense.lapsesAt),
        }
      : [],
  )
  if (begun.length === 0) return
  await query.run(sql`
    insert into begun (workspace_id, message_id, phone_number_id, contact_id, at, lapses_at, outside, month, currency, micros)
    select ${workspaceId}, b.* from json_to_recordset(${JSON.stringify(begun)})
      as b (message_id uuid, phone_number_id uuid, "contactId" uuid, at timestamptz, "lapsesAt" timestamptz, outside boolean, month text, currency text,
            micros bigint)
    on conflict do nothing`)
}
