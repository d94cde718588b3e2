import type { KnownTemplate } from '#core/policy/foresight.ts'
import type { TemplateFacts } from '#core/policy/template.ts'
import { variablesOf } from '#core/whatsapp/template/fill/sentence.ts'
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

type Row = Pick<TemplateFacts, 'name' | 'language' | 'status' | 'category'> & {
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
  const rows = await query.rows<
    { readonly templates_at: number | null } & { readonly [K in keyof Row]: Row[K] | null }
  >(sql`
    select c.templates_at, t.* from (select 1) one
    left join channel c on c.workspace_id = ${workspaceId} and c.connected
    left join lateral (
      (select name, language, status, category, content, paused_until, false as offered from template
       where workspace_id = ${workspaceId} and name = any(${names.map(({ name }) => name)})
         and (meta_id is null or channel_id = c.id) limit ${NAMED_MAX})
      union all
      (select name, language, status, category, content, paused_until, true from template
       where workspace_id = ${workspaceId} and channel_id = c.id and status in ('APPROVED', 'FLAGGED')
       order by name, language limit ${OFFERED_MAX})) t on true`)
  const found = rows.flatMap((row) => (row.name === null ? [] : [row as Row]))
  const known = new Map(found.map((row) => [`${row.name} ${row.language}`, knownAs(row)]))
  const missing = rows[0]?.templates_at ? null : undefined
  return {
    templateOf: (name, language) => known.get(`${name} ${language}`) ?? missing,
    offered: found.filter(({ offered }) => offered).map((row) => knownAs(row).facts),
  }
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
