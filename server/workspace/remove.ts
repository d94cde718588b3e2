import type { Db, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

export type RemoveParts = {
  readonly http: Db
  /** Gives a simulated account back, if the transaction commits. */
  readonly endWorld: (tx: Tx, worldId: string) => Promise<void>
}

const WORLDS_MAX = 1000
const FILES_MAX = 100_000

/**
 * Takes away every row of one workspace, and nobody else's: each statement names it, and row-level security hides all others. Raw webhooks
 * go by their age, simulated accounts are given back. Gives the keys of its files, which are the caller's to remove now; null: it may not go, as `mayGo` found in the same
 * transaction.
 */
export async function removeWorkspace(
  { http, endWorld }: RemoveParts,
  workspaceId: string,
  mayGo: (tx: Tx) => Promise<boolean> = async () => true,
): Promise<readonly string[] | null> {
  return await http.tenant(workspaceId, async (tx) => {
    await tx.rows(sql`select 1 from workspace where workspace_id = ${workspaceId} for update`)
    if (!(await mayGo(tx))) return null
    const worlds = await tx.rows<{ world_id: string }>(sql`
      select world_id from channel where workspace_id = ${workspaceId} and world_id is not null limit ${WORLDS_MAX}`)
    for (const { world_id: id } of worlds) await endWorld(tx, id)
    const files = await tx.rows<{ storage_key: string }>(sql`
      select storage_key from file where workspace_id = ${workspaceId} order by id limit ${FILES_MAX}`)
    for (const table of TENANT_TABLES)
      await tx.run({ text: `delete from ${table} where workspace_id = $1`, values: [workspaceId] })
    return files.map(({ storage_key: key }) => key)
  })
}

/** First the doors, so that nothing comes in, and the outbox, as everywhere; then whatever points at others before these. */
export const TENANT_TABLES = [
  'hook_directory',
  'waba_directory',
  'outbox',
  'inbox',
  'account_inbox',
  'alarm',
  'begun',
  'bill',
  'breaker',
  'broadcast_number',
  'broadcast_recipient',
  'canary_run',
  'canned_reply',
  'channel_check',
  'channel_notice',
  'chat',
  'chat_day',
  'contact_identity',
  'contact_part',
  'conversation',
  'event',
  'field',
  'file',
  'flow_comment',
  'flow_hook_call',
  'flow_mail_hour',
  'flow_request',
  'flow_schedule',
  'flow_secret',
  'flow_template',
  'flow_test',
  'flow_trigger',
  'flow_version',
  'invitation',
  'invitation_hour',
  'ledger_entry',
  'member_notice',
  'message',
  'oauth_grant',
  'oauth_state',
  'pair_clock',
  'parked_status',
  'presence',
  'preview',
  'price_counter',
  'price_setting',
  'quarantine',
  'rate_card',
  'reaction',
  'run',
  'seen',
  'segment',
  'sent',
  'spend',
  'status_inbox',
  'subscription',
  'team_member',
  'template',
  'turn',
  'uploaded_media',
  'verification_tick',
  'broadcast',
  'contact',
  'flow_hook',
  'flow_thread',
  'member',
  'phone_number',
  'sequence',
  'team',
  'channel',
  'flow',
  'bot',
  'workspace',
] as const
