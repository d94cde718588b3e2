import { refuse } from '#core/base/refusal.ts'
import { flowApi } from '#core/flow/api.ts'
import { REMOVE_WORDS } from '#core/flow/bot-api.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { belongingsOf } from '#server/flow/bot/belongings.ts'
import { removeBot } from '#server/flow/bot/remove.ts'
import { listBotsAtWork } from '#server/flow/bots.ts'
import { change, type FlowParts } from '#server/flow/routes/change.ts'
import { insertBot, listBots, renameBot } from '#server/flow/store.ts'

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
    renameBot: on(flowApi.renameBot, async ({ id, name }, { seat: { workspaceId } }) =>
      change(parts, workspaceId, id, async (tx) => {
        if (!(await renameBot(tx, workspaceId, id, name))) return refuse('not-found')
        await emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [id] }])
        return { id, name }
      }),
    ),
    botBelongings: on(
      flowApi.botBelongings,
      async ({ id }, { seat: { workspaceId } }) =>
        (await parts.http.tenant(workspaceId, (tx) => belongingsOf(tx, workspaceId, id))) ??
        refuse('not-found'),
    ),
    removeBot: on(flowApi.removeBot, async ({ id, confirm }, { seat: { workspaceId, memberId } }) => {
      if (!REMOVE_WORDS.some((word) => word === confirm))
        return refuse('confirm-mismatch', { word: REMOVE_WORDS.join(' / ') })
      return await change(parts, workspaceId, id, (tx) => removeBot(tx, workspaceId, { id, memberId }))
    }),
  }
}
