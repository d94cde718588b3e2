import { flowApi } from '#core/flow/api.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { listBotsAtWork } from '#server/flow/bots.ts'
import { change, type FlowParts } from '#server/flow/routes/change.ts'
import { insertBot, listBots } from '#server/flow/store.ts'

/** Sets of flows that are linked to numbers. */
export function botRoutes(parts: FlowParts) {
  return {
    bots: on(flowApi.bots, async (_input, { seat: { workspaceId } }) =>
      parts.http.tenant(workspaceId, (tx) => listBots(tx, workspaceId)),
    ),
    botsAtWork: on(flowApi.botsAtWork, async (_input, { seat: { workspaceId } }) =>
      parts.http.tenant(workspaceId, (tx) => listBotsAtWork(tx, workspaceId)),
    ),
    createBot: on(flowApi.createBot, async ({ name }, { seat: { workspaceId } }) => {
      const id = newId()
      return await change(parts, workspaceId, id, async (tx) => {
        await insertBot(tx, workspaceId, id, name)
        return { id, name, flows: 0, numbers: [] }
      })
    }),
  }
}
