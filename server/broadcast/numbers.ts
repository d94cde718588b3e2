import { type Refusal, refuse } from '#core/base/refusal.ts'
import { NUMBERS_MAX } from '#core/broadcast/limits.ts'
import { type BadLine, cellsOf, columnsOf, type NumberRow, readNumbers } from '#core/broadcast/numbers.ts'
import { type Catalogue, catalogueOf } from '#core/contact/field/catalogue.ts'
import { readValue } from '#core/contact/field/read.ts'
import type { Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { listFields } from '#server/contact/store.ts'

export type Piece = { readonly text: string; readonly line: number; readonly heading: string }
type Added = {
  readonly added: number
  readonly repeated: number
  readonly total: number
  readonly bad: readonly BadLine[]
}

/** Takes a piece of a list in: what can be written to, each number once. The caller holds the broadcast. */
export async function addNumbers(
  tx: Tx,
  workspaceId: string,
  broadcastId: string,
  { text, line, heading }: Piece,
): Promise<Added | Refusal> {
  const known = await listFields(tx, workspaceId)
  const own = known.filter(({ scope }) => scope === 'contact')
  const { columns, isHeading } = columnsOf(cellsOf(heading) ?? [], own)
  const body = isHeading && line === 1 ? text.replace(/^[^\r\n]*/, '') : text
  const { rows: read, bad } = readNumbers(body, line, columns)
  const catalogue = catalogueOf(own)
  const rows = read.map((row) => ({ ...row, fields: valuesIn(row.fields, catalogue) }))
  const before = await countNumbers(tx, workspaceId, broadcastId)
  if (before + rows.length > NUMBERS_MAX) return refuse('too-large', { max: NUMBERS_MAX })
  const added = await insertNumbers(tx, workspaceId, broadcastId, rows)
  return { added, repeated: rows.length - added, total: before + added, bad }
}

/** Values of a list under the ids of their fields, in the form of their types; what is none of its type is left out. */
function valuesIn(said: NumberRow['fields'], catalogue: Catalogue): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, text] of Object.entries(said)) {
    const field = catalogue.get(name)
    const value = field && readValue(field.type, text, 'id')
    if (field && value) values[field.id] = value
  }
  return values
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
  rows: readonly NumberRow[],
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
  const rows = await tx.rows<{
    phone: string
    name: string
    fields: Record<string, string>
    known: string | null
  }>(sql`
    select n.phone, n.name, n.fields, i.contact_id as known from broadcast_number n
    left join contact_identity i on i.workspace_id = ${workspaceId} and i.identity = 'wa:' || n.phone
    where n.workspace_id = ${workspaceId} and n.broadcast_id = ${broadcastId} and n.contact_id is null
    order by n.phone limit ${PEOPLE_PAGE}`)
  if (rows.length === 0) return false
  const people = rows.map((row) => ({ ...row, id: row.known ?? newId(), fresh: row.known === null }))
  const written = JSON.stringify(people)
  const fresh = JSON.stringify(people.filter((one) => one.fresh))
  await tx.run(sql`
    insert into contact (workspace_id, id, name, phone, search_name, fields)
    select ${workspaceId}, p.id, p.name, p.phone, lower(p.name), p.fields
    from json_to_recordset(${fresh}) as p (id uuid, name text, phone text, fields jsonb)`)
  // somebody who writes for the first time in this very moment makes this fail on the key; the page is then done again
  await tx.run(sql`
    insert into contact_identity (workspace_id, identity, contact_id)
    select ${workspaceId}, 'wa:' || p.phone, p.id from json_to_recordset(${fresh}) as p (id uuid, phone text)`)
  await tx.run(sql`
    update contact c set fields = c.fields || p.fields
    from json_to_recordset(${written}) as p (id uuid, fields jsonb, fresh boolean)
    where c.workspace_id = ${workspaceId} and c.id = p.id and not p.fresh and p.fields <> '{}'`)
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
