import { refuse } from '#core/base/refusal.ts'
import { recipientOf } from '#core/whatsapp/number/recipient.ts'
import { recipientApi } from '#core/whatsapp/number/recipient-api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { sql } from '#server/base/sql.ts'
import { tell } from '#server/whatsapp/lines.ts'
import { bumpSettings } from '#server/whatsapp/store.ts'

/** Whom a test number may write to, as we were told. */
export function recipientRoutes({ http, bus }: { readonly http: Db; readonly bus: Bus }) {
  return {
    recipients: on(recipientApi.recipients, async ({ id }, { seat: { workspaceId } }) => {
      const [row] = await http.tenant(workspaceId, (tx) =>
        tx.rows<{ recipients: string[] | null }>(sql`
          select recipients from phone_number where workspace_id = ${workspaceId} and id = ${id} and test`),
      )
      return row ?? refuse('not-found')
    }),
    saveRecipients: on(recipientApi.saveRecipients, async ({ id, recipients }, { seat: { workspaceId } }) => {
      const known = recipients?.map(recipientOf) ?? null
      const wrong = known?.indexOf(undefined) ?? -1
      if (wrong >= 0) return refuse('recipient-invalid', { to: recipients?.[wrong] ?? '' })
      const list = known && [...new Set(known.flatMap((one) => one ?? []))]
      const isSaved = await http.tenant(workspaceId, async (tx) => {
        const changed = await tx.run(sql`
          update phone_number set recipients = ${list} where workspace_id = ${workspaceId} and id = ${id} and test`)
        if (changed === 0) return false
        await bumpSettings(tx, workspaceId)
        await emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [id] }])
        return true
      })
      if (!isSaved) return refuse('not-found')
      tell(bus, workspaceId)
      return { recipients: list }
    }),
  }
}
