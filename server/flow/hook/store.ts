import { createHash, randomBytes } from 'node:crypto'
import { HOOK_KEY_KEPT, type HookMapping, type HookOutcome } from '#core/flow/hook.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import type { Keys } from '#server/whatsapp/keys.ts'

const SECRET_BYTES = 24
const NO_MAPPING: HookMapping = { phone: '', name: '', fields: [] }

/** The part of an address that names a hook: the workspace, for the key of every table, and a secret. */
export type HookKey = { readonly workspaceId: string; readonly hash: Buffer }

/** What an address says; null when it is none of ours. */
export function readHookKey(part: string): HookKey | null {
  const match = /^([0-9a-f]{32})([\w-]{32})$/.exec(part)
  if (!match) return null
  const [, hex = '', secret = ''] = match
  const workspaceId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  return { workspaceId, hash: hashOf(secret) }
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

type HookRow = {
  readonly flow_id: string
  readonly key: Buffer
  readonly mapping: HookMapping
  readonly sample: unknown
  readonly outcome: HookOutcome | null
  readonly called_at: number | null
  readonly calls: number
}

const HOOK = sql`select flow_id, key, mapping, sample, outcome, called_at, calls from flow_hook`

export async function hookOf(
  query: Query,
  workspaceId: string,
  flowId: string,
): Promise<HookRow | undefined> {
  const rows = await query.rows<HookRow>(
    sql`${HOOK} where workspace_id = ${workspaceId} and flow_id = ${flowId}`,
  )
  return rows[0]
}

/** A new address; what a call is read for stays. */
export async function renewHook(tx: Tx, workspaceId: string, flowId: string, keys: Keys): Promise<void> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const sealed = await keys.seal(tx, workspaceId, secret)
  await tx.run(sql`
    insert into flow_hook (workspace_id, flow_id, key_hash, key, mapping)
    values (${workspaceId}, ${flowId}, ${hashOf(secret)}, ${sealed}, ${JSON.stringify(NO_MAPPING)})
    on conflict (workspace_id, flow_id) do update set key_hash = excluded.key_hash, key = excluded.key`)
}

export async function hookUrl(
  query: Query,
  workspaceId: string,
  row: Pick<HookRow, 'key'>,
  { keys, publicUrl }: { readonly keys: Keys; readonly publicUrl: string },
): Promise<string> {
  const secret = await keys.open(query, workspaceId, row.key)
  return `${publicUrl}/hooks/${workspaceId.replaceAll('-', '')}${secret}`
}

export function saveMapping(
  tx: Tx,
  workspaceId: string,
  flowId: string,
  mapping: HookMapping,
): Promise<number> {
  return tx.run(sql`
    update flow_hook set mapping = ${JSON.stringify(mapping)} where workspace_id = ${workspaceId} and flow_id = ${flowId}`)
}

export type CalledHook = {
  readonly flow_id: string
  readonly mapping: HookMapping
  /** The flow is published and switched on. */
  readonly live: boolean
  /** The first number to which its bot is linked. */
  readonly number: string | null
}

export async function hookByKey(
  query: Query,
  { workspaceId, hash }: HookKey,
): Promise<CalledHook | undefined> {
  const rows = await query.rows<CalledHook>(sql`
    select h.flow_id, h.mapping, f.enabled and not f.archived and f.version_id is not null as live,
           (select n.id from phone_number n where n.workspace_id = ${workspaceId} and n.bot_id = f.bot_id order by n.id limit 1) as number
    from flow_hook h join flow f on f.workspace_id = h.workspace_id and f.id = h.flow_id
    where h.workspace_id = ${workspaceId} and h.key_hash = ${hash}`)
  return rows[0]
}

/** Whether nothing was begun yet under the key of this call; two at once wait for each other. Without a key every call is the first. */
export async function isFirst(
  tx: Tx,
  { workspaceId }: HookKey,
  flowId: string,
  key: string | string[] | undefined,
): Promise<boolean> {
  if (typeof key !== 'string' || key === '') return true
  await tx.run(sql`
    delete from flow_hook_call where workspace_id = ${workspaceId} and flow_id = ${flowId}
      and at < now() - ${HOOK_KEY_KEPT} * interval '1 millisecond'`)
  const written = await tx.run(sql`
    insert into flow_hook_call (workspace_id, flow_id, key_hash) values (${workspaceId}, ${flowId}, ${hashOf(key)})
    on conflict do nothing`)
  return written > 0
}
