import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import type { OpenSecrets } from '#server/flow/http/ask.ts'
import type { Keys } from '#server/whatsapp/keys.ts'

/** Secrets that a workspace may keep. */
export const SECRETS_MAX = 50

type SecretRow = { readonly name: string; readonly updated_at: number }

/** Names alone: a value leaves the table only into a request. */
export function listSecrets(query: Query, workspaceId: string): Promise<SecretRow[]> {
  return query.rows<SecretRow>(sql`
    select name, updated_at from flow_secret where workspace_id = ${workspaceId} order by name limit ${SECRETS_MAX}`)
}

/** Keeps a value under a name, new or again; false when there are too many. */
export async function putSecret(
  tx: Tx,
  workspaceId: string,
  { name, sealed }: { readonly name: string; readonly sealed: Buffer },
): Promise<boolean> {
  const kept = await tx.run(sql`
    insert into flow_secret (workspace_id, name, sealed)
    select ${workspaceId}, ${name}, ${sealed}
    where (select count(*) from flow_secret where workspace_id = ${workspaceId} and name <> ${name}) < ${SECRETS_MAX}
    on conflict (workspace_id, name) do update set sealed = excluded.sealed, updated_at = now()`)
  return kept > 0
}

export async function dropSecret(tx: Tx, workspaceId: string, name: string): Promise<boolean> {
  const gone = await tx.run(
    sql`delete from flow_secret where workspace_id = ${workspaceId} and name = ${name}`,
  )
  return gone > 0
}

/** Opens the secrets that one request names. */
export function secretsOf(query: Query, workspaceId: string, keys: Keys): OpenSecrets {
  return async (names) => {
    if (names.length === 0) return new Map()
    const rows = await query.rows<{ name: string; sealed: Buffer }>(sql`
      select name, sealed from flow_secret where workspace_id = ${workspaceId} and name = any(${names}::text[])`)
    if (names.some((name) => !rows.some((row) => row.name === name))) return undefined
    const opened = await Promise.all(
      rows.map(async ({ name, sealed }) => [name, await keys.open(query, workspaceId, sealed)] as const),
    )
    return new Map(opened)
  }
}
