import { childrenOf, isTree, type Tree } from '#core/flow/formula/tree.ts'
import { FormulaError } from '#core/flow/formula/value.ts'

/** Work that one formula may do: a step each node, and a share of the texts and lists that come out of it. */
const WORK_MAX = 20_000
const UNITS_PER_WORK = 16

/**
 * Makes each node of a checked tree pay for its work, so that no formula runs long, whatever it is given. A node that finds
 * nothing left stops before it begins: CEL's `exists` swallows errors and would go on with the next of its list.
 */
export function meter(root: Tree): { readonly refuel: () => void; readonly check: () => void } {
  let left = WORK_MAX
  const check = () => {
    if (left < 0) throw new FormulaError('limit')
  }
  const wrap = (tree: Tree): void => {
    const { alternate, evaluate } = tree.meta
    if (alternate) {
      wrap(alternate)
      return
    }
    tree.setMeta('evaluate', (evaluator, node, context) => {
      check()
      const made = evaluate(evaluator, node, context)
      left -= 1 + sizeOf(made) / UNITS_PER_WORK
      return made
    })
    for (const child of treesIn(tree.args)) wrap(child)
  }
  wrap(root)
  const refuel = () => {
    left = WORK_MAX
  }
  return { refuel, check }
}

function sizeOf(made: unknown): number {
  return typeof made === 'string' || Array.isArray(made) ? made.length : 0
}

/** All trees right below, also the parts of an unfolded macro. */
function treesIn(args: unknown): readonly Tree[] {
  if (isTree(args)) return [args]
  if (Array.isArray(args))
    return args.flatMap((each) => (Array.isArray(each) ? childrenOf(each) : childrenOf([each])))
  return typeof args === 'object' && args !== null ? childrenOf(Object.values(args)) : []
}
