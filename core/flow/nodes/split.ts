import { z } from 'zod'
import type { Kind } from '#core/flow/kind.ts'
import { Name, nodeBase } from '#core/flow/nodes/base.ts'

/** Parts people by weight, at random. Outlets: `branch:<id>`. */
export const SplitNode = z.object({
  kind: z.literal('split'),
  ...nodeBase,
  branches: z
    .array(z.object({ id: Name, title: z.string().max(40), weight: z.number().int().min(0).max(100) }))
    .min(2)
    .max(10),
})
export type SplitNode = z.infer<typeof SplitNode>

export const splitKind: Kind<SplitNode> = {
  enter: (node, scene) => ({ to: 'outlet', outlet: `branch:${branchAt(node, scene.draw())}` }),
  refs: () => ({}),
  check: (node, report) => {
    if (node.branches.every(({ weight }) => weight === 0)) report('split-empty')
    const ids = node.branches.map(({ id }) => id)
    const twice = ids.find((id, at) => ids.indexOf(id) !== at)
    if (twice !== undefined) report('choice-twice', { choice: twice })
  },
}

/** The branch on which a draw in [0, 1) falls; the first one when nothing has weight. */
function branchAt(node: SplitNode, draw: number): string {
  let left = draw * node.branches.reduce((sum, { weight }) => sum + weight, 0)
  for (const { id, weight } of node.branches) {
    left -= weight
    if (left < 0) return id
  }
  return node.branches[0]?.id ?? ''
}
