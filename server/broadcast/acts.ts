import type { Words } from '#core/base/language.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import { MINUTE } from '#core/base/time.ts'
import { momentOf } from '#core/base/zone.ts'
import { type Lack, lacksOf } from '#core/broadcast/lacks.ts'
import { AUDIENCE_MAX, SENDING_MAX } from '#core/broadcast/limits.ts'
import { isRetryable } from '#core/broadcast/result.ts'
import { type Act, mayAct } from '#core/broadcast/state.ts'
import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { askedOf, countAudience, writtenOf } from '#server/broadcast/estimate.ts'
import { type BroadcastRow, lockBroadcast, turn } from '#server/broadcast/store.ts'
import { countResult } from '#server/broadcast/tally.ts'
import { timeOf } from '#server/chat/state.ts'

/** The broadcast, locked, when it may be acted upon so. */
export async function lockFor(
  tx: Tx,
  workspaceId: string,
  id: string,
  act: Act,
): Promise<BroadcastRow | Refusal> {
  const row = await lockBroadcast(tx, workspaceId, id)
  if (!row) return refuse('not-found')
  return mayAct(act, row.state) ? row : refuse('broadcast-state', STATES[row.state])
}

const STATES = {
  draft: { state_id: 'draf', state_en: 'a draft' },
  scheduled: { state_id: 'terjadwal', state_en: 'scheduled' },
  sending: { state_id: 'mengirim', state_en: 'being sent' },
  paused: { state_id: 'dijeda', state_en: 'paused' },
  done: { state_id: 'selesai', state_en: 'done' },
  cancelled: { state_id: 'dibatalkan', state_en: 'cancelled' },
} as const

const LACKING: Readonly<Record<Lack, Words>> = {
  number: { id: 'pilih nomor pengirimnya', en: 'choose the number that sends it' },
  numbers: { id: 'daftar nomornya masih kosong', en: 'the list of numbers is empty' },
  consent: { id: 'tulis bagaimana mereka setuju dihubungi', en: 'write how they agreed to be contacted' },
  template: { id: 'pilih template yang disetujui', en: 'choose an approved template' },
  values: { id: 'isi setiap variabel templatenya', en: 'fill every variable of the template' },
}

export function lackRefusal(lack: Lack): Refusal {
  return refuse('broadcast-lacks', { what_id: LACKING[lack].id, what_en: LACKING[lack].en })
}

export type Start = {
  readonly revision: number
  readonly recipients: number
  /** A wall clock of the workspace; null: now. */
  readonly at: string | null
}

/** What was estimated and confirmed begins now, or at its time. */
export async function start(
  tx: Tx,
  workspaceId: string,
  row: BroadcastRow,
  { revision, recipients, at }: Start,
  memberId: string,
): Promise<Refusal | null> {
  if (row.revision !== revision) return refuse('broadcast-changed')
  const [lack] = lacksOf(writtenOf(row))
  if (lack) return lackRefusal(lack)
  const count = await countAudience(tx, askedOf(workspaceId, row))
  if (count === 0) return refuse('broadcast-nobody')
  if (count > AUDIENCE_MAX) return refuse('broadcast-many', { max: AUDIENCE_MAX })
  if (count !== recipients) return refuse('broadcast-recipients', { count, confirmed: recipients })
  const begins = at === null ? null : momentOf(Date.parse(`${at}:00Z`), row.zone)
  if (begins !== null && begins < row.now - MINUTE)
    return refuse('broadcast-past', { at: at?.replace('T', ' ') ?? '' })
  if (begins === null && (await isFull(tx, workspaceId)))
    return refuse('broadcast-busy', { max: SENDING_MAX })
  await tx.run(sql`
    update broadcast set state = ${begins === null ? 'sending' : 'scheduled'}, revision = revision + 1, updated_at = now(),
      started_at = case when ${begins === null} then now() end, started_by = ${memberId}, confirmed = ${count},
      starts_local = ${at}, starts_at = ${begins === null ? null : timeOf(begins)}::timestamptz,
      reason = null, held_until = null
    where workspace_id = ${workspaceId} and id = ${row.id}`)
  return null
}

async function isFull(tx: Tx, workspaceId: string): Promise<boolean> {
  const [row] = await tx.rows<{ count: number }>(sql`
    select count(*)::int as count from broadcast where workspace_id = ${workspaceId} and state = 'sending'`)
  return (row?.count ?? 0) >= SENDING_MAX
}

/** Goes on where it stood; nobody who was handed over is asked again. */
export async function resume(tx: Tx, workspaceId: string, { id }: BroadcastRow): Promise<Refusal | null> {
  if (await isFull(tx, workspaceId)) return refuse('broadcast-busy', { max: SENDING_MAX })
  return await turn(tx, workspaceId, id, { state: 'sending', reason: null })
}

export async function unschedule(tx: Tx, workspaceId: string, { id }: BroadcastRow): Promise<null> {
  await turn(tx, workspaceId, id, { state: 'draft', reason: null })
  await tx.run(sql`
    update broadcast set starts_local = null, starts_at = null where workspace_id = ${workspaceId} and id = ${id}`)
  return null
}

/** Whoever has not been handed over gets nothing any more; what stands at the post goes out. */
export async function cancel(tx: Tx, workspaceId: string, { id }: BroadcastRow): Promise<null> {
  await turn(tx, workspaceId, id, { state: 'cancelled', reason: null })
  await tx.run(sql`
    update broadcast_recipient set state = 'cancelled', due_at = null, code = null, details = null
    where workspace_id = ${workspaceId} and broadcast_id = ${id} and state = 'planned'`)
  return null
}

/** Those whose message failed for a reason that can pass are planned anew; nobody else. The failed message stays in its chat. */
export async function retry(tx: Tx, workspaceId: string, { id }: BroadcastRow): Promise<Refusal | null> {
  const { reasons } = await countResult(tx, workspaceId, id)
  const codes = reasons
    .filter(({ place, code }) => place === 'failed' && isRetryable(Number(code)))
    .map(({ code }) => code)
  if (codes.length === 0) return refuse('not-retryable', { state: 'failed' })
  if (await isFull(tx, workspaceId)) return refuse('broadcast-busy', { max: SENDING_MAX })
  await tx.run(sql`
    update broadcast_recipient r set state = 'planned', due_at = null, code = null, details = null
    from message m
    where r.workspace_id = ${workspaceId} and r.broadcast_id = ${id} and r.state = 'handed'
      and m.workspace_id = ${workspaceId} and m.id = r.message_id and m.state = 'failed' and m.fault ->> 'code' = any(${codes})`)
  await turn(tx, workspaceId, id, { state: 'sending', reason: null })
  return null
}
