import type pg from 'pg'
import { readCookie, writeCookie } from '#server/base/cookie.ts'
import { newId } from '#server/base/id.ts'
import { equalText, hmacSha256Hex, randomToken } from '#server/base/secret.ts'

/**
 * Slows down guessing one account's password from many addresses. After ten tries each further one waits: a second, two, four, at most a
 * little over four minutes. Refused tries prolong nothing, and an hour without a try forgets them. A browser in which somebody was signed in with that e-mail, or set its
 * password anew by a letter, counts for itself: strangers who guess keep nobody out of where they have been.
 */
export type Guesses = {
  /** Counts a try, before the password is looked at; the seconds to wait when it may not be made, else 0. */
  readonly begin: (email: string, cookies: string | null) => Promise<number>
  /** It was the account's own person: forgets the tries; the cookie lets this browser count for itself. */
  readonly end: (email: string, cookies: string | null) => Promise<string>
}

const NAME = 'wetalk.browser'
const COOKIE_SECONDS = 365 * 24 * 3600

/** Tries without a pause: as many as one address has (`SIGN_IN_LIMIT`), so that whoever mistypes at home meets only that limit. */
const FREE = 10
/** The longest pause is 2 to this power, in seconds. */
const DOUBLINGS = 8
const FORGOTTEN_MS = 3_600_000

const NOW = '(extract(epoch from clock_timestamp()) * 1000)::bigint'
const PAUSE_MS = `(case when r.count < ${FREE} then 0 else 1000 * 2 ^ least(r.count - ${FREE}, ${DOUBLINGS}) end)::bigint`
/** In the sign-in library's own table of limits, which throws away what is older than its longest window, an hour. */
const TRY = `
  insert into "rateLimit" as r (id, key, count, "lastRequest") values ($1, $2, 1, ${NOW})
  on conflict (key) do update
  set count = case when r."lastRequest" < ${NOW} - ${FORGOTTEN_MS} then 1 else r.count + 1 end, "lastRequest" = ${NOW}
  where r."lastRequest" + ${PAUSE_MS} <= ${NOW}`
const WAIT = `select ceil((r."lastRequest" + ${PAUSE_MS} - ${NOW}) / 1000.0)::int as seconds from "rateLimit" r where key = $1`
const FORGET = 'delete from "rateLimit" where key = $1'

type Parts = { readonly pool: pg.Pool; readonly secret: string; readonly isSecure: boolean }

export function openGuesses({ pool, secret, isSecure }: Parts): Guesses {
  const sign = (mark: string, email: string) => hmacSha256Hex(secret, `${mark} ${email.toLowerCase()}`)
  /** The mark of a browser that was signed in with this e-mail. */
  const markOf = (email: string, cookies: string | null): string | undefined => {
    const [mark = '', proof = ''] = readCookie(cookies, NAME)?.split('.') ?? []
    return mark && equalText(proof, sign(mark, email)) ? mark : undefined
  }
  const keyOf = (email: string, cookies: string | null) =>
    `account:${sign(`key ${markOf(email, cookies) ?? ''}`, email)}`
  return {
    async begin(email, cookies) {
      const key = keyOf(email, cookies)
      const { rowCount } = await pool.query(TRY, [newId(), key])
      if (rowCount) return 0
      const { rows } = await pool.query<{ seconds: number }>(WAIT, [key])
      return Math.max(1, rows[0]?.seconds ?? 1)
    },
    async end(email, cookies) {
      // what the person did is done: where the database is away in this moment, the count ends by itself
      await pool.query(FORGET, [keyOf(email, cookies)]).catch(() => undefined)
      const mark = markOf(email, cookies) ?? randomToken()
      return writeCookie(
        { name: NAME, value: `${mark}.${sign(mark, email)}`, seconds: COOKIE_SECONDS },
        isSecure,
      )
    },
  }
}
