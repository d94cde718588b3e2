import type { Language } from '#core/base/language.ts'
import type { MarketingWords } from '#core/contact/api.ts'
import type { FieldType } from '#core/contact/field/value.ts'
import type { Marketing } from '#core/contact/marketing.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { all, sql } from '#server/base/sql.ts'
import { peoplePart } from '#server/contact/search.ts'

/** Fields of one workspace. */
export const FIELDS_MAX = 500
/** Tags of one contact. */
export const TAGS_MAX = 100

export type ContactRow = {
  readonly id: string
  readonly name: string
  readonly profile_name: string
  readonly phone: string | null
  readonly fields: Record<string, string>
  readonly tags: string[]
  readonly language: Language | null
  readonly zone: string | null
  readonly marketing: Marketing | null
  readonly created_at: number
}

const CONTACT = sql`select id, name, profile_name, phone, fields, tags, marketing, language, zone, created_at from contact`

/** What its chats tell of a contact. */
type ListedRow = ContactRow & {
  readonly last_at: number | null
  readonly last_inbound_at: number | null
}

type ContactFilter = {
  readonly search: string | undefined
  readonly tag: string | undefined
  readonly before: string | undefined
  readonly limit: number
}

/** Newest first; the page is chosen first and then asked for its chats. */
export async function listContacts(
  query: Query,
  workspaceId: string,
  { search, tag, before, limit }: ContactFilter,
): Promise<ListedRow[]> {
  const where = [
    sql`workspace_id = ${workspaceId}`,
    ...(before ? [sql`id < ${before}`] : []),
    ...(tag ? [sql`${tag} = any(tags)`] : []),
    ...(await peoplePart(query, workspaceId, { search, id: sql`contact.id` })),
  ]
  return await query.rows(sql`
    with page as materialized (${CONTACT} where ${all(where)} order by id desc limit ${limit})
    select page.*, t.last_at, t.last_inbound_at from page left join lateral (
      select max(ch.last_at) filter (where ch.last is not null) as last_at, max(ch.last_inbound_at) as last_inbound_at
      from chat ch where ch.workspace_id = ${workspaceId} and ch.contact_id = page.id) t on true
    order by page.id desc`)
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
  row: Pick<ContactRow, 'id' | 'name' | 'fields' | 'tags' | 'marketing' | 'language'>,
): Promise<void> {
  await tx.run(sql`
    update contact set name = ${row.name}, search_name = ${row.name.toLowerCase()}, fields = ${JSON.stringify(row.fields)},
                       tags = ${row.tags}, marketing = ${row.marketing && JSON.stringify(row.marketing)},
                       language = ${row.language}
    where workspace_id = ${workspaceId} and id = ${row.id}`)
}

export type FieldRow = {
  readonly id: string
  readonly key: string
  readonly label: string
  readonly type: FieldType
  readonly scope: 'contact' | 'bot'
  readonly folder: string
  readonly description: string
  readonly former: string[]
  readonly default_value: string
}

const FIELD = sql`select id, key, label, type, scope, folder, description, former, default_value from field`

export function listFields(query: Query, workspaceId: string): Promise<FieldRow[]> {
  return query.rows(
    sql`${FIELD} where workspace_id = ${workspaceId} order by created_at, id limit ${FIELDS_MAX}`,
  )
}

/**
 * The fields, to be changed: nobody else changes one until the transaction ends, so that a name that is free stays free.
 * The settings count as changed, because workers keep the fields at hand.
 */
export async function lockFields(tx: Tx, workspaceId: string): Promise<FieldRow[]> {
  await tx.run(
    sql`update workspace set settings_revision = settings_revision + 1 where workspace_id = ${workspaceId}`,
  )
  return await listFields(tx, workspaceId)
}

type NewFieldRow = Pick<FieldRow, 'key' | 'label' | 'type'> & Partial<FieldRow>

/** A new field's id is its first key. What is there already stays as it is. */
export async function insertFields(
  tx: Tx,
  workspaceId: string,
  fields: readonly NewFieldRow[],
): Promise<void> {
  if (fields.length === 0) return
  const rows = fields.map((field) => ({ ...BLANK, ...field }))
  await tx.run(sql`
    insert into field (workspace_id, id, key, label, type, scope, folder, description, default_value)
    select ${workspaceId}, f.key, f.* from json_to_recordset(${JSON.stringify(rows)})
      as f (key text, label text, type text, scope text, folder text, description text, default_value text)
    on conflict do nothing`)
}
const BLANK = { scope: 'contact', folder: '', description: '', default_value: '' } as const

export async function saveField(tx: Tx, workspaceId: string, field: FieldRow): Promise<void> {
  await tx.run(sql`
    update field set key = ${field.key}, former = ${field.former}, label = ${field.label}, folder = ${field.folder},
                     description = ${field.description}, default_value = ${field.default_value}
    where workspace_id = ${workspaceId} and id = ${field.id}`)
}

/** The field goes; values that contacts have under it stay with them, to be seen and cleared one by one. */
export async function removeField(tx: Tx, workspaceId: string, id: string): Promise<void> {
  await tx.run(sql`delete from field where workspace_id = ${workspaceId} and id = ${id}`)
  await tx.run(
    sql`update workspace set bot_values = bot_values - ${id}::text where workspace_id = ${workspaceId}`,
  )
}

/** Present values of bot fields, by field id. */
export async function botValuesOf(
  query: Query,
  workspaceId: string,
): Promise<Readonly<Record<string, string>>> {
  const [row] = await query.rows<{ bot_values: Record<string, string> }>(
    sql`select bot_values from workspace where workspace_id = ${workspaceId}`,
  )
  return row?.bot_values ?? {}
}

/** Null: back to its default. */
export async function setBotValue(
  tx: Tx,
  workspaceId: string,
  id: string,
  value: string | null,
): Promise<void> {
  const set = value === null ? {} : { [id]: value }
  await tx.run(sql`
    update workspace set bot_values = (bot_values - ${id}::text) || ${JSON.stringify(set)}::jsonb
    where workspace_id = ${workspaceId}`)
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
