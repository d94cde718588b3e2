import { isRefusal, refuse } from '#core/base/refusal.ts'
import type { Chat } from '#core/chat/api.ts'
import { manyApi } from '#core/chat/many-api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { on } from '#server/base/http.ts'
import { assignChat } from '#server/chat/assign.ts'
import { applyWish, statusWish } from '#server/chat/wish.ts'

/** Several chats at once: a transaction for each, so that no customer waits for the others. */
export function manyRoutes({ http, bus }: { readonly http: Db; readonly bus: Bus }) {
  return {
    changeChats: on(manyApi.changeChats, async ({ ids, become }, caller) => {
      const { workspaceId } = caller.seat
      const done: Chat[] = []
      const missing: string[] = []
      for (const id of new Set(ids)) {
        const after = await http.tenant(workspaceId, (tx) =>
          'status' in become
            ? applyWish(tx, caller, id, statusWish(become.status))
            : assignChat(tx, caller, id, become),
        )
        if (isRefusal(after)) missing.push(id)
        else done.push(after)
      }
      if (done.length === 0) return refuse('not-found') // or there is no such member or team
      bus.call('live', workspaceId)
      return { done, missing }
    }),
  }
}
