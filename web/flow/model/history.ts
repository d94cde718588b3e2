import type { Key } from '#web/flow/model/words.ts'

/** Steps that can be undone; older ones are forgotten. */
export const UNDO_MAX = 100

/** What an edit is called in the tooltip: a key under `edit` in the catalogue, and the step it touched. */
export type Label = { readonly key: Done<Key>; readonly name?: string }
type Done<K> = K extends `edit.${infer Name}` ? Name : never
export type Change<T> = { readonly value: T; readonly label: Label }

/** `group` names the field that is being typed into; edits of one group are one step. */
export type History<T> = {
  readonly past: readonly Change<T>[]
  readonly future: readonly Change<T>[]
  readonly group: string | null
}

export const noHistory: History<never> = { past: [], future: [], group: null }

/** Remembers the value from before an edit; typing on in the same field adds no step. */
export function record<T>(history: History<T>, before: T, label: Label, group: string | null): History<T> {
  const goesOn = group !== null && group === history.group && history.past.length > 0
  if (goesOn) return { ...history, future: [] }
  return { past: [...history.past.slice(1 - UNDO_MAX), { value: before, label }], future: [], group }
}

/** Ends the group, so that typing in the same field again is a step of its own. */
export function seal<T>(history: History<T>): History<T> {
  return history.group === null ? history : { ...history, group: null }
}

/** The value before the last edit, or undefined when there is none. */
export function undo<T>(history: History<T>, now: T): { history: History<T>; value: T } | undefined {
  const last = history.past.at(-1)
  if (!last) return undefined
  const future = [{ value: now, label: last.label }, ...history.future]
  return { value: last.value, history: { past: history.past.slice(0, -1), future, group: null } }
}

/** The value that was undone last, or undefined when nothing was. */
export function redo<T>(history: History<T>, now: T): { history: History<T>; value: T } | undefined {
  const next = history.future[0]
  if (!next) return undefined
  const past = [...history.past, { value: now, label: next.label }]
  return { value: next.value, history: { past, future: history.future.slice(1), group: null } }
}
