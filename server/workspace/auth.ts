import { betterAuth } from 'better-auth'
import { APIError, createAuthMiddleware, isAPIError } from 'better-auth/api'
import { getMigrations } from 'better-auth/db/migration'
import pg from 'pg'
import type { Millis } from '#core/base/time.ts'
import type { Session } from '#core/workspace/account-api.ts'
import { hostName } from '#server/base/cookie.ts'
import { type Connection, isUniqueViolation } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import type { Secret } from '#server/base/log.ts'
import { loginFailed, rateLimited } from '#server/base/metrics.ts'
import { hmacSha256Hex } from '#server/base/secret.ts'
import { type Guesses, openGuesses } from '#server/workspace/guessing.ts'

/** Sign-in, sessions and passwords: the library's, in its own schema `auth`. Only this file knows it. */
export type Auth = {
  /** Calls one of the library's endpoints as a browser would: rate limits, cookies and origin checks are its own. */
  readonly call: (path: AuthPath, headers: Headers, body: object) => Promise<AuthAnswer>
  readonly session: (
    headers: Headers,
    fresh: boolean,
  ) => Promise<{ readonly userId: string; readonly name: string; readonly email: string } | null>
  /** Where the person of these headers is signed in, newest first; nothing that opens a session is among it. */
  readonly sessions: (headers: Headers) => Promise<Session[]>
  /** Whether it is the password of the person of these headers. Not counted here: the caller slows guessing down. */
  readonly knowsPassword: (headers: Headers, password: string) => Promise<boolean>
  /**
   * Gives a person another e-mail; their sessions stay, links for a new password that went to the former one are worth nothing.
   * Answers the former one and their name; undefined: somebody else has the new one, or the person is gone.
   */
  readonly changeEmail: (
    userId: string,
    email: string,
  ) => Promise<{ readonly former: string; readonly name: string } | undefined>
  /** Takes a person away with their password and every session. Their seats are the caller's to take before. */
  readonly removePerson: (userId: string) => Promise<void>
  /** Whether the person has changed their password since that moment. */
  readonly hasNewPassword: (userId: string, since: Millis) => Promise<boolean>
  /** Makes or changes the library's tables; several processes may start at once. */
  readonly migrate: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}
type AuthPath =
  | '/sign-up/email'
  | '/sign-in/email'
  | '/sign-out'
  | '/request-password-reset'
  | '/reset-password'
  | '/update-user'
  | '/change-password'
  | '/revoke-other-sessions'
export type AuthAnswer = {
  readonly status: number
  readonly code: string
  readonly userId: string | null
  readonly name: string
  readonly cookies: readonly string[]
  readonly retryAfter: number
}

/** Sends the letter in its own time and tells its own troubles: an answer that waited for it would say who is known. */
type SendReset = (to: string, link: string) => void

/** The code of an answer to a sign-in whose account was guessed at too often. */
export const PAUSED = 'ACCOUNT_PAUSED'

const BASE = '/api/auth'
const SESSION_SECONDS = 30 * 24 * 3600
const SESSION_REFRESH_SECONDS = 12 * 3600
/** How long a signed cookie may speak for the session without a look into the table. */
const COOKIE_CACHE_SECONDS = 60
const RESET_SECONDS = 30 * 60
const CONNECTIONS = 4
const CONNECT_MS = 3000
const MIGRATION_LOCK = 7_302_103
/** A test of sign-in is allowed so often within these seconds, per address. */
const SIGN_IN_LIMIT = { window: 900, max: 10 }
/** What a person alone can do whose account it is. */
const PROVING: ReadonlySet<AuthPath> = new Set(['/sign-up/email', '/sign-in/email', '/reset-password'])
const SIGN_UP_LIMIT = { window: 3600, max: 60 }
const MAIL_LIMIT = { window: 3600, max: 5 }

const SESSIONS = `
  select id, left(coalesce("userAgent", ''), 300) as device, coalesce("ipAddress", '') as address,
         (extract(epoch from "updatedAt") * 1000)::float8 as "seenAt", token = $2 as here
  from session where "userId" = $1 and "expiresAt" > now() order by "updatedAt" desc, id desc limit 50`

type Options = {
  readonly connection: Connection
  readonly publicUrl: string
  readonly master: Secret<Buffer>
  readonly sendReset: SendReset
}

export function openAuth(options: Options): Auth {
  const pool = openPool(options.connection)
  const isSecure = options.publicUrl.startsWith('https:')
  const secret = hmacSha256Hex(options.master.reveal().toString('base64'), 'guesses')
  const guesses = openGuesses({ pool, secret, isSecure })
  /** Whose password a request has set anew: the library tells it, and its answer does not. */
  const resets = new WeakMap<Request, string>()
  const auth = betterAuth(settingsOf(options, { pool, guesses, resets }))
  return {
    async call(path, headers, body) {
      const request = requestTo(`${options.publicUrl}${BASE}${path}`, options.publicUrl, headers, body)
      const response = await auth.handler(request)
      const answer = (await response.json().catch(() => null)) as LibraryAnswer | null
      const cookies = response.headers.getSetCookie()
      const proven =
        response.ok && PROVING.has(path) ? (answer?.user?.email ?? resets.get(request)) : undefined
      if (proven) cookies.push(await guesses.end(proven, headers.get('cookie')))
      if (path === '/sign-in/email' && response.status === 401) loginFailed()
      if (response.status === 429) rateLimited(path)
      return {
        status: response.status,
        code: answer?.code ?? '',
        userId: answer?.user?.id ?? null,
        name: answer?.user?.name ?? '',
        cookies,
        retryAfter: Number(response.headers.get('x-retry-after') ?? 60),
      }
    },
    async session(headers, fresh) {
      if (!headers.get('cookie')?.includes('wetalk.session')) return null
      const found = await auth.api.getSession({
        headers: toLibrary(headers),
        query: { disableCookieCache: fresh },
      })
      return found ? { userId: found.user.id, name: found.user.name, email: found.user.email } : null
    },
    async sessions(headers) {
      const found = await auth.api.getSession({
        headers: toLibrary(headers),
        query: { disableCookieCache: true },
      })
      if (!found) return []
      const { rows } = await pool.query<Session>(SESSIONS, [found.user.id, found.session.token])
      return rows
    },
    async knowsPassword(headers, password) {
      return await auth.api.verifyPassword({ headers: toLibrary(headers), body: { password } }).then(
        ({ status }) => status,
        (error: unknown) => {
          if (isAPIError(error)) return false
          throw error
        },
      )
    },
    async changeEmail(userId, email) {
      const { rows } = await pool
        .query<{ former: string; name: string }>(CHANGE_EMAIL, [userId, email])
        .catch((error: unknown) => {
          if (isUniqueViolation(error)) return { rows: [] } // somebody signed up with it in this moment
          throw error
        })
      if (rows.length > 0) await pool.query(FORGET_ALL, [userId])
      return rows[0]
    },
    async removePerson(userId) {
      await pool.query(FORGET_ALL, [userId])
      await pool.query(REMOVE, [userId])
    },
    async hasNewPassword(userId, since) {
      const { rows } = await pool.query(NEW_PASSWORD, [userId, new Date(since)])
      return rows.length > 0
    },
    async migrate() {
      const holder = await pool.connect()
      try {
        await holder.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
        await holder.query('create schema if not exists auth')
        const { runMigrations } = await getMigrations(auth.options)
        await runMigrations()
      } finally {
        holder.release(true) // the lock goes with the connection
      }
    },
    [Symbol.asyncDispose]: () => pool.end(),
  }
}

function openPool(connection: Connection): pg.Pool {
  const pool = new pg.Pool({
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    max: CONNECTIONS,
    application_name: 'wetalk auth',
    options: '-c search_path=auth',
    connectionTimeoutMillis: CONNECT_MS,
  })
  pool.on('error', () => undefined) // a dead idle connection is replaced by the pool
  return pool
}

type LibraryAnswer = {
  readonly code?: string
  readonly user?: { readonly id?: string; readonly name?: string; readonly email?: string }
}

/** The request as our own page would send it to the library; the caller's address is ours to say. */
function requestTo(url: string, origin: string, headers: Headers, body: object): Request {
  const sent = toLibrary(headers)
  sent.set('content-type', 'application/json')
  sent.set('origin', origin)
  return new Request(url, { method: 'POST', headers: sent, body: JSON.stringify(body) })
}

/** What the library is told of a caller. */
function toLibrary(headers: Headers): Headers {
  return new Headers({
    cookie: headers.get('cookie') ?? '',
    'x-client-ip': headers.get('x-client-ip') ?? '',
    'user-agent': headers.get('user-agent') ?? '',
  })
}

type Addressee = { readonly id: string; readonly email: string }

/** Only the newest reset link works, and none after a reset. */
const FORGET_OLDER = `
  delete from verification where value = $1
    and "createdAt" < (select max("createdAt") from verification where value = $1)`
/** Two who want the same one: the unique key lets one of them. */
const CHANGE_EMAIL = `
  update "user" u set email = $2, "emailVerified" = true, "updatedAt" = now()
  from (select id, email from "user" where id = $1 for update) o
  where u.id = o.id and not exists (select 1 from "user" where email = $2)
  returning o.email as former, u.name`
const NEW_PASSWORD = 'select 1 from account where "userId" = $1 and "updatedAt" > $2'
const FORGET_ALL = 'delete from verification where value = $1'
/** Sessions and passwords go with it. */
const REMOVE = 'delete from "user" where id = $1'

type Parts = {
  readonly pool: pg.Pool
  readonly guesses: Guesses
  readonly resets: WeakMap<Request, string>
}

function settingsOf({ publicUrl, master, sendReset }: Options, { pool, guesses, resets }: Parts) {
  const isSecure = publicUrl.startsWith('https:')
  return {
    appName: 'Wetalk',
    baseURL: publicUrl,
    basePath: BASE,
    secret: hmacSha256Hex(master.reveal().toString('base64'), 'sessions'),
    database: pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }: { user: Addressee; token: string }) => {
        await pool.query(FORGET_OLDER, [user.id])
        sendReset(user.email, `${publicUrl}/atur-ulang?token=${token}`)
      },
      onPasswordReset: async ({ user }: { user: Addressee }, request?: Request) => {
        if (request) resets.set(request, user.email)
        await pool.query(FORGET_ALL, [user.id])
      },
    },
    // A reset token is as good as a password: the table holds only its hash.
    verification: { storeIdentifier: 'hashed' as const },
    session: {
      expiresIn: SESSION_SECONDS,
      updateAge: SESSION_REFRESH_SECONDS,
      cookieCache: { enabled: true, maxAge: COOKIE_CACHE_SECONDS },
    },
    rateLimit: {
      enabled: true,
      storage: 'database' as const,
      window: 60,
      max: 120,
      customRules: {
        '/sign-in/email': SIGN_IN_LIMIT,
        '/sign-up/email': SIGN_UP_LIMIT,
        '/request-password-reset': MAIL_LIMIT,
        '/reset-password': SIGN_IN_LIMIT,
        '/change-password': SIGN_IN_LIMIT,
      },
    },
    // After the limit per address, so that one address alone cannot make others wait, and before the password is looked at.
    hooks: {
      before: createAuthMiddleware(async ({ path, body, headers }) => {
        if (path !== '/sign-in/email') return
        const seconds = await guesses.begin(String(body.email), headers?.get('cookie') ?? null)
        if (seconds > 0)
          throw new APIError('TOO_MANY_REQUESTS', { code: PAUSED }, { 'x-retry-after': String(seconds) })
      }),
    },
    advanced: {
      // The library itself would say `__Secure-`, which any host of the same domain may set too.
      cookiePrefix: hostName('wetalk', isSecure),
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isSecure },
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: ['x-client-ip'] },
    },
  }
}
