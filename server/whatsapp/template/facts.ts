import type { TemplateFacts } from '#core/policy/template.ts'
import { variablesOf } from '#core/whatsapp/template/fill/sentence.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** What the gate must know of a template, and its content to fill. */
export type KnownTemplate = { readonly facts: TemplateFacts; readonly template: Template }

type Row = Pick<TemplateFacts, 'name' | 'language' | 'status' | 'category'> & {
  readonly content: Template
  readonly paused_until: number | null
}

/** Templates that may be offered in place of words of one's own. */
const OFFERED_MAX = 50

/**
 * The template of a name in a language, as the connected channel has it. Null: the account has none. Undefined: nothing is
 * known, because the account's templates were never read; then Meta decides.
 */
export async function knownTemplate(
  query: Query,
  workspaceId: string,
  { name, language }: Pick<TemplateFacts, 'name' | 'language'>,
): Promise<KnownTemplate | null | undefined> {
  const [rows, channels] = await Promise.all([
    query.rows<Row>(sql`
      select name, language, status, category, content, paused_until from template t
      where workspace_id = ${workspaceId} and name = ${name} and language = ${language}
        and (meta_id is null or exists (
          select 1 from channel c where c.workspace_id = t.workspace_id and c.id = t.channel_id and c.connected))`),
    query.rows<{ templates_at: number | null }>(
      sql`select templates_at from channel where workspace_id = ${workspaceId} and connected`,
    ),
  ])
  const [row] = rows
  if (row) return knownAs(row)
  return channels[0]?.templates_at ? null : undefined
}

/** What the connected channel may send. */
export async function sendableTemplates(query: Query, workspaceId: string): Promise<TemplateFacts[]> {
  const rows = await query.rows<Row>(sql`
    select t.name, t.language, t.status, t.category, t.content, t.paused_until
    from template t join channel c on c.workspace_id = t.workspace_id and c.id = t.channel_id and c.connected
    where t.workspace_id = ${workspaceId} and t.status in ('APPROVED', 'FLAGGED')
    order by t.name, t.language limit ${OFFERED_MAX}`)
  return rows.map((row) => knownAs(row).facts)
}

function knownAs({ content, paused_until, ...row }: Row): KnownTemplate {
  const bodyValues = variablesOf(content).body.length
  return { facts: { ...row, bodyValues, pausedUntil: paused_until }, template: content }
}
