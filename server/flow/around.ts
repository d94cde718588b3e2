import type { Around } from '#core/flow/api.ts'
import type { Definition } from '#core/flow/definition.ts'
import { refsAt } from '#core/flow/kinds.ts'
import type { Query } from '#server/base/db.ts'
import { heldTemplates } from '#server/flow/held.ts'
import { worldOf } from '#server/flow/store.ts'

/** Definitions that a browser gets at once; the check on publishing looks at all of them. */
const DEFINITIONS_MAX = 50

/** What the checker looks at around a draft: all flows by name, and what those do that the draft leads into. */
export async function aroundOf(
  query: Query,
  workspaceId: string,
  { id: own, definition: draft }: { readonly id: string; readonly definition: Definition },
): Promise<Around> {
  const [{ fields, flows, secrets, place }, templates] = await Promise.all([
    worldOf(query, workspaceId),
    heldTemplates(query, workspaceId, draft),
  ])
  const definitions = new Map(flows.map(({ id, definition }) => [id, definition]))
  const wanted = new Set(namedIn(draft))
  for (const id of wanted) {
    const definition = wanted.size < DEFINITIONS_MAX ? definitions.get(id) : undefined
    if (definition) for (const next of namedIn(definition)) wanted.add(next)
  }
  return {
    ...(templates && { templates: [...templates] }),
    fields: fields.map(({ former, ...field }) => ({ ...field, former: [...former] })),
    secrets,
    place,
    callers: flows.flatMap(({ id, name, definition }) =>
      definition && id !== own && namedIn(definition).includes(own) ? [name] : [],
    ),
    flows: flows.map(({ id, name, published, definition }) => ({
      id,
      name,
      published,
      ...(definition && wanted.has(id) ? { definition } : {}),
    })),
  }
}

function namedIn(definition: Definition): string[] {
  return Object.values(definition.nodes).flatMap((node) => {
    const { calls = [], leaves = [] } = refsAt(node.kind, node)
    return [...calls, ...leaves]
  })
}
