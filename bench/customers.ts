import { setTimeout as sleep } from 'node:timers/promises'
import type { SentMessage } from './check.ts'
import { GREETING, TAP } from './conversation.ts'
import { between, type Random } from './random.ts'
import { type Inbound, inboundBody, type Poster } from './webhook.ts'

/** Customers who write without waiting, and a Meta that posts each webhook until it is answered 200. */
export type Customers = {
  readonly sent: readonly SentMessage[]
  /** Webhooks that were not answered 200 yet, and repeats that are still to come. */
  readonly open: () => number
  readonly stop: () => Promise<void>
}

export type CustomersOptions = {
  readonly poster: Poster
  readonly random: Random
  /** How many write at the same time; who has said enough makes room for the next. */
  readonly atOnce: number
  /** Milliseconds between two messages of one customer, at most; at least a fifth of it. */
  readonly gap: number
  /** A prefix of phone numbers, so that two crowds do not mix. */
  readonly prefix: string
}

const DUPLICATES = 0.1
/** Share of the webhooks that are late, and how late: later ones of the same customer overtake them. */
const LATE = 0.1
const LATE_MS = 5000
const SHARED = 0.15
const PATIENT = 0.6
const REPEAT_MS = 3000
const AGAIN_MS = [80, 400] as const
/** Meta's pair rate lets a business say twenty things at once to one person; each line gets one reply at most. */
const LINES_MAX = 14

type Open = { -readonly [K in keyof SentMessage]: SentMessage[K] }
let lines = 0
let webhooks = 0
let persons = 0

export function openCustomers({ poster, random, atOnce, gap, prefix }: CustomersOptions): Customers {
  const sent: Open[] = []
  let open = 0
  let stopped = false

  async function deliver(
    messages: readonly Inbound[],
    records: readonly Open[],
    wait: number,
  ): Promise<void> {
    open++
    await sleep(wait)
    const body = inboundBody(messages)
    const postedAt = Date.now()
    for (const record of records) record.postedAt = postedAt
    while ((await poster.post(body)) !== 200) await sleep(between(random, ...AGAIN_MS))
    const ackedAt = Date.now()
    for (const record of records) record.ackedAt = ackedAt
    open--
    if (random() < DUPLICATES) void repeat(body)
  }

  async function repeat(body: Buffer): Promise<void> {
    open++
    await sleep(random() * REPEAT_MS)
    while ((await poster.post(body)) !== 200) await sleep(between(random, ...AGAIN_MS))
    open--
  }

  /** One webhook of a customer with one or two lines in it; says how many. */
  async function write(contact: string): Promise<number> {
    const count = random() < SHARED ? 2 : 1
    const messages = Array.from({ length: count }, () => lineOf(contact, random))
    webhooks++
    const webhook = webhooks
    const records = messages.map(({ wamid, at: toldAt }, place): Open => {
      return { wamid, contact, toldAt, webhook, place, postedAt: Date.now(), ackedAt: null }
    })
    sent.push(...records)
    const late = random() < LATE ? random() * LATE_MS : 0
    const delivered = deliver(messages, records, late)
    if (late === 0 && random() < PATIENT) await delivered
    await sleep(between(random, gap / 5, gap))
    return count
  }

  async function live(): Promise<void> {
    while (!stopped) {
      persons++
      const contact = `${prefix}${String(persons).padStart(7, '0')}`
      for (let said = 0; said < LINES_MAX && !stopped; ) said += await write(contact)
    }
  }

  const lives = Array.from({ length: atOnce }, () => live())
  return {
    sent,
    open: () => open,
    async stop() {
      stopped = true
      await Promise.all(lives)
    },
  }
}

function lineOf(from: string, random: Random): Inbound {
  lines++
  const head = { wamid: `wamid.in.${lines}.${from}`, from, at: Math.floor(Date.now() / 1000) }
  const draw = random()
  if (draw < 0.5) return { ...head, text: `${GREETING} ${lines}` }
  return draw < 0.75 ? { ...head, tap: TAP } : { ...head, text: `kota ${lines}` }
}
