import { fork } from 'node:child_process'
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { type Connection, startEmbedded } from '#server/base/embedded.ts'
import { cpuSeconds, median, readMetric, rssMegabytes } from './cost.ts'
import { flowLines } from './flow.ts'
import { fillDatabase } from './growth.ts'
import { type Figures, type Outside, openOutside } from './outside.ts'
import { freePort, metricsOf, setUp, startProduct, stopProcess } from './product.ts'
import { type Line, printLine, verdictOf } from './report.ts'
import { dearestStatements, forgetStatements, startCounting, writtenTables } from './statements.ts'

const { values: asked } = parseArgs({
  options: {
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'flow,cpu,latency,start' },
    contacts: { type: 'string', default: '128' },
    growth: { type: 'boolean', default: false },
    filled: { type: 'string', default: '1000000' },
    profile: { type: 'boolean', default: false },
    statements: { type: 'boolean', default: false },
    enforce: { type: 'boolean', default: false },
  },
})
const SECONDS = Number(asked.seconds)
const ROUNDS = Number(asked.rounds)
const CONTACTS = Number(asked.contacts)
/** Steps towards 1,000 webhooks a second: of each reply come a message and three webhooks with reports. */
const INBOUND_PER_WEBHOOK = 1 / 4
const LADDER = [300, 600, 1000]
/** Before anything is counted each program runs so long that its code is compiled and its connections are open. */
const WARM_SECONDS = 6

/** A program under test. `pause` and `go` keep it from costing anything while another one runs. */
type Program = {
  readonly name: string
  readonly hook: string
  readonly url: string
  readonly pid: number
  readonly pause: () => void
  readonly go: () => void
  readonly stop: () => Promise<void>
}

type Bench = {
  readonly outside: Outside
  readonly cluster: { readonly connection: Connection; readonly pid: number }
  readonly dir: string
  readonly lines: Line[]
  readonly programs: Program[]
}

const dir = mkdtempSync(join(tmpdir(), 'wetalk-bench-'))
chmodSync(dir, 0o711)
const cluster = asked.statements ? await startCounting(dir) : await startEmbedded({ dir })
const bench: Bench = { outside: await openOutside(), cluster, dir, lines: [], programs: [] }
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void tidy().then(() => process.exit(130)))
try {
  if (asked.growth) await measureGrowth(bench)
  else {
    const only = asked.only.split(',')
    if (only.includes('flow')) for (const line of flowLines()) report(bench, line)
    if (only.includes('start')) await measureStart(bench)
    if (only.includes('cpu') || only.includes('latency')) await measureLoad(bench, only)
  }
} finally {
  await tidy()
}
const missed = bench.lines.filter((line) => verdictOf(line) === 'missed')
process.stdout.write(
  `\n${bench.lines.length - missed.length} bars met or informative, ${missed.length} missed\n`,
)
process.exitCode = asked.enforce && missed.length > 0 ? 1 : 0

async function tidy(): Promise<void> {
  bench.outside.close()
  for (const program of bench.programs.splice(0)) {
    program.go()
    await program.stop()
  }
  await cluster.stop()
  const data = realpathSync(join(dir, 'postgres'))
  rmSync(dir, { recursive: true, force: true })
  if (!data.startsWith(dir)) rmSync(dirname(data), { recursive: true, force: true })
}

function report(bench: Bench, line: Line): void {
  bench.lines.push(line)
  printLine(line)
}

/** Start with existing data, and what it weighs when nothing happens; with its own embedded database, as newcomers run it. */
async function measureStart(bench: Bench): Promise<void> {
  const port = await freePort()
  const logFile = join(dir, 'start.log')
  const options = { env: { DATA_DIR: join(dir, 'start') }, logFile, port }
  const first = await startProduct(options)
  await stopProcess(first.child, 'SIGTERM')
  const second = await startProduct(options)
  await sleep(5000)
  const rss = rssMegabytes(second.child.pid ?? 0)
  await stopProcess(second.child, 'SIGTERM')
  report(bench, { name: 'first start, ready after', figure: first.readyAfter / 1000, unit: 's' })
  const ready = { name: 'start with existing data, ready after', figure: second.readyAfter / 1000, unit: 's' }
  report(bench, { ...ready, bar: { most: 4 } })
  report(bench, { name: 'memory of the idle process', figure: rss, unit: 'MB', bar: { most: 200 } })
}

async function measureLoad(bench: Bench, only: readonly string[]): Promise<void> {
  const product = await openProduct(bench, 'wetalk', asked.profile)
  if (only.includes('cpu')) {
    for (const store of ['batched', 'single', 'none']) await openBare(bench, store)
    await measureCost(bench, bench.programs)
    for (const program of bench.programs) program.go()
  }
  if (only.includes('latency')) await measureLatency(bench, product)
}

/** Replies per processor second, in turns, so that a noisy machine is noisy for all. */
async function measureCost(bench: Bench, programs: readonly Program[]): Promise<void> {
  const perSecond = new Map(programs.map(({ name }) => [name, [] as number[]]))
  const [product] = programs
  if (!product) return
  for (const program of programs) {
    const { figures } = await runCosted(bench, program, programs, WARM_SECONDS)
    process.stdout.write(`  warm: ${program.name}, ${figures.replies} replies of ${figures.sent}\n`)
  }
  await analyze(bench, ['wetalk', 'bare_batched', 'bare_single'])
  product.go()
  if (asked.statements) await forgetStatements(bench.cluster.connection)
  const before = await metricsOf(product.url)
  for (let round = 0; round < ROUNDS; round++) {
    for (const program of programs) {
      const { figures, cost } = await runCosted(bench, program, programs, SECONDS)
      perSecond.get(program.name)?.push(figures.replies / cost.all)
      process.stdout.write(
        `  round ${round + 1} ${program.name.padEnd(13)} ${Math.round(figures.replies / figures.seconds)} replies/s, ` +
          `${Math.round((cost.program / figures.replies) * 1e6)}+${Math.round((cost.database / figures.replies) * 1e6)} µs CPU per reply, ` +
          `${figures.errors} errors, ack p99 ${Math.round(figures.ackP99)} ms\n`,
      )
    }
  }
  product.go()
  reportTrips(bench, before, await metricsOf(product.url))
  if (asked.statements) {
    const { connection } = bench.cluster
    const lines = [
      await dearestStatements(connection, 'wetalk'),
      await writtenTables(connection, 'wetalk'),
    ].flat()
    for (const line of lines) process.stdout.write(`  ${line}\n`)
  }
  const of = (name: string) => median(perSecond.get(name) ?? [])
  const ratio = (name: string, least?: number) =>
    report(bench, {
      name: `replies per CPU second against ${name}`,
      figure: of('product') / of(name),
      unit: '×',
      ...(least === undefined ? {} : { bar: { least } }),
    })
  ratio('bare batched', 0.3)
  ratio('bare single', 1)
  ratio('bare none')
}

async function runCosted(bench: Bench, program: Program, programs: readonly Program[], seconds: number) {
  for (const other of programs) if (other !== program) other.pause()
  program.go()
  await sleep(300)
  const before = [cpuSeconds(program.pid), cpuSeconds(bench.cluster.pid)] as const
  const figures = await bench.outside.run({ url: program.hook, seconds, rate: null, contacts: CONTACTS })
  await sleep(300)
  const own = cpuSeconds(program.pid) - before[0]
  const database = cpuSeconds(bench.cluster.pid) - before[1]
  return { figures, cost: { program: own, database, all: own + database } }
}

/** What the database does by itself within the first minute: figures about its tables, so that nobody plans blindly. */
async function analyze({ cluster }: Bench, databases: readonly string[]): Promise<void> {
  for (const database of databases) await ask({ ...cluster.connection, database }, 'analyze')
}

async function ask(connection: Connection, statement: string): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function reportTrips(bench: Bench, before: string, after: string): void {
  const grown = (name: string, label?: string) => {
    const old = readMetric(before, name, label)
    return new Map(
      [...readMetric(after, name, label)].map(([key, value]) => [key, value - (old.get(key) ?? 0)]),
    )
  }
  const happenings = grown('happening_seconds_count').get('') ?? 0
  const trips = [...grown('db_round_trips_total', 'layer')].sort(([, one], [, other]) => other - one)
  for (const [layer, count] of trips) {
    const line = { name: `round trips per happening, ${layer}`, figure: count / happenings, unit: '' }
    if (count / happenings >= 0.01) report(bench, layer === 'desk' ? { ...line, bar: { most: 3 } } : line)
  }
}

async function measureLatency(bench: Bench, product: Program): Promise<void> {
  const run = (rate: number, seconds: number): Promise<Figures> =>
    bench.outside.run({ url: product.hook, seconds, rate, contacts: 4000 })
  await run(50, 2)
  const calm = await run(100, SECONDS)
  const bar = { name: 'webhook to reply at 100/s, p50', figure: calm.replyP50, unit: 'ms' }
  report(bench, { ...bar, bar: { most: 40 } })
  report(bench, { name: 'webhook to reply at 100/s, p99', figure: calm.replyP99, unit: 'ms' })
  for (const step of LADDER) {
    const figures = await run(step * INBOUND_PER_WEBHOOK, SECONDS)
    const name = `${step}/s wanted, ${Math.round(figures.webhooks / figures.seconds)}/s posted`
    report(bench, { name: `acknowledgement p50, ${name}`, figure: figures.ackP50, unit: 'ms' })
    const p99 = { name: `acknowledgement p99, ${name}`, figure: figures.ackP99, unit: 'ms' }
    report(bench, step === 300 ? { ...p99, bar: { most: 150 } } : p99)
    report(bench, { name: `errors, ${name}`, figure: figures.errors, unit: '', bar: { most: 0 } })
    report(bench, { name: `unanswered, ${name}`, figure: figures.sent - figures.replies, unit: '' })
  }
}

/** The same run on an empty database and on a full one, in turns. */
async function measureGrowth(bench: Bench): Promise<void> {
  const empty = await openProduct(bench, 'wetalk', false)
  empty.pause()
  const full = await openProduct(bench, 'filled', false)
  const startedAt = performance.now()
  const contacts = Number(asked.filled)
  await fillDatabase({ ...bench.cluster.connection, database: 'filled' }, contacts, (line) =>
    process.stdout.write(`  ${line}\n`),
  )
  process.stdout.write(`  filled in ${Math.round((performance.now() - startedAt) / 1000)} s\n`)
  const programs = [empty, full]
  const rates = new Map(programs.map((program) => [program, [] as number[]]))
  for (const program of programs) await runCosted(bench, program, programs, 3)
  await analyze(bench, ['wetalk', 'filled'])
  for (let round = 0; round < ROUNDS; round++) {
    for (const program of programs) {
      const { figures, cost } = await runCosted(bench, program, programs, SECONDS)
      rates.get(program)?.push(figures.replies / cost.all)
      process.stdout.write(
        `  round ${round + 1} ${program === full ? 'full ' : 'empty'} ${Math.round(figures.replies / figures.seconds)} replies/s, ` +
          `${Math.round((cost.program / figures.replies) * 1e6)}+${Math.round((cost.database / figures.replies) * 1e6)} µs CPU per reply\n`,
      )
    }
  }
  report(bench, {
    name: `replies per CPU second with ${contacts} contacts, ${contacts * 5} messages against none`,
    figure: median(rates.get(full) ?? []) / median(rates.get(empty) ?? []),
    unit: '×',
    bar: { least: 0.8 },
  })
}

async function openProduct(bench: Bench, database: string, profile: boolean): Promise<Program> {
  const url = await databaseUrl(bench, database)
  const { child, ...running } = await startProduct({
    env: {
      DATABASE_URL: url,
      DATA_DIR: join(dir, `data-${database}`),
      OUTBOUND_ALLOW: `127.0.0.1:${bench.outside.graphPort}`,
    },
    logFile: join(dir, `${database}.log`),
    port: await freePort(),
    ...(profile ? { nodeFlags: ['--cpu-prof', `--cpu-prof-dir=${tmpdir()}`] } : {}),
  })
  const { webhookUrl } = await setUp(running.url, bench.outside.graphPort)
  return keep(bench, {
    name: 'product',
    hook: webhookUrl,
    url: running.url,
    pid: child.pid ?? 0,
    pause: () => void child.kill('SIGSTOP'),
    go: () => void child.kill('SIGCONT'),
    stop: () => stopProcess(child, 'SIGTERM'),
  })
}

async function openBare(bench: Bench, store: string): Promise<Program> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = fork(join(import.meta.dirname, 'bare.ts'), [], {
    env: {
      PORT: String(port),
      GRAPH_URL: `http://127.0.0.1:${bench.outside.graphPort}`,
      DATABASE_URL: await databaseUrl(bench, `bare_${store}`),
      STORE: store,
    },
  })
  await sleep(1500)
  return keep(bench, {
    name: `bare ${store}`,
    hook: `${url}/webhooks`,
    url,
    pid: child.pid ?? 0,
    pause: () => void child.kill('SIGSTOP'),
    go: () => void child.kill('SIGCONT'),
    stop: () => stopProcess(child, 'SIGTERM'),
  })
}

function keep(bench: Bench, program: Program): Program {
  bench.programs.push(program)
  return program
}

/** A database of its own in the one cluster; the product's own one exists already. */
async function databaseUrl({ cluster }: Bench, database: string): Promise<string> {
  const { host, port, user } = cluster.connection
  if (database !== cluster.connection.database) await ask(cluster.connection, `create database ${database}`)
  return `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
}
