import { z } from 'zod'
import { LOG_LEVELS, Secret } from '#server/base/log.ts'
import { parseKey } from '#server/base/secret.ts'

export const ROLES = ['web', 'worker', 'sender'] as const
/** False, the number of proxies in front, or their addresses. */
export type TrustProxy = false | number | readonly string[]

type Variable<T extends z.ZodType = z.ZodType> = {
  /** Text taken when the variable is absent or empty; null = off. */
  readonly fallback: string | null
  readonly meaning: string
  readonly schema: T
  /** What a right value looks like, as the end of a sentence. */
  readonly id: string
  readonly en: string
}

const SECRET_CHARS_MIN = 16
const WEAK_SECRET = /^(change-?me|secret|password|passw0rd|default|example|test|admin|wetalk|12345)/i
const HOST_PORT = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+):\d{1,5}$/i
const PROXY = /^(loopback|linklocal|uniquelocal|[0-9a-f:.]+(\/\d{1,3})?)$/i

const strong = z
  .string()
  .min(SECRET_CHARS_MIN)
  .refine((text) => !isWeak(text))
  .transform((text) => new Secret(text))
const key = z.string().transform((text, context) => {
  const bytes = parseKey(text)
  if (bytes && new Set(bytes).size >= 8) return new Secret(bytes)
  context.addIssue('not a strong key')
  return z.NEVER
})
const urlOf = (...protocols: readonly string[]) =>
  z.string().refine((text) => protocols.includes(protocolOf(text)))
/** One spelling of an address below which others lie. */
const baseUrl = urlOf('http:', 'https:').transform((text) => {
  const { origin, pathname } = new URL(text)
  return origin + pathname.replace(/\/+$/, '')
})
const listOf = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** Keeps each schema's own output type while the table is read by name. */
function variable<T extends z.ZodType>(line: Variable<T>): Variable<T> {
  return line
}

/** Every setting of the program: what it means, what it is without being set, and how its text is read. */
export const VARIABLES = {
  PORT: variable({
    fallback: '4000',
    meaning: 'Port of the web server.',
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(1).max(65_535)),
    id: 'angka dari 1 sampai 65535',
    en: 'a number from 1 to 65535',
  }),
  HOST: variable({
    fallback: '127.0.0.1',
    meaning: 'Address the web server listens on; `0.0.0.0` = every network of the machine.',
    schema: z.string().regex(/^[0-9a-z.:-]+$/i),
    id: 'alamat IP atau nama mesin',
    en: 'an IP address or a host name',
  }),
  PUBLIC_URL: variable({
    fallback: null,
    meaning: 'Address people and Meta use, e.g. `https://chat.example.com`; by default `http://HOST:PORT`.',
    schema: urlOf('http:', 'https:')
      .refine((text) => URL.parse(text)?.pathname === '/' && !/[?#@]/.test(text))
      .transform((text) => URL.parse(text)?.origin ?? text),
    id: 'alamat http:// atau https:// tanpa jalur di belakangnya',
    en: 'an http:// or https:// address without a path',
  }),
  DATA_DIR: variable({
    fallback: './data',
    meaning: 'Folder for the embedded database, uploaded files and the master key.',
    schema: z.string().refine((text) => !text.includes('\u0000')),
    id: 'nama folder',
    en: 'the name of a folder',
  }),
  DATABASE_URL: variable({
    fallback: null,
    meaning: 'External PostgreSQL 15 or later, `postgres://…`; without it the embedded one is used.',
    schema: urlOf('postgres:', 'postgresql:').transform((text) => new Secret(text)),
    id: 'alamat postgres://nama:sandi@mesin:porta/basisdata',
    en: 'an address like postgres://user:password@host:port/database',
  }),
  SECRET_KEY: variable({
    fallback: null,
    meaning:
      'Master key for stored secrets, 32 bytes as base64 or hex; without it `DATA_DIR/secret.key` is made once.',
    schema: key,
    id: '32 byte acak dalam base64 atau hex, misalnya dari: openssl rand -base64 32',
    en: '32 random bytes as base64 or hex, for example from: openssl rand -base64 32',
  }),
  SECRET_KEY_FORMER: variable({
    fallback: null,
    meaning:
      'The master key of before a change, for one start: what it sealed is sealed anew by the present one (docs/operations.md).',
    schema: key,
    id: 'kunci utama yang lama: 32 byte dalam base64 atau hex',
    en: 'the former master key: 32 bytes as base64 or hex',
  }),
  ROLES: variable({
    fallback: ROLES.join(','),
    meaning:
      'What this process does: `web` answers requests, `worker` runs flows and jobs, `sender` talks to WhatsApp.',
    schema: z
      .string()
      .transform(listOf)
      .pipe(z.array(z.enum(ROLES)).min(1)),
    id: 'daftar dari: web, worker, sender',
    en: 'a list out of: web, worker, sender',
  }),
  SIMULATOR: variable({
    fallback: 'on',
    meaning: 'The simulated Meta in the same process: `on` or `off`.',
    schema: z.enum(['on', 'off']).transform((text) => text === 'on'),
    id: 'on atau off',
    en: 'on or off',
  }),
  DEMO: variable({
    fallback: '0',
    meaning:
      '`1` = anyone may open a demo workspace without an account, also when the installation has an owner. One that nobody uses for 7 days is taken away.',
    schema: z.enum(['0', '1']).transform((text) => text === '1'),
    id: '0 atau 1',
    en: '0 or 1',
  }),
  SIGN_UP: variable({
    fallback: 'open',
    meaning:
      'Who may make an account and workspaces once the installation has an owner: `open` = whoever reaches this address, `invited` = only who was invited, and owners.',
    schema: z.enum(['open', 'invited']),
    id: 'open atau invited',
    en: 'open or invited',
  }),
  LOG_LEVEL: variable({
    fallback: 'info',
    meaning:
      'Least important log line that is written: `trace`, `debug`, `info`, `warn`, `error`, `fatal`, `silent`.',
    schema: z.enum(LOG_LEVELS),
    id: `salah satu dari: ${LOG_LEVELS.join(', ')}`,
    en: `one of: ${LOG_LEVELS.join(', ')}`,
  }),
  TRUST_PROXY: variable({
    fallback: 'off',
    meaning:
      'Whose `X-Forwarded-*` is believed: `off`, the number of proxies in front, or a list of their addresses.',
    schema: z.string().transform((text, context): TrustProxy => {
      if (text === 'off') return false
      if (/^[1-9]$/.test(text)) return Number(text)
      const proxies = listOf(text)
      if (proxies.length === 0 || !proxies.every((proxy) => PROXY.test(proxy))) context.addIssue('no address')
      return proxies
    }),
    id: 'off, jumlah proksi (1-9), atau daftar alamatnya',
    en: 'off, the number of proxies (1-9), or a list of their addresses',
  }),
  SMTP_URL: variable({
    fallback: null,
    meaning:
      'Mail server, `smtp://user:password@host:587`; without it mails go to the log and the simulator’s mailbox.',
    schema: urlOf('smtp:', 'smtps:').transform((text) => new Secret(text)),
    id: 'alamat smtp:// atau smtps://',
    en: 'an address like smtp://… or smtps://…',
  }),
  MAIL_FROM: variable({
    fallback: 'Wetalk <wetalk@localhost>',
    meaning: 'Sender of mails.',
    schema: z.string().regex(/^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/),
    id: 'alamat email, boleh dengan nama: Toko <halo@toko.id>',
    en: 'an e-mail address, with or without a name: Shop <hello@shop.com>',
  }),
  S3_URL: variable({
    fallback: null,
    meaning:
      'S3-compatible store for files, e.g. `https://s3.example.com`; without it files lie in `DATA_DIR/files`.',
    schema: urlOf('http:', 'https:').transform((text) => text.replace(/\/+$/, '')),
    id: 'alamat http:// atau https://, bersama S3_BUCKET, S3_KEY dan S3_SECRET',
    en: 'an http:// or https:// address, together with S3_BUCKET, S3_KEY and S3_SECRET',
  }),
  S3_BUCKET: variable({
    fallback: null,
    meaning: 'Bucket of the S3 store.',
    schema: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
    id: 'nama bucket: 3-63 huruf kecil, angka, titik, tanda hubung',
    en: 'a bucket name: 3-63 small letters, digits, dots, hyphens',
  }),
  S3_KEY: variable({
    fallback: null,
    meaning: 'Access key id of the S3 store.',
    schema: z.string().regex(/^[\x21-\x7e]+$/),
    id: 'id kunci akses tanpa spasi',
    en: 'an access key id without spaces',
  }),
  S3_SECRET: variable({
    fallback: null,
    meaning: 'Secret access key of the S3 store.',
    schema: strong,
    id: `kunci rahasia paling sedikit ${SECRET_CHARS_MIN} huruf, bukan kata contoh`,
    en: `a secret of at least ${SECRET_CHARS_MIN} characters, not a sample word`,
  }),
  S3_REGION: variable({
    fallback: 'us-east-1',
    meaning: 'Region of the S3 store.',
    schema: z.string().regex(/^[a-z0-9-]+$/),
    id: 'nama wilayah, misalnya us-east-1',
    en: 'the name of a region, for example us-east-1',
  }),
  METRICS_TOKEN: variable({
    fallback: null,
    meaning: 'Bearer token for `/metrics`; without it only this machine may read them.',
    schema: strong,
    id: `token paling sedikit ${SECRET_CHARS_MIN} huruf, bukan kata contoh`,
    en: `a token of at least ${SECRET_CHARS_MIN} characters, not a sample word`,
  }),
  OUTBOUND_ALLOW: variable({
    fallback: '',
    meaning:
      'Private addresses that may be visited all the same, as a list of `host:port`, e.g. an own Graph endpoint.',
    schema: z
      .string()
      .transform(listOf)
      .pipe(z.array(z.string().regex(HOST_PORT))),
    id: 'daftar mesin:porta, misalnya 10.0.0.5:8080,graph.lan:443',
    en: 'a list of host:port, for example 10.0.0.5:8080,graph.lan:443',
  }),
  META_APP_ID: variable({
    fallback: null,
    meaning:
      'App id of your own Meta app; with the next two, workspaces connect by signing in with Facebook. Enter `PUBLIC_URL/channels/facebook` at Meta as OAuth redirect address.',
    schema: z.string().regex(/^\d{1,32}$/),
    id: 'ID aplikasi Meta: hanya angka',
    en: 'the id of a Meta app: digits only',
  }),
  META_APP_SECRET: variable({
    fallback: null,
    meaning: 'App secret of that app.',
    schema: strong,
    id: `app secret dari Meta, paling sedikit ${SECRET_CHARS_MIN} huruf`,
    en: `the app secret from Meta, at least ${SECRET_CHARS_MIN} characters`,
  }),
  META_CONFIG_ID: variable({
    fallback: null,
    meaning: 'Configuration id of Facebook Login for Business (Embedded Signup) of that app.',
    schema: z.string().regex(/^\d{1,32}$/),
    id: 'ID konfigurasi dari Facebook Login for Business: hanya angka',
    en: 'a configuration id of Facebook Login for Business: digits only',
  }),
  META_GRAPH_URL: variable({
    fallback: 'https://graph.facebook.com',
    meaning: 'Graph endpoint of that app.',
    schema: baseUrl,
    id: 'alamat http:// atau https://',
    en: 'an http:// or https:// address',
  }),
  META_DIALOG_URL: variable({
    fallback: 'https://www.facebook.com',
    meaning: 'Where that app’s sign-in dialog is: `…/v25.0/dialog/oauth` below this address.',
    schema: baseUrl,
    id: 'alamat http:// atau https://',
    en: 'an http:// or https:// address',
  }),
  DB_POOL: variable({
    fallback: '12',
    meaning: 'Largest number of database connections of this process.',
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(4).max(200)),
    id: 'angka dari 4 sampai 200',
    en: 'a number from 4 to 200',
  }),
  RESEND_AFTER: variable({
    fallback: '90',
    meaning:
      'Seconds before a send whose fate is unknown may be tried again, with proof; above the late tail of status webhooks.',
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(1).max(86_400)),
    id: 'angka detik dari 1 sampai 86400',
    en: 'a number of seconds from 1 to 86400',
  }),
  RESEND_AFTER_OUTAGE: variable({
    fallback: '900',
    meaning: 'The same when this address was down at any moment since the send.',
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(1).max(86_400)),
    id: 'angka detik dari 1 sampai 86400',
    en: 'a number of seconds from 1 to 86400',
  }),
  HOLD_AFTER: variable({
    fallback: '600',
    meaning: 'Seconds after which a send without proof is shown as “maybe sent” and its chat goes on.',
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(1).max(86_400)),
    id: 'angka detik dari 1 sampai 86400',
    en: 'a number of seconds from 1 to 86400',
  }),
}

function isWeak(text: string): boolean {
  return WEAK_SECRET.test(text) || new Set(text).size < 6
}

function protocolOf(text: string): string {
  return URL.parse(text)?.protocol ?? ''
}
