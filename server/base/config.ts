import { resolve } from 'node:path'
import type { z } from 'zod'
import { assert } from '#core/base/assert.ts'
import type { LogLevel, Secret } from '#server/base/log.ts'
import { type ROLES, type TrustProxy, VARIABLES } from '#server/base/variables.ts'

type Role = (typeof ROLES)[number]

/** The operator's own Meta app, by which workspaces connect. */
export type MetaApp = {
  readonly appId: string
  readonly appSecret: Secret<string>
  readonly configId: string
  readonly graphUrl: string
  readonly dialogUrl: string
}

export type S3Config = {
  readonly url: string
  readonly bucket: string
  readonly key: string
  readonly secret: Secret<string>
  readonly region: string
}

/** Everything the operator decides, read once at the start and handed down as a parameter. */
export type Config = {
  readonly port: number
  readonly host: string
  /** Origin under which people reach the product, without a slash at the end. */
  readonly publicUrl: string
  /** Absolute path. */
  readonly dataDir: string
  /** An external PostgreSQL; null = the embedded one in the data folder. */
  readonly databaseUrl: Secret<string> | null
  /** Null = `secret.key` in the data folder, see `masterKeyOf`. */
  readonly secretKey: Secret<Buffer> | null
  /** The master key of before a change; see `takeKeys`. */
  readonly formerKey: Secret<Buffer> | null
  readonly roles: readonly Role[]
  readonly simulator: boolean
  readonly demo: boolean
  readonly signUp: 'open' | 'invited'
  readonly logLevel: LogLevel
  readonly trustProxy: TrustProxy
  readonly smtpUrl: Secret<string> | null
  readonly mailFrom: string
  readonly s3: S3Config | null
  readonly metricsToken: Secret<string> | null
  /** `host:port` that the outbound door may visit although it is private. */
  readonly outboundAllow: readonly string[]
  /** The names of the settings that are missing, where there is no app. */
  readonly meta: MetaApp | readonly string[]
  readonly dbPool: number
  /** Seconds; see `Patience` in chat/sweep.ts. */
  readonly resendAfter: number
  readonly resendAfterOutage: number
  readonly holdAfter: number
}

type ConfigProblem = { readonly variable: string; readonly id: string; readonly en: string }

/** The environment is wrong: one problem per variable. The program ends with exit code 78 (EX_CONFIG of sysexits.h). */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]
  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ en }) => en).join('\n'))
    this.problems = problems
  }
}

export const CONFIG_EXIT_CODE = 78

type Name = keyof typeof VARIABLES
type Values = { readonly [N in Name]: z.output<(typeof VARIABLES)[N]['schema']> | undefined }

/** Reads the environment; throws `ConfigError` with a sentence for every wrong variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const { values, problems } = readValues(env)
  const s3 = s3Of(values)
  if (s3 === 'incomplete' && problems.length === 0) problems.push(problemOf('S3_URL'))
  if (problems.length > 0) throw new ConfigError(problems)
  const host = given(values.HOST)
  const port = given(values.PORT)
  return Object.freeze({
    port,
    host,
    publicUrl: values.PUBLIC_URL ?? `http://${nameOf(host)}:${port}`,
    dataDir: resolve(given(values.DATA_DIR)),
    databaseUrl: values.DATABASE_URL ?? null,
    secretKey: values.SECRET_KEY ?? null,
    formerKey: values.SECRET_KEY_FORMER ?? null,
    roles: given(values.ROLES),
    simulator: given(values.SIMULATOR),
    demo: given(values.DEMO),
    signUp: given(values.SIGN_UP),
    logLevel: given(values.LOG_LEVEL),
    trustProxy: values.TRUST_PROXY ?? false,
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: given(values.MAIL_FROM),
    s3: s3 === 'incomplete' ? null : s3,
    metricsToken: values.METRICS_TOKEN ?? null,
    outboundAllow: values.OUTBOUND_ALLOW ?? [],
    meta: metaOf(values),
    dbPool: given(values.DB_POOL),
    resendAfter: given(values.RESEND_AFTER),
    resendAfterOutage: given(values.RESEND_AFTER_OUTAGE),
    holdAfter: given(values.HOLD_AFTER),
  })
}

/** What works but deserves a line in the log at the start. */
export function configWarnings(config: Config): string[] {
  const warnings: string[] = []
  if (config.databaseUrl && !config.secretKey) {
    warnings.push(
      'SECRET_KEY is not set: processes sharing one database need the same key, or stored tokens do not open',
    )
  }
  if (config.smtpUrl && config.mailFrom === VARIABLES.MAIL_FROM.fallback) {
    warnings.push('MAIL_FROM is not set: most mail servers refuse letters from wetalk@localhost')
  }
  if (config.demo) warnings.push('DEMO=1: anyone who reaches this address may open a demo workspace')
  if (config.publicUrl.startsWith('http:') && !/^http:\/\/(127\.|localhost|\[::1\])/.test(config.publicUrl)) {
    warnings.push('PUBLIC_URL is not https: passwords and messages travel unprotected')
  }
  return warnings
}

function readValues(env: Readonly<Record<string, string | undefined>>) {
  const problems: ConfigProblem[] = []
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(VARIABLES) as Name[]) {
    const text = env[name]?.trim() || VARIABLES[name].fallback
    if (text === null) continue
    const read = VARIABLES[name].schema.safeParse(text)
    if (read.success) values[name] = read.data
    else problems.push(problemOf(name))
  }
  return { values: values as Values, problems }
}

/** The sentence never repeats the value: it may be a password. */
function problemOf(name: Name): ConfigProblem {
  const { id, en } = VARIABLES[name]
  return {
    variable: name,
    id: `Pengaturan ${name} belum benar: isinya harus ${id}.`,
    en: `The setting ${name} is not right: it must be ${en}.`,
  }
}

function s3Of(values: Values): S3Config | null | 'incomplete' {
  const { S3_URL: url, S3_BUCKET: bucket, S3_KEY: key, S3_SECRET: secret } = values
  if (!url) return bucket || key || secret ? 'incomplete' : null
  if (!bucket || !key || !secret) return 'incomplete'
  return { url, bucket, key, secret, region: given(values.S3_REGION) }
}

function metaOf(values: Values): MetaApp | readonly string[] {
  const { META_APP_ID: appId, META_APP_SECRET: appSecret, META_CONFIG_ID: configId } = values
  if (appId && appSecret && configId) {
    const [graphUrl, dialogUrl] = [given(values.META_GRAPH_URL), given(values.META_DIALOG_URL)]
    return { appId, appSecret, configId, graphUrl, dialogUrl }
  }
  const needed = { META_APP_ID: appId, META_APP_SECRET: appSecret, META_CONFIG_ID: configId }
  return Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name]))
}

/** How a browser on this machine names the address that the server listens on. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** A variable with a fallback always has a value once no problem was found. */
function given<T>(value: T | undefined): T {
  assert(value !== undefined, 'a setting with a fallback has a value')
  return value
}
