import { z } from 'zod'
import type { Bus } from '#server/base/bus.ts'
import type { Config } from '#server/base/config.ts'
import type { Db, Query, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import type { Job, Jobs } from '#server/base/jobs.ts'
import type { Log } from '#server/base/log.ts'
import { MAIL_RETRY_AFTER, MailError, type Mailer } from '#server/base/mail.ts'
import { sql } from '#server/base/sql.ts'
import { invitationLetter } from '#server/workspace/letters.ts'
import { type LetterState, openInvitation } from '#server/workspace/store.ts'

const Payload = z.object({ workspaceId: z.uuid(), id: z.uuid() })
/** Writes to whoever is invited; under one Message-ID, however often it is tried. */
export const invitationMail: Job<z.infer<typeof Payload>> = {
  name: 'workspace.invitation',
  parse: (raw) => Payload.parse(raw),
  retryAfter: MAIL_RETRY_AFTER,
  once: true,
}

/** Letters of one workspace in an hour; whoever is invited beyond that gets the link by hand. */
const INVITATION_LETTERS_PER_HOUR = 20

/** Asks for the letter in the transaction that makes the invitation; says what its maker is told at once. */
export async function askForInvitationLetter(
  tx: Tx,
  { jobs, config }: { readonly jobs: Jobs; readonly config: Config },
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
): Promise<LetterState> {
  if (!config.smtpUrl && !config.simulator) return 'none'
  if (!(await countLetter(tx, workspaceId))) {
    await setLetter(tx, workspaceId, id, 'refused')
    return 'refused'
  }
  await setLetter(tx, workspaceId, id, 'waiting')
  await jobs.enqueue(tx, invitationMail, { workspaceId, id })
  return 'waiting'
}

/** Counts one more letter in this hour; false when there are enough. */
async function countLetter(tx: Tx, workspaceId: string): Promise<boolean> {
  const counted = await tx.run(sql`
    insert into invitation_hour (workspace_id, hour, count) values (${workspaceId}, date_trunc('hour', now()), 1)
    on conflict (workspace_id) do update
    set hour = excluded.hour,
        count = case when invitation_hour.hour = excluded.hour then invitation_hour.count + 1 else 1 end
    where invitation_hour.hour <> excluded.hour or invitation_hour.count < ${INVITATION_LETTERS_PER_HOUR}`)
  return counted > 0
}

type Parts = {
  readonly config: Config
  readonly db: Db
  readonly bus: Bus
  readonly mail: Mailer
  readonly log: Log
}

/** Hands the letter over, and writes down what became of it; an invitation that was taken back meanwhile gets none. */
export function inviteByLetterWith(parts: Parts) {
  const { config, db, mail, log } = parts
  return async ({ workspaceId, id }: z.infer<typeof Payload>, jobId: string): Promise<void> => {
    const invitation = await openInvitation(db, id)
    if (invitation?.workspace_id !== workspaceId) return
    try {
      const letter = invitationLetter(invitation, `${config.publicUrl}/undangan/${id}`)
      await mail({ ...letter, id: jobId })
    } catch (error) {
      const isFinal = error instanceof MailError
      await became(parts, workspaceId, id, isFinal ? 'refused' : 'delayed')
      if (!isFinal) throw error
      log.warn({ reason: error.message, workspaceId }, 'an invitation’s letter will never be taken')
      return
    }
    await became(parts, workspaceId, id, config.smtpUrl ? 'sent' : 'kept')
  }
}

async function became(
  { db, bus }: Parts,
  workspaceId: string,
  id: string,
  state: LetterState,
): Promise<void> {
  await setLetter(db, workspaceId, id, state)
  // never the invitation's id: it is its link, and every member hears events
  await emit(db, workspaceId, [{ kind: 'member.changed', ids: [workspaceId] }])
  bus.call('live', workspaceId)
}

async function setLetter(query: Query, workspaceId: string, id: string, state: LetterState): Promise<void> {
  await query.run(
    sql`update invitation set letter = ${state} where workspace_id = ${workspaceId} and id = ${id}`,
  )
}
