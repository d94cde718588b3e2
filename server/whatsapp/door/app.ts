import { isObject, parseForeign } from '#core/base/json.ts'
import { idAt, listAt } from '#core/whatsapp/read.ts'
import type { MetaApp } from '#server/base/config.ts'
import type { Query } from '#server/base/db.ts'
import { hmacSha256Hex } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import { ACCOUNTS_NAMED_MAX, type Unclaimed } from '#server/whatsapp/door/unclaimed.ts'

/** Accounts that one webhook may speak of; Meta batches up to 1,000 updates. */
const ACCOUNTS_MAX = 1000

/** The word that Meta must say when it proves the address of the operator's app; it follows from the app secret. */
export function appVerifyToken({ appSecret }: MetaApp): string {
  return hmacSha256Hex(appSecret.reveal(), 'webhook of the app')
}

export function appHookUrl(publicUrl: string): string {
  return `${publicUrl}/webhooks/meta`
}

/** A webhook of the operator's app, and what it says of each account, by Meta's id; what names none stands under `NOBODY`. */
export type AppLetter = {
  readonly body: Buffer
  readonly parsed: unknown
  readonly byAccount: ReadonlyMap<string, readonly unknown[]>
}
const NOBODY = ''

export function readAppLetter(body: Buffer): AppLetter {
  const parsed = parseForeign(body.toString('utf8').replace(/^\uFEFF/, ''))
  const entries = isObject(parsed) ? (listAt(parsed, 'entry') ?? []) : []
  const accountOf = (entry: unknown) => (isObject(entry) && idAt(entry, 'id')) || NOBODY
  return { body, parsed, byAccount: Map.groupBy(entries, accountOf) }
}

type Part = { readonly account: string; readonly hook: string; readonly part: Buffer }

/**
 * A webhook of one app speaks of many accounts (Meta: one app, one callback address): what concerns each, as a body of its
 * own. Accounts that no workspace has connected with this app have none, nor have those after the first `ACCOUNTS_MAX`.
 */
export async function partsByAccount(query: Query, meta: MetaApp, letter: AppLetter): Promise<Part[]> {
  const { parsed, byAccount } = letter
  const accounts = [...byAccount.keys()].filter((id) => id !== NOBODY).slice(0, ACCOUNTS_MAX)
  if (accounts.length === 0) return []
  const rows = await query.rows<{ hook: string; waba_id: string }>(sql`
    select c.hook, c.waba_id from waba_directory d
    join channel c on c.workspace_id = d.workspace_id and c.waba_id = d.waba_id and c.graph_url = d.graph_url and c.connected
    where d.graph_url = ${meta.graphUrl} and d.waba_id = any(${accounts}) and c.app_id = ${meta.appId}`)
  const object = isObject(parsed) ? parsed.object : undefined
  return rows.flatMap(({ hook, waba_id: account }) => {
    const part = bytesOf({ object, entry: byAccount.get(account) ?? [] })
    return part ? [{ account, hook, part }] : []
  })
}

/** What is left of a webhook once these accounts have taken their parts: all of it byte for byte where none has, null where nothing is. */
export function leftOver(
  { body, parsed, byAccount }: AppLetter,
  taken: ReadonlySet<string>,
): Unclaimed | null {
  const left = [...byAccount].filter(([account]) => !taken.has(account))
  const accounts = left.map(([account]) => account).filter((account) => account !== NOBODY)
  const named = accounts.slice(0, ACCOUNTS_NAMED_MAX)
  if (taken.size === 0) return { body, accounts: named }
  if (left.length === 0) return null
  const rest = bytesOf({ ...(parsed as object), entry: left.flatMap(([, entries]) => entries) })
  return { body: rest ?? body, accounts: named }
}

function bytesOf(value: unknown): Buffer | undefined {
  try {
    return Buffer.from(JSON.stringify(value))
  } catch {
    return undefined // read, but nested too deeply to be written: the body itself is kept
  }
}
