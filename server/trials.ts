import { TRIAL_DAYS } from '#core/workspace/limits.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { type Jobs, reasonOf } from '#server/base/jobs.ts'
import type { Log } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import type { Storage } from '#server/base/storage.ts'
import type { Auth } from '#server/workspace/auth.ts'
import { removeWorkspace } from '#server/workspace/remove.ts'
import { askToEndWorld } from '#server/world.ts'

export type TrialParts = {
  readonly http: Db
  readonly jobs: Jobs
  readonly db: Db
  readonly log: Log
  readonly storage: Storage
  readonly auth: Auth
}

/** Trials that one round takes away, those that it tries to, and people without any that it forgets. */
const ROUND_MAX = 50
const TRIES_MAX = 200

/** Takes away the trials that nobody has used for `TRIAL_DAYS`, with all that is theirs at the simulator and in the file store. */
export function endTrialsWith(parts: TrialParts): () => Promise<void> {
  const { db, auth } = parts
  return async () => {
    let last = '00000000-0000-0000-0000-000000000000'
    let ended = 0
    for (let tries = 0; tries < TRIES_MAX && ended < ROUND_MAX; tries++) {
      const [workspaceId] = await idleAfter(db, last)
      if (!workspaceId) break
      last = workspaceId
      if (await orTell(parts, () => endTrial(parts, workspaceId))) ended++
    }
    for (const id of await idleWithoutSeat(db))
      await orTell(parts, async () => {
        await db.run(sql`delete from email_change where user_id = ${id}`)
        await auth.removePerson(id)
      })
  }
}

/** Whether it was done. What fails is tried again in the next round, and holds up nobody else. */
async function orTell({ log }: TrialParts, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'a trial could not be taken away')
    return false
  }
}

/** A person who only tries it, made that long ago and not seen since. */
const IDLE = sql`
  u.email like 'guest-%@demo.invalid' and u."createdAt" < now() - make_interval(days => ${TRIAL_DAYS})
  and not exists (
    select 1 from auth.session s where s."userId" = u.id and s."updatedAt" > now() - make_interval(days => ${TRIAL_DAYS}))`

/** A forgotten trial and nothing else: nobody else is in it or invited, and no account but simulated ones was ever connected. */
const IDLE_TRIAL = sql`
  m.role = 'owner' and ${IDLE}
  and not exists (select 1 from member o where o.workspace_id = m.workspace_id and o.user_id <> m.user_id)
  and not exists (select 1 from invitation i where i.workspace_id = m.workspace_id and i.expires_at > now())
  and not exists (select 1 from channel c where c.workspace_id = m.workspace_id and c.world_id is null)`

async function idleAfter(db: Db, after: string): Promise<string[]> {
  const rows = await db.rows<{ workspace_id: string }>(sql`
    select m.workspace_id from member m join auth."user" u on u.id::text = m.user_id::text
    where m.workspace_id > ${after} and ${IDLE_TRIAL} order by m.workspace_id limit 1`)
  return rows.map(({ workspace_id }) => workspace_id)
}

/** Asked again where it is removed: whoever has come back meanwhile keeps theirs. */
async function isIdle(tx: Tx, workspaceId: string): Promise<boolean> {
  const rows = await tx.rows(sql`
    select 1 from member m join auth."user" u on u.id::text = m.user_id::text
    where m.workspace_id = ${workspaceId} and ${IDLE_TRIAL} limit 1`)
  return rows.length > 0
}

async function idleWithoutSeat(db: Db): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(sql`
    select u.id::text as id from auth."user" u
    where ${IDLE} and not exists (select 1 from member m where m.user_id::text = u.id::text)
    order by u."createdAt" limit ${ROUND_MAX}`)
  return rows.map(({ id }) => id)
}

/** Rows and the end of its world in one transaction, then its files: one that cannot be removed lies there unseen, and is told. */
async function endTrial(parts: TrialParts, workspaceId: string): Promise<void> {
  const endWorld = askToEndWorld(parts.jobs, 0) // nobody has called it for days
  const files = await removeWorkspace({ ...parts, endWorld }, workspaceId, (tx) => isIdle(tx, workspaceId))
  for (const key of files ?? []) await parts.storage.remove(key)
}
