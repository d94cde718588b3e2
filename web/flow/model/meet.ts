import type { Drawing } from '#core/flow/edit.ts'
import { deltaOf, isEmpty, type Part, partsOf, rebase } from '#core/flow/rebase.ts'
import type { Change, History } from '#web/flow/model/history.ts'
import { type FlowStore, type Met, takeIn } from '#web/flow/model/store.ts'

/**
 * Somebody else saved a later draft: their changes come under ours, in the drawing and in every step of undo, so that
 * undo takes back only what we did. What is then still ours alone is saved next.
 */
export function meet(store: FlowStore, theirs: Drawing, revision: number): void {
  const { base, drawing, history } = store.getState()
  const delta = deltaOf(base, theirs)
  const merged = rebase(drawing, delta)
  const under = (changes: readonly Change<Drawing>[]) =>
    changes.map((change) => ({ ...change, value: rebase(change.value, delta).drawing }))
  const moved: History<Drawing> = { ...history, past: under(history.past), future: under(history.future) }
  const isTheirs = isEmpty(deltaOf(theirs, merged.drawing))
  const kept = namesOf(drawing, merged.clashes)
  const lost = partsOf(delta).filter((part) => isOurs(part, history.past[0]?.value, drawing))
  const replaced = namesOf(drawing, lost).filter((name) => !kept.includes(name))
  const met: Met | null = kept.length + replaced.length > 0 ? { kept, replaced } : null
  const news = { kind: isTheirs ? 'adopted' : 'insist', revision } as const
  takeIn(store, { drawing: merged.drawing, history: moved, base: theirs }, news, met)
}

/** Whether we changed that part since the oldest step of undo. */
function isOurs({ node, part }: Part, oldest: Drawing | undefined, now: Drawing): boolean {
  if (!oldest) return false
  return partsOf(deltaOf(only(oldest, node), only(now, node))).some((own) => part === '' || own.part === part)
}

function only({ definition, layout }: Drawing, id: string): Drawing {
  const node = definition.nodes[id]
  const isIt = (one: { readonly id: string }) => one.id === id
  const [notes, groups] = [layout.notes.filter(isIt), (layout.groups ?? []).filter(isIt)]
  return {
    definition: { ...definition, nodes: node ? { [id]: node } : {} },
    layout: { at: {}, notes, groups },
  }
}

/** The ids of steps, notes and frames, each once, that are there. */
function namesOf({ definition, layout }: Drawing, parts: readonly Part[]): string[] {
  const written = new Set([...layout.notes, ...(layout.groups ?? [])].map(({ id }) => id))
  return [...new Set(parts.map(({ node }) => node))].filter((id) => definition.nodes[id] || written.has(id))
}
