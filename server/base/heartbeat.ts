import { openAbsence } from '#server/base/absence.ts'
import { openClockWatch } from '#server/base/clock.ts'
import type { Config } from '#server/base/config.ts'
import type { Db, Query } from '#server/base/db.ts'
import type { Log } from '#server/base/log.ts'
import { repeat } from '#server/base/repeat.ts'
import { sql } from '#server/base/sql.ts'

const BEAT_MS = 3000
/** A process that has not been heard of for so long is gone. */
export const GONE_S = 10

type Parts = {
  readonly config: Pick<Config, 'roles'>
  readonly db: Db
  readonly log: Log
  readonly processId: string
  readonly host: string
}

/** Says that this process lives, and hears how many senders share the work. */
export async function openHeartbeat(
  { config, db, log, processId, host }: Parts,
  share: (processes: number) => void,
): Promise<AsyncDisposable> {
  const roles = config.roles.join(',')
  await db.run(sql`insert into process (id, host, roles) values (${processId}, ${host}, ${roles})`)
  const compareClocks = openClockWatch(log)
  const notice = openAbsence(log)
  const beats = repeat('heartbeat', BEAT_MS, log, () =>
    notice(async () => {
      const asked = Date.now()
      const theirs = await beat(db, processId)
      if (theirs !== undefined) compareClocks(theirs, asked, Date.now())
      const rows = await db.rows<{ senders: number }>(sql`
        select count(*)::int as senders from process
        where roles like '%sender%' and beat_at > now() - ${GONE_S} * interval '1 second'`)
      share(rows[0]?.senders ?? 1)
    }),
  )
  return {
    async [Symbol.asyncDispose]() {
      await beats[Symbol.asyncDispose]()
      await db.run(sql`update process set beat_at = 'epoch' where id = ${processId}`).catch(() => undefined) // it will be taken for gone soon anyway
    },
  }
}

/** One beat: gives the database's clock. Whoever was not heard of for long, because it or its database stood still, is back from now on. */
export async function beat(query: Query, processId: string): Promise<number | undefined> {
  const [mine] = await query.rows<{ now: number }>(sql`
    update process set beat_at = now(),
                       back_at = case when beat_at < now() - ${GONE_S} * interval '1 second' then now() else back_at end
    where id = ${processId} returning clock_timestamp() as now`)
  return mine?.now
}
