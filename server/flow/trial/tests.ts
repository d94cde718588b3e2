import { SCRIPTS_MAX, type Script } from '#core/flow/trial/script.ts'
import type { FlowTest } from '#core/flow/trial-api.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

export function listTests(query: Query, workspaceId: string, flowId: string): Promise<FlowTest[]> {
  return query.rows(sql`
    select id, script from flow_test where workspace_id = ${workspaceId} and flow_id = ${flowId}
    order by created_at, id limit ${SCRIPTS_MAX}`)
}

export async function areTestsRequired(query: Query, workspaceId: string, flowId: string): Promise<boolean> {
  const [row] = await query.rows<{ tested: boolean }>(
    sql`select tested from flow where workspace_id = ${workspaceId} and id = ${flowId}`,
  )
  return row?.tested ?? false
}

export async function requireTests(
  tx: Tx,
  workspaceId: string,
  flowId: string,
  required: boolean,
): Promise<void> {
  await tx.run(
    sql`update flow set tested = ${required} where workspace_id = ${workspaceId} and id = ${flowId}`,
  )
}

/** Writes tests that are new; `false` when the flow would have too many. */
export async function insertTests(
  tx: Tx,
  workspaceId: string,
  flowId: string,
  tests: readonly FlowTest[],
): Promise<boolean> {
  if (tests.length === 0) return true
  const [row] = await tx.rows<{ many: number }>(sql`
    select count(*)::int as many from flow_test where workspace_id = ${workspaceId} and flow_id = ${flowId}`)
  if ((row?.many ?? 0) + tests.length > SCRIPTS_MAX) return false
  await tx.run(sql`
    insert into flow_test (workspace_id, flow_id, id, script)
    select ${workspaceId}, ${flowId}, t.id, t.script from json_to_recordset(${JSON.stringify(tests)}) as t (id uuid, script jsonb)`)
  return true
}

export async function updateTest(
  tx: Tx,
  workspaceId: string,
  { flowId, id, script }: { readonly flowId: string; readonly id: string; readonly script: Script },
): Promise<boolean> {
  const rows = await tx.rows(sql`
    update flow_test set script = ${JSON.stringify(script)}
    where workspace_id = ${workspaceId} and flow_id = ${flowId} and id = ${id} returning id`)
  return rows.length > 0
}

export async function removeTest(
  tx: Tx,
  workspaceId: string,
  { flowId, id }: { readonly flowId: string; readonly id: string },
): Promise<boolean> {
  const rows = await tx.rows(sql`
    delete from flow_test where workspace_id = ${workspaceId} and flow_id = ${flowId} and id = ${id} returning id`)
  return rows.length > 0
}
