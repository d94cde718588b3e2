import type { Definition } from '#core/flow/definition.ts'

/** The field that was asked for last on the way to a step: what a condition behind a question most likely looks at. */
export function fieldAskedBefore({ nodes }: Pick<Definition, 'nodes'>, id: string): string | undefined {
  const sources = new Map<string, string[]>()
  for (const [from, { next }] of Object.entries(nodes)) {
    for (const to of Object.values(next)) sources.set(to, [...(sources.get(to) ?? []), from])
  }
  const behind = new Set([id])
  for (const at of behind) {
    for (const from of sources.get(at) ?? []) {
      const node = nodes[from]
      if (node?.kind === 'question' && node.field) return node.field
      behind.add(from)
    }
  }
  return undefined
}
