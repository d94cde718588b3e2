import { refuse } from '#core/base/refusal.ts'
import { MINUTE } from '#core/base/time.ts'
import { accountApi } from '#core/workspace/account-api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Config } from '#server/base/config.ts'
import type { Db } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { onOpen } from '#server/base/http.ts'
import { reasonOf } from '#server/base/jobs.ts'
import type { Log } from '#server/base/log.ts'
import type { Mailer } from '#server/base/mail.ts'
import { randomToken, sha256Hex } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import type { Auth } from '#server/workspace/auth.ts'
import { emailGoneLetter, emailLetter, lettersBy } from '#server/workspace/letters.ts'
import { isEmailTaken, seatsOf } from '#server/workspace/store.ts'

const VALID = 60 * MINUTE
/** Tries of one person in an hour, so that nobody who found an open page guesses the password or writes to strangers. */
const TRIES_PER_HOUR = 5
const HOUR_S = 3600

export type OwnEmailParts = {
  readonly config: Config
  readonly db: Db
  readonly http: Db
  readonly bus: Bus
  readonly auth: Auth
  readonly mail: Mailer
  readonly log: Log
}

/** Another e-mail for one's account: the password is asked, a letter to the new address confirms, the old one is told. */
export function ownEmailRoutes({ config, db, http, bus, auth, mail, log }: OwnEmailParts) {
  return {
    changeEmail: onOpen(accountApi.changeEmail, async ({ email: given, password }, { person, headers }) => {
      if (!person) return refuse('not-signed-in')
      const email = given.toLowerCase()
      if (!(await countTry(db, person.id))) return refuse('too-many', { seconds: HOUR_S })
      if (!(await auth.knowsPassword(headers, password))) return refuse('password-mismatch')
      if (await isEmailTaken(db, email)) return refuse('email-taken')
      const token = randomToken()
      await db.run(sql`
        update email_change set email = ${email}, token_hash = ${sha256Hex(token)},
          expires_at = to_timestamp(${Date.now() + VALID}::float8 / 1000)
        where user_id = ${person.id}`)
      try {
        await mail(emailLetter(email, `${config.publicUrl}/email?token=${token}`))
      } catch (error) {
        log.error({ reason: reasonOf(error) }, 'the letter to a new e-mail could not be sent')
        return refuse('letter-unsent', { email })
      }
      return { email, letter: lettersBy(config) }
    }),
    confirmEmail: onOpen(accountApi.confirmEmail, async ({ token }, caller) => {
      const hash = sha256Hex(token)
      const [asked] = await db.rows<{ user_id: string; email: string; expires_at: number }>(sql`
        select user_id, email, expires_at from email_change where token_hash = ${hash} and expires_at > now()`)
      if (!asked) return refuse('bad-token')
      const { user_id: userId, email } = asked
      // whoever changed their password since may have done so because somebody else knew it
      if (await auth.hasNewPassword(userId, asked.expires_at - VALID)) return refuse('bad-token')
      const changed = await auth.changeEmail(userId, email)
      await db.run(sql`
        update email_change set email = null, token_hash = null, expires_at = null where token_hash = ${hash}`)
      if (!changed) return refuse('email-taken')
      void mail(emailGoneLetter(changed.former, email)).catch((error: unknown) =>
        log.error({ reason: reasonOf(error) }, 'a former e-mail could not be told that it was changed'),
      )
      if (caller.person?.id === userId) {
        // the cookie that speaks for the session for a minute knows the former one
        const { cookies } = await auth.call('/update-user', caller.headers, { name: changed.name })
        for (const cookie of cookies) caller.setCookie(cookie)
      }
      for (const { workspace_id: id, member_id: memberId } of await seatsOf(db, userId)) {
        await http.tenant(id, (tx) => emit(tx, id, [{ kind: 'member.changed', ids: [memberId] }]))
        bus.call('live', id)
      }
      return { email }
    }),
  }
}

/** Counts one more try of this person in this hour; false when there are enough. */
async function countTry(db: Db, userId: string): Promise<boolean> {
  const counted = await db.run(sql`
    insert into email_change (user_id, hour, tries) values (${userId}, date_trunc('hour', now()), 1)
    on conflict (user_id) do update
    set hour = excluded.hour,
        tries = case when email_change.hour = excluded.hour then email_change.tries + 1 else 1 end
    where email_change.hour <> excluded.hour or email_change.tries < ${TRIES_PER_HOUR}`)
  return counted > 0
}
