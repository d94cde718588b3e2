import { RUNGS } from '#core/chat/status.ts'
import { PAYMENT_REFUSED } from '#core/whatsapp/doctor.ts'
import { ruleOfCode } from '#core/whatsapp/fault-table.ts'
import type { Fault } from '#core/whatsapp/heard.ts'
import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

type Failing = {
  readonly id: string | null
  readonly failed: boolean
  readonly fault: Fault | null | undefined
}

/**
 * Meta tells a missing payment also when it has taken a message already, by its report (131042, Cloud API error reference). That
 * stops what costs as its refusal of a call does, until a person says that it is paid. Asked before the reports are
 * applied: of a message that has failed already nothing new is told. True: it stands still from now on.
 */
export async function stopUnpaid(tx: Tx, workspaceId: string, reports: readonly Failing[]): Promise<boolean> {
  const unpaid = reports.filter(({ failed, fault }) => failed && fault?.code === PAYMENT_REFUSED)
  if (unpaid.length === 0) return false
  await tx.run(sql`
    select 1 from outbox where workspace_id = ${workspaceId} and message_id = any(${reports.map(({ id }) => id)}::uuid[])
    order by message_id for update`) // before the breaker, as where outcomes are written down
  const reason = ruleOfCode(PAYMENT_REFUSED)?.reason.en ?? ''
  const opened = await tx.rows(sql`
    with fresh as (
      select 1 from message
      where workspace_id = ${workspaceId} and id = any(${unpaid.map(({ id }) => id)}::uuid[])
        and state is distinct from 'failed' and rung < ${RUNGS.delivered} limit 1),
    opened as (
      insert into breaker (workspace_id, scope, key, code, reason)
      select ${workspaceId}, 'waba', '', ${PAYMENT_REFUSED}, ${reason} from fresh
      on conflict (workspace_id, scope, key) do nothing returning 1),
    revised as (
      update workspace set settings_revision = settings_revision + 1
      where workspace_id = ${workspaceId} and exists (select 1 from opened)),
    told as (
      insert into event (workspace_id, kind, ids)
      select ${workspaceId}, 'channel.changed', '[""]' from opened)
    select 1 from opened`)
  return opened.length > 0
}
