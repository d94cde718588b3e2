import { decimalFrom } from '#core/base/decimal.ts'
import { CEL_METHODS, OWN_FUNCTIONS } from '#core/flow/formula/language.ts'
import { childrenOf, type Tree } from '#core/flow/formula/tree.ts'
import { NumberValue } from '#core/flow/formula/value.ts'

/** Something in a formula that is not ours to run: where it stands. */
type Foreign = {
  readonly code: 'function' | 'form' | 'number'
  readonly name: string
  readonly at: Tree
}

/** What a tree reads, and the first thing in it that is refused. */
export type Survey = {
  readonly names: readonly { readonly name: string; readonly at: Tree }[]
  readonly foreign: Foreign | null
}

const FORMS: ReadonlySet<string> = new Set([
  ...['value', 'id', 'list', 'call', 'rcall', '[]', '?:', '||', '&&', '!_', '-_', 'in'],
  ...['+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>='],
])
/** Methods that name a variable of their own. */
const MACROS: ReadonlySet<string> = new Set(['map', 'filter', 'exists', 'all'])

/**
 * Looks through a tree before it is checked: only our functions and CEL's harmless ones, no fields of objects, no maps,
 * no bytes. Numbers become exact ones, read from the text as it was written; an index stays the whole number that CEL wants.
 */
export function survey(root: Tree): Survey {
  const names: { name: string; at: Tree }[] = []
  let foreign: Foreign | null = null
  const visit = (tree: Tree, bound: ReadonlySet<string>, isIndex: boolean): void => {
    foreign ??= foreignAt(tree)
    if (tree.op === 'value' && !isIndex) foreign ??= exact(tree)
    if (tree.op === 'id' && !bound.has(String(tree.args))) names.push({ name: String(tree.args), at: tree })
    const { own, children } = partsOf(tree)
    const inner = own === null ? bound : new Set([...bound, own])
    for (const { child, isBound, index } of children) visit(child, isBound ? inner : bound, index)
  }
  visit(root, new Set(), false)
  return { names, foreign }
}

function foreignAt(tree: Tree): Foreign | null {
  if (!FORMS.has(tree.op)) return { code: 'form', name: tree.input.slice(tree.start, tree.end), at: tree }
  if ((tree.op !== 'call' && tree.op !== 'rcall') || !Array.isArray(tree.args)) return null
  const called = String(tree.args[0])
  const known = tree.op === 'call' ? OWN_FUNCTIONS : CEL_METHODS
  return known.has(called) ? null : { code: 'function', name: called, at: tree }
}

type Parts = {
  /** The variable that a macro names for its other arguments. */
  readonly own: string | null
  readonly children: readonly { readonly child: Tree; readonly isBound: boolean; readonly index: boolean }[]
}

function partsOf(tree: Tree): Parts {
  const { op, args } = tree
  const free = (child: Tree) => ({ child, isBound: false, index: false })
  if (!Array.isArray(args)) return { own: null, children: childrenOf(args).map(free) }
  if (op === '[]')
    return { own: null, children: childrenOf(args).map((child, at) => ({ ...free(child), index: at === 1 })) }
  if (op === 'call') return { own: null, children: childrenOf(args[1]).map(free) }
  if (op !== 'rcall') return { own: null, children: childrenOf(args).map(free) }
  const [first, ...rest] = childrenOf(args[2])
  const receiver = childrenOf(args[1]).map(free)
  if (!first) return { own: null, children: receiver }
  if (!MACROS.has(String(args[0])) || first.op !== 'id')
    return { own: null, children: [...receiver, ...[first, ...rest].map(free)] }
  const bound = rest.map((child) => ({ child, isBound: true, index: false }))
  return { own: String(first.args), children: [...receiver, ...bound] }
}

function exact(tree: Tree): Foreign | null {
  const { args } = tree
  if (typeof args === 'string' || typeof args === 'boolean' || args instanceof NumberValue) return null
  const written = tree.input.slice(tree.start, tree.end)
  const held = typeof args === 'bigint' || typeof args === 'number' ? decimalFrom(written) : null
  if (!held) return { code: 'number', name: written, at: tree }
  tree.args = new NumberValue(held)
  return null
}
