import type { Definition } from '#core/flow/definition.ts'
import { edit, type FlowStore } from '#web/flow/model/store.ts'

/** Calls the items of a loop otherwise, wherever its rounds read them; one step of undo. */
export function renameLoop(store: FlowStore, id: string, to: string): Promise<void> {
  return rename(store, (core, definition) => core.renameLoop(definition, id, to))
}

type Side = 'inputs' | 'outputs'

/** Calls an input or an output of the flow otherwise, wherever it is read or filled; it keeps its name where the other is taken. */
export function renameDeclared(
  store: FlowStore,
  wish: { readonly side: Side; readonly at: number; readonly to: string },
): Promise<void> {
  return rename(store, (core, definition) => core.renameDeclared(definition, wish))
}

type Core = typeof import('#core/flow/rename.ts')

async function rename(
  store: FlowStore,
  change: (core: Core, definition: Definition) => Definition,
): Promise<void> {
  // It reads formulas, whose language comes with the checker.
  const core = await import('#core/flow/rename.ts')
  edit(store, { key: 'change' }, (drawing) => {
    const definition = change(core, drawing.definition)
    return definition === drawing.definition ? drawing : { ...drawing, definition }
  })
}
