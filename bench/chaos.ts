import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Embedded, embeddedConnection, startEmbedded } from '#server/base/embedded.ts'
import { checkHistory, lineOf, type Verdict } from './check.ts'
import { type Customers, openCustomers } from './customers.ts'
import { type FakeGraph, type Faults, NO_FAULTS, openGraph } from './graph.ts'
import { openWitness, readHistory, type Witness } from './history.ts'
import { freePort, setUp, spawnProduct, stopProcess, untilReady } from './product.ts'
import { between, type Random, seeded } from './random.ts'
import { APP_SECRET, openPoster, type Poster } from './webhook.ts'

export type ChaosOptions = {
  readonly kills: number
  readonly seed: number
  readonly processes: number
  /** Customers writing at once. */
  readonly customers: number
  /** How late a report may be, and the product's patience with what it does not know, in seconds. */
  readonly tail: number
  readonly patience: number
  readonly note: (line: string) => void
}

/** A fifth of all sends goes wrong. */
const FAULTS: Faults = {
  limit: 0.05,
  error: 0.03,
  resetBefore: 0.03,
  resetAfter: 0.03,
  hangAfter: 0.02,
  slow: 0.04,
}
const REPORTS = { delay: 30, batch: 10, lateShare: 0.01, again: 150 }
const KILL_AFTER_MS = [400, 2000] as const
/** Share of the kills that hit a process which is only just starting. */
const EARLY_KILLS = 0.15
const EARLY_MS = [50, 900] as const
const GAP_MS = 900
const DRAIN_MS = 180_000
const LOOK_MS = 250

type Slot = { readonly port: number; readonly url: string; child: ChildProcess; ready: Promise<boolean> }
type House = { readonly slots: Slot[]; readonly start: (port: number) => ChildProcess }

/** Kills the product at random under load, a fifth of all sends going wrong, and checks its promises afterwards. */
export async function runChaos(options: ChaosOptions): Promise<Verdict> {
  const random = seeded(options.seed)
  const dir = mkdtempSync(join(tmpdir(), 'wetalk-chaos-'))
  chmodSync(dir, 0o711)
  const graph = await openGraph({ reports: { ...REPORTS, lateMax: options.tail * 1000 }, random })
  const cluster = options.processes > 1 ? await startEmbedded({ dir: join(dir, 'cluster') }) : undefined
  const house: House = { slots: [], start: starterOf(options, dir, graph, cluster) }
  try {
    return await play(options, { random, dir, graph, cluster, house })
  } finally {
    await Promise.all(house.slots.map(({ child }) => stopProcess(child, 'SIGTERM')))
    await graph.close()
    await cluster?.stop()
    await clear(dir)
  }
}

type Stage = {
  readonly random: Random
  readonly dir: string
  readonly graph: FakeGraph
  readonly cluster: Embedded | undefined
  readonly house: House
}

async function play(options: ChaosOptions, stage: Stage): Promise<Verdict> {
  const { random, dir, graph, cluster, house } = stage
  for (let n = 0; n < options.processes; n++) house.slots.push(await openSlot(house))
  const first = house.slots[0]
  if (!first || !(await first.ready)) throw new Error(`the product did not start, see ${dir}`)
  const { webhookUrl } = await setUp(first.url, graph.port)
  const connection = cluster?.connection ?? embeddedConnection(join(dir, 'data'))
  if (!connection) throw new Error('the product has its database in its data folder')
  const witness = await openWitness(connection)
  const poster = spreadOver(house.slots, new URL(webhookUrl).pathname, random)
  graph.report(poster)
  graph.misbehave(FAULTS)
  const crowd = openCustomers({ poster, random, atOnce: options.customers, gap: GAP_MS, prefix: '62877' })
  await sleep(1000)
  const kills: number[] = []
  while (kills.length < options.kills) kills.push(await killOne(house, random, options, kills.length))
  await Promise.all(house.slots.map(({ ready }) => ready))
  options.note('the last kill is over; what is under way may end')
  await crowd.stop()
  const witnesses = await drain(options, { crowd, graph, poster, random, witness })
  const sent = [...crowd.sent, ...witnesses.sent]
  const verdict = checkHistory(await readHistory(witness, { sent, accepted: graph.accepted, kills }))
  await witness.close()
  await poster.close()
  return verdict
}

function starterOf(
  options: ChaosOptions,
  dir: string,
  graph: FakeGraph,
  cluster: Embedded | undefined,
): House['start'] {
  const database = cluster?.connection
  const env = {
    DATA_DIR: join(dir, 'data'),
    SECRET_KEY: randomBytes(32).toString('base64'),
    OUTBOUND_ALLOW: `127.0.0.1:${graph.port}`,
    RESEND_AFTER: String(options.patience),
    RESEND_AFTER_OUTAGE: String(options.patience),
    ...(database && {
      DATABASE_URL: `postgres://${database.user}@localhost/${database.database}?host=${encodeURIComponent(database.host)}&port=${database.port}`,
    }),
  }
  return (port) => spawnProduct({ env, port, logFile: join(dir, `app-${port}.log`) })
}

async function openSlot(house: House): Promise<Slot> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = house.start(port)
  const ready = untilReady(child, url)
  await ready
  return { port, url, child, ready }
}

/** Kills one process at a random moment and starts it again at once. Gives the moment. */
async function killOne(house: House, random: Random, options: ChaosOptions, count: number): Promise<number> {
  const slot = house.slots[Math.floor(random() * house.slots.length)]
  if (!slot) throw new Error('there is a process to kill')
  const early = count > 0 && random() < EARLY_KILLS
  if (early) {
    await sleep(between(random, ...EARLY_MS))
  } else {
    if (!(await slot.ready)) throw new Error('a killed process does not come up again')
    await sleep(between(random, ...KILL_AFTER_MS))
  }
  await stopProcess(slot.child, 'SIGKILL')
  const at = Date.now()
  slot.child = house.start(slot.port)
  slot.ready = untilReady(slot.child, slot.url)
  options.note(`kill ${count + 1} of ${options.kills}${early ? ', while it was starting' : ''}`)
  if (early) await slot.ready
  return at
}

/** Posts to any of the processes, as a balancer does that has not noticed yet which one is dead. */
function spreadOver(slots: readonly Slot[], path: string, random: Random): Poster {
  const posters = slots.map(({ url }) => openPoster(`${url}${path}`, APP_SECRET))
  return {
    post: (body) => posters[Math.floor(random() * posters.length)]?.post(body) ?? Promise.resolve(0),
    close: async () => void (await Promise.all(posters.map((poster) => poster.close()))),
  }
}

type Ending = {
  readonly crowd: Customers
  readonly graph: FakeGraph
  readonly poster: Poster
  readonly random: Random
  readonly witness: Witness
}

/** Nothing goes wrong any more; a few customers still write, because only a living number proves that reports arrive. */
async function drain(options: ChaosOptions, ending: Ending): Promise<Customers> {
  const { crowd, graph, poster, random, witness } = ending
  graph.misbehave(NO_FAULTS)
  const living = openCustomers({ poster, random, atOnce: 3, gap: 1200, prefix: '62878' })
  const until = Date.now() + DRAIN_MS
  const settled = async (rows: number) => {
    const { inbox, outbox, reports } = await witness.left()
    return crowd.open() === 0 && inbox + outbox + reports <= rows
  }
  const startedAt = Date.now()
  while (!(await isOldSettled(witness, startedAt)) || crowd.open() > 0) {
    if (Date.now() > until) break
    await sleep(LOOK_MS)
  }
  await living.stop()
  while (Date.now() < until && (living.open() > 0 || graph.reportsLeft() > 0 || !(await settled(0))))
    await sleep(LOOK_MS)
  const { inbox, outbox, reports } = await witness.left()
  const took = ((Date.now() - startedAt) / 1000).toFixed(1)
  options.note(`drained in ${took} s; left: ${inbox} happenings, ${outbox} messages, ${reports} reports`)
  return living
}

/** Whether everything that waited when the storm ended has found its end. */
async function isOldSettled({ client }: Witness, stormEnd: number): Promise<boolean> {
  const { rows } = await client.query<{ old: number }>(
    `select (select count(*) from outbox where created_at < to_timestamp($1::bigint / 1000.0))::int
          + (select count(*) from inbox where received_at < to_timestamp($1::bigint / 1000.0))::int as old`,
    [stormEnd],
  )
  return rows[0]?.old === 0
}

async function clear(dir: string): Promise<void> {
  for (const data of [join(dir, 'data'), join(dir, 'cluster')]) {
    try {
      const cluster = realpathSync(join(data, 'postgres'))
      if (!cluster.startsWith(dir)) rmSync(dirname(cluster), { recursive: true, force: true })
    } catch {}
  }
  rmSync(dir, { recursive: true, force: true })
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '50' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      processes: { type: 'string', default: '1' },
      customers: { type: 'string', default: '24' },
      tail: { type: 'string', default: '6' },
      patience: { type: 'string', default: '20' },
    },
  })
  const seed = Number(values.seed)
  process.stdout.write(`seed ${seed}\n`)
  const startedAt = performance.now()
  const verdict = await runChaos({
    kills: Number(values.kills),
    seed,
    processes: Number(values.processes),
    customers: Number(values.customers),
    tail: Number(values.tail),
    patience: Number(values.patience),
    note: (line) =>
      process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}\n`),
  })
  for (const list of ['lost', 'twice', 'outOfOrder', 'shuffledAtCustomer', 'doubled', 'forgotten'] as const)
    for (const name of verdict[list].slice(0, 5)) process.stdout.write(`  ${list}: ${name}\n`)
  process.stdout.write(`seed ${seed}: ${lineOf(verdict)}\n`)
  process.exit(verdict.kept ? 0 : 1)
}

if (import.meta.main) await main()
