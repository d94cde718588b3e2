import type { Drawing } from '#core/flow/edit.ts'
import type { StepDiff } from '#core/flow/version/diff.ts'
import { type FlowStore, view } from '#web/flow/model/store.ts'

type Compared = {
  readonly before: Drawing
  readonly after: Drawing
  readonly diffs: readonly StepDiff[]
  /** How the two are called, as “v3” and “Draf”. */
  readonly names: { readonly before: string; readonly after: string }
}

/** Draws two drawings as one: what came is green, what changed amber, what went red. Nothing can be edited meanwhile. */
export function showComparison(store: FlowStore, { before, after, diffs, names }: Compared): void {
  const gone = diffs.filter(({ change }) => change === 'removed').map(({ node }) => node)
  view(store, {
    version: 0,
    versionId: '',
    compared: names,
    drawing: {
      definition: {
        ...after.definition,
        nodes: { ...pick(before.definition.nodes, gone), ...after.definition.nodes },
      },
      layout: { ...after.layout, at: { ...pick(before.layout.at, gone), ...after.layout.at } },
    },
  })
  store.setState({
    comparing: true,
    changes: Object.fromEntries(diffs.map(({ node, change }) => [node, change])),
  })
}

export function stopComparison(store: FlowStore): void {
  if (store.getState().viewing?.compared) view(store, null)
  store.setState({ comparing: false, changes: {} })
}

function pick<T>(record: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keys.includes(key)))
}
