import type { Definition } from '#core/flow/definition.ts'

export type StepChange = 'added' | 'changed' | 'removed'

/** What became of each step between two drawings, by its id; steps that stayed the same are left out. */
export function diffOf(before: Definition, after: Definition): Readonly<Record<string, StepChange>> {
  const changes: Record<string, StepChange> = {}
  for (const [id, node] of Object.entries(after.nodes)) {
    const old = before.nodes[id]
    if (!old) changes[id] = 'added'
    else if (old !== node && canonical(old) !== canonical(node)) changes[id] = 'changed'
  }
  for (const id of Object.keys(before.nodes)) if (!after.nodes[id]) changes[id] = 'removed'
  return changes
}

/** JSON with its keys in order, so that equal values give equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
