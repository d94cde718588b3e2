import type { Language } from '#core/base/language.ts'
import type { ListPiece, ListTaken } from '#core/contact/api.ts'
import { type Catalogue, catalogueOf } from '#core/contact/field/catalogue.ts'
import { readValue } from '#core/contact/field/read.ts'
import { columnsOf, type ListRow, readList } from '#core/contact/list.ts'
import type { Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { listFields, TAGS_MAX } from '#server/contact/store.ts'

type ReadPiece = Pick<ListTaken, 'bad' | 'unused' | 'unread'> & { readonly rows: readonly ListRow[] }

/** Reads a piece of a list by the workspace's fields: values stand under the ids of their fields, in the form of their types. */
export async function readPiece(
  tx: Tx,
  workspaceId: string,
  { text, line, heading }: ListPiece,
  { language, hasTags }: { readonly language: Language; readonly hasTags: boolean },
): Promise<ReadPiece> {
  const known = await listFields(tx, workspaceId)
  const own = known.filter(({ scope }) => scope === 'contact')
  const { columns, isHeading } = columnsOf(heading, own, hasTags)
  const body = isHeading && line === 1 ? text.replace(/^[^\r\n]*/, '') : text
  const { rows, bad } = readList(body, line, columns)
  const catalogue = catalogueOf(own)
  const taken = rows.map((row) => ({ ...row, fields: valuesIn(row.fields, catalogue, language) }))
  const said = (some: readonly ListRow[]) =>
    some.reduce((sum, row) => sum + Object.keys(row.fields).length, 0)
  return { rows: taken, bad: [...bad], unused: [...columns.unused], unread: said(rows) - said(taken) }
}

function valuesIn(said: ListRow['fields'], catalogue: Catalogue, language: Language): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, text] of Object.entries(said)) {
    const field = catalogue.get(name)
    const value = field && readValue(field.type, text, language)
    if (field && value) values[field.id] = value
  }
  return values
}

/** Takes a piece of a list in as contacts, each number once; `tags` go to all of them. */
export async function importContacts(
  tx: Tx,
  workspaceId: string,
  { tags, ...piece }: ListPiece & { readonly tags: readonly string[] },
  language: Language,
): Promise<ListTaken & { readonly ids: readonly string[] }> {
  const { rows, ...read } = await readPiece(tx, workspaceId, piece, { language, hasTags: true })
  const people = new Map<string, ListRow>()
  for (const row of rows) {
    const before = people.get(row.phone)
    const all = [...new Set([...tags, ...(before?.tags ?? []), ...row.tags])]
    people.set(row.phone, {
      ...row,
      ...{ name: before?.name || row.name, tags: all, fields: { ...before?.fields, ...row.fields } },
    })
  }
  const met = await meetPeople(tx, workspaceId, [...people.values()])
  const added = [...met.values()].filter(({ isFresh }) => isFresh).length
  const ids = [...met.values()].map(({ id }) => id)
  return { added, repeated: rows.length - added, ids, ...read }
}

type Met = { readonly id: string; readonly isFresh: boolean }

/**
 * The contacts behind these numbers, each given once; whoever is not known yet becomes one. Who is known keeps their name, if they have one; fields
 * are laid over theirs and tags are added.
 */
export async function meetPeople(
  tx: Tx,
  workspaceId: string,
  rows: readonly ListRow[],
): Promise<ReadonlyMap<string, Met>> {
  const identities = rows.map(({ phone }) => `wa:${phone}`)
  const known = await tx.rows<{ identity: string; contact_id: string }>(sql`
    select identity, contact_id from contact_identity
    where workspace_id = ${workspaceId} and identity = any(${identities})`)
  const ids = new Map(known.map(({ identity, contact_id }) => [identity, contact_id]))
  const people = rows.map((row) => {
    const id = ids.get(`wa:${row.phone}`)
    return { ...row, id: id ?? newId(), isFresh: id === undefined }
  })
  const fresh = JSON.stringify(people.filter(({ isFresh }) => isFresh))
  const others = JSON.stringify(people.filter(({ isFresh }) => !isFresh))
  await tx.run(sql`
    insert into contact (workspace_id, id, name, phone, search_name, fields, tags)
    select ${workspaceId}, p.id, p.name, p.phone, lower(p.name), p.fields, array(select json_array_elements_text(p.tags))
    from json_to_recordset(${fresh}) as p (id uuid, name text, phone text, fields jsonb, tags json)`)
  // somebody who writes for the first time in this very moment makes this fail on the key; the caller then does it again
  await tx.run(sql`
    insert into contact_identity (workspace_id, identity, contact_id)
    select ${workspaceId}, 'wa:' || p.phone, p.id from json_to_recordset(${fresh}) as p (id uuid, phone text)`)
  await tx.run(sql`
    update contact c set fields = c.fields || p.fields,
      name = case when c.name = '' then p.name else c.name end,
      search_name = case when c.name = '' then lower(p.name) else c.search_name end,
      tags = (c.tags || array(select t from json_array_elements_text(p.tags) t where not t = any(c.tags)))[1:${TAGS_MAX}::int]
    from json_to_recordset(${others}) as p (id uuid, name text, fields jsonb, tags json)
    where c.workspace_id = ${workspaceId} and c.id = p.id`)
  return new Map(people.map(({ phone, id, isFresh }) => [phone, { id, isFresh }]))
}
