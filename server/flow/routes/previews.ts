import { type Refusal, refuse } from '#core/base/refusal.ts'
import { flowApi } from '#core/flow/api.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { startPreview, stopPreview } from '#server/flow/preview.ts'
import { changeLive, type FlowParts } from '#server/flow/routes/change.ts'
import { flowOf, lockFlow } from '#server/flow/store.ts'
import { channelOf, listNumbers } from '#server/whatsapp/store.ts'

/** Drafts that simulated customers try. A channel at Meta has none: there every customer is a person. */
export function previewRoutes(parts: FlowParts) {
  return {
    preview: on(
      flowApi.preview,
      ({ id, numberId, customer: identity, restart }, { seat: { workspaceId }, person }) =>
        changeLive(parts, workspaceId, id, async (tx): Promise<{ revision: number } | Refusal> => {
          if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
          const [flow, channel, numbers] = await Promise.all([
            flowOf(tx, workspaceId, id),
            channelOf(tx, workspaceId),
            listNumbers(tx, workspaceId),
          ])
          if (!flow || !numbers.some((number) => number.id === numberId)) return refuse('not-found')
          if (!channel?.world_id) return refuse('preview-needs-simulator')
          const { revision } = flow
          const asked = { flowId: id, revision, numberId, identity, by: person.id, newId: newId() }
          await startPreview(tx, workspaceId, asked, restart)
          return { revision }
        }),
    ),
    endPreview: on(flowApi.endPreview, ({ id, numberId, customer }, { seat: { workspaceId } }) =>
      changeLive(parts, workspaceId, id, async (tx) => {
        if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
        await stopPreview(tx, workspaceId, { numberId, identity: customer })
        return { done: true as const }
      }),
    ),
  }
}
