import { z } from 'zod'
import type { Kind } from '#core/flow/kind.ts'
import { FieldKey, Name, nodeBase } from '#core/flow/nodes/base.ts'
import { fieldOf } from '#core/flow/person.ts'
import { keepValue } from '#core/flow/step/keep.ts'

/** Parts people by weight, at random; with `field` the same person always goes the same way. Outlets: `branch:<id>`. */
export const SplitNode = z.object({
  kind: z.literal('split'),
  ...nodeBase,
  branches: z
    .array(z.object({ id: Name, title: z.string().max(40), weight: z.number().int().min(0).max(100) }))
    .min(2)
    .max(10),
  /** Keeps the title of the branch, and decides by it the next time. */
  field: FieldKey.optional(),
})
export type SplitNode = z.infer<typeof SplitNode>

export const splitKind: Kind<SplitNode> = {
  enter: (node, scene) => {
    const known = node.field === undefined ? undefined : fieldOf(scene, node.field)
    const before = node.branches.find((branch) => known !== undefined && nameOf(branch) === known)
    const branch = before ?? branchAt(node, scene.draw())
    const wish =
      node.field !== undefined && !before && branch ? keepValue(node.field, nameOf(branch), scene) : null
    if (wish) scene.ask(wish)
    return { to: 'outlet', outlet: `branch:${branch?.id ?? ''}` }
  },
  refs: ({ field }) => (field === undefined ? {} : { fills: [field] }),
  check: (node, report) => {
    if (node.branches.every(({ weight }) => weight === 0)) report('split-empty')
    const ids = node.branches.map(({ id }) => id)
    const twice = ids.find((id, at) => ids.indexOf(id) !== at)
    if (twice !== undefined) report('choice-twice', { choice: twice })
    const names = node.branches.map(nameOf)
    const alike = names.find((name, at) => names.indexOf(name) !== at)
    if (node.field !== undefined && alike !== undefined) report('choice-twice', { choice: alike })
  },
}

type Branch = SplitNode['branches'][number]

function nameOf({ id, title }: Branch): string {
  return title === '' ? id : title
}

/** The branch on which a draw in [0, 1) falls; the first one when nothing has weight. */
function branchAt(node: SplitNode, draw: number): Branch | undefined {
  let left = draw * node.branches.reduce((sum, { weight }) => sum + weight, 0)
  for (const branch of node.branches) {
    left -= branch.weight
    if (left < 0) return branch
  }
  return node.branches[0]
}
