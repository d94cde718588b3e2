import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { quantile } from './cost.ts'
import { openGraph } from './graph.ts'
import { openLoad } from './load.ts'
import { seeded } from './random.ts'
import { APP_SECRET, openPoster } from './webhook.ts'

/** The outside world in a process of its own: customers, and the fake Graph API that reports back. */
export type Outside = {
  readonly graphPort: number
  readonly run: (order: Order) => Promise<Figures>
  readonly close: () => void
}

export type Order = {
  readonly url: string
  readonly seconds: number
  /** Inbound messages a second; null = as fast as `contacts` conversations at once go. */
  readonly rate: number | null
  readonly contacts: number
}

/** What a run came to; times in milliseconds. */
export type Figures = {
  readonly sent: number
  readonly replies: number
  readonly webhooks: number
  readonly errors: number
  readonly seconds: number
  readonly ackP50: number
  readonly ackP99: number
  readonly replyP50: number
  readonly replyP99: number
}

const SETTLE_MS = 10_000
const REPORT_DELAY_MS = 40
/** Meta may put many into one webhook and promises it nowhere: here each of a message’s three comes in one of its own. */
const REPORT_BATCH = 1

export async function openOutside(): Promise<Outside> {
  const child = fork(import.meta.filename, [], { execArgv: [] })
  child.on('error', () => undefined) // it is being closed
  const graphPort = await answerOf<number>(child)
  return {
    graphPort,
    run(order) {
      child.send(order)
      return answerOf<Figures>(child)
    },
    close: () => void child.kill(),
  }
}

function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the outside process ended'))
    child.once('exit', ended)
    child.once('message', (answer) => {
      child.off('exit', ended)
      resolve(answer as T)
    })
  })
}

async function serve(): Promise<void> {
  const reports = { delay: REPORT_DELAY_MS, batch: REPORT_BATCH, lateShare: 0, lateMax: 0, again: 0 }
  const graph = await openGraph({ reports, random: seeded(1) })
  process.on('message', (order: Order) => {
    carryOut(order).then(
      (figures) => process.send?.(figures),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`)
        process.exit(1)
      },
    )
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.(graph.port)

  async function carryOut(order: Order): Promise<Figures> {
    const poster = openPoster(order.url, APP_SECRET)
    const load = openLoad({ poster, ...order })
    const reportAcks: number[] = []
    let refused = 0
    graph.onAccept(load.hear)
    graph.onReported((took, status) => {
      reportAcks.push(took)
      if (status !== 200) refused++
    })
    graph.report(poster)
    const { acks, replyTimes, ...tally } = await load.run()
    const until = performance.now() + SETTLE_MS
    while (graph.reportsLeft() > 0 && performance.now() < until) await sleep(20)
    graph.report(null)
    await poster.close()
    const all = acks.concat(reportAcks)
    return {
      sent: tally.sent,
      replies: tally.replies,
      webhooks: all.length,
      errors: tally.failed + refused,
      seconds: tally.seconds,
      ackP50: quantile(all, 0.5),
      ackP99: quantile(all, 0.99),
      replyP50: quantile(replyTimes, 0.5),
      replyP99: quantile(replyTimes, 0.99),
    }
  }
}

if (import.meta.main) await serve()
