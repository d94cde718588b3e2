import type { TemplateFacts } from '#core/policy/template.ts'
import { variablesOf } from '#core/whatsapp/template/fill/sentence.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

export type TemplateName = { readonly name: string; readonly language: string }
/** A template as Meta has it; null: Meta has none of that name and language; undefined: we do not know what Meta has. */
export type TemplateOf = (name: string, language: string) => TemplateFacts | null | undefined

const NOTHING_KNOWN: TemplateOf = () => undefined

/**
 * What the gate and the ledger know of these templates. Where no list of templates was ever read from Meta, nothing is known, and then
 * Meta itself judges. What a former account had is known to the ledger (`withFormer`), which bills what was sent by it.
 */
export async function templatesNamed(
  query: Query,
  workspaceId: string,
  names: readonly TemplateName[],
  withFormer = false,
): Promise<TemplateOf> {
  if (names.length === 0) return NOTHING_KNOWN
  const [rows, [channel]] = await Promise.all([
    query.rows<TemplateRow>(sql`
      select name, language, status, category, paused_until, content from template t
      where workspace_id = ${workspaceId} and name = any(${names.map(({ name }) => name)})
        and (${withFormer} or meta_id is null or exists (
          select 1 from channel c where c.workspace_id = t.workspace_id and c.id = t.channel_id and c.connected))
      limit 1000`),
    query.rows<{ templates_at: number | null }>(sql`
      select templates_at from channel where workspace_id = ${workspaceId} and connected`),
  ])
  const known = new Map(rows.map((row) => [`${row.name} ${row.language}`, factsOf(row)]))
  const missing = channel?.templates_at ? null : undefined
  return (name, language) => known.get(`${name} ${language}`) ?? missing
}

type TemplateRow = {
  readonly name: string
  readonly language: string
  readonly status: string
  readonly category: string
  readonly paused_until: number | null
  readonly content: Template
}

function factsOf({ content, paused_until, ...row }: TemplateRow): TemplateFacts {
  return { ...row, bodyValues: variablesOf(content).body.length, pausedUntil: paused_until }
}
