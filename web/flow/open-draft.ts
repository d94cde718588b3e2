import { isAlike } from '#core/base/json.ts'
import type { FlowDraft } from '#core/flow/api.ts'
import { orpc } from '#web/base/query.ts'
import { drawingOf } from '#web/flow/drawing/place.ts'
import { comeBack, createFlowStore, edit, type FlowStore, tellSaving } from '#web/flow/model/store.ts'
import { forgetKept, keptDraft } from '#web/flow/saving.ts'

/** Drafts that keep what undo knows while other pages are open, those opened last. */
const KEPT_MAX = 3
const lately = new Map<string, FlowStore>()

/** A draft is held only while a page shows it: whoever comes back to a flow that was deleted meanwhile reads that it is gone. */
export function draftOptions(id: string) {
  return orpc.flow.flow.queryOptions({ input: { id }, gcTime: 0 })
}

/** Opens a draft for editing; one that this tab had open lately goes on where it was left, undo and all. */
export async function openDraft(draft: FlowDraft, canEdit: boolean): Promise<FlowStore> {
  const { id } = draft.flow
  const left = lately.get(id)
  const isSame = left?.getState().canEdit === canEdit
  if (left && isSame) comeBack(left)
  const store = left && isSame ? left : await openFresh(draft, canEdit)
  lately.delete(id)
  lately.set(id, store)
  for (const oldest of lately.keys()) if (lately.size > KEPT_MAX) lately.delete(oldest)
  return store
}

/**
 * Work that only this device has comes back as an edit that can be undone; when someone
 * else saved since, a person decides which of the two stays.
 */
async function openFresh(draft: FlowDraft, canEdit: boolean): Promise<FlowStore> {
  const { flow, revision } = draft
  const store = createFlowStore({ flowId: flow.id, drawing: drawingOf(draft), revision, canEdit })
  const device = canEdit ? await keptDraft(flow.id) : undefined
  if (!device) return store
  const mine = drawingOf(device)
  if (isAlike(mine, store.getState().drawing)) {
    forgetKept(flow.id) // it was on its way when the page was left
    return store
  }
  edit(store, { key: 'kept' }, () => mine)
  if (device.revision === revision) return store
  tellSaving(store, { kind: 'due' })
  tellSaving(store, { kind: 'conflict' })
  return store
}
