import type { Language } from '#core/base/language.ts'
import type { BrokenCaller } from '#core/flow/api.ts'
import { brokenCalls } from '#core/flow/check/callers.ts'
import type { Definition } from '#core/flow/definition.ts'
import { problemSentence } from '#core/flow/problem.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { listFields } from '#server/contact/store.ts'
import { type FlowDraftRow, versionOf } from '#server/flow/store.ts'

/** Versions that run and are looked at. */
const LIVE_MAX = 1000

type Live = { readonly id: string; readonly name: string; readonly definition: Definition }

/** What runs and would stumble at its calls of this flow, were its draft published. */
export async function brokenCallersOf(
  query: Query,
  workspaceId: string,
  row: FlowDraftRow,
  language: Language,
): Promise<BrokenCaller[]> {
  const [fields, lives, live] = await Promise.all([
    listFields(query, workspaceId),
    query.rows<Live>(sql`
      select f.id, f.name, v.definition from flow f
      join flow_version v on v.workspace_id = f.workspace_id and v.id in (f.version_id, f.canary_id)
      where f.workspace_id = ${workspaceId} and f.id <> ${row.id} and not f.archived
        and v.definition::text like ${`%${row.id}%`}
      order by f.created_at, f.id, v.number limit ${LIVE_MAX}`),
    row.version_id === null ? undefined : versionOf(query, workspaceId, row.id, row.version_id),
  ])
  const callee = { flow: row.id, before: live?.definition ?? null, after: row.definition }
  const found = lives.map(({ id, name, definition }) => ({
    ...{ id, name },
    problems: brokenCalls(definition, callee, fields).map((one) => problemSentence(one, language)),
  }))
  const byFlow = Map.groupBy(
    found.filter(({ problems }) => problems.length > 0),
    ({ id }) => id,
  )
  return [...byFlow].map(([id, [first, ...others]]) => ({
    ...{ id, name: first?.name ?? '' },
    problems: [...new Set([first, ...others].flatMap((one) => one?.problems ?? []))],
  }))
}
