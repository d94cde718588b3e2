import { RUNGS } from '#core/chat/status.ts'
import type { Db } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/**
 * For a database that was taken back to an earlier moment: what was on its way then may have gone out since. Messages become “maybe sent”,
 * with a button to send them again; broadcasts under way are paused, those whose hour has come are cancelled.
 */
export async function holdThePast(db: Db): Promise<{ messages: number; broadcasts: number }> {
  return await db.tx('hold', async (tx) => {
    const messages = await tx.run(sql`
      with gone as (delete from outbox returning workspace_id, message_id)
      update message m set state = 'held', rung = ${RUNGS.held} from gone
      where m.workspace_id = gone.workspace_id and m.id = gone.message_id and m.rung < ${RUNGS.accepted}`)
    const broadcasts = await tx.run(sql`
      update broadcast set state = case state when 'sending' then 'paused' else 'cancelled' end, reason = null, held_until = null,
        updated_at = now(), revision = revision + 1, ended_at = case state when 'sending' then null else now() end
      where state = 'sending' or (state = 'scheduled' and starts_at <= now())`)
    return { messages, broadcasts }
  })
}
