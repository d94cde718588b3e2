import type { Graph } from '#core/flow/check/graph.ts'

/** Whether a flow leads to the one that is checked by the flows that `onward` names. */
export function leadsBack(
  own: string | undefined,
  flow: string,
  onward: (flow: string) => readonly string[],
): boolean {
  if (own === undefined) return false
  const seen = new Set([flow])
  for (const at of seen) {
    if (at === own) return true
    for (const next of onward(at)) seen.add(next)
  }
  return false
}

/** The flows that a drawing calls or goes on to. */
export function leadInto(graph: Graph | null): string[] {
  return [...(graph?.refs.values() ?? [])].flatMap(({ calls = [], leaves = [] }) => [...calls, ...leaves])
}
