import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

export type ShopIds = {
  readonly workspaceId: string
  readonly channelId: string
  readonly numberId: string
  /** A bot of this id is made, and answers on the number. */
  readonly botId?: string
}

/** A workspace with a connected channel and one number, as bare rows: for tests of what the database does with them. */
export async function insertShop(query: Query, shop: ShopIds): Promise<void> {
  const { workspaceId, channelId, numberId, botId = null } = shop
  await query.run(sql`
    insert into workspace (workspace_id, name, zone, language, data_key) values (${workspaceId}, 'Toko', 'UTC', 'id', '')`)
  await query.run(sql`
    insert into channel (workspace_id, id, name, hook, graph_url, graph_version, waba_id, app_id, token, app_secret,
                         verify_token, token_end, app_secret_end)
    values (${workspaceId}, ${channelId}, 'Toko', 'h', 'http://127.0.0.1', 'v25.0', '1', '1', '', '', '', '', '')`)
  if (botId)
    await query.run(sql`insert into bot (workspace_id, id, name) values (${workspaceId}, ${botId}, 'Bot')`)
  await query.run(sql`
    insert into phone_number (workspace_id, id, channel_id, graph_id, display, name, state, bot_id)
    values (${workspaceId}, ${numberId}, ${channelId}, '1', '+62 811', 'Toko', 'CONNECTED', ${botId})`)
}
