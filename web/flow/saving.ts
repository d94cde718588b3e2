import type { Millis } from '#core/base/time.ts'
import type { FlowDraft } from '#core/flow/api.ts'
import { client, problemOf } from '#web/base/api.ts'
import { forget, keep, kept } from '#web/base/keep.ts'
import { drawingOf } from '#web/flow/drawing/place.ts'
import { isUnsaved, saveWait } from '#web/flow/model/autosave.ts'
import type { DeviceDraft } from '#web/flow/model/read.ts'
import { type FlowState, type FlowStore, tellSaved, tellSaving } from '#web/flow/model/store.ts'

/** Wait before an unsaved draft is written to this device again. */
const KEEP_PAUSE: Millis = 400

/**
 * Saves the draft after each pause in editing, and keeps it on this device while the server cannot take it.
 * Returns how to stop.
 */
export function keepSaved(store: FlowStore): () => void {
  const save = timer(() => void saveNow(store))
  const keepSoon = timer(() => keepHere(store.getState()))
  const stopListening = store.subscribe((state, before) => {
    const isEdit = state.drawing !== before.drawing
    if (state.saving === before.saving && !isEdit) return
    if (state.saving !== before.saving || state.saving.state === 'edited') save.in(saveWait(state.saving))
    if (state.saving.state === 'saved') forgetKept(state.flowId)
    keepSoon.in(isUnsaved(state.saving) ? KEEP_PAUSE : null)
  })
  const onHide = () => keepHere(store.getState())
  const onOnline = () => void saveNow(store)
  window.addEventListener('pagehide', onHide)
  window.addEventListener('online', onOnline)
  save.in(saveWait(store.getState().saving))
  return () => {
    stopListening()
    save.in(null)
    keepSoon.in(null)
    window.removeEventListener('pagehide', onHide)
    window.removeEventListener('online', onOnline)
    keepHere(store.getState())
    void saveNow(store).then(() => {
      if (store.getState().saving.state === 'saved') forgetKept(store.getState().flowId)
    })
  }
}

/** One wait at a time: a new one replaces the old, null ends it. */
function timer(act: () => void): { in: (wait: Millis | null) => void } {
  let running: number | undefined
  return {
    in: (wait) => {
      clearTimeout(running)
      if (wait !== null) running = window.setTimeout(act, wait)
    },
  }
}

/** The save under way of each open flow: a second one of the same revision would meet the first as a stranger's. */
const underWay = new WeakMap<FlowStore, Promise<void>>()

/** Waits for the save under way, then sends what is still due; resolves when the server has answered or could not be reached. */
export async function saveNow(store: FlowStore): Promise<void> {
  await underWay.get(store)
  tellSaving(store, { kind: 'due' })
  if (store.getState().saving.state !== 'saving' || underWay.has(store)) return
  const saving = send(store).finally(() => underWay.delete(store))
  underWay.set(store, saving)
  await saving
}

async function send(store: FlowStore): Promise<void> {
  const { saving, drawing, flowId } = store.getState()
  try {
    const { revision } = await client.flow.saveFlow({ id: flowId, ...drawing, revision: saving.revision })
    tellSaved(store, drawing, revision)
  } catch (error) {
    const news = newsOf(error)
    if (news.kind === 'conflict') await meetLatest(store)
    else tellSaving(store, news)
  }
}

/** Somebody else saved first: their changes are fetched and put under ours, which are saved next. */
export async function meetLatest(store: FlowStore): Promise<void> {
  try {
    const latest = await client.flow.flow({ id: store.getState().flowId })
    const { meet } = await import('#web/flow/model/meet.ts')
    meet(store, drawingOf(latest), latest.revision)
  } catch (error) {
    tellSaving(store, newsOf(error))
  }
}

/** Takes in a draft that somebody else saved, unless a save of ours is under way or a person has to decide first. */
export async function meetDraft(store: FlowStore, draft: FlowDraft): Promise<void> {
  const { meet } = await import('#web/flow/model/meet.ts')
  const { saving } = store.getState()
  if (saving.state === 'saving' || saving.state === 'conflict' || draft.revision <= saving.revision) return
  meet(store, drawingOf(draft), draft.revision)
}

function newsOf(error: unknown) {
  const problem = problemOf(error)
  if (problem === null || problem.status >= 500 || problem.status === 429)
    return { kind: 'unreachable' } as const
  if (problem.code === 'draft-conflict') return { kind: 'conflict' } as const
  return { kind: 'refused', reason: problem.detail } as const
}

/** The draft of this flow that only this device has, or undefined. */
export async function keptDraft(flowId: string): Promise<DeviceDraft | undefined> {
  const text = kept(keptKey(flowId))
  if (text === null) return undefined
  const { readDeviceDraft } = await import('#web/flow/model/read.ts')
  return readDeviceDraft(text)
}

export function forgetKept(flowId: string): void {
  forget(keptKey(flowId))
}

function keepHere({ flowId, saving, drawing }: FlowState): void {
  if (!isUnsaved(saving)) return
  keep(keptKey(flowId), JSON.stringify({ revision: saving.revision, ...drawing }))
}

function keptKey(flowId: string): string {
  return `flow-draft:${flowId}`
}
