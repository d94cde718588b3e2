import { TRIAL_DAYS } from '#core/workspace/limits.ts'
import type { Db } from '#server/base/db.ts'
import { reasonOf } from '#server/base/jobs.ts'
import type { Log } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import type { Storage } from '#server/base/storage.ts'
import type { Auth } from '#server/workspace/auth.ts'
import { removeWorkspace } from '#server/workspace/remove.ts'
import { endWorld, type SimulatorDoor, type WorldParts } from '#server/world.ts'

export type TrialParts = Pick<WorldParts, 'door'> & {
  readonly db: Db
  readonly http: Db
  readonly log: Log
  readonly storage: Storage
  readonly auth: Auth
}

/** Trials that one round takes away, and people without any that it forgets. */
const ROUND_MAX = 50
const WORLDS_MAX = 1000
const FILES_PAGE = 500
const FILE_PAGES_MAX = 200

/** Takes away the trials that nobody has used for `TRIAL_DAYS`, the oldest first, with all that is theirs at the simulator and in the file store. */
export function endTrialsWith(parts: TrialParts, simulator: SimulatorDoor): () => Promise<void> {
  const { db, auth, log } = parts
  return async () => {
    let last = '00000000-0000-0000-0000-000000000000'
    for (let ended = 0; ended < ROUND_MAX; ended++) {
      const workspaceId = await nextIdle(db, last)
      if (!workspaceId) break
      last = workspaceId
      try {
        await endTrial(parts, simulator, workspaceId)
      } catch (error) {
        // the others go on; the next round meets it again
        log.warn({ workspaceId, reason: reasonOf(error) }, 'a trial could not be taken away')
      }
    }
    for (const id of await idleWithoutSeat(db)) {
      await db.run(sql`delete from email_change where user_id = ${id}`)
      await auth.removePerson(id)
    }
  }
}

/** A person who only tries it, made that long ago and not seen since. */
const IDLE = sql`
  u.email like 'guest-%@demo.invalid' and u."createdAt" < now() - make_interval(days => ${TRIAL_DAYS})
  and not exists (
    select 1 from auth.session s where s."userId" = u.id and s."updatedAt" > now() - make_interval(days => ${TRIAL_DAYS}))`

/**
 * The next workspace that is a forgotten trial and nothing else: nobody else is in it or invited, and no account but simulated ones was ever
 * connected. Asked anew for each, so that whoever comes back meanwhile keeps theirs.
 */
async function nextIdle(db: Db, after: string): Promise<string | undefined> {
  const rows = await db.rows<{ workspace_id: string }>(sql`
    select m.workspace_id from member m join auth."user" u on u.id::text = m.user_id::text
    where m.workspace_id > ${after} and m.role = 'owner' and ${IDLE}
      and not exists (select 1 from member o where o.workspace_id = m.workspace_id and o.user_id <> m.user_id)
      and not exists (select 1 from invitation i where i.workspace_id = m.workspace_id and i.expires_at > now())
      and not exists (select 1 from channel c where c.workspace_id = m.workspace_id and c.world_id is null)
    order by m.workspace_id limit 1`)
  return rows[0]?.workspace_id
}

async function idleWithoutSeat(db: Db): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(sql`
    select u.id::text as id from auth."user" u
    where ${IDLE} and not exists (select 1 from member m where m.user_id::text = u.id::text)
    order by u."createdAt" limit ${ROUND_MAX}`)
  return rows.map(({ id }) => id)
}

/** The rows last: while they stand, a next round finds what is left. */
async function endTrial(parts: TrialParts, simulator: SimulatorDoor, workspaceId: string): Promise<void> {
  const { db, http, door } = parts
  const worlds = await db.rows<{ world_id: string }>(sql`
    select world_id from channel where workspace_id = ${workspaceId} and world_id is not null limit ${WORLDS_MAX}`)
  for (const { world_id: id } of worlds) await endWorld(door, simulator, id)
  await removeFiles(parts, workspaceId)
  await removeWorkspace(http, workspaceId)
}

async function removeFiles({ db, storage }: TrialParts, workspaceId: string): Promise<void> {
  let last = '00000000-0000-0000-0000-000000000000'
  for (let page = 0; page < FILE_PAGES_MAX; page++) {
    const files = await db.rows<{ id: string; storage_key: string }>(sql`
      select id, storage_key from file where workspace_id = ${workspaceId} and id > ${last} order by id limit ${FILES_PAGE}`)
    for (const { id, storage_key: key } of files) {
      await storage.remove(key)
      last = id
    }
    if (files.length < FILES_PAGE) return
  }
  throw new Error('there are too many files to remove')
}
