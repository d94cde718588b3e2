import { refuse } from '#core/base/refusal.ts'
import { flowApi } from '#core/flow/api.ts'
import { checkFlowSize } from '#core/flow/file.ts'
import { on } from '#server/base/http.ts'
import { aroundOf } from '#server/flow/around.ts'
import { brokenCallersOf } from '#server/flow/callers.ts'
import { countProblems } from '#server/flow/publish.ts'
import { change, type FlowParts } from '#server/flow/routes/change.ts'
import { draftAs } from '#server/flow/routes/view.ts'
import { flowOf, lockFlow, saveDraft } from '#server/flow/store.ts'
import { trafficOf } from '#server/flow/traffic.ts'
import { noteTemplates } from '#server/flow/uses.ts'

/** The drawing that is being worked on, and what the checker looks at around it. */
export function draftRoutes(parts: FlowParts) {
  const { http } = parts
  return {
    flow: on(flowApi.flow, async ({ id }, { seat: { workspaceId } }) => {
      const row = await http.tenant(workspaceId, (tx) => flowOf(tx, workspaceId, id))
      return row ? draftAs(row) : refuse('not-found')
    }),
    brokenCallers: on(flowApi.brokenCallers, async ({ id }, { seat: { workspaceId }, language }) =>
      http.tenant(workspaceId, async (tx) => {
        const row = await flowOf(tx, workspaceId, id)
        return row ? await brokenCallersOf(tx, workspaceId, row, language) : refuse('not-found')
      }),
    ),
    around: on(flowApi.around, async ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const row = await flowOf(tx, workspaceId, id)
        return row ? await aroundOf(tx, workspaceId, row) : refuse('not-found')
      }),
    ),
    traffic: on(flowApi.traffic, async ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const row = await flowOf(tx, workspaceId, id)
        return row ? await trafficOf(tx, workspaceId, id) : refuse('not-found')
      }),
    ),
    saveFlow: on(
      flowApi.saveFlow,
      async ({ id, definition, layout, revision }, { seat: { workspaceId }, person }) => {
        const tooLarge = checkFlowSize(definition)
        if (tooLarge) return tooLarge
        return await change(parts, workspaceId, id, async (tx) => {
          if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
          const row = await flowOf(tx, workspaceId, id)
          if (row?.revision !== revision) return refuse('draft-conflict')
          const counted = await countProblems(tx, workspaceId, id, definition)
          await noteTemplates(tx, workspaceId, { flowId: id, isLive: false, definitions: [definition] })
          const draft = { definition, layout, ...counted, by: person.id }
          return { revision: await saveDraft(tx, workspaceId, id, draft) }
        })
      },
    ),
  }
}
