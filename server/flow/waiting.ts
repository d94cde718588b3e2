import type { Definition } from '#core/flow/definition.ts'
import type { Run } from '#core/flow/run.ts'
import { moveRun, type WaitingRuns } from '#core/flow/version/move.ts'
import { WINDOW } from '#core/policy/window.ts'
import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** People inside one flow who are settled by one publishing; those beyond go on in their version. */
const PEOPLE_MAX = 10_000

export type Settled = { readonly moved: number; readonly restarted: number; readonly finishing: number }
type Live = {
  readonly flowId: string
  readonly version: { readonly id: string; readonly definition: Definition }
}
type RunRow = {
  readonly id: string
  readonly chat_id: string
  readonly version_id: string
  readonly state: Run
}

/** Does with those who stand in older versions of a flow what was chosen at publishing; they are locked as the desk locks them. */
export async function settleWaiting(
  tx: Tx,
  workspaceId: string,
  live: Live,
  how: WaitingRuns,
): Promise<Settled> {
  const runs =
    how === 'finish' ? await runsIn(tx, workspaceId, live) : await lockedRuns(tx, workspaceId, live)
  if (how === 'move') return await moveAll(tx, workspaceId, live, runs)
  if (how === 'restart') return await restartAll(tx, workspaceId, live, runs)
  return { moved: 0, restarted: 0, finishing: runs.length }
}

async function lockedRuns(tx: Tx, workspaceId: string, live: Live): Promise<RunRow[]> {
  await tx.rows(sql`
    select c.id from contact c where c.workspace_id = ${workspaceId} and c.id in (
      select ch.contact_id from run r join chat ch on ch.workspace_id = r.workspace_id and ch.id = r.chat_id
      where r.workspace_id = ${workspaceId} and r.flow_id = ${live.flowId} limit ${PEOPLE_MAX})
    order by c.id for update`)
  return await runsIn(tx, workspaceId, live)
}

/** Whoever tries a draft is not among them: their version was never published. */
function runsIn(tx: Tx, workspaceId: string, { flowId, version }: Live): Promise<RunRow[]> {
  return tx.rows(sql`
    select r.id, r.chat_id, r.version_id, r.state from run r
    join flow_version v on v.workspace_id = r.workspace_id and v.id = r.version_id
    where r.workspace_id = ${workspaceId} and r.flow_id = ${flowId} and r.version_id <> ${version.id} and v.number is not null
    order by r.chat_id limit ${PEOPLE_MAX}`)
}

async function moveAll(
  tx: Tx,
  workspaceId: string,
  { version }: Live,
  runs: readonly RunRow[],
): Promise<Settled> {
  const ids = [...new Set(runs.map(({ version_id }) => version_id))]
  const rows = await tx.rows<{ id: string; definition: Definition }>(sql`
    select id, definition from flow_version where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`)
  const older = new Map(rows.map(({ id, definition }) => [id, definition]))
  const moved = runs.flatMap(({ chat_id, state }) => {
    const run = moveRun(state, older, version)
    return run ? [{ chat_id, state: run }] : []
  })
  await tx.run(sql`
    update run r set state = m.state, version_id = ${version.id}, updated_at = now()
    from json_to_recordset(${JSON.stringify(moved)}) as m (chat_id uuid, state jsonb)
    where r.workspace_id = ${workspaceId} and r.chat_id = m.chat_id`)
  return { moved: moved.length, restarted: 0, finishing: runs.length - moved.length }
}

/** Only those whom one may write to now begin anew; for the others a fresh beginning would be refused. */
async function restartAll(
  tx: Tx,
  workspaceId: string,
  { flowId }: Live,
  runs: readonly RunRow[],
): Promise<Settled> {
  const begun = await tx.rows<{ id: string }>(sql`
    with open as (
      select ch.id, ch.contact_id, ch.phone_number_id, now() + coalesce(l.clock_offset, 0) * interval '1 millisecond' as at
      from chat ch
      join phone_number n on n.workspace_id = ch.workspace_id and n.id = ch.phone_number_id
      left join channel l on l.workspace_id = ch.workspace_id and l.id = n.channel_id
      where ch.workspace_id = ${workspaceId} and ch.id = any(${runs.map(({ chat_id }) => chat_id)}::uuid[]) and not ch.bot_paused
        and ch.last_inbound_at > now() + (coalesce(l.clock_offset, 0) - ${WINDOW}::bigint) * interval '1 millisecond'),
    gone as (
      delete from run r using open where r.workspace_id = ${workspaceId} and r.chat_id = open.id returning r.id),
    silenced as (
      delete from alarm where workspace_id = ${workspaceId} and run_id in (select id from gone))
    insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
    select ${workspaceId}, i.identity, open.phone_number_id, 'start', open.at, jsonb_build_object('flowId', ${flowId}::text)
    from open cross join lateral (
      select identity from contact_identity i where i.workspace_id = ${workspaceId} and i.contact_id = open.contact_id
      order by identity desc limit 1) i
    returning seq as id`)
  return { moved: 0, restarted: begun.length, finishing: runs.length - begun.length }
}
