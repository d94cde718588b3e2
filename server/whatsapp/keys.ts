import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { Db, Query } from '#server/base/db.ts'
import type { Secret } from '#server/base/log.ts'
import { SealError, type Sealer } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import { StartError } from '#server/base/start-error.ts'

/** Opens and seals the secrets of a workspace with its own data key. */
export type Keys = {
  readonly seal: (query: Query, workspaceId: string, text: string) => Promise<Buffer>
  readonly open: (query: Query, workspaceId: string, sealed: Buffer) => Promise<string>
}

const KEYS_MAX = 10_000

export function openKeys(sealer: Sealer): Keys {
  const known = new Map<string, Secret<Buffer>>()
  const keyOf = async (query: Query, workspaceId: string) => {
    const cached = known.get(workspaceId)
    if (cached) return cached
    const [row] = await query.rows<{ data_key: Buffer }>(
      sql`select data_key from workspace where workspace_id = ${workspaceId}`,
    )
    if (!row) throw new Error('a workspace has a data key')
    const key = sealer.openDataKey(workspaceId, row.data_key)
    if (known.size >= KEYS_MAX) known.clear()
    known.set(workspaceId, key)
    return key
  }
  return {
    seal: async (query, workspaceId, text) => sealer.seal(await keyOf(query, workspaceId), workspaceId, text),
    open: async (query, workspaceId, sealed) =>
      sealer.open(await keyOf(query, workspaceId), workspaceId, sealed),
  }
}

type Wrapped = { readonly workspace_id: string; readonly data_key: Buffer }

/**
 * Before anyone is let in: whether the master key opens what this database holds. After a change of the key, what the former one wrapped
 * is wrapped anew, all or nothing; gives for how many workspaces. Throws `StartError` when the key is another one.
 */
export async function takeKeys(db: Db, sealer: Sealer, isChanged: boolean): Promise<number> {
  if (!isChanged) {
    const rows = await db.rows<Wrapped>(sql`select workspace_id, data_key from workspace limit 1`)
    for (const { workspace_id: workspaceId, data_key: wrapped } of rows)
      opened(() => sealer.openDataKey(workspaceId, wrapped))
    return 0
  }
  return await db.tx('keys', async (tx) => {
    const rows = await tx.rows<Wrapped>(sql`select workspace_id, data_key from workspace for update`)
    for (const { workspace_id: workspaceId, data_key: wrapped } of rows) {
      const anew = opened(() => sealer.rewrapDataKey(workspaceId, wrapped))
      await tx.run(sql`update workspace set data_key = ${anew} where workspace_id = ${workspaceId}`)
    }
    return rows.length
  })
}

function opened<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    throw new StartError(
      'Kunci utama ini (SECRET_KEY, atau DATA_DIR/secret.key) bukan kunci basis data ini: token yang tersimpan tidak bisa dibuka. Kembalikan kunci yang lama; bila sengaja diganti, isi SECRET_KEY_FORMER dengan kunci lama.',
      'This master key (SECRET_KEY, or DATA_DIR/secret.key) is not the one of this database: stored tokens do not open. Put the former key back; if you changed it on purpose, set SECRET_KEY_FORMER to the former one.',
      error,
    )
  }
}

const MAC_BYTES = 8

/**
 * Our name for a message in `biz_opaque_callback_data`, which Meta echoes in statuses to every app of the account:
 * no personal data, and a proof that it is ours and of this workspace. Form: `v1.<message id>.<mac>`.
 */
export type Callback = {
  readonly keyOf: (workspaceId: string, messageId: string) => string
  readonly messageOf: (workspaceId: string, key: string) => string | undefined
}

export function openCallback(master: Secret<Buffer>): Callback {
  const secret = createSecretKey(createHmac('sha256', master.reveal()).update('callback').digest())
  const mac = (workspaceId: string, id: Buffer) =>
    createHmac('sha256', secret).update(workspaceId).update(id).digest().subarray(0, MAC_BYTES)
  return {
    keyOf(workspaceId, messageId) {
      const id = Buffer.from(messageId.replaceAll('-', ''), 'hex')
      return `v1.${id.toString('base64url')}.${mac(workspaceId, id).toString('base64url')}`
    },
    messageOf(workspaceId, key) {
      const match = /^v1\.([\w-]{22})\.([\w-]{11})$/.exec(key)
      if (!match) return undefined
      const id = Buffer.from(match[1] ?? '', 'base64url')
      const claimed = Buffer.from(match[2] ?? '', 'base64url')
      const right = mac(workspaceId, id)
      if (claimed.length !== right.length || !timingSafeEqual(claimed, right)) return undefined
      const hex = id.toString('hex')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
    },
  }
}
