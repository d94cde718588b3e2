import type { Db, Tx } from '#server/base/db.ts'
import type { Sealer } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import { renewHook } from '#server/flow/hook/store.ts'
import { openKeys } from '#server/whatsapp/keys.ts'
import { channelOf, disconnectChannel } from '#server/whatsapp/store.ts'

/**
 * For a database whose master key is lost: every workspace gets a data key of the present one. What was sealed cannot be read by anyone any more and is
 * taken away: channels are disconnected, secrets of flows are gone, webhooks of flows get new addresses. Messages, contacts and bots stay.
 * Gives how many workspaces there are.
 */
export async function startOverWithoutKey(db: Db, sealer: Sealer): Promise<number> {
  const rows = await db.rows<{ workspace_id: string }>(sql`select workspace_id from workspace`)
  for (const { workspace_id: workspaceId } of rows)
    await db.tx('keys', (tx) => startOver(tx, workspaceId, sealer))
  return rows.length
}

async function startOver(tx: Tx, workspaceId: string, sealer: Sealer): Promise<void> {
  const { wrapped } = sealer.newDataKey(workspaceId)
  await tx.run(sql`update workspace set data_key = ${wrapped} where workspace_id = ${workspaceId}`)
  await tx.run(sql`delete from flow_secret where workspace_id = ${workspaceId}`)
  await tx.run(sql`delete from oauth_grant where workspace_id = ${workspaceId}`)
  const channel = await channelOf(tx, workspaceId)
  if (channel) await disconnectChannel(tx, channel)
  const keys = openKeys(sealer)
  const hooks = await tx.rows<{ flow_id: string }>(
    sql`select flow_id from flow_hook where workspace_id = ${workspaceId}`,
  )
  for (const { flow_id: flowId } of hooks) await renewHook(tx, workspaceId, flowId, keys)
}
