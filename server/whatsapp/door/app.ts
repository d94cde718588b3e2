import { isObject, parseJson } from '#core/base/json.ts'
import { idAt, listAt } from '#core/whatsapp/read.ts'
import type { MetaApp } from '#server/base/config.ts'
import type { Query } from '#server/base/db.ts'
import { hmacSha256Hex } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'

/** Accounts that one webhook may speak of; Meta batches up to 1,000 updates. */
const ACCOUNTS_MAX = 1000

/** The word that Meta must say when it proves the address of the operator's app; it follows from the app secret. */
export function appVerifyToken({ appSecret }: MetaApp): string {
  return hmacSha256Hex(appSecret.reveal(), 'webhook of the app')
}

export function appHookUrl(publicUrl: string): string {
  return `${publicUrl}/webhooks/meta`
}

type Part = { readonly hook: string; readonly part: Buffer }

/**
 * A webhook of one app speaks of many accounts (Meta: one app, one callback address): what concerns each, as a body of its
 * own. Accounts that no workspace has connected with this app are left out.
 */
export async function partsByAccount(query: Query, meta: MetaApp, body: Buffer): Promise<Part[]> {
  const parsed = parseJson(body.toString('utf8'))
  const entries = isObject(parsed) ? (listAt(parsed, 'entry') ?? []).filter(isObject) : []
  const byAccount = Map.groupBy(entries, (entry) => idAt(entry, 'id') ?? '')
  const wabaIds = [...byAccount.keys()].slice(0, ACCOUNTS_MAX)
  const rows = await query.rows<{ hook: string; waba_id: string }>(sql`
    select c.hook, c.waba_id from waba_directory d
    join channel c on c.workspace_id = d.workspace_id and c.waba_id = d.waba_id and c.graph_url = d.graph_url and c.connected
    where d.graph_url = ${meta.graphUrl} and d.waba_id = any(${wabaIds}) and c.app_id = ${meta.appId}`)
  const object = isObject(parsed) ? parsed.object : undefined
  return rows.map(({ hook, waba_id }) => ({
    hook,
    part: Buffer.from(JSON.stringify({ object, entry: byAccount.get(waba_id) ?? [] })),
  }))
}
