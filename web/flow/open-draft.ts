import type { FlowDraft } from '#core/flow/api.ts'
import { drawingOf } from '#web/flow/drawing/place.ts'
import { createFlowStore, edit, type FlowStore, tellSaving } from '#web/flow/model/store.ts'
import { keptDraft } from '#web/flow/saving.ts'

/**
 * Opens a draft for editing. Work that only this device has comes back as an edit that can be undone; when someone
 * else saved since, a person decides which of the two stays.
 */
export async function openDraft(draft: FlowDraft, canEdit: boolean): Promise<FlowStore> {
  const { flow, revision } = draft
  const store = createFlowStore({ flowId: flow.id, drawing: drawingOf(draft), revision, canEdit })
  const device = canEdit ? await keptDraft(flow.id) : undefined
  if (!device) return store
  const mine = drawingOf(device)
  if (JSON.stringify(mine) === JSON.stringify(store.getState().drawing)) return store
  edit(store, { key: 'kept' }, () => mine)
  if (device.revision === revision) return store
  tellSaving(store, { kind: 'due' })
  tellSaving(store, { kind: 'conflict' })
  return store
}
