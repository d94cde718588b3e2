import type { World } from '#core/flow/check/world.ts'
import type { Definition } from '#core/flow/definition.ts'
import { refsAt } from '#core/flow/kinds.ts'
import type { TemplateStatus } from '#core/whatsapp/template/state.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

type Row = { readonly content: Template; readonly status: TemplateStatus }

/**
 * The templates that a drawing names, as the connected account has them. Undefined: the account's templates were never
 * read, so nothing can be said about them.
 */
export async function heldTemplates(
  query: Query,
  workspaceId: string,
  definition: Definition,
): Promise<World['templates']> {
  const names = namedIn(definition)
  if (names.length === 0) return undefined
  const [rows, channels] = await Promise.all([
    query.rows<Row>(sql`
      select t.content, t.status from template t
      join channel c on c.workspace_id = t.workspace_id and c.id = t.channel_id and c.connected
      where t.workspace_id = ${workspaceId} and t.name = any(${names}::text[]) limit ${HELD_MAX}`),
    query.rows<{ templates_at: number | null }>(
      sql`select templates_at from channel where workspace_id = ${workspaceId} and connected`,
    ),
  ])
  if (!channels[0]?.templates_at) return undefined
  return rows.map(({ content, status }) => ({ template: content, status }))
}

/** Templates that are looked at for one drawing: a name in many languages counts for each. */
const HELD_MAX = 1000

function namedIn(definition: Definition): string[] {
  const nodes = Object.values(definition.nodes)
  return [
    ...new Set(nodes.flatMap((node) => (refsAt(node.kind, node).templates ?? []).map(({ name }) => name))),
  ]
}
