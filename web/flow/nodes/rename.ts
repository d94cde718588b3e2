import type { Definition } from '#core/flow/definition.ts'
import { indexName, inputName, itemName, outputName } from '#core/flow/local/names.ts'
import { edit, type FlowStore } from '#web/flow/model/store.ts'

/** Calls the items of a loop otherwise, wherever they are read; one step of undo. */
export async function renameLoop(store: FlowStore, id: string, to: string): Promise<void> {
  const loop = store.getState().drawing.definition.nodes[id]
  if (loop?.kind !== 'foreach') return
  const names = [
    [itemName(loop.as), itemName(to)],
    [indexName(loop.as), indexName(to)],
  ] as const
  await rename(store, names, (definition) => withNode(definition, id, { ...loop, as: to }))
}

type Side = 'inputs' | 'outputs'

/** Calls an input or an output of the flow otherwise, wherever it is read or filled. */
export async function renameSignature(
  store: FlowStore,
  side: Side,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const name = side === 'inputs' ? inputName : outputName
  await rename(store, [[name(from), name(to)]], (definition) => {
    const start = definition.nodes[definition.start]
    if (start?.kind !== 'start') return definition
    const renamed = (start[side] ?? []).map((one) => (one.key === from ? { ...one, key: to } : one))
    return withNode(definition, definition.start, { ...start, [side]: renamed })
  })
}

async function rename(
  store: FlowStore,
  names: readonly (readonly [from: string, to: string])[],
  declare: (definition: Definition) => Definition,
): Promise<void> {
  // It reads formulas, whose language comes with the checker.
  const { renameLocal } = await import('#core/flow/rename.ts')
  edit(store, { key: 'change' }, ({ definition, layout }) => {
    const used = names.reduce((now, [from, to]) => renameLocal(now, from, to), declare(definition))
    return { definition: used, layout }
  })
}

function withNode(definition: Definition, id: string, node: Definition['nodes'][string]): Definition {
  return { ...definition, nodes: { ...definition.nodes, [id]: node } }
}
