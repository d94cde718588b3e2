import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { ConfigError, configWarnings, readConfig } from '#server/base/config.ts'
import { VARIABLES } from '#server/base/variables.ts'

const KEY = randomBytes(32).toString('base64')
const TOKEN = randomBytes(24).toString('base64url')
const S3 = { S3_URL: 'http://minio:9000/', S3_BUCKET: 'wetalk', S3_KEY: 'AKIA', S3_SECRET: TOKEN }

test('an empty environment is a whole configuration', () => {
  const config = readConfig({})
  assert.equal(config.port, 4000)
  assert.equal(config.publicUrl, 'http://127.0.0.1:4000')
  assert.equal(config.dataDir, resolve('data'))
  assert.deepEqual(config.roles, ['web', 'worker', 'sender'])
  assert.equal(config.simulator, true)
  assert.equal(config.databaseUrl, null)
  assert.equal(config.s3, null)
  assert.equal(config.trustProxy, false)
  assert(Object.isFrozen(config))
  assert.deepEqual(configWarnings(config), [])
})

test('an empty variable counts as absent', () => {
  assert.equal(readConfig({ PORT: ' ', DATABASE_URL: '', SIMULATOR: '' }).port, 4000)
})

test('every variable is read as its meaning says', () => {
  const config = readConfig({
    PORT: '80',
    HOST: '::',
    PUBLIC_URL: 'https://chat.example.com/',
    DATABASE_URL: 'postgres://a:b@db/wetalk',
    SECRET_KEY: KEY,
    ROLES: 'worker, sender',
    SIMULATOR: 'off',
    DEMO: '1',
    TRUST_PROXY: '10.0.0.0/8, ::1',
    OUTBOUND_ALLOW: '10.0.0.5:8080, graph.lan:443',
    ...S3,
  })
  assert.equal(config.publicUrl, 'https://chat.example.com')
  assert.deepEqual(config.secretKey?.reveal(), Buffer.from(KEY, 'base64'))
  assert.deepEqual(config.roles, ['worker', 'sender'])
  assert.equal(config.simulator, false)
  assert.deepEqual(config.trustProxy, ['10.0.0.0/8', '::1'])
  assert.deepEqual(config.outboundAllow, ['10.0.0.5:8080', 'graph.lan:443'])
  assert.equal(config.s3?.url, 'http://minio:9000')
  assert.equal(config.s3?.region, 'us-east-1')
  assert.equal(readConfig({ TRUST_PROXY: '2' }).trustProxy, 2)
  assert.equal(readConfig({ HOST: '0.0.0.0' }).publicUrl, 'http://localhost:4000')
  assert.equal(readConfig({ HOST: '::1' }).publicUrl, 'http://[::1]:4000')
})

const WRONG: readonly Readonly<Record<string, string>>[] = [
  { PORT: 'abc' },
  { PORT: '70000' },
  { PORT: '-1' },
  { PORT: '0' },
  { PUBLIC_URL: 'chat.example.com' },
  { PUBLIC_URL: 'https://example.com/app' },
  { PUBLIC_URL: 'javascript:alert(1)' },
  { DATABASE_URL: 'mysql://x' },
  { SECRET_KEY: 'changeme' },
  { SECRET_KEY: Buffer.alloc(32).toString('base64') },
  { SECRET_KEY_FORMER: 'old' },
  { ROLES: 'web,boss' },
  { ROLES: ',' },
  { SIMULATOR: 'yes' },
  { DEMO: 'true' },
  { LOG_LEVEL: 'loud' },
  { TRUST_PROXY: 'everyone' },
  { SMTP_URL: 'https://mail' },
  { MAIL_FROM: 'Toko <halo@toko.id>\r\nBcc: x@y.z' },
  { MAIL_FROM: 'halo' },
  { METRICS_TOKEN: 'changeme-changeme-changeme' },
  { METRICS_TOKEN: 'aaaaaaaaaaaaaaaaaaaa' },
  { METRICS_TOKEN: 'short' },
  { S3_URL: S3.S3_URL },
  { ...S3, S3_URL: '' },
  { ...S3, S3_SECRET: 'password12345678' },
  { ...S3, S3_BUCKET: '../x' },
  { OUTBOUND_ALLOW: '10.0.0.5' },
  { OUTBOUND_ALLOW: 'http://10.0.0.5:80' },
  { DB_POOL: '0' },
]

test('a wrong variable is named in both languages, and its value is not repeated', () => {
  for (const env of WRONG) {
    assert.throws(
      () => readConfig(env),
      (error) => {
        assert(error instanceof ConfigError)
        const [problem] = error.problems
        assert(problem && problem.variable in env, inspect(env))
        for (const sentence of [problem.id, problem.en]) {
          assert(sentence.includes(problem.variable) && sentence.endsWith('.'))
          assert(!/changeme|password12345678/.test(sentence))
        }
        return true
      },
      inspect(env),
    )
  }
})

test('all wrong variables are told at once', () => {
  assert.throws(
    () => readConfig({ PORT: 'x', DEMO: 'x', ROLES: 'x' }),
    (error) => error instanceof ConfigError && error.problems.length === 3,
  )
})

test('secrets of the configuration do not print', () => {
  const config = readConfig({
    SECRET_KEY: KEY,
    METRICS_TOKEN: TOKEN,
    DATABASE_URL: 'postgres://a:pw-canary@db/x',
    ...S3,
  })
  for (const text of [JSON.stringify(config), inspect(config, { depth: 9 })]) {
    assert(!text.includes(KEY) && !text.includes(TOKEN) && !text.includes('pw-canary'))
  }
})

test('what works but is unwise is warned of', () => {
  const warned = (env: Record<string, string>) => configWarnings(readConfig(env)).join()
  assert.match(warned({ DATABASE_URL: 'postgres://a@b/c' }), /SECRET_KEY/)
  assert.match(warned({ PUBLIC_URL: 'http://chat.example.com' }), /not https/)
  assert.match(warned({ DEMO: '1' }), /DEMO/)
  assert.match(warned({ SMTP_URL: 'smtp://mail:587' }), /MAIL_FROM/)
})

test('the table of the README is the one of the program', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const rows = Object.entries(VARIABLES).map(
    ([name, { fallback, meaning }]) => `| \`${name}\` | ${fallback ? `\`${fallback}\`` : '–'} | ${meaning} |`,
  )
  const missing = rows.filter((row) => !readme.includes(row))
  assert.deepEqual(missing, [], `README.md lacks these rows:\n${missing.join('\n')}`)
})

/** What the image sets for itself. */
const OF_THE_IMAGE = ['PORT', 'HOST', 'DATA_DIR']

test('the composed service is handed every variable, and its database is made like the embedded one', () => {
  const compose = readFileSync('compose.yaml', 'utf8')
  const handed = [...compose.matchAll(/^ {6}([A-Z][A-Z0-9_]+): \S/gm)].map(([, name]) => name)
  const wanted = Object.keys(VARIABLES).filter((name) => !OF_THE_IMAGE.includes(name))
  assert.deepEqual(
    wanted.filter((name) => !handed.includes(name)),
    [],
  )
  const locale = compose.match(/--encoding=.*/)?.[0].split(' ')
  const embedded = readFileSync('server/base/cluster.ts', 'utf8').match(/'(--encoding=.*)'\]/)?.[1]
  assert.deepEqual(locale, embedded?.split("', '"))
})
