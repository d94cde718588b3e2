import type { Environment } from '@marcbachmann/cel-js'

/**
 * A node of CEL's tree as far as we touch it (version 8.0.0, pinned). `meta.evaluate` is what runs it, `meta.alternate`
 * what a macro was unfolded to.
 */
export type Tree = {
  readonly op: string
  args: unknown
  readonly start: number
  readonly end: number
  readonly input: string
  readonly meta: { readonly alternate?: Tree; readonly macro?: unknown; readonly evaluate: Evaluate }
  readonly setMeta: (key: 'evaluate', value: Evaluate) => unknown
}
type Evaluate = (evaluator: unknown, tree: Tree, context: unknown) => unknown

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && 'op' in value && 'setMeta' in value
}

export function childrenOf(args: unknown): readonly Tree[] {
  return (Array.isArray(args) ? args : [args]).filter(isTree)
}

/** The tree of a parsed formula. */
export function treeOf(parsed: ReturnType<Environment['parse']>): Tree {
  return parsed.ast as unknown as Tree // CEL's declarations leave out what is pinned above
}
