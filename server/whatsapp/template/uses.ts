import type { BlockedTemplate, TemplateUse } from '#core/whatsapp/template/api.ts'
import type { TemplateStatus } from '#core/whatsapp/template/state.ts'
import type { Query } from '#server/base/db.ts'
import { type Sql, sql } from '#server/base/sql.ts'

type Named = { readonly name: string; readonly language: string }
type UseRow = Named & {
  readonly kind: TemplateUse['kind']
  readonly holder: string
  readonly title: string
  readonly is_live: boolean
  readonly is_draft: boolean
  /** Null: what holds it has no steps. */
  readonly step: string | null
  readonly step_title: string | null
}

/** Steps that are told of at once, over all templates of a page. */
const USES_MAX = 2_000

/**
 * Everything in the workspace that sends templates by itself, a row for each step if it has steps: who, where, and whether it goes out now.
 * Whatever else comes to send templates joins here, with `union all` and an arm of its own.
 */
function usesIn(workspaceId: string): Sql {
  return sql`
    select u.name, u.language, 'flow' as kind, f.id as holder, f.name as title, u.is_live and f.enabled as is_live,
           not u.is_live as is_draft, u.node as step, u.title as step_title
    from flow_template u join flow f on f.workspace_id = u.workspace_id and f.id = u.flow_id
    where u.workspace_id = ${workspaceId} and not f.archived
    union all
    select b.template, b.language, 'broadcast', b.id, b.name, b.state <> 'draft', b.state = 'draft', null, null
    from broadcast b
    where b.workspace_id = ${workspaceId} and b.template is not null and b.state not in ('done', 'cancelled')`
}

type UsesOf = (template: Named) => TemplateUse[]

/** Where these templates are used, in one question. */
export async function usesOf(
  query: Query,
  workspaceId: string,
  templates: readonly Named[],
): Promise<UsesOf> {
  if (templates.length === 0) return () => []
  const names = templates.map(({ name }) => name)
  const languages = templates.map(({ language }) => language)
  const rows = await query.rows<UseRow>(sql`
    select u.* from (${usesIn(workspaceId)}) u
    where (u.name, u.language) in (select * from unnest(${names}::text[], ${languages}::text[]))
    order by u.is_live desc, u.title, u.holder, u.step limit ${USES_MAX}`)
  const found = gathered(rows)
  return (template) => found.get(keyOf(template)) ?? []
}

type BlockedRow = UseRow & { readonly id: string | null; readonly status: TemplateStatus }

/** What something live sends and Meta does not let go. Before the account was read nothing is known of it. */
export async function blockedTemplates(query: Query, workspaceId: string): Promise<BlockedTemplate[]> {
  const rows = await query.rows<BlockedRow>(sql`
    select u.*, t.id, coalesce(t.status, 'DELETED') as status
    from (${usesIn(workspaceId)}) u
    join channel c on c.workspace_id = ${workspaceId} and c.connected and c.templates_at is not null
    left join template t on t.workspace_id = ${workspaceId} and t.name = u.name and t.language = u.language
    where u.is_live and (t.id is null or t.status not in ('APPROVED', 'FLAGGED'))
    order by u.name, u.language, u.title, u.holder, u.step limit ${USES_MAX}`)
  const uses = gathered(rows)
  const first = new Map(rows.map((row) => [keyOf(row), row]))
  return [...first].map(([key, { id, name, language, status }]) => ({
    ...{ id, name, language, status },
    uses: uses.get(key) ?? [],
  }))
}

/** The steps of one holder in one use. */
function gathered(rows: readonly UseRow[]): Map<string, TemplateUse[]> {
  const found = new Map<string, TemplateUse[]>()
  for (const row of rows) {
    const uses = found.get(keyOf(row)) ?? []
    found.set(keyOf(row), uses)
    const known = uses.findIndex(({ kind, id }) => kind === row.kind && id === row.holder)
    const use = uses[known]
    const steps = row.step === null ? [] : [{ id: row.step, title: row.step_title ?? '' }]
    if (!use) uses.push(useOf(row, steps))
    else {
      const isNew = !use.steps.some(({ id }) => id === row.step)
      uses[known] = {
        ...use,
        live: use.live || row.is_live,
        draft: use.draft || row.is_draft,
        steps: isNew ? [...use.steps, ...steps] : use.steps,
      }
    }
  }
  return found
}

function useOf({ kind, holder, title, is_live, is_draft }: UseRow, steps: TemplateUse['steps']): TemplateUse {
  return { kind, id: holder, name: title, live: is_live, draft: is_draft, steps }
}

function keyOf({ name, language }: Named): string {
  return `${name}\n${language}`
}
