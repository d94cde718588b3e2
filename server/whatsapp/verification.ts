import { TICKS, verificationApi } from '#core/whatsapp/verification-api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Query } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { sql } from '#server/base/sql.ts'

/** The checklist of the business verification, ticked together by a workspace's people. */
export function verificationRoutes({ http, bus }: { readonly http: Db; readonly bus: Bus }) {
  return {
    verification: on(verificationApi.verification, (_input, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => ticksOf(tx, workspaceId)),
    ),
    tickVerification: on(
      verificationApi.tickVerification,
      async ({ step, done }, { seat: { workspaceId, memberId } }) => {
        const ticks = await http.tenant(workspaceId, async (tx) => {
          await tx.run(
            done
              ? sql`
                insert into verification_tick (workspace_id, step, by_member) values (${workspaceId}, ${step}, ${memberId})
                on conflict do nothing`
              : sql`delete from verification_tick where workspace_id = ${workspaceId} and step = ${step}`,
          )
          await emit(tx, workspaceId, [{ kind: 'channel.changed', ids: [workspaceId] }])
          return await ticksOf(tx, workspaceId)
        })
        bus.call('live', workspaceId)
        return ticks
      },
    ),
  }
}

async function ticksOf(query: Query, workspaceId: string): Promise<{ done: string[]; of: number }> {
  const rows = await query.rows<{ step: string }>(
    sql`select step from verification_tick where workspace_id = ${workspaceId} order by step limit 200`,
  )
  return { done: rows.map(({ step }) => step), of: TICKS.length }
}
