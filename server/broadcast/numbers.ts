import type { Language } from '#core/base/language.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import { NUMBERS_MAX } from '#core/broadcast/limits.ts'
import type { ListPiece, ListTaken } from '#core/contact/api.ts'
import type { ListRow } from '#core/contact/list.ts'
import type { Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { meetPeople, readPiece } from '#server/contact/list.ts'

/** Takes a piece of a list in: what can be written to, each number once. The caller holds the broadcast. */
export async function addNumbers(
  tx: Tx,
  workspaceId: string,
  broadcastId: string,
  piece: ListPiece,
  language: Language,
): Promise<(ListTaken & { readonly total: number }) | Refusal> {
  const { rows, ...read } = await readPiece(tx, workspaceId, piece, { language, hasTags: false })
  const before = await countNumbers(tx, workspaceId, broadcastId)
  if (before + rows.length > NUMBERS_MAX) return refuse('too-large', { max: NUMBERS_MAX })
  const added = await insertNumbers(tx, workspaceId, broadcastId, rows)
  return { added, repeated: rows.length - added, total: before + added, ...read }
}

async function countNumbers(tx: Tx, workspaceId: string, broadcastId: string): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(sql`
    select count(*)::int as count from broadcast_number where workspace_id = ${workspaceId} and broadcast_id = ${broadcastId}`)
  return row?.count ?? 0
}

function insertNumbers(
  tx: Tx,
  workspaceId: string,
  broadcastId: string,
  rows: readonly ListRow[],
): Promise<number> {
  return tx.run(sql`
    insert into broadcast_number (workspace_id, broadcast_id, phone, name, fields)
    select ${workspaceId}, ${broadcastId}, n.phone, n.name, n.fields
    from json_to_recordset(${JSON.stringify(rows)}) as n (phone text, name text, fields json)
    on conflict do nothing`)
}

export async function clearNumbers(tx: Tx, workspaceId: string, broadcastId: string): Promise<void> {
  await tx.run(sql`
    delete from broadcast_number where workspace_id = ${workspaceId} and broadcast_id = ${broadcastId}`)
}

/** Numbers of a list that become contacts together. */
const PEOPLE_PAGE = 1000

/**
 * Makes contacts of the numbers of a list, as many as one page holds; false when none is left. Who is known already is found by the number, and
 * keeps their name; fields of the list are laid over theirs.
 */
export async function meetNumbers(tx: Tx, workspaceId: string, broadcastId: string): Promise<boolean> {
  const rows = await tx.rows<{ phone: string; name: string; fields: Record<string, string> }>(sql`
    select phone, name, fields from broadcast_number
    where workspace_id = ${workspaceId} and broadcast_id = ${broadcastId} and contact_id is null
    order by phone limit ${PEOPLE_PAGE}`)
  if (rows.length === 0) return false
  const met = await meetPeople(
    tx,
    workspaceId,
    rows.map((row) => ({ ...row, tags: [] })),
  )
  const written = JSON.stringify([...met].map(([phone, { id }]) => ({ phone, id })))
  await tx.run(sql`
    update broadcast_number n set contact_id = p.id
    from json_to_recordset(${written}) as p (id uuid, phone text)
    where n.workspace_id = ${workspaceId} and n.broadcast_id = ${broadcastId} and n.phone = p.phone`)
  return true
}

/** The contact behind a phone number; whoever is not known yet becomes one. */
export async function meetPhone(tx: Tx, workspaceId: string, phone: string): Promise<string> {
  const [known] = await tx.rows<{ contact_id: string }>(sql`
    select contact_id from contact_identity where workspace_id = ${workspaceId} and identity = ${`wa:${phone}`}`)
  if (known) return known.contact_id
  const id = newId()
  await tx.run(sql`
    insert into contact (workspace_id, id, name, phone, search_name) values (${workspaceId}, ${id}, '', ${phone}, '')`)
  // somebody who writes for the first time in this very moment makes this fail on the key; the request is then made again
  await tx.run(sql`
    insert into contact_identity (workspace_id, identity, contact_id) values (${workspaceId}, ${`wa:${phone}`}, ${id})`)
  return id
}
