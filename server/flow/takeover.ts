import { lineOf } from '#server/base/bus.ts'
import type { Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import type { Log } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { CONTACTS_MAX, claimInbox, HAPPENINGS_MAX, type InboxRow, type Share } from '#server/flow/claim.ts'
import { DEADLY, DEATHS_MAX, setAside } from '#server/flow/quarantine.ts'

/**
 * What kills its process cannot be caught. So what a process finds in the inbox at its start is begun with care: it is
 * written down durably before, batch by batch. What a process that is gone had written down and left is a suspect, and taken alone,
 * one in a process at a time, so that nobody innocent dies with it. What comes in later is heard as ever and costs no write: if it kills
 * the process, the next one finds it at its start.
 */
export type Care = {
  readonly processId: string
  /** The newest happening at the start of this process. */
  readonly upTo: number
  /** Workspaces in which nothing is left that was there at the start. */
  readonly calm: Set<string>
  /** The turn that is under way; the next waits for it. */
  turn: Promise<unknown>
}

export async function takeCare(query: Pick<Tx, 'rows'>, processId: string): Promise<Care> {
  const [newest] = await query.rows<{ seq: number }>(sql`
    select case when is_called then last_value else 0 end as seq from inbox_seq_seq`)
  return { processId, upTo: newest?.seq ?? 0, calm: new Set(), turn: Promise.resolve() }
}

/** Whether a happening was under way in a process, by what was written down. Ordinary work leaves such rows alone. */
export function isMarked({ begun_by, deaths }: InboxRow): boolean {
  return begun_by !== null || deaths > 0
}

/** One careful turn of this process after the other. */
export async function inTurn<T>(care: Care, work: () => Promise<T>): Promise<T> {
  const mine = care.turn.then(work)
  care.turn = mine.catch(() => undefined) // who waits for it hears of it, the next turn does not
  return await mine
}

/** What may be heard now: these; one was set aside instead; none, because others hold them or they rest; or whatever there is. */
export type Begun = Share | 'aside' | 'none' | 'calm'

/** Chooses what is to be heard next and writes down that it is begun. To be committed before the work. */
export async function beginWithCare(
  tx: Tx,
  care: Care,
  { workspaceId, log }: { readonly workspaceId: string; readonly log: Log },
): Promise<Begun> {
  const claimed = await claimInbox(tx, workspaceId, MANY)
  const rows = claimed.toSorted((a, b) => a.seq - b.seq)
  const gone = await goneOf(tx, care, rows)
  const suspect = suspectOf(rows, gone)
  if (suspect) {
    const deaths = suspect.deaths + Number(isLeft(suspect, gone))
    if (deaths >= DEATHS_MAX) {
      log.error({ workspaceId, seq: suspect.seq, deaths }, 'a happening killed its process again and again')
      await setAside(tx, { workspaceId, seq: suspect.seq, id: newId(), reason: DEADLY })
      return 'aside'
    }
    await writeDown(tx, care, { workspaceId, seqs: [suspect.seq], deaths })
    return { contacts: 1, happenings: 1, seqs: [suspect.seq] }
  }
  // what stays written down would be left alone by all: it is begun anew, also where it came later
  const isOrdinary = !rows.some((row) => row.seq <= care.upTo || isMarked(row))
  if (isOrdinary && (await isCalm(tx, care, workspaceId))) {
    care.calm.add(workspaceId)
    return 'calm'
  }
  if (rows.length === 0) return 'none'
  const seqs = rows.map(({ seq }) => seq)
  await writeDown(tx, care, { workspaceId, seqs, deaths: 0 })
  return { ...MANY, seqs }
}
const MANY: Share = { contacts: CONTACTS_MAX, happenings: HAPPENINGS_MAX }

/** The processes that wrote down a beginning and are gone. Two that live may come between each other's writing and working. */
async function goneOf(tx: Tx, care: Care, rows: readonly InboxRow[]): Promise<ReadonlySet<string>> {
  const others = new Set(rows.flatMap(({ begun_by }) => begun_by ?? []))
  others.delete(care.processId)
  if (others.size === 0) return others
  const lines = [...others].map(lineOf)
  const living = await tx.rows<{ line: string }>(sql`
    select application_name as line from pg_stat_activity where application_name = any(${lines})`)
  return new Set([...others].filter((id) => !living.some(({ line }) => line === lineOf(id))))
}

/** Of those that were under way when a process went, the one that was so least often, so that the innocent are heard before the guilty. */
function suspectOf(rows: readonly InboxRow[], gone: ReadonlySet<string>): InboxRow | undefined {
  const [first] = rows
    .filter((row) => row.deaths > 0 || isLeft(row, gone))
    .toSorted((a, b) => a.deaths - b.deaths)
  return first && rows.find(({ contact_key }) => contact_key === first.contact_key)
}

function isLeft({ begun_by }: InboxRow, gone: ReadonlySet<string>): boolean {
  return begun_by !== null && gone.has(begun_by)
}

/** Whether nothing is left that was there at the start, held by others and resting included. */
async function isCalm(tx: Tx, { upTo }: Care, workspaceId: string): Promise<boolean> {
  const old = await tx.rows(
    sql`select 1 from inbox where workspace_id = ${workspaceId} and seq <= ${upTo} limit 1`,
  )
  return old.length === 0
}

async function writeDown(
  tx: Tx,
  { processId }: Care,
  { workspaceId, seqs, deaths }: { workspaceId: string; seqs: readonly number[]; deaths: number },
): Promise<void> {
  await tx.run(sql`
    update inbox set begun_by = ${processId}, deaths = ${deaths}
    where workspace_id = ${workspaceId} and seq = any(${seqs}::bigint[])`)
}
