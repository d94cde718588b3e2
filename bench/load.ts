import { setTimeout as sleep } from 'node:timers/promises'
import { GREETING, replyOf, STEPS, type Step, TAP } from './conversation.ts'
import type { Accepted } from './graph.ts'
import { type Inbound, inboundBody, type Poster } from './webhook.ts'

export type LoadOptions = {
  readonly poster: Poster
  readonly seconds: number
  /** Inbound messages a second, evenly; null = as many as `contacts` conversations at once bring about. */
  readonly rate: number | null
  /** Conversations under way at once; with a rate, at most so many. */
  readonly contacts: number
}

export type LoadResult = {
  readonly sent: number
  readonly failed: number
  readonly replies: number
  /** Milliseconds, one entry per webhook and per reply. */
  readonly acks: number[]
  readonly replyTimes: number[]
  readonly seconds: number
}

/** A person is spoken with six rounds at most: Meta's pair rate lets a business say twenty things at once to one. */
const ROUNDS_MAX = 6
/** A conversation that got no reply for so long is given up. */
const REPLY_MS = 15_000
const DRAIN_MS = 10_000
const PACE_MS = 5

type Talk = { readonly from: string; step: number; round: number; askedAt: number; waits: boolean }

let people = 0
let messages = 0

export type Load = {
  /** Tells the load what the fake Graph took. */
  readonly hear: (accepted: Accepted) => void
  readonly run: () => Promise<LoadResult>
}

/** Customers who talk: each says the next line when the reply to the last one has come. */
export function openLoad(options: LoadOptions): Load {
  const { poster, rate, contacts, seconds } = options
  const talks = new Map<string, Talk>()
  const idle: Talk[] = []
  const acks: number[] = []
  const replyTimes: number[] = []
  const tally = { sent: 0, failed: 0, replies: 0 }
  let open = true

  async function say(talk: Talk): Promise<void> {
    const body = inboundBody([lineOf(talk)])
    talk.askedAt = performance.now()
    talk.waits = true
    const startedAt = talk.askedAt
    tally.sent++
    const status = await poster.post(body)
    acks.push(performance.now() - startedAt)
    if (status === 200) return
    tally.failed++
    talks.delete(talk.from)
    if (rate === null && open) {
      await sleep(100)
      void say(newTalk())
    }
  }

  function newTalk(): Talk {
    people++
    const talk: Talk = {
      from: `62899${String(people).padStart(8, '0')}`,
      step: 0,
      round: 0,
      askedAt: 0,
      waits: false,
    }
    talks.set(talk.from, talk)
    return talk
  }

  function hear({ to, body }: Accepted): void {
    const talk = talks.get(to)
    if (!talk?.waits || replyOf(body) !== STEPS[talk.step]) return
    tally.replies++
    replyTimes.push(performance.now() - talk.askedAt)
    const over = goOn(talk)
    if (over) talks.delete(to)
    if (rate === null && open) void say(over ? newTalk() : talk)
    if (rate !== null && !over) idle.push(talk)
  }

  async function pace(perSecond: number, until: number): Promise<void> {
    const startedAt = performance.now()
    let said = 0
    while (performance.now() < until) {
      const due = ((performance.now() - startedAt) / 1000) * perSecond
      for (; said < due; said++) {
        const talk = idle.shift() ?? (talks.size < contacts ? newTalk() : undefined)
        if (talk) void say(talk)
      }
      await sleep(PACE_MS)
    }
  }

  async function run(): Promise<LoadResult> {
    const startedAt = performance.now()
    const until = startedAt + seconds * 1000
    if (rate === null) {
      for (let n = 0; n < contacts; n++) void say(newTalk())
      await sleep(seconds * 1000)
    } else await pace(rate, until)
    open = false
    const took = (performance.now() - startedAt) / 1000
    const drained = performance.now() + DRAIN_MS
    while ([...talks.values()].some(isWaiting) && performance.now() < drained) await sleep(PACE_MS)
    return { ...tally, acks, replyTimes, seconds: took }
  }
  return { hear, run }
}

/** The next line, or the first of the next round; true when the person has said enough. */
function goOn(talk: Talk): boolean {
  talk.waits = false
  talk.step = (talk.step + 1) % STEPS.length
  if (talk.step === 0) talk.round++
  return talk.round >= ROUNDS_MAX
}

function isWaiting({ waits, askedAt }: Talk): boolean {
  return waits && performance.now() - askedAt < REPLY_MS
}

function lineOf({ from, step }: Talk): Inbound {
  messages++
  const head = { wamid: `wamid.in.${process.pid}.${messages}`, from, at: Math.floor(Date.now() / 1000) }
  const said: Step | undefined = STEPS[step]
  if (said === 'tap') return { ...head, tap: TAP }
  return { ...head, text: said === 'greet' ? GREETING : `Bandung ${messages}` }
}
