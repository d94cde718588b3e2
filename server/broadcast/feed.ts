import { SECOND } from '#core/base/time.ts'
import type { Fate, Why } from '#core/broadcast/fate.ts'
import { allowance, rateOf } from '#core/broadcast/pace.ts'
import { inWindow } from '#core/flow/sequence.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Tx } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import { sql } from '#server/base/sql.ts'
import {
  type Ground,
  groundOf,
  type Handed,
  judgeOne,
  pairOfPerson,
  templateFor,
} from '#server/broadcast/judge.ts'
import {
  type Due,
  dueRecipients,
  loadPeople,
  openRecipients,
  type Settled,
  settleRecipients,
} from '#server/broadcast/recipients.ts'
import { type BroadcastRow, lockBroadcast, turn } from '#server/broadcast/store.ts'
import { LANES, post } from '#server/chat/compose.ts'
import type { Foresee } from '#server/chat/foresee.ts'
import { timeOf } from '#server/chat/state.ts'
import { insertChats, insertMessages } from '#server/chat/write.ts'

/** What became of one turn of a broadcast. */
type Fed = { readonly handed: number; readonly moved: boolean }
const NOTHING: Fed = { handed: 0, moved: false }

/**
 * Hands the next recipients of a broadcast to the post, as many as its share of the number's pace allows. Each is filled, composed and
 * judged in its own right; that it was handed over and its message are one transaction, so that after a crash nobody gets it twice and nobody is
 * forgotten. Rests while replies wait; while the messaging limit is reached only open windows are served. `most` overrides the pace, for those
 * who measure.
 */
export async function feedPage(
  tx: Tx,
  workspaceId: string,
  id: string,
  { foresee, most }: { readonly foresee: Foresee; readonly most?: number },
): Promise<Fed> {
  const row = await lockBroadcast(tx, workspaceId, id)
  if (row?.state !== 'sending' || !row.expanded || row.phone_number_id === null) return NOTHING
  const limited = limitedUntil(row)
  if (isHeld(row) && limited === null) return NOTHING
  const ground = await groundOf(tx, workspaceId, row)
  const shut = shutUntil(row)
  if (shut !== null) return await hold(tx, workspaceId, row, shut)
  if (ground.isBusy && most === undefined) return NOTHING
  const share = allowance(ground.fedAt, ground.clock, rateOf(ground.rate, ground.together))
  const count = most ?? share.count
  if (count === 0) return NOTHING
  const fedAt = most === undefined ? share.fedAt : ground.clock
  return await feedNext(tx, workspaceId, row, { ground, foresee, count, limited, fedAt })
}

type Turn = {
  readonly ground: Ground
  readonly foresee: Foresee
  readonly count: number
  readonly limited: Extract<Fate, { kind: 'hold' }> | null
  readonly fedAt: number
}

async function feedNext(
  tx: Tx,
  workspaceId: string,
  row: BroadcastRow,
  { ground, foresee, count, limited, fedAt }: Turn,
): Promise<Fed> {
  const { id, now } = row
  const asked = { numberId: row.phone_number_id ?? '', now, limit: count }
  const due = await (limited ? openRecipients : dueRecipients)(tx, workspaceId, id, asked)
  if (due.length === 0) return limited ? NOTHING : await endIfDone(tx, workspaceId, row)
  const template = await templateFor(tx, workspaceId, row)
  if ('code' in template) return await stop(tx, workspaceId, id, template)
  const page = await judgePage(tx, workspaceId, { row, ground, template, due, foresee })
  await save(tx, workspaceId, row, { ...page, halt: page.halt ?? limited }, fedAt)
  return { handed: page.handed.length, moved: true }
}

/** It stands still at the messaging limit, until when; whoever's window is open goes all the same. Null: it does not. */
function limitedUntil(row: BroadcastRow): Extract<Fate, { kind: 'hold' }> | null {
  const { held_until: until, reason: why } = row
  return isHeld(row) && until !== null && why?.code === 'limit-reached' ? { kind: 'hold', until, why } : null
}

function isHeld({ held_until: until, now }: BroadcastRow): boolean {
  return until !== null && until > now
}

/** When its hours begin again; null: it may be sent now. */
function shutUntil({ hours, now, zone }: BroadcastRow): number | null {
  const opens = inWindow(hours, now, zone)
  return opens > now ? opens : null
}

async function hold(tx: Tx, workspaceId: string, { id, hours }: BroadcastRow, until: number): Promise<Fed> {
  const reason: Why = { code: 'broadcast-hours', details: { from: hours?.from ?? '', to: hours?.to ?? '' } }
  await tx.run(sql`
    update broadcast set held_until = ${timeOf(until)}::timestamptz, reason = ${JSON.stringify(reason)}::json
    where workspace_id = ${workspaceId} and id = ${id}`)
  await emit(tx, workspaceId, [{ kind: 'broadcast.changed', ids: [id] }])
  return { handed: 0, moved: true }
}

type Scene = {
  readonly row: BroadcastRow
  readonly ground: Ground
  readonly template: Template
  readonly due: readonly Due[]
  readonly foresee: Foresee
}

type Page = {
  readonly handed: readonly Handed[]
  readonly settled: readonly Settled[]
  /** What stops or holds the broadcast: those behind it are not asked. */
  readonly halt: Extract<Fate, { readonly kind: 'hold' | 'pause' }> | null
}

async function judgePage(tx: Tx, workspaceId: string, scene: Scene): Promise<Page> {
  const { row, ground, template, due, foresee } = scene
  const numberId = row.phone_number_id ?? ''
  const people = await loadPeople(tx, workspaceId, numberId, due)
  const pairs = people.map((person) => pairOfPerson(numberId, person))
  const { name, language } = template
  const draft: Draft = { kind: 'template', name, language, body: [], buttons: [] }
  const foresight = await foresee(tx, workspaceId, { pairs, drafts: [draft], now: row.now, automatic: true })
  const handed: Handed[] = []
  const settled: Settled[] = []
  for (const person of people) {
    const one = judgeOne({ row, ground, template, foresight }, person)
    if (one.fate.kind === 'hold' || one.fate.kind === 'pause') return { handed, settled, halt: one.fate }
    if (one.sent) handed.push(one.sent)
    settled.push(one.settled)
  }
  return { handed, settled, halt: null }
}

async function save(
  tx: Tx,
  workspaceId: string,
  { id, now }: BroadcastRow,
  { handed, settled, halt }: Page,
  fedAt: number,
): Promise<void> {
  const fresh = handed.map(({ chat }) => chat).filter((chat) => chat.fresh)
  if (fresh.length > 0) await insertChats(tx, workspaceId, fresh)
  if (handed.length > 0)
    await insertMessages(
      tx,
      workspaceId,
      handed.map(({ message }) => message),
    )
  await post(
    tx,
    workspaceId,
    handed.map(({ outbox }) => outbox),
  )
  await settleRecipients(tx, workspaceId, id, settled)
  if (halt?.kind === 'pause') await turn(tx, workspaceId, id, { state: 'paused', reason: halt.why })
  else await keepPace(tx, workspaceId, id, { fedAt, halt, now })
  await emit(tx, workspaceId, [
    ...facts(
      'message.changed',
      handed.map(({ message }) => message.id),
      handed.map(({ chat }) => chat.id),
    ),
    { kind: 'broadcast.changed', ids: [id] },
  ])
}

type Pace = {
  readonly fedAt: number
  readonly halt: Extract<Fate, { readonly kind: 'hold' }> | null
  readonly now: number
}

function keepPace(tx: Tx, workspaceId: string, id: string, { fedAt, halt, now }: Pace): Promise<number> {
  const until = halt && timeOf(Math.max(halt.until, now + SECOND))
  return tx.run(sql`
    update broadcast set fed_at = ${timeOf(fedAt)}::timestamptz, held_until = ${until}::timestamptz,
                         reason = ${halt && JSON.stringify(halt.why)}::json
    where workspace_id = ${workspaceId} and id = ${id}`)
}

async function stop(tx: Tx, workspaceId: string, id: string, reason: Why): Promise<Fed> {
  await turn(tx, workspaceId, id, { state: 'paused', reason })
  await emit(tx, workspaceId, [{ kind: 'broadcast.changed', ids: [id] }])
  return { handed: 0, moved: true }
}

/** Everybody was handed over, and nothing of it stands at the post any more. */
async function endIfDone(tx: Tx, workspaceId: string, { id }: BroadcastRow): Promise<Fed> {
  const open = await tx.rows(sql`
    select 1 where exists (select 1 from broadcast_recipient r
        where r.workspace_id = ${workspaceId} and r.broadcast_id = ${id} and r.state = 'planned')
      or exists (select 1 from outbox o join broadcast_recipient r on r.workspace_id = ${workspaceId} and r.message_id = o.message_id
        where o.workspace_id = ${workspaceId} and o.lane = ${LANES.broadcast} and r.broadcast_id = ${id})`)
  if (open.length > 0) return NOTHING
  await turn(tx, workspaceId, id, { state: 'done', reason: null })
  await emit(tx, workspaceId, [{ kind: 'broadcast.changed', ids: [id] }])
  return { handed: 0, moved: true }
}
