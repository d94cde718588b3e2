import type { KnownTemplate } from '#core/policy/foresight.ts'
import type { TemplateFacts } from '#core/policy/template.ts'
import { variablesOf } from '#core/whatsapp/template/fill/sentence.ts'
import type { MetaTemplate, TemplateStatus } from '#core/whatsapp/template/state.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

export type TemplateName = Pick<TemplateFacts, 'name' | 'language'>

/** What the gate must know of an account's templates. */
export type TemplatesKnown = {
  /** Null: the account has none. Undefined: the account's templates were never read; then Meta decides. */
  readonly templateOf: (name: string, language: string) => KnownTemplate | null | undefined
  /** What may be sent in place of words of one's own. */
  readonly offered: readonly TemplateFacts[]
}

type Row = Pick<TemplateFacts, 'name' | 'language' | 'category'> & {
  readonly status: TemplateStatus
  readonly content: Template
  readonly paused_until: number | null
  readonly offered: boolean
}

/** Templates that may be offered in place of words of one's own, and languages of all names asked for. */
const OFFERED_MAX = 50
const NAMED_MAX = 1000

/** The templates of these names, as the connected channel has them, and those that it may send. One statement. */
export async function templatesFor(
  query: Query,
  workspaceId: string,
  names: readonly TemplateName[],
): Promise<TemplatesKnown> {
  const { rows, isRead } = await rowsFor(query, workspaceId, names, true)
  const known = new Map(rows.map((row) => [`${row.name} ${row.language}`, knownAs(row)]))
  return {
    templateOf: (name, language) => known.get(`${name} ${language}`) ?? (isRead ? null : undefined),
    offered: rows.filter(({ offered }) => offered).map((row) => knownAs(row).facts),
  }
}

/** The templates of these names alone; undefined: the account's templates were never read. */
export async function templatesNamed(
  query: Query,
  workspaceId: string,
  names: readonly string[],
): Promise<Pick<MetaTemplate, 'status' | 'template'>[] | undefined> {
  const asked = names.map((name) => ({ name, language: '' }))
  const { rows, isRead } = await rowsFor(query, workspaceId, asked, false)
  return isRead ? rows.map(({ status, content }) => ({ status, template: content })) : undefined
}

type Reading = { readonly rows: readonly Row[]; readonly isRead: boolean }

/** What a former account had does not count, nor what Meta has deleted; a draft that no account has yet does. */
async function rowsFor(
  query: Query,
  workspaceId: string,
  names: readonly TemplateName[],
  withOffered: boolean,
): Promise<Reading> {
  const rows = await query.rows<
    { readonly templates_at: number | null } & { readonly [K in keyof Row]: Row[K] | null }
  >(sql`
    select c.templates_at, t.* from (select 1) one
    left join channel c on c.workspace_id = ${workspaceId} and c.connected
    left join lateral (
      (select name, language, status, category, content, paused_until, false as offered from template
       where workspace_id = ${workspaceId} and name = any(${names.map(({ name }) => name)})
         and (meta_id is null or channel_id = c.id) and status <> 'DELETED' limit ${NAMED_MAX})
      union all
      (select name, language, status, category, content, paused_until, true from template
       where workspace_id = ${workspaceId} and channel_id = c.id and status in ('APPROVED', 'FLAGGED')
       order by name, language limit ${withOffered ? OFFERED_MAX : 0})) t on true`)
  const found = rows.flatMap((row) => (row.name === null ? [] : [row as Row]))
  return { rows: found, isRead: Boolean(rows[0]?.templates_at) }
}

/** Meta's categories of these templates, also of those that the account has no more; an unknown one is empty. */
export async function templateCategories(
  query: Query,
  workspaceId: string,
  names: readonly TemplateName[],
): Promise<(name: string, language: string) => string> {
  if (names.length === 0) return () => ''
  const rows = await query.rows<Pick<TemplateFacts, 'name' | 'language' | 'category'>>(sql`
    select name, language, category from template
    where workspace_id = ${workspaceId} and name = any(${names.map(({ name }) => name)}) limit ${NAMED_MAX}`)
  const known = new Map(rows.map(({ name, language, category }) => [`${name} ${language}`, category]))
  return (name, language) => known.get(`${name} ${language}`) ?? ''
}

function knownAs({ content, paused_until, offered: _offered, ...row }: Row): KnownTemplate {
  const bodyValues = variablesOf(content).body.length
  const { lifetime } = content
  return { facts: { ...row, bodyValues, pausedUntil: paused_until, lifetime }, template: content }
}
