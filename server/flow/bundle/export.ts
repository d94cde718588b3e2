import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import type { Bundle } from '#core/flow/bundle/form.ts'
import { BUNDLE_FILES_BYTES_MAX } from '#core/flow/bundle/limit.ts'
import { filesOf, type Source, writeBundle } from '#core/flow/bundle/write.ts'
import type { Definition, Layout } from '#core/flow/definition.ts'
import type { HookMapping } from '#core/flow/hook.ts'
import { SEQUENCES_MAX } from '#core/flow/sequence.ts'
import type { Script } from '#core/flow/trial/script.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { listFields } from '#server/contact/store.ts'
import { listSegments } from '#server/flow/segments.ts'
import type { FileRow } from '#server/whatsapp/files.ts'

type FlowRow = {
  readonly id: string
  readonly name: string
  readonly definition: Definition
  readonly layout: Layout
  readonly tested: boolean
  readonly mapping: HookMapping | null
  readonly tests: Script[]
}

/** One more than a file may hold, so that it is told and not cut off. */
const FLOWS_MAX = 101

export type Exported = { readonly bot: string } | { readonly flow: string }

/** A bot with all its flows as they are drawn now, or one flow of it, as a file; `rows`: its pictures and files, in the order in which it names them. */
export async function exportBundle(
  query: Query,
  workspaceId: string,
  what: Exported,
): Promise<{ readonly bundle: Bundle; readonly rows: readonly FileRow[] } | Refusal> {
  const isBot = 'bot' in what
  const [flows, bots, sequences, fields, names, segments] = await Promise.all([
    flowsOf(query, workspaceId, isBot ? sql`f.bot_id = ${what.bot}` : sql`f.id = ${what.flow}`),
    query.rows<{ name: string }>(
      sql`select name from bot where workspace_id = ${workspaceId} and id = ${isBot ? what.bot : null} and gone_at is null`,
    ),
    isBot ? sequencesOf(query, workspaceId, what.bot) : [],
    listFields(query, workspaceId),
    query.rows<{ id: string; name: string }>(sql`
      select id, name from flow where workspace_id = ${workspaceId} and not archived
      union all select id, name from sequence where workspace_id = ${workspaceId}
      union all select id, name from team where workspace_id = ${workspaceId}
      union all select id, name from segment where workspace_id = ${workspaceId} limit 3000`),
    listSegments(query, workspaceId),
  ])
  const name = isBot ? bots[0]?.name : flows[0]?.name
  if (name === undefined) return refuse('not-found')
  const rows = await travelling(query, workspaceId, filesOf(flows))
  const bundle = writeBundle({
    kind: isBot ? 'bot' : 'flow',
    name,
    flows: flows.map(({ tested, mapping, ...flow }) => ({ ...flow, testsRequired: tested, hook: mapping })),
    sequences,
    fields: fields.map(({ default_value, ...field }) => ({ ...field, default: default_value })),
    names: new Map(names.map((row) => [row.id, row.name])),
    ...{ segments, files: rows },
  })
  return isRefusal(bundle) ? bundle : { bundle, rows: rows.slice(0, bundle.files.length) }
}

/** The files of that order that are there and have room together. */
async function travelling(query: Query, workspaceId: string, ids: readonly string[]): Promise<FileRow[]> {
  const found = await query.rows<FileRow>(sql`
    select id, name, mime, media, size, sha256, storage_key from file
    where workspace_id = ${workspaceId} and id::text = any(${ids}::text[])`)
  let room = BUNDLE_FILES_BYTES_MAX
  return ids.flatMap((id) => {
    const row = found.find((file) => file.id === id)
    if (!row || row.size > room) return []
    room -= row.size
    return [row]
  })
}

function flowsOf(query: Query, workspaceId: string, which: ReturnType<typeof sql>): Promise<FlowRow[]> {
  return query.rows(sql`
    select f.id, f.name, f.definition, f.layout, f.tested, h.mapping,
           coalesce((select jsonb_agg(t.script order by t.created_at, t.id) from flow_test t
             where t.workspace_id = f.workspace_id and t.flow_id = f.id), '[]') as tests
    from flow f left join flow_hook h on h.workspace_id = f.workspace_id and h.flow_id = f.id
    where f.workspace_id = ${workspaceId} and ${which} and not f.archived order by f.created_at, f.id limit ${FLOWS_MAX}`)
}

function sequencesOf(query: Query, workspaceId: string, bot: string): Promise<Source['sequences'][number][]> {
  return query.rows(sql`
    select id, name, enabled, ends_on_reply as "endsOnReply", send_window as window, steps
    from sequence where workspace_id = ${workspaceId} and bot_id = ${bot} order by created_at, id limit ${SEQUENCES_MAX}`)
}
