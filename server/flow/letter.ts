import { z } from 'zod'
import type { Db, Tx } from '#server/base/db.ts'
import type { Job, Jobs } from '#server/base/jobs.ts'
import type { Log } from '#server/base/log.ts'
import { deliver, MAIL_RETRY_AFTER, type Mailer } from '#server/base/mail.ts'
import { sql } from '#server/base/sql.ts'

const Payload = z.object({ workspaceId: z.string(), to: z.string(), subject: z.string(), text: z.string() })
export type FlowMail = Omit<z.infer<typeof Payload>, 'workspaceId'>

/** A mail that a flow sends; a process that dies while it is handed over may send it twice, under one Message-ID, never not at all. */
export const flowMail: Job<z.infer<typeof Payload>> = {
  name: 'flow.mail',
  parse: (raw) => Payload.parse(raw),
  retryAfter: MAIL_RETRY_AFTER,
  once: true,
}

/** More mails of one workspace in an hour are not sent: a flow that runs wild must not make the mail server a spammer. */
const MAILS_PER_HOUR_MAX = 200

export function askForLetter(jobs: Jobs): (tx: Tx, workspaceId: string, mail: FlowMail) => Promise<void> {
  return (tx, workspaceId, mail) => jobs.enqueue(tx, flowMail, { workspaceId, ...mail })
}

export function sendLetterWith({ db, mail, log }: { db: Db; mail: Mailer; log: Log }) {
  return async ({ workspaceId, to, subject, text }: z.infer<typeof Payload>, id: string): Promise<void> => {
    if (!(await countMail(db, workspaceId))) {
      log.warn({ workspaceId }, 'a flow sent more mails than an hour may have; one was left out')
      return
    }
    try {
      await deliver(mail, log, { to, subject, text, id })
    } catch (error) {
      await uncountMail(db, workspaceId)
      throw error
    }
  }
}

/** Counts one more mail in this hour; false when there are enough. */
async function countMail(db: Db, workspaceId: string): Promise<boolean> {
  const counted = await db.run(sql`
    insert into flow_mail_hour (workspace_id, hour, count) values (${workspaceId}, date_trunc('hour', now()), 1)
    on conflict (workspace_id) do update
    set hour = excluded.hour,
        count = case when flow_mail_hour.hour = excluded.hour then flow_mail_hour.count + 1 else 1 end
    where flow_mail_hour.hour <> excluded.hour or flow_mail_hour.count < ${MAILS_PER_HOUR_MAX}`)
  return counted > 0
}

/** A mail that has not left takes none of the hour's places. */
async function uncountMail(db: Db, workspaceId: string): Promise<void> {
  await db.run(sql`
    update flow_mail_hour set count = count - 1
    where workspace_id = ${workspaceId} and hour = date_trunc('hour', now()) and count > 0`)
}
