import type { World } from '#core/flow/check/world.ts'
import type { Definition } from '#core/flow/definition.ts'
import { refsAt } from '#core/flow/kinds.ts'
import type { Query } from '#server/base/db.ts'
import { templatesNamed } from '#server/whatsapp/template/facts.ts'

/**
 * The templates that a drawing names, as the gate knows them. Undefined: the account's templates were never read, so nothing
 * can be said about them.
 */
export async function heldTemplates(
  query: Query,
  workspaceId: string,
  definition: Definition,
): Promise<World['templates']> {
  const names = namedIn(definition)
  return names.length > 0 ? await templatesNamed(query, workspaceId, names) : undefined
}

function namedIn(definition: Definition): string[] {
  const nodes = Object.values(definition.nodes)
  return [
    ...new Set(nodes.flatMap((node) => (refsAt(node.kind, node).templates ?? []).map(({ name }) => name))),
  ]
}
