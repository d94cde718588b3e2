import { GRANT_LIFE, STATE_LIFE } from '#core/whatsapp/oauth.ts'
import type { Query } from '#server/base/db.ts'
import { sha256Hex } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'

/** What must come back together: the state through Meta, the nonce in a cookie of the browser that began. */
export type Begun = { readonly state: string; readonly nonce: string }

const digestOf = ({ state, nonce }: Begun) => sha256Hex(`${state} ${nonce}`)

/** Remembers who has begun to sign in; only a digest is kept. */
export async function begin(query: Query, workspaceId: string, memberId: string, begun: Begun) {
  await query.run(sql`delete from oauth_state where workspace_id = ${workspaceId} and expires_at < now()`)
  await query.run(sql`
    insert into oauth_state (workspace_id, digest, member_id, expires_at)
    values (${workspaceId}, ${digestOf(begun)}, ${memberId}, now() + ${STATE_LIFE} * interval '1 millisecond')`)
}

/** True once, and only for the member and the browser that began. */
export async function comesBack(query: Query, workspaceId: string, memberId: string, begun: Begun) {
  const rows = await query.rows(sql`
    delete from oauth_state
    where workspace_id = ${workspaceId} and digest = ${digestOf(begun)} and member_id = ${memberId} and expires_at > now()
    returning 1`)
  return rows.length > 0
}

type Grant = { readonly token: Buffer; readonly waba_ids: readonly string[] }

export async function grantOf(query: Query, workspaceId: string): Promise<Grant | undefined> {
  const rows = await query.rows<Grant>(sql`
    select token, waba_ids from oauth_grant where workspace_id = ${workspaceId} and expires_at > now()`)
  return rows[0]
}

/** The newest approval replaces the one before. */
export async function keepGrant(query: Query, workspaceId: string, { token, waba_ids }: Grant) {
  await query.run(sql`
    insert into oauth_grant (workspace_id, token, waba_ids, expires_at)
    values (${workspaceId}, ${token}, ${[...waba_ids]}, now() + ${GRANT_LIFE} * interval '1 millisecond')
    on conflict (workspace_id) do update
    set token = excluded.token, waba_ids = excluded.waba_ids, expires_at = excluded.expires_at`)
}

export async function forgetGrant(query: Query, workspaceId: string) {
  await query.run(sql`delete from oauth_grant where workspace_id = ${workspaceId}`)
}
