import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { type Line, printLine, verdictOf } from '../bench/report.ts'
import type { Rig, Visitor } from '../test/rig.ts'

/** How the pages' times are taken and told; `times.ts` says what they are held to. */
const ROUNDS = 60
/** Long enough for one movement and everything it brings about. */
const STEP_MS = 40
/** What an answer to a key or one frame of a movement may cost. */
export const FRAME = 16.7
export const PATIENCE_MS = 30_000

/** Where times are taken: the product, a browser, and who looks. */
export type Stage = { readonly rig: Rig; readonly browser: Browser; readonly owner: Visitor }

const lines: Line[] = []

export function report(name: string, figure: number, most: number, unit = 'ms'): void {
  const line = { name, figure, unit, bar: { most } }
  lines.push(line)
  printLine(line)
}

/** Says how many bars were met; true when all were. */
export function tellAll(): boolean {
  const missed = lines.filter((line) => verdictOf(line) === 'missed').length
  process.stdout.write(`\n${lines.length - missed} bars met, ${missed} missed\n`)
  return missed === 0
}

/**
 * Milliseconds from an input, by the stamp that the browser gave it, to the end of the first frame in which this holds: an
 * expression of the page, looked at when the frame is painted.
 */
export async function frameAfter(
  page: Page,
  input: 'pointerdown' | 'keydown',
  holds: string,
  act: () => Promise<void>,
): Promise<number> {
  await page.evaluate(
    `void (window.framed = new Promise((tell, fail) => {
      let from
      addEventListener('${input}', (event) => { from = event.timeStamp }, { capture: true, once: true })
      const painted = new MessageChannel()
      const next = () => requestAnimationFrame(() => painted.port2.postMessage(null))
      painted.port1.onmessage = () => {
        if (from !== undefined && (${holds})) tell(performance.now() - from)
        else next()
      }
      next()
      setTimeout(() => fail(new Error(${JSON.stringify(`never: ${holds}`)})), ${PATIENCE_MS})
    }))`,
  )
  await act()
  return page.evaluate<number>('window.framed')
}

/** Whether words stand in the open chat, where they are seen. */
export function isInThread(text: string): string {
  return `(() => {
    const thread = document.querySelector('[role=log]')
    const line = [...(thread?.querySelectorAll('article') ?? [])].find((one) => one.textContent.includes(${JSON.stringify(text)}))
    return line !== undefined && line.getBoundingClientRect().bottom <= thread.getBoundingClientRect().bottom
  })()`
}

/** When the first frame comes in which these words stand in the open chat: asked for before, told when it has come. */
export async function frameOf(page: Page, text: string): Promise<() => Promise<number>> {
  await page.evaluate(
    `void (window.framed = new Promise((tell, fail) => {
      const look = () => {
        if (!document.querySelector('[role=log]').textContent.includes(${JSON.stringify(text)})) return
        watch.disconnect()
        requestAnimationFrame(() => tell(Date.now()))
      }
      const watch = new MutationObserver(look)
      watch.observe(document.body, { subtree: true, childList: true, characterData: true })
      setTimeout(() => fail(new Error(${JSON.stringify(`“${text}” is not seen`)})), ${PATIENCE_MS})
    }))`,
  )
  return () => page.evaluate<number>('window.framed')
}

type TraceEvent = {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Milliseconds of the main thread's processor time between an act and the next: what it brought about, and its longest task. */
type Cost = { readonly all: number; readonly longest: number }

/** What each act costs, as a whole. */
export async function work(page: Page, act: (n: number) => Promise<void>): Promise<number[]> {
  return (await costs(page, act)).map(({ all }) => all)
}

/** As a whole and by its longest task; each act is given `every` milliseconds. */
export async function costs(
  page: Page,
  act: (n: number) => Promise<void>,
  { rounds = ROUNDS, every = STEP_MS } = {},
): Promise<Cost[]> {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', { transferMode: 'ReportEvents', categories: 'toplevel,__metadata' })
  const starts: number[] = []
  for (let n = 0; n < rounds; n++) {
    const startedAt = performance.now()
    starts.push(monotonic())
    await act(n)
    await sleep(Math.max(0, every - (performance.now() - startedAt)))
  }
  const over = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await over
  await session.detach()
  return perAct(events, starts)
}

/** The clock of the browser's traces, in microseconds. */
function monotonic(): number {
  return Number(process.hrtime.bigint() / 1000n)
}

function perAct(events: readonly TraceEvent[], starts: readonly number[]): Cost[] {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const tasks = events.filter(
    ({ name, ph, pid, tid }) =>
      ph === 'X' && name.endsWith('RunTask') && mains.some((main) => main.pid === pid && main.tid === tid),
  )
  const byPage = [...Map.groupBy(tasks, ({ pid }) => pid).values()]
  const busiest = byPage.toSorted((a, b) => sum(b) - sum(a))[0] ?? []
  const byAct = Map.groupBy(busiest, ({ ts }) => starts.findLastIndex((start) => start <= ts))
  const found = starts.map((_, act) => {
    const own = byAct.get(act) ?? []
    return { all: sum(own) / 1000, longest: Math.max(0, ...own.map(({ tdur = 0 }) => tdur)) / 1000 }
  })
  if (sum(busiest) > 0 && found.every(({ all }) => all === 0)) throw new Error('both clocks are the same')
  return found
}

function sum(tasks: readonly TraceEvent[]): number {
  return tasks.reduce((all, { tdur = 0 }) => all + tdur, 0)
}
