import { isRefusal, type Refusal } from '#core/base/refusal.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { noteTriggers } from '#server/flow/triggers.ts'
import { bumpSettings } from '#server/whatsapp/store.ts'

export type FlowParts = { readonly http: Db; readonly bus: Bus }

/** A change of drafts: one transaction, the screens are told. Workers read nothing of it. */
export async function change<T extends object>(
  { http, bus }: FlowParts,
  workspaceId: string,
  id: string,
  work: (tx: Tx) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const result = await http.tenant(workspaceId, async (tx) => {
    const made = await work(tx)
    if (isRefusal(made)) return made
    await emit(tx, workspaceId, [{ kind: 'flow.changed', ids: [id] }])
    return made
  })
  bus.call('live', workspaceId)
  return result
}

/** A change of what is published of a flow: what it listens to is written down, and the workers are told. */
export function changeLive<T extends object>(
  parts: FlowParts,
  workspaceId: string,
  id: string,
  work: (tx: Tx) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  return change(parts, workspaceId, id, async (tx) => {
    const made = await work(tx)
    if (isRefusal(made)) return made
    await noteTriggers(tx, workspaceId, id)
    await bumpSettings(tx, workspaceId)
    return made
  })
}
