import type { Definition } from '#core/flow/definition.ts'
import { refsAt } from '#core/flow/kinds.ts'
import type { Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { sql } from '#server/base/sql.ts'

type Drawn = {
  readonly flowId: string
  readonly isLive: boolean
  readonly definitions: readonly Definition[]
}

/** Writes down which templates the steps of a draft, or of the versions that run, send; screens hear of it where that is news. */
export async function noteTemplates(
  tx: Tx,
  workspaceId: string,
  { flowId, isLive, definitions }: Drawn,
): Promise<void> {
  const steps = stepsOf(definitions)
  const gone = await tx.run(sql`
    delete from flow_template where workspace_id = ${workspaceId} and flow_id = ${flowId} and is_live = ${isLive}
      and (node, name, language) not in (
        select s.node, s.name, s.language
        from json_to_recordset(${JSON.stringify(steps)}) as s (node text, name text, language text))`)
  const put = await tx.run(sql`
    insert into flow_template as u (workspace_id, flow_id, is_live, node, title, name, language)
    select ${workspaceId}, ${flowId}, ${isLive}, s.node, s.title, s.name, s.language
    from json_to_recordset(${JSON.stringify(steps)}) as s (node text, title text, name text, language text)
    on conflict (workspace_id, flow_id, is_live, node, name, language) do update
    set title = excluded.title where u.title is distinct from excluded.title`)
  if (gone + put > 0) await emit(tx, workspaceId, [{ kind: 'template.changed', ids: [flowId] }])
}

/** Steps that send templates, each with the same template once, in the words of the last drawing that has it. */
function stepsOf(definitions: readonly Definition[]) {
  const steps = definitions.flatMap(({ nodes }) =>
    Object.entries(nodes).flatMap(([node, one]) =>
      (refsAt(one.kind, one).templates ?? []).map((template) => ({ node, title: one.name, ...template })),
    ),
  )
  const byKey = new Map(steps.map((step) => [JSON.stringify([step.node, step.name, step.language]), step]))
  return [...byKey.values()]
}

/** A flow that goes, or is switched on or off, changes where its templates are used. */
export async function tellTemplateUses(tx: Tx, workspaceId: string, flowId: string): Promise<void> {
  const rows = await tx.rows(
    sql`select 1 from flow_template where workspace_id = ${workspaceId} and flow_id = ${flowId} limit 1`,
  )
  if (rows.length > 0) await emit(tx, workspaceId, [{ kind: 'template.changed', ids: [flowId] }])
}
