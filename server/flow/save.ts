import type { Millis } from '#core/base/time.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { type Emission, emit, facts } from '#server/base/events.ts'
import { sql } from '#server/base/sql.ts'
import { tableOf } from '#server/base/table.ts'
import { type Hands, type OutboxRow, post } from '#server/chat/compose.ts'
import { timeOf } from '#server/chat/state.ts'
import {
  insertChats,
  insertContacts,
  insertIdentities,
  insertMessages,
  saveReactions,
  updateChats,
  updateContacts,
} from '#server/chat/write.ts'
import type { Changes, DeskChat, HappenedRow, Page, RequestRow, TurnRow } from '#server/flow/page.ts'
import { leaveOnReply, subscribe } from '#server/flow/sequence/subscribe.ts'
import { saveVisits } from '#server/flow/visits.ts'
import { noteEntries } from '#server/policy/standing.ts'
import { saveAssigned } from '#server/workspace/crew.ts'
import { insertNotices } from '#server/workspace/notices.ts'
import { claimChats } from '#server/workspace/own-whatsapp.ts'

export type Decided = {
  readonly pages: readonly Page[]
  readonly changes: Changes
  /** The inbox rows that are used up. */
  readonly done: readonly number[]
}

/** Everything a batch decided, in one round trip with the commit. Answers with what this process must carry now. */
export async function saveBatch(
  tx: Tx,
  workspaceId: string,
  { pages, changes, done }: Decided,
  hands: Hands,
): Promise<OutboxRow[]> {
  const writes: Promise<unknown>[] = []
  const contacts = pages.map(({ contact }) => contact)
  const chats = pages.flatMap((page) => [...page.chats.values()]).filter(({ touched }) => touched)
  const push = <T>(rows: readonly T[], write: (rows: readonly T[]) => Promise<unknown>) => {
    if (rows.length > 0) writes.push(write(rows))
  }
  push(
    contacts.filter(({ fresh }) => fresh),
    (rows) => insertContacts(tx, workspaceId, rows),
  )
  push(
    contacts.filter(({ fresh, touched }) => touched && !fresh),
    (rows) => updateContacts(tx, workspaceId, rows),
  )
  push(
    contacts.filter(({ newIdentities }) => newIdentities.size > 0),
    (rows) => insertIdentities(tx, workspaceId, rows),
  )
  push(
    chats.filter(({ chat }) => chat.fresh).map(({ chat }) => chat),
    (rows) => insertChats(tx, workspaceId, rows),
  )
  push(
    chats.filter(({ chat }) => !chat.fresh).map(({ chat }) => chat),
    (rows) => updateChats(tx, workspaceId, rows),
  )
  push(changes.messages, (rows) => insertMessages(tx, workspaceId, rows))
  push(changes.reactions, (rows) => saveReactions(tx, workspaceId, rows))
  push(
    chats.filter(({ run }) => run !== null),
    (rows) => saveRuns(tx, workspaceId, rows),
  )
  push(
    chats.filter(({ run, hadRun }) => run === null && hadRun),
    (rows) => endRuns(tx, workspaceId, rows),
  )
  push([...changes.alarms], (rows) => saveAlarms(tx, workspaceId, rows))
  push(changes.turns, (rows) => insertTurns(tx, workspaceId, rows))
  push(changes.happened, (rows) => insertHappened(tx, workspaceId, rows))
  push(
    chats.filter(({ capped }) => capped),
    (rows) => noteFallbacks(tx, workspaceId, rows),
  )
  push([...changes.replied], (ids) => leaveOnReply(tx, workspaceId, ids))
  push([...changes.visits.values()], (rows) => saveVisits(tx, workspaceId, rows))
  push(changes.subscribing, (rows) => subscribe(tx, workspaceId, rows))
  push(changes.entries, (rows) => noteEntries(tx, workspaceId, rows))
  push([...changes.given], (rows) =>
    saveAssigned(
      tx,
      workspaceId,
      rows.map(([chatId, to]) => ({ chatId, to })),
    ),
  )
  push([...changes.ads], (rows) => noteAds(tx, workspaceId, rows))
  push(changes.notices, (rows) => insertNotices(tx, workspaceId, rows))
  push(changes.claims, (rows) => claimChats(tx, workspaceId, rows))
  push(changes.requests, (rows) => insertRequests(tx, workspaceId, rows))
  const sending = post(tx, workspaceId, changes.outbox, hands)
  writes.push(sending)
  push([...changes.botChanges], (rows) => saveBotValues(tx, workspaceId, rows))
  push(done, (rows) =>
    tx.run(sql`delete from inbox where workspace_id = ${workspaceId} and seq = any(${rows}::bigint[])`),
  )
  push(emissionsOf(changes, chats, contacts), (rows) => emit(tx, workspaceId, rows))
  await tx.finish(writes)
  return await sending
}

function saveRuns(query: Query, workspaceId: string, chats: readonly DeskChat[]): Promise<number> {
  const rows = chats.map(({ chat, run }) => ({
    chat_id: chat.id,
    id: run?.id,
    flow_id: run?.flowId,
    version_id: run?.versionId,
    state: run?.run,
    started_at: run?.startedAt ?? 0,
  }))
  return query.run(sql`
    insert into run (workspace_id, chat_id, id, flow_id, version_id, state, started_at, updated_at)
    select ${workspaceId}, r.*, now()
    from ${tableOf(rows, 'r', 'chat_id uuid, id uuid, flow_id uuid, version_id uuid, state json, started_at timestamptz')}
    on conflict (workspace_id, chat_id) do update
    set id = excluded.id, flow_id = excluded.flow_id, version_id = excluded.version_id, state = excluded.state,
        started_at = excluded.started_at, updated_at = now()`)
}

function endRuns(query: Query, workspaceId: string, chats: readonly DeskChat[]): Promise<number> {
  return query.run(sql`
    delete from run where workspace_id = ${workspaceId} and chat_id = any(${chats.map(({ chat }) => chat.id)}::uuid[])`)
}

/** An alarm per run at most; null silences it. */
async function saveAlarms(
  query: Query,
  workspaceId: string,
  alarms: readonly (readonly [string, unknown])[],
): Promise<void> {
  const set = alarms.filter(([, alarm]) => alarm !== null).map(([, alarm]) => alarm)
  const gone = alarms.filter(([, alarm]) => alarm === null).map(([runId]) => runId)
  const writes: Promise<unknown>[] = []
  if (gone.length > 0)
    writes.push(
      query.run(sql`delete from alarm where workspace_id = ${workspaceId} and run_id = any(${gone}::uuid[])`),
    )
  if (set.length > 0) {
    writes.push(
      query.run(sql`
        insert into alarm (workspace_id, run_id, due_at, token, contact_key, phone_number_id)
        select ${workspaceId}, a.* from json_to_recordset(${JSON.stringify(set)})
          as a (run_id uuid, due_at timestamptz, token text, contact_key text, phone_number_id uuid)
        on conflict (workspace_id, run_id) do update set due_at = excluded.due_at, token = excluded.token`),
    )
  }
  await Promise.all(writes)
}

function insertRequests(query: Query, workspaceId: string, requests: readonly RequestRow[]): Promise<number> {
  return query.run(sql`
    insert into flow_request (workspace_id, id, chat_id, run_id, token, contact_key, phone_number_id, call)
    select ${workspaceId}, r.* from json_to_recordset(${JSON.stringify(requests)})
      as r (id uuid, chat_id uuid, run_id uuid, token text, contact_key text, phone_number_id uuid, call jsonb)`)
}

function saveBotValues(
  query: Query,
  workspaceId: string,
  changes: readonly (readonly [string, string | null])[],
): Promise<number> {
  const set = Object.fromEntries(changes.filter(([, value]) => value !== null))
  const gone = changes.filter(([, value]) => value === null).map(([field]) => field)
  return query.run(sql`
    update workspace set bot_values = (bot_values || ${JSON.stringify(set)}::jsonb) - ${gone}::text[]
    where workspace_id = ${workspaceId}`)
}

const TURN_COLUMNS =
  'id uuid, chat_id uuid, flow_id uuid, version_id uuid, at timestamptz, heard json, outcome text, micros int, steps json'

function insertTurns(query: Query, workspaceId: string, turns: readonly TurnRow[]): Promise<number> {
  return query.run(sql`
    insert into turn (workspace_id, id, chat_id, flow_id, version_id, at, heard, outcome, micros, steps)
    select ${workspaceId}, t.* from ${tableOf(turns, 't', TURN_COLUMNS)}`)
}

/** What flows did and others listen to: heard after what is in the inbox already. */
function insertHappened(query: Query, workspaceId: string, rows: readonly HappenedRow[]): Promise<number> {
  return query.run(sql`
    insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
    select ${workspaceId}, h.contact_key, h.phone_number_id, 'event', h.at, h.payload
    from json_to_recordset(${JSON.stringify(rows)})
      as h (contact_key text, phone_number_id uuid, at timestamptz, payload json)`)
}

function noteFallbacks(query: Query, workspaceId: string, chats: readonly DeskChat[]): Promise<number> {
  const rows = chats.map(({ chat, fallbackAt }) => ({ id: chat.id, at: timeOf(fallbackAt ?? 0) }))
  return query.run(sql`
    update chat t set fallback_at = c.at from json_to_recordset(${JSON.stringify(rows)}) as c (id uuid, at timestamptz)
    where t.workspace_id = ${workspaceId} and t.id = c.id`)
}

/** When ads have led to these chats. */
function noteAds(
  query: Query,
  workspaceId: string,
  ads: readonly (readonly [string, Millis])[],
): Promise<number> {
  const rows = ads.map(([id, at]) => ({ id, at: timeOf(at) }))
  return query.run(sql`
    update chat t set ad_at = c.at from json_to_recordset(${JSON.stringify(rows)}) as c (id uuid, at timestamptz)
    where t.workspace_id = ${workspaceId} and t.id = c.id`)
}

function emissionsOf(
  changes: Changes,
  chats: readonly DeskChat[],
  contacts: readonly { readonly id: string; readonly touched: boolean }[],
): Emission[] {
  const chatIds = chats.map(({ chat }) => chat.id)
  const messages = changes.messages.map(({ id }) => id)
  const reacted = changes.reactions.map(({ wamid }) => wamid)
  return [
    ...facts('message.changed', [...messages, ...reacted], chatIds),
    ...facts('chat.changed', chatIds),
    ...facts(
      'trace.added',
      changes.turns.map(({ id }) => id),
      chatIds,
    ),
    ...facts(
      'contact.changed',
      contacts.filter(({ touched }) => touched).map(({ id }) => id),
    ),
    ...facts(
      'member.changed',
      changes.claims.map(({ chatId }) => chatId),
    ),
    ...facts('notice.added', [...new Set(changes.notices.map(({ member_id }) => member_id))]),
  ]
}
