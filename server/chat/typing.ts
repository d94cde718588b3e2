import { TYPING_EVERY } from '#core/chat/typing.ts'
import { isWindowOpen } from '#core/policy/window.ts'
import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { chatOf, lastHeard } from '#server/chat/store.ts'

/** The message under which a customer's phone may show now that a reply is being written; `later`: not at this moment. */
type Shown = { readonly wamid: string; readonly numberId: string } | 'later' | 'missing'

/**
 * Only while a reply may be sent freely, and once in `TYPING_EVERY` for each chat, whoever writes in it: what is given here
 * is taken.
 */
export async function takeTyping(tx: Tx, workspaceId: string, id: string): Promise<Shown> {
  const chat = await chatOf(tx, workspaceId, id)
  if (!chat) return 'missing'
  if (!isWindowOpen(chat.last_inbound_at, chat.now)) return 'later'
  const heard = await lastHeard(tx, workspaceId, id)
  if (!heard) return 'later'
  const taken = await tx.run(sql`
    update chat set typing_shown_at = now() where workspace_id = ${workspaceId} and id = ${id}
      and (typing_shown_at is null or typing_shown_at <= now() - ${TYPING_EVERY} * interval '1 millisecond')`)
  return taken > 0 ? { wamid: heard.wamid, numberId: heard.phone_number_id } : 'later'
}
