import { isRefusal, type Refusal } from '#core/base/refusal.ts'
import { bundleApi, type Imported } from '#core/flow/bundle/api.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { exportBundle } from '#server/flow/bundle/export.ts'
import { importBundle, lookAt } from '#server/flow/bundle/import.ts'
import type { TriggerParts } from '#server/flow/routes/triggers.ts'

/** Bots and flows as files. */
export function bundleRoutes({ http, bus, keys }: TriggerParts) {
  return {
    exportBot: on(bundleApi.exportBot, ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => exportBundle(tx, workspaceId, { bot: id })),
    ),
    exportFlow: on(bundleApi.exportFlow, ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => exportBundle(tx, workspaceId, { flow: id })),
    ),
    lookAtFile: on(bundleApi.lookAtFile, ({ file }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => lookAt(tx, workspaceId, file)),
    ),
    importFile: on(bundleApi.importFile, async ({ file, choices }, { seat: { workspaceId } }) => {
      const made = await http.tenant(workspaceId, async (tx): Promise<Imported | Refusal> => {
        const done = await importBundle(tx, workspaceId, { file, choices, keys })
        if (isRefusal(done)) return done
        await emit(tx, workspaceId, [{ kind: 'flow.changed', ids: done.flows.map(({ id }) => id) }])
        return done
      })
      bus.call('live', workspaceId)
      bus.call('settings', workspaceId)
      return made
    }),
  }
}
