import { z } from 'zod'
import { readList } from '#core/contact/field/value.ts'
import { runFormula } from '#core/flow/formula/formula.ts'
import { FORMULA_MAX } from '#core/flow/formula/limit.ts'
import type { Kind, Move, Scene } from '#core/flow/kind.ts'
import type { Loop } from '#core/flow/local/frame.ts'
import { ROUNDS_MAX } from '#core/flow/local/names.ts'
import { LocalKey } from '#core/flow/local/shape.ts'
import { FieldKey, nodeBase } from '#core/flow/nodes/base.ts'
import { valueNamed } from '#core/flow/text/system.ts'

/** What a loop goes through: the items of a list field, or those that a formula comes to. */
const Over = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('field'), field: FieldKey.optional() }),
  z.object({ kind: z.literal('formula'), formula: z.string().max(FORMULA_MAX) }),
])

/**
 * Does the same for each item of a list, which is read once when the loop begins. Outlets: `each` (one round) · `done`
 * (no item is left, or there was none). A round is over where its steps lead nowhere, or back to the loop. Inside, the
 * item is `item_<as>` and the number of the round, from 1, `index_<as>`.
 */
export const ForeachNode = z.object({
  kind: z.literal('foreach'),
  ...nodeBase,
  over: Over.default({ kind: 'field' }),
  as: LocalKey.default('daftar'),
  /** Items after so many are left out. */
  rounds: z.number().int().min(1).max(ROUNDS_MAX).default(20),
})
export type ForeachNode = z.infer<typeof ForeachNode>

export const foreachKind: Kind<ForeachNode> = {
  enter: (node, scene) => {
    const { loop } = scene
    if (loop) return roundOf({ ...loop, at: loop.at + 1 })
    const list = listOf(node, scene)
    if (list === null) return { to: 'loop', outlet: 'done', loop: null, fault: 'bad-formula' }
    const items = list.slice(0, node.rounds)
    return roundOf({ node: scene.node, as: node.as, items, at: 0, left: list.length - items.length })
  },
  refs: ({ over }) =>
    over.kind === 'formula'
      ? { formulas: [{ text: over.formula, wanted: 'list' }] }
      : over.field === undefined
        ? {}
        : { fields: [over.field] },
  check: ({ over }, report) => {
    if (over.kind === 'field' && over.field === undefined) report('list-unchosen')
  },
}

function listOf({ over }: ForeachNode, scene: Scene): readonly string[] | null {
  if (over.kind === 'field') return over.field === undefined ? [] : readList(valueNamed(scene, over.field))
  const made = runFormula(over.formula, scene)
  return made.kind === 'value' && made.type === 'list' ? readList(made.value) : null
}

/** The trace shows which round it is, of how many; at the end how many were made and how many were left out. */
function roundOf(loop: Loop): Move {
  const { items, at, left } = loop
  if (at >= items.length)
    return {
      to: 'loop',
      outlet: 'done',
      loop: null,
      heard: left > 0 ? `${items.length}/${items.length + left}` : `${items.length}`,
    }
  return { to: 'loop', outlet: 'each', loop, heard: `${at + 1}/${items.length} · ${items[at] ?? ''}` }
}
