import type { FlowNode, NodeKind } from '#core/flow/definition.ts'

export type NodeOf<K extends NodeKind> = Extract<FlowNode, { kind: K }>
/** New values of some of a step's properties; undefined takes a property away. */
type Patch<N> = { readonly [P in keyof N]?: N[P] | undefined }

/** What the form of a kind gets. `field` names what is typed into, so that typing there is one step of undo. */
export type InspectorProps<K extends NodeKind> = {
  readonly id: string
  readonly node: NodeOf<K>
  readonly change: (patch: Patch<NodeOf<K>>, field?: string) => void
}
