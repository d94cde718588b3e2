import type { MarketingWords } from '#core/contact/api.ts'
import type { Marketing } from '#core/contact/marketing.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { all, sql } from '#server/base/sql.ts'

export type ContactRow = {
  readonly id: string
  readonly name: string
  readonly profile_name: string
  readonly phone: string | null
  readonly fields: Record<string, string>
  readonly tags: string[]
  readonly marketing: Marketing | null
  readonly created_at: number
}

const CONTACT = sql`select id, name, profile_name, phone, fields, tags, marketing, created_at from contact`

export type ContactFilter = {
  readonly search: string | undefined
  readonly tag: string | undefined
  readonly before: string | undefined
  readonly limit: number
}

/** Newest first. The search is by the beginning of the name, or by digits of the number. */
export function listContacts(
  query: Query,
  workspaceId: string,
  { search, tag, before, limit }: ContactFilter,
): Promise<ContactRow[]> {
  const where = [
    sql`workspace_id = ${workspaceId}`,
    ...(before ? [sql`id < ${before}`] : []),
    ...(tag ? [sql`${tag} = any(tags)`] : []),
    ...searchParts(search),
  ]
  return query.rows(sql`${CONTACT} where ${all(where)} order by id desc limit ${limit}`)
}

/** Ranges instead of `like`: an index can serve them also under row-level security. */
export function searchParts(search: string | undefined) {
  const text = search?.trim().toLowerCase() ?? ''
  if (text === '') return []
  const digits = text.replace(/\D/g, '').replace(/^0/, '62')
  const byName = sql`(search_name >= ${text} and search_name < ${`${text}\u{10ffff}`})`
  if (digits.length < 3) return [byName]
  return [sql`(${byName} or (phone >= ${digits} and phone < ${`${digits}:`}))`]
}

export async function contactOf(
  query: Query,
  workspaceId: string,
  id: string,
): Promise<ContactRow | undefined> {
  const rows = await query.rows<ContactRow>(
    sql`${CONTACT} where workspace_id = ${workspaceId} and id = ${id}`,
  )
  return rows[0]
}

/** The same, locked: whoever changes a contact holds the row that also the desk holds. */
export async function lockContact(tx: Tx, workspaceId: string, id: string): Promise<ContactRow | undefined> {
  const rows = await tx.rows<ContactRow>(
    sql`${CONTACT} where workspace_id = ${workspaceId} and id = ${id} for update`,
  )
  return rows[0]
}

export async function saveContact(
  tx: Tx,
  workspaceId: string,
  row: Pick<ContactRow, 'id' | 'name' | 'fields' | 'tags' | 'marketing'>,
): Promise<void> {
  await tx.run(sql`
    update contact set name = ${row.name}, search_name = ${row.name.toLowerCase()}, fields = ${JSON.stringify(row.fields)},
                       tags = ${row.tags}, marketing = ${row.marketing && JSON.stringify(row.marketing)}
    where workspace_id = ${workspaceId} and id = ${row.id}`)
}

export type FieldRow = {
  readonly key: string
  readonly label: string
  readonly type: 'text' | 'number' | 'date' | 'choice' | 'yesno'
}

export function listFields(query: Query, workspaceId: string): Promise<FieldRow[]> {
  return query.rows(
    sql`select key, label, type from field where workspace_id = ${workspaceId} order by created_at, key limit 500`,
  )
}

export async function insertFields(tx: Tx, workspaceId: string, fields: readonly FieldRow[]): Promise<void> {
  if (fields.length === 0) return
  await tx.run(sql`
    insert into field (workspace_id, key, label, type)
    select ${workspaceId}, f.* from json_to_recordset(${JSON.stringify(fields)}) as f (key text, label text, type text)
    on conflict do nothing`)
}

/** Tags in use among the newest contacts; a list to choose from, not a census. */
export async function knownTags(query: Query, workspaceId: string): Promise<string[]> {
  const rows = await query.rows<{ tag: string }>(sql`
    select distinct unnest(tags) as tag from (
      select tags from contact where workspace_id = ${workspaceId} order by id desc limit 5000) recent
    order by tag limit 200`)
  return rows.map(({ tag }) => tag)
}

/** The present moment of the workspace's channel, in milliseconds. */
export async function channelNow(query: Query, workspaceId: string): Promise<number> {
  const [row] = await query.rows<{ now: number }>(sql`
    select now() + coalesce((select clock_offset from channel where workspace_id = ${workspaceId} and connected), 0)
      * interval '1 millisecond' as now`)
  return row?.now ?? 0
}

export async function marketingWordsOf(query: Query, workspaceId: string): Promise<MarketingWords> {
  const [row] = await query.rows<{ stop: string[]; resume: string[] }>(sql`
    select stop_words as stop, resume_words as resume from workspace where workspace_id = ${workspaceId}`)
  return row ?? { stop: [], resume: [] }
}

/** Workers read them anew with the next piece of work. */
export async function saveMarketingWords(
  tx: Tx,
  workspaceId: string,
  { stop, resume }: MarketingWords,
): Promise<void> {
  await tx.run(sql`
    update workspace set stop_words = ${stop}, resume_words = ${resume}, settings_revision = settings_revision + 1
    where workspace_id = ${workspaceId}`)
}
